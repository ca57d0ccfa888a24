import type { Judged, KeptSeverity, KeptValue } from '../model/judged.ts'
import { severityOfScore } from '../model/severity.ts'
import { FINDING_FAMILIES } from '../model/findings.ts'
import { LINES_KEPT, type NotedLines } from '../model/report-lines.ts'
import type { EvidenceRecord, Reason, Verdict } from '../model/verdict.ts'
import { counted, formatCount, formatQuantity } from './format.ts'

/** What one report gives to a number. */
export interface ExplainedReport {
  readonly file: string
  readonly format: string
  readonly label?: string | undefined
  /** What it says of the metric by itself; absent where it says nothing. */
  readonly value?: number | undefined
  /** 1-based lines of it, the first of `count`. Empty where the number was made of the whole report, or no line is known. */
  readonly lines: readonly number[]
  /** Places in it that the number is made of; 0 where it was made of the whole report. */
  readonly count: number
  /** How many lines it has; absent where that was not kept. */
  readonly last?: number | undefined
  /** The lines are those of the metric as a whole: which of them count here was not kept. */
  readonly isOfAll: boolean
  readonly refused?: string | undefined
}

/** What a reason rests on. */
export interface Explanation {
  /** Index into `Verdict.reasons`. */
  readonly reason: number
  readonly reports: readonly ExplainedReport[]
  /** Values that were combined, where they are several. */
  readonly parts: readonly number[]
  /** Where extremes were measured. */
  readonly places: readonly string[]
  /** What the reports say against themselves, or how else they are usually read. */
  readonly readings: readonly string[]
  /** Why findings of scanners are as severe as they are, worst first; absent where no finding is known to count. */
  readonly severities?: readonly string[] | undefined
  readonly doubt?: string | undefined
  /** The commit of the baseline, and when it was recorded. */
  readonly base?: { readonly sha: string; readonly recorded: string } | undefined
  /** Why there are no numbers. */
  readonly why?: string | undefined
}

const NOT_KEPT = 'the file does not keep what it was judged on'

/** What is told of a reason, each with its name; texts of reports are not escaped. */
export function factsOf(reason: Reason, explanation: Explanation): readonly (readonly [string, string])[] {
  const { reports, parts, places, readings, severities = [], doubt, base, why } = explanation
  const fact = (name: string, texts: readonly (string | undefined)[]): (readonly [string, string])[] =>
    texts.flatMap((text) => (text === undefined || text === '' ? [] : [[name, text] as const]))
  const valueIn = ({ value }: ExplainedReport): string =>
    value === undefined || reports.length === 1 ? '' : `, which says ${formatQuantity(value, reason.unit)}`
  return [
    ...fact(
      'From',
      reports.slice(0, MOST_REPORTS).map((report) => linesText(report) + valueIn(report)),
    ),
    ...fact('From', reports.length > MOST_REPORTS ? [counted(reports.length - MOST_REPORTS, 'more report')] : []),
    ...fact(
      'Parts',
      parts.length > 1
        ? [
            parts
              .slice(0, MOST_PARTS)
              .map((part) => formatQuantity(part, reason.unit))
              .join(', '),
          ]
        : [],
    ),
    ...fact('Measured', places),
    ...fact('Other reading', readings),
    ...fact('Severity', severities.slice(0, MOST_SEVERITIES)),
    ...fact('Severity', severities.length > MOST_SEVERITIES ? [`${severities.length - MOST_SEVERITIES} more`] : []),
    ...fact('Base', [
      base &&
        `${formatQuantity(reason.baseline ?? 0, reason.unit)} in ${base.sha.slice(0, 12)}, recorded ${base.recorded.slice(0, 10)}`,
    ]),
    ...fact('Doubt', [doubt]),
    ...fact('Not told', [why === reason.message ? undefined : why]),
    ...fact('Rule in', [reason.rule === 'evidence' ? undefined : (SOURCE[reason.source] ?? reason.source)]),
  ]
}

const MOST_REPORTS = 50
const MOST_PARTS = 20
const MOST_SEVERITIES = 10
const SOURCE: Readonly<Record<string, string>> = { defaults: 'the defaults of the suite', input: 'the input rules' }

/** Every reason of a verdict with what it rests on, in the order of the reasons. */
export function explain(verdict: Verdict): readonly Explanation[] {
  return verdict.reasons.map((reason, index) => ({ reason: index, ...explained(verdict, reason) }))
}

function explained({ judged, evidence }: Verdict, reason: Reason): Omit<Explanation, 'reason'> {
  const { metric } = reason
  const values = reason.values === undefined ? undefined : judged?.values[reason.values]
  const found = metric === undefined ? undefined : own(values?.metrics, metric)
  const isOfAll = values !== undefined && values.scope !== 'project'
  const reports = reason.evidence.flatMap((index): ExplainedReport[] => {
    const record = evidence[index]
    return record ? [{ ...about(record, metric), ...linesIn(judged, index, metric, found, isOfAll) }] : []
  })
  const { baseline } = judged ?? {}
  return {
    reports,
    parts: found?.parts ?? [],
    places: (found?.places ?? []).map((place) => placeOf(place, evidence)),
    readings: reason.evidence.flatMap((index) => readingsOf(evidence[index], reason)),
    ...severitiesIn(judged, reason),
    doubt: found?.doubt,
    base:
      typeof baseline === 'object' && reason.baseline !== undefined
        ? { sha: baseline.sha, recorded: baseline.recorded }
        : undefined,
    why:
      metric === undefined || values === undefined
        ? judged || metric === undefined
          ? undefined
          : NOT_KEPT
        : values.why,
  }
}

