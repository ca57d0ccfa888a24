import type { Baseline } from '../model/baseline.ts'
import { baselineFrom, type BaselineRequest, type BaselineSubject } from '../policy/baseline-of.ts'
import type { QuarantinedTest } from '../policy/policy-quarantine.ts'
import { streaksAfter } from '../policy/quarantine.ts'
import { readContents } from '../runtime/source-lines.ts'

export interface Recordable extends Pick<BaselineRequest, 'set' | 'rules'> {
  /** What this run was compared with, or why there was nothing. */
  readonly base: Baseline | string
  readonly quarantine: readonly QuarantinedTest[]
  /** Folder of the checkout, in which findings stand. */
  readonly folder: string
}

/** What to record of a run, once it is known that something is; or why nothing is. */
export type BaselineOfRun = (subject: BaselineSubject) => Baseline | string

export function baselineOfRun({ base, quarantine, folder, set, rules }: Recordable): BaselineOfRun {
  const previous = typeof base === 'object' ? base : undefined
  return (subject) => {
    const findings = [...set.tables.values()].flatMap((table) => table.findings.rows)
    const contents = readContents(findings, folder)
    const streaks = streaksAfter(previous, set, quarantine)
    return baselineFrom({ subject, set, rules, contentOf: (finding) => contents.get(finding) ?? '', previous, streaks })
  }
}
