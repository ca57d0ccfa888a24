/** Lines that are kept of one metric of one report. */
export const LINES_KEPT = 20

/** Where in a report something was read. */
export interface NotedLines {
  /** 1-based, in the order of reading; at most LINES_KEPT, and none where lines cannot be told. */
  readonly lines: readonly number[]
  /** All places. */
  readonly count: number
}

/** Where a report says what it says. */
export interface ReportLines {
  /** Number of its lines. */
  readonly last: number
  /** By metric: where the tests, findings and measurements of it stand, or where it is declared. Others are made of the whole report. */
  readonly of: Readonly<Record<string, NotedLines>>
}

/** Where the reading of a report is. */
export interface ReadingPlace {
  /**
   * The line, 1-based; 0 where it cannot be told. Readers see some pieces of a report only as a whole:
   * there the line is the one that holds the first of `texts` that is found, or else where the piece begins.
   */
  lineOf(...texts: readonly string[]): number
}

/** Notes, while a report is read, which of its lines a metric is made of. */
export class LineNotes {
  /** Index of the report in the evidence. */
  readonly report: number
  readonly #place: ReadingPlace
  readonly #noted = new Map<string, { readonly lines: number[]; count: number }>()

  constructor(report: number, place: ReadingPlace) {
    this.report = report
    this.#place = place
  }

  lineOf(...texts: readonly string[]): number {
    return this.#place.lineOf(...texts)
  }

  note(metric: string, line: number): void {
    let noted = this.#noted.get(metric)
    if (!noted) {
      noted = { lines: [], count: 0 }
      this.#noted.set(metric, noted)
    }
    noted.count += 1
    // What stands on one line (a report without line ends) is one place.
    if (line > 0 && noted.lines.length < LINES_KEPT && noted.lines.at(-1) !== line) noted.lines.push(line)
  }

  /** `last`: number of the report's lines. */
  all(last: number): ReportLines {
    return { last, of: Object.fromEntries(this.#noted) }
  }
}
