import type { Baseline } from '../model/baseline.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { compareWithBase } from '../policy/compare.ts'
import { readContents } from '../runtime/source-lines.ts'

/**
 * The evidence beside what the base had, its findings told by what stands in the files below `top`, the folder that their
 * paths start from. Without a baseline it is as it was, and no file is read.
 */
export function besideBase(set: EvidenceSet, baseline: Baseline | string, top: string): EvidenceSet {
  if (typeof baseline === 'string') return set
  const findings = [...set.tables.values()].flatMap((table) => table.findings.rows)
  return { ...set, comparison: compareWithBase(set, baseline, readContents(findings, top)) }
}
