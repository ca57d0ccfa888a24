import { definitionOf } from '../model/metrics.ts'
import type { EvidenceRecord, Reason, Verdict } from '../model/verdict.ts'
import { explain, factsOf } from './explanation.ts'
import { counted, formatBytes, formatChange, formatCount, formatQuantity } from './format.ts'
import { htmlTable, line, name, prose, type HtmlColumn } from './html.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { countText, isDoubtful, toolOf, wholenessOf } from './section-evidence.ts'
import { actualOf, baselineOf, limitOf, scopeOf, sourcesOf, STATUS_SIGN, STATUS_WORD } from './wording.ts'

const MOST_ROWS = 1_000

interface ReasonColumn extends HtmlColumn<Reason> {
  readonly needed?: (reason: Reason) => boolean
}

const COLUMNS: readonly ReasonColumn[] = [
  {
    title: 'Status',
    cell: ({ status }) => `<span class="status ${status}">${STATUS_SIGN[status]} ${STATUS_WORD[status]}</span>`,
  },
  { title: 'Rule', cell: ({ rule }) => (rule === 'evidence' ? 'reports' : name(rule, 200)) },
  { title: 'Found', number: true, cell: (reason) => line(actualOf(reason)) || '–' },
  { title: 'Limit', number: true, cell: (reason) => line(limitOf(reason)) || '–' },
  {
    title: 'Base',
    number: true,
    cell: (reason) => line(baselineOf(reason)) || '–',
    needed: (reason) => reason.baseline !== undefined,
  },
  {
    title: 'Change',
    number: true,
    cell: (reason) => line(changeOf(reason)) || '–',
    needed: (reason) => changeOf(reason) !== '',
  },
  {
    title: 'Where',
    cell: (reason) => line(scopeOf(reason.scope)) || '–',
    needed: (reason) => scopeOf(reason.scope) !== '',
  },
]

const FACT_CHARACTERS = 1_000

/** The sentence of a reason, and folded what it was judged on. */
function whyColumn(verdict: Verdict, shown: readonly Reason[]): ReasonColumn {
  const explanations = new Map(explain({ ...verdict, reasons: shown }).map((known) => [shown[known.reason], known]))
  const judgedOn = (reason: Reason): string => {
    const explanation = explanations.get(reason)
    const facts = explanation === undefined ? [] : factsOf(reason, explanation)
    const rows = facts.map(([what, text]) => `<div><dt>${line(what)}</dt><dd>${line(text, FACT_CHARACTERS)}</dd></div>`)
    if (rows.length === 0) return ''
    return `<details><summary>Judged on</summary><dl class="facts">${rows.join('')}</dl></details>`
  }
  return { title: 'Why', cell: (reason) => prose(reason.message, 1000) + judgedOn(reason) }
}

/** Every rule with what was found, worst first. */
export function reasonsPart({ verdict }: Matter): PagePart {
  const shown = verdict.reasons.slice(0, MOST_ROWS)
  const sourceOf = sourcesOf(verdict)
  const from: ReasonColumn = {
    title: 'From',
    cell: (reason) => (sourceOf(reason) === '' ? '–' : name(sourceOf(reason), 200)),
    needed: (reason) => sourceOf(reason) !== '',
  }
  const columns = [...COLUMNS, from, whyColumn(verdict, shown)].filter(
    ({ needed }) => needed === undefined || shown.some(needed),
  )
  const left = verdict.reasons.length - shown.length
  const body = shown.length === 0 ? '<p>No rule was judged.</p>' : htmlTable('Rules and what was found', columns, shown)
  return {
    id: 'rules',
    title: 'Rules',
    short: 'Rules',
    body: body + moreLine(left > 0 ? counted(left, 'more rule') : undefined),
  }
}

/** How far a value moved from its baseline: `−1.48 pp`, `+3`. */
function changeOf({ actual, baseline, unit }: Reason): string {
  return actual === undefined || baseline === undefined ? '' : formatChange(baseline, actual, unit)
}

/** Every metric that the reports yield. */
export function metricsPart({ verdict }: Matter): PagePart | undefined {
  const metrics = Object.entries(verdict.metrics).sort(([left], [right]) => (left < right ? -1 : 1))
  if (metrics.length === 0) return undefined
  const columns: HtmlColumn<[string, number]>[] = [
    { title: 'Metric', cell: ([metric]) => name(metric, 200) },
    {
      title: 'Value',
      number: true,
      cell: ([metric, value]) => line(formatQuantity(value, definitionOf(metric)?.unit ?? '')),
    },
    { title: 'What it is', cell: ([metric]) => line(definitionOf(metric)?.description ?? '–') },
  ]
  const table = htmlTable('All metrics', columns, metrics.slice(0, MOST_ROWS))
  const body = `<details><summary>${counted(metrics.length, 'metric')}</summary>${table}</details>`
  return { id: 'metrics', title: 'Metrics', short: 'Metrics', body }
}

/** Every report that was read, and how whole it is. */
export function reportsPart({ verdict }: Matter): PagePart {
  const sorted = [...verdict.evidence].sort((left, right) => Number(isDoubtful(right)) - Number(isDoubtful(left)))
  const scoped = sorted.some(({ scope }) => scopeOf(scope) !== '')
  const columns: HtmlColumn<EvidenceRecord>[] = [
    { title: 'Report', cell: ({ file }) => name(file) },
    ...(scoped ? [{ title: 'Scope', cell: ({ scope }: EvidenceRecord) => line(scopeOf(scope)) || '–' }] : []),
    { title: 'Format', cell: ({ format }) => line(format, 60) },
    { title: 'Tool', cell: (record) => (record.tool === undefined ? '–' : line(toolOf(record), 100)) },
    { title: 'Holds', number: true, cell: countText },
    { title: 'Size', number: true, cell: ({ bytes }) => formatBytes(bytes) },
    { title: 'Whole?', cell: wholeness },
  ]
  const left = sorted.length - MOST_ROWS
  const table =
    sorted.length === 0 ? '<p>No report was read.</p>' : htmlTable('Reports', columns, sorted.slice(0, MOST_ROWS))
  const more = moreLine(left > 0 ? counted(left, 'more report') : undefined)
  return { id: 'reports', title: 'Reports', short: 'Reports', body: table + more + unmapped(verdict.paths) }
}

function wholeness(record: EvidenceRecord): string {
  const status = isDoubtful(record) ? 'unknown' : 'pass'
  return `<span class="status ${status}">${STATUS_SIGN[status]}</span> ${prose(wholenessOf(record), 1000)}`
}

function unmapped({ mapped, unmapped: missing, examples }: Matter['verdict']['paths']): string {
  if (missing === 0) return ''
  const share = `${formatCount(missing)} of ${counted(mapped + missing, 'path')}`
  const named = examples.slice(0, 10).map((path) => name(path))
  return `<p>Not found in the repository: ${share} in the reports${named.length > 0 ? `, such as ${named.join(', ')}` : ''}.</p>`
}
