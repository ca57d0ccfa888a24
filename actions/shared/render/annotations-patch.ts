import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { uncoveredChanges } from './select-patch.ts'
import type { AnnotationLevel } from './severity.ts'

interface PatchRemark {
  readonly level: AnnotationLevel
  readonly title: string
  readonly message: string
  readonly path: string
  readonly line: number
  readonly endLine?: number
}

export interface PatchRemarks {
  readonly total: Readonly<Partial<Record<AnnotationLevel, number>>>
  readonly annotations: readonly PatchRemark[]
}

/** Remarks on changed lines that no test enters, all of level warning: the rule that they break has a remark of its own. */
export function patchRemarks(verdict: Verdict, set: EvidenceSet, most: number): PatchRemarks {
  const files = uncoveredChanges(verdict, set)
  const total = files.reduce((sum, { ranges }) => sum + ranges.length, 0)
  const annotations: PatchRemark[] = []
  for (const { path, ranges } of files) {
    for (const [line, endLine] of ranges.slice(0, most - annotations.length)) {
      const message = line === endLine ? `No test enters line ${line}.` : `No test enters lines ${line} to ${endLine}.`
      const remark = { level: 'warning', title: 'changed lines not covered', message, path, line } as const
      annotations.push(endLine > line ? { ...remark, endLine } : remark)
    }
  }
  return { total: total > 0 ? { warning: total } : {}, annotations }
}
