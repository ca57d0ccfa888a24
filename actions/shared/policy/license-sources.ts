import { complianceMetrics } from '../model/licenses.ts'
import { byLabel, type MetricSource, type ScopedEvidence } from './metric-sources.ts'

const COMPLIANCE = 'licenses.compliance'

/** Compliance of each label: of its packages, as the policy says, where they were judged; else as each report has it. */
export function licenseSources({ set, members }: ScopedEvidence): MetricSource[] {
  const reports = byLabel(members.filter(({ evidence }) => evidence.kind === 'findings'))
  return [...reports].flatMap(([label, group]): MetricSource[] => {
    const assessed = set.licenses?.get(label)
    const telling = group.filter(({ evidence }) =>
      Object.keys(evidence.metrics).some((name) => name.startsWith('licenses.')),
    )
    if (assessed) {
      const members = (telling.length > 0 ? telling : group).map(({ index }) => index)
      return [{ metrics: complianceMetrics(assessed), members }]
    }
    return telling.flatMap(({ evidence, index }) => {
      const own = Object.entries(evidence.metrics).filter(([name]) => name.startsWith(COMPLIANCE))
      return own.length === 0 ? [] : [{ metrics: Object.fromEntries(own), members: [index] }]
    })
  })
}
