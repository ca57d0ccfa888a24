import type { Finding } from '../model/findings.ts'
import type { SecurityKind } from '../model/security.ts'
import { kindOf } from './merge-findings.ts'
import type { PackagePattern } from './package-pattern.ts'

/** What a scanner's own file of exceptions sets aside. All that is stated must hold. */
export interface IgnoreEntry {
  /** Ids as written there; empty: whatever its id. */
  readonly ids: readonly string[]
  /** What kind of finding is meant; absent: any. */
  readonly kinds?: readonly SecurityKind[] | undefined
  readonly packages?: readonly PackagePattern[] | undefined
  /** Whether a place is meant, of which the file may not be known. */
  readonly isPath?: ((path: string | undefined) => boolean) | undefined
  /** The first day on which it no longer holds, in UTC: `2027-01-31`. */
  readonly until?: string | undefined
  readonly reason?: string | undefined
  /** The file, and the line there, 1-based. */
  readonly source: string
  readonly line: number
}

/** What a file of exceptions says, and what of it could not be read. Nothing is set aside by what could not. */
export interface IgnoreFile {
  readonly entries: readonly IgnoreEntry[]
  /** Whole sentences without their full stop. */
  readonly problems: readonly string[]
}

/** Whether an entry means a finding, its id left aside: `paths` are those of every place that the finding has. */
export function isMeantBy(entry: IgnoreEntry, finding: Finding, paths: readonly (string | undefined)[]): boolean {
  const { kinds, packages, isPath } = entry
  return (
    (kinds === undefined || kinds.includes(kindOf(finding))) &&
    (packages === undefined || packages.some((pattern) => pattern.matches(finding))) &&
    (isPath === undefined || paths.every(isPath))
  )
}

/** Line, 1-based, in which a text stands for the first time from a line on; that line where it does not. */
export function lineIn(lines: readonly string[], text: string, from = 1): number {
  const found = lines.findIndex((line, index) => index >= from - 1 && line.includes(text))
  return found < 0 ? from : found + 1
}
