/** The lines that a patch adds, by their number in the new file, without their line feeds. */
export function addedLines(patch: string): ReadonlyMap<number, string> {
  const added = new Map<number, string>()
  let next = 0
  for (const line of patch.split('\n')) {
    const [, start] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line) ?? []
    if (start !== undefined) next = Number(start)
    else if (line.startsWith('+')) {
      added.set(next, line.slice(1))
      next += 1
    } else if (line.startsWith(' ')) next += 1
  }
  return added
}

/**
 * Where a patch adds a line that has this text: at this number, else wherever it does once, for a merge with the base may have
 * moved it.
 */
export function findAddedLine(added: ReadonlyMap<number, string>, line: number, text: string): number | undefined {
  if (added.get(line) === text) return line
  const same = [...added].flatMap(([number, each]) => (each === text ? [number] : []))
  return same.length === 1 ? same[0] : undefined
}
