/** A section of the report page. Everything in it is HTML already. */
export interface PagePart {
  readonly id: string
  readonly title: string
  /** What the page's table of contents calls it. */
  readonly short: string
  readonly body: string
}

/** Says that more exists than is shown. Empty where nothing is missing. */
export function moreLine(left: string | undefined): string {
  return left === undefined ? '' : `<p class="quiet">… and ${left}, not shown here.</p>`
}
