import type { ScopeTables } from './evidence.ts'
import type { Finding } from './findings.ts'

type Tables = ReadonlyMap<string, Pick<ScopeTables, 'findings'>>

/** The findings of these labels, each once. */
export function everyFinding(tables: Tables): readonly Finding[] {
  const [only, ...others] = tables.values()
  if (only && others.length === 0) return only.findings.rows
  const all = [...tables.values()].flatMap(({ findings }) => findings.rows)
  return repeatedFindings(tables).length > 0 ? [...new Set(all)] : all
}

/** Findings that an earlier label has too, as often as labels repeat them. */
export function repeatedFindings(tables: Tables): readonly Finding[] {
  const seen = new Set<Finding>()
  return [...tables.values()].flatMap(({ findings }) =>
    [...findings.shared].filter((finding) => seen.size === seen.add(finding).size),
  )
}

/** All findings of these labels, each once, also those that are only counted. */
export function countEveryFinding(tables: Tables): number {
  const all = [...tables.values()].reduce((sum, { findings }) => sum + findings.size, 0)
  return all - repeatedFindings(tables).length
}
