/** A line or column as a report writes it: a whole number of 1 or more, else nothing. */
export function positionOf(count: string | number | undefined): number | undefined {
  const number = Number(count ?? 0)
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined
}
