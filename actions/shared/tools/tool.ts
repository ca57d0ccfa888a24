import type { FindingFamily } from '../model/findings.ts'

/** What an exit code of a tool says. A code that is not listed: the tool did not do its work. */
export type ExitMeaning = 'clean' | 'findings'

/** How a tool is to be read and believed. */
export interface Tool {
  readonly title: string
  /** Names that the tool goes by in reports (SARIF driver names), lower case. */
  readonly names: readonly string[]
  readonly family?: FindingFamily
  /** Ids of the formats that it writes. */
  readonly formats: readonly string[]
  readonly exitCodes: Readonly<Record<number, ExitMeaning>>
  /** Its report of a clean run is a file of zero bytes. */
  readonly emptyWhenClean?: boolean
  /** How its report tells that nothing was looked at. */
  readonly sawNothing: string
  /** Its SARIF of a run that found nothing is the same where it looked at nothing or could not: measured with the real tool. */
  readonly sarifIsSilent?: boolean
  /** A command that writes the report; behind a comma, what must be known of it. */
  readonly run: string
  /** Where the report is then, as a path or glob, where the command does not name it. */
  readonly leaves?: string
}
