import type { TestComparison } from '../model/comparison.ts'
import { FINDING_FAMILIES, MERGED_FAMILIES, RANKS_OF } from '../model/findings.ts'
import { definitionOf } from '../model/metrics.ts'
import type { Rule } from './rule.ts'

/** The metric that only a comparison yields. */
export const VANISHED = 'tests.vanished'

/** Counts security findings of any severity. */
export const KNOWN_EXPLOITED = 'security.known-exploited'

/** The test metrics that have a `.new`. */
export const LIST_OF_METRIC = {
  'tests.failed': 'newlyFailing',
  'tests.flaky': 'newlyFlaky',
  'tests.skipped': 'newlySkipped',
} as const satisfies Record<string, keyof TestComparison>

/** Whether a rule is about what only a comparison can tell. */
export function isCompared({ metric, scope }: Pick<Rule, 'metric' | 'scope'>): boolean {
  return scope === 'new' || scope === 'introduced' || metric === VANISHED
}

const NEW_TESTS_TEXT: Readonly<Record<string, string>> = {
  'tests.failed': 'tests that fail and did not on the base',
  'tests.flaky': 'tests that are flaky and were not on the base',
  'tests.skipped': 'tests that are skipped and ran on the base',
} satisfies Record<keyof typeof LIST_OF_METRIC, string>

/** What a rule about a comparison found: `lint findings of level error that the base does not have: 2 (F401 app/web.py:3, …)`. */
export function comparedText(
  { metric, scope, paths }: Pick<Rule, 'metric' | 'scope' | 'paths'>,
  value: string,
  named?: string,
): string {
  const description = definitionOf(metric)?.description ?? metric
  const introduced = `${description} that this change introduces`
  const what =
    scope === 'introduced'
      ? introduced
      : scope === 'new'
        ? (NEW_TESTS_TEXT[metric] ?? `${description} that the base does not have`)
        : description
  const where = paths ? ` within ${paths.globs.join(', ')}` : ''
  return `${what}${where}: ${value}${named === undefined ? '' : ` (${named})`}`
}

const NEW_TESTS = Object.keys(LIST_OF_METRIC)
const NEW_FINDINGS = FINDING_FAMILIES.map((family) => `${family}.*`)

/** Scores and shares say nothing of single findings. */
function isCountOfFindings(metric: string): boolean {
  return (
    metric === KNOWN_EXPLOITED ||
    FINDING_FAMILIES.some((family) => [...RANKS_OF[family], 'total'].some((name) => metric === `${family}.${name}`))
  )
}

/** What is wrong with a rule about a comparison with the base; nothing where it is no such rule, or a good one. */
export function comparisonProblem({
  metric,
  scope,
  limit,
  label,
}: Pick<Rule, 'metric' | 'scope' | 'limit' | 'label'>): string | undefined {
  if (!isCompared({ metric, scope })) return undefined
  if (scope === 'new' && metric === VANISHED) {
    return `${VANISHED} is counted against the base already; write it without .new`
  }
  if (scope === 'introduced' && ![...MERGED_FAMILIES].some((family) => metric.startsWith(`${family}.`))) {
    return `.introduced can be told of ${[...MERGED_FAMILIES].map((family) => `${family}.*`).join(', ')}, not of ${metric}; write .new`
  }
  if (metric !== VANISHED && !NEW_TESTS.includes(metric) && !isCountOfFindings(metric)) {
    const ratchet = `${metric} ${definitionOf(metric)?.better === 'higher' ? '>=' : '<='} base`
    const known = [...NEW_FINDINGS, ...NEW_TESTS]
    const all = scope === 'introduced' ? '.introduced' : '.new'
    if (FINDING_FAMILIES.some((family) => metric.startsWith(`${family}.`))) {
      return `${all} can be told of what counts findings, not of ${metric}; write ${ratchet}`
    }
    return `.new can be told of ${known.slice(0, -1).join(', ')} and ${known.at(-1) ?? ''}, not of ${metric}; write ${ratchet}`
  }
  const name = scope === 'project' ? metric : `${metric}.${scope}`
  if (limit.kind === 'base') return `${name} is counted against the base already; write a number instead of base`
  if (metric === VANISHED && label !== undefined) {
    return `${VANISHED} is told of all labels together; take the label away`
  }
  return undefined
}
