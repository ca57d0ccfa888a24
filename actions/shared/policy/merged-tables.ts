import type { ScopeTables } from '../model/evidence.ts'
import type { FindingTable, MergedRows } from '../model/finding-table.ts'
import { type Finding, MERGED_FAMILIES } from '../model/findings.ts'
import { mergeFindings, type MergedFinding, type Witnessed } from './merge-findings.ts'

type Tables = ReadonlyMap<string, Pick<ScopeTables, 'findings'>>

interface Row extends Witnessed {
  readonly table: FindingTable
  readonly row: number
}

const MERGED = new WeakMap<Tables, readonly MergedFinding[]>()

/**
 * Makes one finding of all listings of it in the tables of all labels, once all reports were read. A finding that several labels
 * have is the same object in each of their tables, so that it is counted once for all of them and once for each.
 */
export function mergeTables(tables: Tables): readonly MergedFinding[] {
  const done = MERGED.get(tables)
  if (done) return done
  const merged = mergeFindings(
    listedIn(tables),
    [...tables.values()].flatMap(({ findings }) => findings.suppressed),
  )
  for (const { findings } of tables.values()) findings.merge(mergedRowsOf(findings, merged))
  MERGED.set(tables, merged)
  return merged
}

/** All listings of merged families, each told by its table, row and report. */
function listedIn(tables: Tables): readonly Row[] {
  const listed: Row[] = []
  let index = 0
  for (const [label, { findings: table }] of tables) {
    const of = index
    table.rows.forEach((finding, row) => {
      if (!MERGED_FAMILIES.has(finding.family)) return
      listed.push({ finding, label, table, row, report: table.reportOf(row) * tables.size + of })
    })
    index += 1
  }
  return listed
}

/** What was merged from rows of a table. It is told one after the other: there may be as many as findings. */
function* mergedRowsOf(table: FindingTable, merged: readonly MergedFinding<Row>[]): Iterable<MergedRows> {
  for (const { finding, listings } of merged) {
    // Listed once, and nothing was learned of it from others: it stays as it is.
    if (listings.length === 1 && listings[0]?.finding === finding) continue
    const rows: number[] = []
    for (const listing of listings) if (listing.table === table) rows.push(listing.row)
    if (rows.length > 0) yield { finding, rows, isShared: rows.length < listings.length }
  }
}

/** Puts what more is known of findings in their place, among the merged ones too. */
export function updateMerged(tables: Tables, changed: ReadonlyMap<Finding, Finding>): void {
  const merged = MERGED.get(tables)
  if (!merged || changed.size === 0) return
  MERGED.set(
    tables,
    merged.map((one) => ({ ...one, finding: changed.get(one.finding) ?? one.finding })),
  )
}
