import type { FindingTable } from '../model/finding-table.ts'
import { FINDING_FAMILIES, type FindingFamily, RANKS_OF } from '../model/findings.ts'
import type { Doubt } from '../model/evidence.ts'
import { type ExitMeaning, type Tool } from '../tools/tools.ts'

/** Counts what one report has in a table that other reports share. */
export class FindingCounter {
  readonly #table: FindingTable

  constructor(table: FindingTable) {
    this.#table = table
    table.beginReport()
  }

  /** The report's own counts by the names of the metric catalogue; zeros for `families`, of which it speaks even where it has none. */
  metrics(families: readonly FindingFamily[]): Record<string, number> {
    const tally = this.#table.reportTally()
    const metrics: Record<string, number> = {}
    for (const family of FINDING_FAMILIES) {
      const counts = RANKS_OF[family].map((rank) => [rank, tally.get(`${family}.${rank}`) ?? 0] as const)
      const total = counts.reduce((sum, [, count]) => sum + count, 0)
      if (total === 0 && !families.includes(family)) continue
      for (const [rank, count] of counts) metrics[`${family}.${rank}`] = count
      metrics[`${family}.total`] = total
    }
    return metrics
  }
}

/** What a recorded exit code says against a report with that many findings. */
export function exitCodeDoubts(tool: Tool, exitCode: number | undefined, findings: number): Doubt[] {
  if (exitCode === undefined) return []
  const meaning: ExitMeaning | undefined = tool.exitCodes[exitCode]
  if (meaning === undefined) {
    return [{ kind: 'contradiction', text: `${tool.title} ended with exit code ${exitCode}: it did not do its work` }]
  }
  if (meaning === 'findings' && findings === 0) {
    return [
      {
        kind: 'contradiction',
        text: `${tool.title} ended with exit code ${exitCode}, which means findings, and the report has none`,
      },
    ]
  }
  return []
}
