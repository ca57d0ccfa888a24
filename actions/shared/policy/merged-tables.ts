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
  const byTable = new Map<FindingTable, MergedRows[]>()
  for (const { finding, listings } of merged) {
    // Listed once, and nothing was learned of it from others: it stays as it is.
    if (listings.length === 1 && listings[0]?.finding === finding) continue
    for (const [table, rows] of rowsByTable(listings)) {
      const found = byTable.get(table) ?? []
      byTable.set(table, found)
      found.push({ finding, rows, isShared: rows.length < listings.length })
    }
  }
  for (const [table, found] of byTable) table.merge(found)
  MERGED.set(tables, merged)
  return merged
}

/** All listings of merged families, each told by its table, row and report. */
function listedIn(tables: Tables): readonly Row[] {
  const listed: Row[] = []
  let index = 0
  for (const [label, { findings: table }] of tables) {
    for (const [row, finding] of table.rows.entries()) {
      if (!MERGED_FAMILIES.has(finding.family)) continue
      listed.push({ finding, label, table, row, report: table.reportOf(row) * tables.size + index })
    }
    index += 1
  }
  return listed
}

/** Most of what is merged is of one label, and so of one table. */
function rowsByTable(listings: readonly Row[]): Iterable<readonly [FindingTable, readonly number[]]> {
  const first = listings[0]?.table
  if (first && listings.every(({ table }) => table === first)) return [[first, listings.map(({ row }) => row)]]
  const rows = new Map<FindingTable, number[]>()
  for (const { table, row } of listings) {
    const known = rows.get(table)
    if (known) known.push(row)
    else rows.set(table, [row])
  }
  return rows
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
