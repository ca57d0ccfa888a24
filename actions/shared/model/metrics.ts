/** The suite's one namespace of metrics: what rules can name, in which unit, and how several values become one. */

/** `''` is a plain number; percentages run from 0 to 100. */
export type Unit = '' | '%' | 'ms' | 's' | '/s' | 'points' | 'years'

/** How values of the same metric from several places become one: never an average where a sum or an extreme is meant. */
export type Combine = 'sum' | 'max' | 'min' | 'mean'

export interface MetricDefinition {
  readonly unit: Unit
  /** Which direction is an improvement. */
  readonly better: 'higher' | 'lower'
  readonly combine: Combine
  readonly description: string
}

function metric(unit: Unit, better: 'higher' | 'lower', combine: Combine, description: string): MetricDefinition {
  return { unit, better, combine, description }
}

export const METRICS = {
  'tests.total': metric('', 'higher', 'sum', 'distinct tests (class and name)'),
  'tests.passed': metric('', 'higher', 'sum', 'distinct tests that passed, and failed in no run'),
  'tests.failed': metric(
    '',
    'lower',
    'sum',
    'distinct tests that failed an assertion; a rule about it counts the errored ones too',
  ),
  'tests.errored': metric('', 'lower', 'sum', 'distinct tests that ended in an error other than a failed assertion'),
  'tests.skipped': metric('', 'lower', 'sum', 'distinct tests that were skipped in every run'),
  'tests.flaky': metric('', 'lower', 'sum', 'distinct tests that both failed and passed'),
  'tests.quarantined': metric(
    '',
    'lower',
    'sum',
    'distinct tests in quarantine that failed or ended in an error; the other counts of failures leave them out',
  ),
  'tests.vanished': metric('', 'lower', 'sum', 'tests that the base has and no report has any more'),
  'tests.runs': metric('', 'higher', 'sum', 'test executions, repeated ones included'),
  'tests.duration': metric('s', 'lower', 'sum', 'time of all runs together'),
  'coverage.line': metric('%', 'higher', 'min', 'lines covered'),
  'coverage.line.covered': metric('', 'higher', 'sum', 'lines covered'),
  'coverage.line.total': metric('', 'higher', 'sum', 'lines that can be covered'),
  'coverage.branch': metric('%', 'higher', 'min', 'branches covered'),
  'coverage.branch.covered': metric('', 'higher', 'sum', 'branches covered'),
  'coverage.branch.total': metric('', 'higher', 'sum', 'branches that can be covered'),
  'coverage.function': metric('%', 'higher', 'min', 'functions entered'),
  'coverage.function.covered': metric('', 'higher', 'sum', 'functions entered'),
  'coverage.function.total': metric('', 'higher', 'sum', 'functions that can be entered'),
  'coverage.mutation': metric('%', 'higher', 'min', 'mutants that a test detects'),
  'coverage.mutation.covered': metric('', 'higher', 'sum', 'mutants that a test detects'),
  'coverage.mutation.total': metric('', 'higher', 'sum', 'mutants that a test could detect'),
  'lint.error': metric('', 'lower', 'sum', 'lint findings of level error'),
  'lint.warning': metric('', 'lower', 'sum', 'lint findings of level warning'),
  'lint.note': metric('', 'lower', 'sum', 'lint findings of level note'),
  'lint.total': metric('', 'lower', 'sum', 'lint findings of any level'),
  'types.error': metric('', 'lower', 'sum', 'type errors'),
  'types.warning': metric('', 'lower', 'sum', 'type checker findings of level warning'),
  'types.note': metric('', 'lower', 'sum', 'type checker findings of level note'),
  'types.total': metric('', 'lower', 'sum', 'type checker findings of any level'),
  'complexity.max': metric('', 'lower', 'max', 'highest cyclomatic complexity of a function'),
  'complexity.mean': metric('', 'lower', 'mean', 'mean cyclomatic complexity of all functions'),
  'complexity.lines.max': metric('', 'lower', 'max', 'most lines of code in a function'),
  'complexity.parameters.max': metric('', 'lower', 'max', 'most parameters of a function'),
  'complexity.maintainability': metric('points', 'higher', 'mean', 'mean maintainability index of all files, 0 to 100'),
  'complexity.maintainability.min': metric(
    'points',
    'higher',
    'min',
    'lowest maintainability index of a file, 0 to 100',
  ),
  'complexity.duplication': metric('%', 'lower', 'max', 'share of the lines that stand elsewhere too'),
  'complexity.duplication.lines': metric(
    '',
    'lower',
    'sum',
    'lines that stand elsewhere too, each of their places counted',
  ),
  'complexity.debt-ratio': metric(
    '%',
    'lower',
    'max',
    'technical debt: the effort to mend the code, of that to write it',
  ),
  'boundaries.error': metric('', 'lower', 'sum', 'broken boundaries between modules, of level error'),
  'boundaries.warning': metric('', 'lower', 'sum', 'broken boundaries between modules, of level warning'),
  'boundaries.note': metric('', 'lower', 'sum', 'broken boundaries between modules, of level note'),
  'boundaries.total': metric('', 'lower', 'sum', 'broken boundaries between modules'),
  'security.critical': metric('', 'lower', 'sum', 'security findings of severity critical'),
  'security.high': metric('', 'lower', 'sum', 'security findings of severity high'),
  'security.medium': metric('', 'lower', 'sum', 'security findings of severity medium'),
  'security.low': metric('', 'lower', 'sum', 'security findings of severity low'),
  'security.info': metric('', 'lower', 'sum', 'security findings that state no risk'),
  'security.unknown': metric('', 'lower', 'sum', 'security findings whose report gives no severity'),
  'security.total': metric('', 'lower', 'sum', 'security findings of any severity'),
  'security.score': metric(
    'points',
    'higher',
    'min',
    '100 less 25 for each critical security finding or secret, 10 for each that is high or unrated, 3 medium, 1 low; at least 0',
  ),
  'security.known-exploited': metric(
    '',
    'lower',
    'sum',
    "security findings that are known to be exploited: by the policy's catalogue (CISA KEV) or by a report",
  ),
  'secrets.critical': metric('', 'lower', 'sum', 'secrets found of severity critical'),
  'secrets.high': metric('', 'lower', 'sum', 'secrets found of severity high'),
  'secrets.medium': metric('', 'lower', 'sum', 'secrets found of severity medium'),
  'secrets.low': metric('', 'lower', 'sum', 'secrets found of severity low'),
  'secrets.info': metric('', 'lower', 'sum', 'secrets found that state no risk'),
  'secrets.unknown': metric('', 'lower', 'sum', 'secrets found whose report gives no severity'),
  'secrets.total': metric('', 'lower', 'sum', 'secrets found of any severity'),
  'licenses.critical': metric('', 'lower', 'sum', 'licence findings of severity critical'),
  'licenses.high': metric('', 'lower', 'sum', 'licence findings of severity high'),
  'licenses.medium': metric('', 'lower', 'sum', 'licence findings of severity medium'),
  'licenses.low': metric('', 'lower', 'sum', 'licence findings of severity low'),
  'licenses.info': metric('', 'lower', 'sum', 'licence findings that state no risk'),
  'licenses.unknown': metric('', 'lower', 'sum', 'licence findings whose report gives no severity'),
  'licenses.total': metric('', 'lower', 'sum', 'licence findings of any severity'),
  'licenses.compliance': metric(
    '%',
    'higher',
    'min',
    'packages with a licence that is allowed, of all whose licences are reported',
  ),
  'licenses.compliance.covered': metric('', 'higher', 'sum', 'packages with a licence that is allowed'),
  'licenses.compliance.total': metric('', 'higher', 'sum', 'packages whose licences are reported'),
  'performance.p50': metric('ms', 'lower', 'max', 'median response time'),
  'performance.p90': metric('ms', 'lower', 'max', '90th percentile of response times'),
  'performance.p95': metric('ms', 'lower', 'max', '95th percentile of response times'),
  'performance.p99': metric('ms', 'lower', 'max', '99th percentile of response times'),
  'performance.mean': metric('ms', 'lower', 'max', 'mean response time'),
  'performance.max': metric('ms', 'lower', 'max', 'longest response time'),
  'performance.requests': metric('', 'higher', 'sum', 'requests sent'),
  'performance.request-rate': metric('/s', 'higher', 'min', 'requests served per second'),
  'performance.error-rate': metric('%', 'lower', 'max', 'share of requests that failed'),
  'performance.resource-use': metric('%', 'lower', 'max', 'highest share of a resource (processor, memory) in use'),
  'performance.thresholds.crossed': metric('', 'lower', 'sum', "thresholds of the load test's own that were crossed"),
  'performance.checks.failed': metric('', 'lower', 'sum', 'checks of answers that failed during a load test'),
  'performance.lighthouse.performance': metric('points', 'higher', 'min', "Lighthouse's score of speed, 0 to 100"),
  'performance.lighthouse.accessibility': metric(
    'points',
    'higher',
    'min',
    "Lighthouse's score of accessibility, 0 to 100",
  ),
  'performance.lighthouse.best-practices': metric(
    'points',
    'higher',
    'min',
    "Lighthouse's score of best practices, 0 to 100",
  ),
  'performance.lighthouse.seo': metric(
    'points',
    'higher',
    'min',
    "Lighthouse's score of what search engines need, 0 to 100",
  ),
  'performance.lighthouse.pwa': metric(
    'points',
    'higher',
    'min',
    "Lighthouse's score of a web app that can be installed (before version 12)",
  ),
  'performance.web-vitals.lcp': metric('ms', 'lower', 'max', 'largest contentful paint'),
  'performance.web-vitals.cls': metric('', 'lower', 'max', 'cumulative layout shift'),
  'performance.web-vitals.inp': metric('ms', 'lower', 'max', 'interaction to next paint'),
  'performance.web-vitals.tbt': metric('ms', 'lower', 'max', 'total blocking time'),
  'performance.web-vitals.fcp': metric('ms', 'lower', 'max', 'first contentful paint'),
  'performance.web-vitals.ttfb': metric('ms', 'lower', 'max', 'time to the first byte'),
  'version.dependency-age.max': metric(
    'years',
    'lower',
    'max',
    'how far a dependency is behind its newest release at most',
  ),
  'version.dependency-age.total': metric(
    'years',
    'lower',
    'sum',
    'how far all dependencies are behind their newest releases, together',
  ),
  'pipeline.jobs.total': metric('', 'higher', 'sum', 'jobs that the pipeline waits for'),
  'pipeline.jobs.passed': metric('', 'higher', 'sum', 'jobs whose result and verdicts pass, or that may be skipped'),
  'pipeline.jobs.warned': metric('', 'lower', 'sum', 'jobs with a warning, or that may fail and did'),
  'pipeline.jobs.unknown': metric('', 'lower', 'sum', 'jobs of which it could not be told'),
  'pipeline.jobs.failed': metric('', 'lower', 'sum', 'jobs that failed, or whose verdict did'),
  'pipeline.jobs.skipped': metric('', 'lower', 'sum', 'jobs that were skipped, with leave or without'),
} as const satisfies Record<string, MetricDefinition>

export type KnownMetric = keyof typeof METRICS

/** The first segments that belong to the suite. A name that starts otherwise (`bundle.size`) is a team's own metric. */
export const NAMESPACES = [
  'tests',
  'coverage',
  'lint',
  'types',
  'complexity',
  'boundaries',
  'security',
  'secrets',
  'licenses',
  'performance',
  'version',
  'health',
  'pipeline',
] as const

const OWN_METRIC: MetricDefinition = metric('', 'lower', 'max', "a team's own metric")

/** The definition of a metric, or nothing where the name lies in a namespace of the suite that does not have it. */
export function definitionOf(name: string): MetricDefinition | undefined {
  if (Object.hasOwn(METRICS, name)) return METRICS[name as KnownMetric]
  const namespace = name.slice(0, Math.max(0, name.indexOf('.'))) || name
  return (NAMESPACES as readonly string[]).includes(namespace) ? undefined : OWN_METRIC
}
