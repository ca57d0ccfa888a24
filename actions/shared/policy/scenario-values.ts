import type { EvidenceSet } from '../model/evidence.ts'
import { scopedEvidence, type MetricSource } from './metric-sources.ts'
import { didYouMean } from './nearest.ts'

/** What a scenario of a load test measured by itself: a source for each value that a report of the scope holds of it. */
export function scenarioSources(set: EvidenceSet, label: string | undefined, scenario: string): MetricSource[] {
  return scopedEvidence(set, label).members.flatMap(({ evidence, index }) =>
    (evidence.measurements ?? [])
      .filter((measurement) => measurement.subject === scenario && isOfLoadTest(measurement.metric))
      .map(({ metric, value }) => ({ metrics: { [metric]: value }, members: [index] })),
  )
}

/** Why a rule about a scenario has nothing to judge: the names that are there, or what was measured of it. */
export function missingScenarioText(
  set: Pick<EvidenceSet, 'evidence'>,
  {
    metric,
    label,
    scenario,
  }: { readonly metric: string; readonly label?: string | undefined; readonly scenario: string },
): string {
  const measured = set.evidence
    .filter(({ scope }) => label === undefined || scope.label === label)
    .flatMap(({ measurements = [] }) => measurements)
    .filter((measurement) => measurement.subject !== undefined && isOfLoadTest(measurement.metric))
  const within = label === undefined ? '' : ` with the label ${JSON.stringify(label)}`
  const own = [...new Set(measured.filter(({ subject }) => subject === scenario).map((known) => known.metric))]
  if (own.length > 0) {
    return `no report${within} tells ${metric} of the scenario ${JSON.stringify(scenario)} by itself; of it they tell ${own.join(', ')}`
  }
  const names = [...new Set(measured.map(({ subject = '' }) => subject))].sort()
  const seen =
    names.length > 0
      ? `${didYouMean(scenario, names)}; scenarios seen: ${listed(names)}`
      : '; no report tells scenarios apart, for which k6 needs a threshold on each (http_req_duration{scenario:smoke})'
  return `no report${within} has measured the scenario ${JSON.stringify(scenario)}${seen}`
}

/** Functions and files have subjects too, which are no scenarios. */
function isOfLoadTest(metric: string): boolean {
  return metric.startsWith('performance.')
}

const MOST_NAMES = 20

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}
