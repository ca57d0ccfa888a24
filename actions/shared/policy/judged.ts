import type { Baseline } from '../model/baseline.ts'
import type { Change } from '../model/change.ts'
import type { Evidence, EvidenceSet } from '../model/evidence.ts'
import type { Judged, KeptBaseline, KeptFiles, KeptPlace, KeptValue, KeptValues } from '../model/judged.ts'
import { definitionOf } from '../model/metrics.ts'
import type { EvidenceRecord } from '../model/verdict.ts'
import { keepFiles, sourcesOfFiles } from './judged-files.ts'
import { linesOfFiles } from './judged-lines.ts'
import { keepSeverities } from './kept-severities.ts'
import {
  measuredAs,
  mergeSources,
  metricValuesOfScenario,
  type MetricValue,
  type MetricValues,
} from './metric-values.ts'
import { placeText } from './place-text.ts'
import type { Rule, RuleLevel, RuleScope } from './rule.ts'
import { ruleValues } from './rule-values.ts'

export interface AssessOptions {
  /** What `unknown` does to the whole; its reasons stay `unknown` either way. */
  readonly onUnknown: RuleLevel
  /** What the default branch looked like, or why that is not known. */
  readonly baseline?: Baseline | string | undefined
  /** What this commit changes, or why that is not known. */
  readonly change?: Change | string | undefined
  /** A rule against the base is `unknown`, not `warn`, where there is no value to compare with. */
  readonly requireBaseline?: boolean | undefined
}

const ALL_SCOPES: readonly RuleScope[] = ['project', 'patch', 'new', 'introduced']

/** The part of a rule that decides which values it is about. */
export type Wanted = Pick<Rule, 'scope'> & Partial<Pick<Rule, 'label' | 'paths' | 'scenario' | 'forgivenBy'>>

/** Measurements of scenarios that are kept of a report. */
const SCENARIOS_KEPT = 2_000

/**
 * Everything that rules are judged on, as plain data: the values of each scope and label, those of the paths that `rules` name,
 * and what is known file by file, for rules about other paths.
 */
export function gather(set: EvidenceSet, rules: readonly Rule[], options: AssessOptions): Judged {
  const { baseline = 'there is no baseline yet', change = 'nothing says what this commit changes' } = options
  const valuesOf = ruleValues({ set, baseline, change })
  const labels = [undefined, ...new Set(set.evidence.flatMap(({ scope }) => scope.label ?? []))]
  const wanted = new Map<string, Rule>()
  for (const rule of rules) if (!wanted.has(keyOf(rule))) wanted.set(keyOf(rule), rule)
  for (const scope of ALL_SCOPES) {
    for (const label of labels) {
      const any = { ...ANY_RULE, scope, label }
      if (!wanted.has(keyOf(any))) wanted.set(keyOf(any), any)
    }
  }
  const files = keepFiles(set)
  return {
    onUnknown: options.onUnknown,
    requireBaseline: options.requireBaseline === true,
    gaps: set.gaps,
    values: [...wanted.values()].map((rule) => keepValues(rule, valuesOf(rule), set, files)),
    files,
    baseline: typeof baseline === 'string' ? baseline : keepBaseline(baseline),
    severities: keepSeverities(set),
    lines: set.evidence.map(({ lines }) => lines ?? null),
    scenarios: set.evidence.map(({ measurements = [] }) => {
      const measured = measurements.filter(({ metric }) => metric.startsWith('performance.'))
      return measured.length > 0 ? measured.slice(0, SCENARIOS_KEPT) : null
    }),
  }
}

/** Asks for the values of a scope where no rule does. */
const ANY_RULE: Rule = {
  text: '',
  metric: 'coverage.line',
  scope: 'project',
  operator: '>=',
  limit: { kind: 'number', value: 0 },
  level: 'fail',
  source: '',
}

function keyOf({ scope, label, paths, scenario, forgivenBy }: Wanted): string {
  return JSON.stringify([scope, label ?? null, paths?.globs ?? null, scenario ?? null, forgivenBy ?? null])
}

function keepValues(wanted: Wanted, values: MetricValues | string, set: EvidenceSet, files: KeptFiles): KeptValues {
  const { scope, label, paths, scenario, forgivenBy } = wanted
  const about = { scope, label, paths: paths?.globs, scenario, forgivenBy }
  if (typeof values === 'string') return { ...about, why: values }
  // Of other scopes the rows do not tell which of them count.
  const lines = paths && scope === 'project' ? linesOfFiles(files, set, { label, paths }) : undefined
  const metrics = [...values].map(([metric, value]) => {
    const own = lines?.get(metric) ?? lines?.get(metric.replace(/\.(?:covered|total)$/, ''))
    return [metric, keepValue(metric, own === undefined ? value : { ...value, lines: own }, set)] as const
  })
  return { ...about, metrics: Object.fromEntries(metrics) }
}

