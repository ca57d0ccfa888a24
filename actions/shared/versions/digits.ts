/** Orders two whole numbers written in digits, of any size. Number would take 9007199254740993 for its neighbour. */
export function compareDigits(left: string, right: string): number {
  const [a, b] = [withoutLeadingZeros(left), withoutLeadingZeros(right)]
  if (a.length !== b.length) return a.length - b.length
  return compareText(a, b)
}

export function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '')
}

/** The number after this one. */
export function increment(digits: string): string {
  return (BigInt(digits) + 1n).toString()
}

/** Orders by UTF-16 code units, which for ASCII is SemVer's "ASCII sort order". */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Orders lists of numbers; what is missing at the end of one counts as 0. */
export function compareReleases(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareDigits(left[index] ?? '0', right[index] ?? '0')
    if (order !== 0) return order
  }
  return 0
}
