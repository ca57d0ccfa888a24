/** Words after a version that do not make it an earlier one (PEP 440, Maven's ComparableVersion). */
const NOT_EARLIER: ReadonlySet<string> = new Set('post p patch pl sp final ga release r rev jre android'.split(' '))

/**
 * Orders two versions as most worlds do: numbers by size, `1.0` as `1.0.0`, a word such as `rc` before what has none. Good for
 * choosing which of several fixes is meant; what is told as a fact is never decided by it.
 */
export function compareVersions(left: string, right: string): number {
  const [ours, theirs] = [tokensOf(left), tokensOf(right)]
  for (let index = 0; index < Math.max(ours.length, theirs.length); index += 1) {
    const [a, b] = [ours[index] ?? '0', theirs[index] ?? '0']
    const order = weight(a) - weight(b)
    if (order !== 0) return order
    if (weight(a) < 0 && a !== b) return a < b ? -1 : 1
  }
  return 0
}

function tokensOf(version: string): readonly string[] {
  const plain = version.toLowerCase().replace(/^v(?=\d)/, '')
  return plain.replace(/\+.*$/, '').match(/\d+|[a-z]+/g) ?? []
}

function weight(token: string): number {
  if (/^\d/.test(token)) return Number(token)
  return NOT_EARLIER.has(token) ? 0 : -1
}