function keepValue(metric: string, found: MetricValue, set: EvidenceSet): KeptValue {
  const { value, parts, evidence, doubt, nothing, lines } = found
  const [only] = parts
  const isOne = parts.length === 1 && only === value
  const places = found.places ?? placesOf(metric, found, set)
  const known = places.length > 0 ? places : undefined
  return { value, parts: isOne ? undefined : parts, evidence, doubt, nothing, places: known, lines }
}

/** Where extremes were measured. */
function placesOf(metric: string, { value, parts, evidence }: MetricValue, set: EvidenceSet): KeptPlace[] {
  const combine = definitionOf(metric)?.combine
  if (combine !== 'max' && combine !== 'min') return []
  const name = measuredAs(metric)
  return [...new Set([value, ...parts])].flatMap((part) => {
    for (const index of evidence) {
      const found = set.evidence[index]?.measurements?.find((one) => one.metric === name && one.value === part)
      const place = found && placeText(found)
      if (place !== undefined) return [{ value: part, place, evidence: index, line: found?.reportLine }]
    }
    return []
  })
}

function keepBaseline({ sha, recorded, ref, values }: Baseline): KeptBaseline {
  return { sha, recorded, ref, values: Object.fromEntries(values) }
}

/** The values that rules are about, out of what was kept. */
export class KeptGrounds {
  readonly #judged: Judged
  readonly #set: EvidenceSet
  readonly #values: KeptValues[]
  readonly #indexes = new Map<string, number>()

  /** `set`: the records of the same verdict, by `evidenceFrom`. */
  constructor(judged: Judged, set: EvidenceSet) {
    this.#judged = judged
    this.#set = set
    this.#values = [...judged.values]
    for (const [index, values] of this.#values.entries()) {
      this.#indexes.set(keyOf({ ...values, paths: asFilter(values.paths) }), index)
    }
  }

  /** What was kept, and the values that were asked for since then. */
  get judged(): Judged {
    return { ...this.#judged, values: this.#values }
  }

  /** The place of a rule's values in `judged.values`. */
  indexOf(wanted: Wanted): number {
    const key = keyOf(wanted)
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    const index = this.#values.push(keepValues(wanted, this.#derived(wanted), this.#set, this.#judged.files)) - 1
    this.#indexes.set(key, index)
    return index
  }

  /** The values that a rule is about, or why they cannot be told. */
  valuesOf(wanted: Wanted): MetricValues | string {
    const kept = this.#values[this.indexOf(wanted)]
    return kept?.why ?? asValues(kept?.metrics ?? {})
  }

  /** Values that nobody asked for when the reports were there. */
  #derived(wanted: Wanted): MetricValues | string {
    const { scope, label, paths, scenario, forgivenBy } = wanted
    const isKept = (part: Wanted) => this.#indexes.has(keyOf(part))
    const whole = this.#values[this.#indexes.get(keyOf({ scope })) ?? -1]
    if (whole?.why !== undefined) return whole.why
    if (whole === undefined) return `the file does not keep the ${scope} scope`
    if (forgivenBy !== undefined) return 'the file does not keep what the waivers of a single policy file forgive'
    if (label !== undefined && !isKept({ scope, label })) return NOTHING
    if (scenario !== undefined) return metricValuesOfScenario(this.#set, label, scenario)
    if (paths === undefined) return NOTHING
    if (scope === 'project') {
      return mergeSources(this.#set, sourcesOfFiles(this.#judged.files, this.#set, { label, paths }))
    }
    return `the file keeps the ${scope} scope of all files, and of the paths that the gate's own rules name: ${paths.globs.join(', ')} is not among them`
  }
}

const NOTHING: MetricValues = new Map()

function asFilter(globs: readonly string[] | undefined): Rule['paths'] {
  return globs && { globs, matches: () => false }
}

function asValues(metrics: Readonly<Record<string, KeptValue>>): MetricValues {
  return new Map(
    Object.entries(metrics)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([metric, kept]) => [metric, { ...kept, parts: kept.parts ?? [kept.value] }]),
  )
}

/** Reports as the verdict remembers them, to be judged again: without the rows that were read from them. */
export function evidenceFrom(
  records: readonly EvidenceRecord[],
  judged: Judged,
  paths: EvidenceSet['paths'],
): EvidenceSet {
  const evidence = records.map(({ file, sha256, bytes, format, tool, kind, ...record }, index): Evidence => {
    const measurements = judged.scenarios[index] ?? undefined
    // Other actions judge things that are no reports; they keep nothing to judge again.
    return {
      ...record,
      kind: kind as Evidence['kind'],
      measurements,
      provenance: { file, sha256, bytes, format, tool },
    }
  })
  return { evidence, gaps: judged.gaps, paths, tables: new Map() }
}
