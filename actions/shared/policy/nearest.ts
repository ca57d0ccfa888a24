/** The candidate that is fewest edits away from a name; the first of equals. */
export function nearest(name: string, candidates: Iterable<string>): { name: string; edits: number } | undefined {
  let best: { name: string; edits: number } | undefined
  for (const candidate of candidates) {
    const edits = editDistance(name, candidate)
    if (!best || edits < best.edits) best = { name: candidate, edits }
  }
  return best
}

/** `; did you mean coverage.line?` where something is near enough to be meant, else nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const found = nearest(name.toLowerCase().slice(0, LONGEST), candidates)
  return found && found.edits <= Math.max(2, name.length / 3) ? `; did you mean ${found.name}?` : ''
}

/** Names longer than this are nobody's slip of the finger, and the distance is quadratic. */
const LONGEST = 100

/** Insertions, deletions and replacements from one text to the other (Levenshtein). */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
