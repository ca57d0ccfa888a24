/*
 * Lines of Dockerfiles (https://docs.docker.com/reference/dockerfile/#from): `FROM [--platform=…] image [AS name]`.
 */

interface Stage {
  readonly image: string
  readonly name: string | undefined
  /** 1-based. */
  readonly line: number
}

const FROM = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i

function stagesOf(text: string): readonly Stage[] {
  return text.split(/\r\n?|\n/).flatMap((line, index): Stage[] => {
    const [, image, name] = FROM.exec(line) ?? []
    return image === undefined ? [] : [{ image, name: name?.toLowerCase(), line: index + 1 }]
  })
}

/** The line that brings what the finished image is made of: that of its last stage, or of the stage that one begins with. */
export function lastImageLine(text: string): number | undefined {
  const stages = stagesOf(text)
  let stage = stages.at(-1)
  let at = stages.length - 1
  while (stage !== undefined) {
    const { image } = stage
    const earlier = stages.slice(0, at).findLastIndex(({ name }) => name === image.toLowerCase())
    if (earlier < 0) break
    at = earlier
    stage = stages[earlier]
  }
  return stage?.line
}

/** Whether a stage begins with an image that these words name: `alpine:3.10 (alpine 3.10.2)`. */
export function namesImage(text: string, said: string): boolean {
  return stagesOf(text).some(
    ({ image }) => image.length > 2 && image.toLowerCase() !== 'scratch' && said.includes(image),
  )
}
