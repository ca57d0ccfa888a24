import type { EvidenceKind } from '../../shared/model/evidence.ts'
import type { PlannedReport } from './plan.ts'
import { TOOLS, type Tool } from '../../shared/tools/tools.ts'

/** A rule of the policy that is written, and what was found when it was made. */
export interface ChosenRule {
  readonly text: string
  readonly found?: string | undefined
}

/** How a metric becomes rules. */
interface Row {
  readonly metric: string
  /** The namespace that a report must yield for a rule about it to have something to judge. */
  readonly family: string
  /** The limit that its value of today keeps. */
  readonly limit?: (value: number) => string | undefined
  /** Against the base. */
  readonly ratchet?: string
  /** Every report of the family yields it, so that its rule stands also where no value is known. */
  readonly always?: true
}

const noMore = (value: number): string => (value === 0 ? '== 0' : `<= ${Math.ceil(value)}`)
const noLess = (value: number): string | undefined => (value < 1 ? undefined : `>= ${Math.floor(value)}`)

const ROWS: readonly Row[] = [
  { metric: 'tests.failed', family: 'tests', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'tests.total', family: 'tests', ratchet: '>= base', always: true },
  { metric: 'coverage.line', family: 'coverage', limit: noLess, ratchet: '>= base - 0.5 pp', always: true },
  { metric: 'coverage.branch', family: 'coverage', limit: noLess, ratchet: '>= base - 0.5 pp' },
  { metric: 'coverage.mutation', family: 'mutation', limit: noLess, ratchet: '>= base - 0.5 pp' },
  { metric: 'lint.error', family: 'lint', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'lint.warning', family: 'lint', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'types.error', family: 'types', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'boundaries.total', family: 'boundaries', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'security.critical', family: 'security', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'security.high', family: 'security', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'complexity.max', family: 'complexity', limit: noMore, ratchet: '<= base', always: true },
  { metric: 'complexity.maintainability', family: 'complexity', limit: noLess },
  {
    metric: 'performance.p95',
    family: 'performance',
    limit: (value) => `<= ${Math.ceil(value * 1.5)} ms`,
    ratchet: '<= base * 1.2',
  },
  { metric: 'performance.error-rate', family: 'performance', limit: (value) => `<= ${Math.ceil(value * 10) / 10} %` },
]

/**
 * Rules that hold today: limits from the values that the reports give, rounded to the lenient side, with ratchets beside them, and
 * only ratchets where no report is there yet. `families` are those of the reports that the workflow will leave, `plannedMetrics` what
 * such reports are known to yield: a rule about anything else would be unknown for ever.
 */
export function chooseLimits(
  values: ReadonlyMap<string, { readonly value: number }>,
  families: ReadonlySet<string>,
  plannedMetrics: ReadonlySet<string>,
): readonly ChosenRule[] {
  const willBeThere = ({ metric, family, always }: Row): boolean =>
    plannedMetrics.has(metric) || (always === true && families.has(family))
  return ROWS.filter(willBeThere).flatMap(({ metric, limit, ratchet, always }) => {
    const value = valueOf(metric, values)
    const asked = value === undefined ? undefined : limit?.(value)
    const rules: ChosenRule[] = []
    if (asked !== undefined) rules.push({ text: `${metric} ${asked}`, found: String(round(value ?? 0)) })
    const isMoot = asked === '== 0'
    if (ratchet !== undefined && !isMoot && (value !== undefined || always)) {
      rules.push({ text: `${metric} ${ratchet}` })
    }
    return rules
  })
}

/** A rule about failed tests counts the errored ones too. */
function valueOf(metric: string, values: ReadonlyMap<string, { readonly value: number }>): number | undefined {
  const value = values.get(metric)?.value
  return metric === 'tests.failed' && value !== undefined ? value + (values.get('tests.errored')?.value ?? 0) : value
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

const KIND_FAMILY: Readonly<Partial<Record<EvidenceKind, string>>> = { tests: 'tests', coverage: 'coverage' }

/** Of formats that hold plain metrics, or findings of a family of their own. */
const FORMAT_FAMILY: Readonly<Record<string, string>> = {
  'radon-cc': 'complexity',
  'radon-mi': 'complexity',
  'lizard-csv': 'complexity',
  'dependency-cruiser': 'boundaries',
  'import-linter': 'boundaries',
  pit: 'mutation',
  stryker: 'mutation',
  'k6-summary': 'performance',
  semgrep: 'security',
}

/** The namespaces of metrics that planned reports will yield. `kindOf` is the registry's. */
export function familiesOf(
  reports: readonly PlannedReport[],
  kindOf: (format: string) => EvidenceKind | undefined,
): ReadonlySet<string> {
  return new Set(
    reports.flatMap(({ tool, path }) => {
      const { family, formats }: Tool = TOOLS[tool]
      const [first = ''] = formats
      if (path.endsWith('coverage-final.json')) return ['coverage']
      const named = family ?? FORMAT_FAMILY[first] ?? KIND_FAMILY[kindOf(first) ?? 'metrics']
      return named === undefined ? [] : [named]
    }),
  )
}