/**
 * Of what a metric counts, and of what it does not count though some source calls it so; of a label or of paths it is not kept
 * which of them these are.
 */
function severitiesIn(judged: Judged | undefined, { metric = '', scope }: Reason): Pick<Explanation, 'severities'> {
  const [family = '', rank = ''] = metric.split('.')
  const told = (judged?.severities ?? []).filter(
    (kept) =>
      kept.metric.startsWith(`${family}.`) && (SUMS.test(metric) || kept.metric === metric || isCalled(kept, rank)),
  )
  if (told.length === 0 || scope.label !== undefined || scope.path !== undefined) return {}
  return { severities: told.map(severityText) }
}

/** Whether a source that does not count gives a severity. */
function isCalled({ others, isConflicting }: KeptSeverity, rank: string): boolean {
  return (
    isConflicting &&
    others.some((text) => {
      // `nvd: critical, CVSS 3.1 9.8`
      const score = /CVSS \S+ (\S+)$/.exec(text)?.[1]
      return text.includes(`: ${rank}`) || (score !== undefined && severityOfScore(Number(score)) === rank)
    })
  )
}

/** Metrics that findings of every severity count under. */
const SUMS = /^(?:security|secrets|licenses)\.(?:total|score)$/

/** `CVE-2020-1 in lodash 4.17.1 (package-lock.json) is high: CVSS 3.1 of nvd, 8.1; ghsa: critical (sources disagree)`. */
function severityText({ metric, subject, path, line, why, others, isConflicting }: KeptSeverity): string {
  const place = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`
  const disagree = isConflicting ? ' (the sources disagree)' : ''
  return `${subject}${place} is ${metric.slice(metric.indexOf('.') + 1)}: ${[why, ...others].join('; ')}${disagree}`
}

function own<Value>(values: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined
}

function about(
  record: EvidenceRecord,
  metric: string | undefined,
): Pick<ExplainedReport, 'file' | 'format' | 'label' | 'value' | 'refused'> {
  const value = metric === undefined ? undefined : own(record.metrics, metric)
  return { file: record.file, format: record.format, label: record.scope.label, value, refused: record.refused }
}

type InReport = Pick<ExplainedReport, 'lines' | 'count' | 'last' | 'isOfAll'>

function linesIn(
  judged: Judged | undefined,
  index: number,
  metric: string | undefined,
  found: KeptValue | undefined,
  isOfAll: boolean,
): InReport {
  const kept = judged?.lines[index] ?? undefined
  const last = kept?.last
  const narrowed = found?.lines?.find(({ evidence }) => evidence === index)
  if (narrowed) return { lines: narrowed.lines, count: narrowed.count, last, isOfAll: false }
  const placed = (found?.places ?? []).flatMap(({ evidence, line = 0 }) =>
    evidence === index && line > 0 ? [line] : [],
  )
  if (placed.length > 0) return { lines: placed, count: placed.length, last, isOfAll: false }
  const noted = kept && metric !== undefined ? notedOf(kept.of, metric) : undefined
  return { lines: noted?.lines ?? [], count: noted?.count ?? 0, last, isOfAll: isOfAll && noted !== undefined }
}

/** The lines of a metric, or of those that it is the sum of. */
function notedOf(noted: Readonly<Record<string, NotedLines>>, metric: string): NotedLines | undefined {
  const family = metric.slice(0, metric.indexOf('.'))
  const isTotal = metric === `${family}.total` && (FINDING_FAMILIES as readonly string[]).includes(family)
  const names = isTotal
    ? Object.keys(noted).filter((name) => name.startsWith(`${family}.`))
    : metric === 'tests.failed'
      ? ['tests.failed', 'tests.errored']
      : [own(noted, metric) ? metric : metric.replace(/\.(?:covered|total)$/, '')]
  const lists = names.map((name) => own(noted, name)).filter((list) => list !== undefined)
  if (lists.length === 0) return undefined
  const lines = [...new Set(lists.flatMap((list) => list.lines))].sort((left, right) => left - right)
  return { lines, count: lists.reduce((sum, { count }) => sum + count, 0) }
}

function placeOf(
  { value, place, evidence, line }: NonNullable<KeptValue['places']>[number],
  records: Verdict['evidence'],
): string {
  const at = line === undefined || line === 0 ? '' : `, ${records[evidence]?.file ?? ''}:${line}`
  return `${formatQuantity(value, '')}: ${place}${at}`
}

function readingsOf(record: EvidenceRecord | undefined, { metric, unit }: Reason): string[] {
  return (record?.doubts ?? []).flatMap(({ kind, text, alternative }) => {
    const other = metric === undefined ? undefined : own(alternative, metric)
    if (kind === 'contradiction') return [`${record?.file ?? ''}: ${text}`]
    return other === undefined ? [] : [`${record?.file ?? ''}: ${text}, which would be ${formatQuantity(other, unit)}`]
  })
}

/** `junit.xml:12, 40 and 3 more`: where to look. */
export function linesText({ file, lines, count, last, isOfAll, refused }: ExplainedReport): string {
  if (refused !== undefined) return file
  if (lines.length === 0) {
    if (count > 0) return `${file}, on lines that are not known`
    return last === undefined
      ? file
      : `${file}, all of it (${last === 1 ? 'one line' : `lines 1 to ${formatCount(last)}`})`
  }
  // Fewer are all that there are: several places can be on one line.
  const more =
    lines.length >= LINES_KEPT && count > lines.length ? ` and ${formatCount(count - lines.length)} more` : ''
  return `${file}:${lines.join(', ')}${more}${isOfAll ? ' (before it was narrowed)' : ''}`
}
