import { COVERAGE_COLUMNS, FINDING_COLUMNS } from '../model/judged.ts'
import { STATUSES } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import { objectOf, own } from '../policy/needs.ts'
import { readVerdictDocument } from '../policy/needs-verdicts.ts'
import { EMBEDDED_END, EMBEDDED_START } from '../render/embedded.ts'
import * as is from './verdict-shape.ts'

/** A verdict with all that was kept, or why there is none: a sentence that goes on behind the file's name. */
export type KeptVerdict = { readonly verdict: Verdict } | { readonly problem: string }

/** Reads a verdict file, or a report page with the verdict inside. What is not as it should be is refused. */
export function readKeptVerdict(text: string): KeptVerdict {
  const isPage = /^\ufeff?\s*</.test(text)
  const document = isPage ? embeddedIn(text) : text
  if (document === undefined) {
    return {
      problem: 'is a page without a verdict in it: name the verdict file, or a report page that this version wrote',
    }
  }
  const read = readVerdictDocument(document, '')
  if ('problem' in read) return { problem: isPage ? `is a page whose verdict ${read.problem}` : read.problem }
  const value: unknown = JSON.parse(document.replace(/^\ufeff/, ''))
  const wrong = problemOf(value)
  if (wrong !== undefined) return { problem: `is no cicd-verdict/v1: ${wrong}` }
  // Every field that is read from it has just been looked at.
  return { verdict: value as Verdict }
}

/** The document that `render/embedded.ts` has put into the page. */
function embeddedIn(page: string): string | undefined {
  const start = page.indexOf(EMBEDDED_START)
  if (start < 0) return undefined
  const end = page.indexOf(EMBEDDED_END, start)
  return end < 0 ? undefined : page.slice(start + EMBEDDED_START.length, end)
}

const SCOPE = is.shape({
  label: is.optional(is.text),
  path: is.optional(is.text),
  leg: is.optional(is.text),
  scenario: is.optional(is.text),
})

const DOUBT = is.shape({
  kind: is.oneOf(['contradiction', 'reading']),
  text: is.text,
  alternative: is.optional(is.mapOf(is.number)),
})

const RECORD = is.shape({
  file: is.text,
  sha256: is.text,
  bytes: is.count,
  format: is.text,
  kind: is.text,
  entries: is.count,
  completeness: is.oneOf(['complete', 'partial', 'none']),
  doubts: is.listOf(DOUBT),
  refused: is.optional(is.text),
  scope: SCOPE,
  tool: is.optional(is.shape({ name: is.text, version: is.optional(is.text) })),
  metrics: is.mapOf(is.number),
  totalsOnly: is.optional(is.flag),
})

/** What is wrong with a document, whose name, status and reasons were read before. */
function problemOf(value: unknown): string | undefined {
  const object = objectOf(value) ?? {}
  const evidence = own(object, 'evidence')
  const judged = objectOf(own(object, 'judged'))
  const values = judged && own(judged, 'values')
  const lengths = { evidence: lengthOf(evidence), values: judged && lengthOf(values) }
  return (
    is.listOf(RECORD)(evidence, 'evidence') ??
    is.listOf(reasonShape(lengths))(own(object, 'reasons'), 'reasons') ??
    is.mapOf(is.number)(own(object, 'metrics'), 'metrics') ??
    PATHS(own(object, 'paths'), 'paths') ??
    is.text(own(object, 'started'), 'started') ??
    is.text(own(object, 'finished'), 'finished') ??
    (own(object, 'judged') === undefined ? undefined : judgedShape(judged, lengths.evidence)(judged, 'judged'))
  )
}

const PATHS = is.shape({ mapped: is.count, unmapped: is.count, examples: is.listOf(is.text) })

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function reasonShape(lengths: { readonly evidence: number; readonly values: number | undefined }): is.Check {
  return is.shape({
    status: is.oneOf(STATUSES),
    rule: is.text,
    message: is.text,
    metric: is.optional(is.text),
    scope: SCOPE,
    actual: is.optional(is.number),
    limit: is.optional(is.number),
    unit: is.text,
    baseline: is.optional(is.number),
    source: is.text,
    evidence: is.listOf(is.indexBelow(lengths.evidence)),
    // Without what was kept it points nowhere.
    values: is.optional(lengths.values === undefined ? is.count : is.indexBelow(lengths.values)),
  })
}

function judgedShape(judged: unknown, reports: number): is.Check {
  const files = objectOf(own(objectOf(judged) ?? {}, 'files')) ?? {}
  const paths = lengthOf(own(files, 'paths'))
  const index = is.indexBelow(reports)
  const place = is.shape({ value: is.number, place: is.text, evidence: index, line: is.optional(is.count) })
  const value = is.shape({
    value: is.number,
    parts: is.optional(is.listOf(is.number)),
    evidence: is.listOf(index),
    doubt: is.optional(is.text),
    nothing: is.optional(is.text),
    places: is.optional(is.listOf(place)),
    lines: is.optional(is.listOf(is.shape({ evidence: index, lines: is.listOf(is.count), count: is.count }))),
  })
  const values = is.shape({
    scope: is.oneOf(['project', 'patch', 'new', 'introduced']),
    label: is.optional(is.text),
    paths: is.optional(is.listOf(is.text)),
    scenario: is.optional(is.text),
    forgivenBy: is.optional(is.listOf(is.text)),
    why: is.optional(is.text),
    metrics: is.optional(is.mapOf(value)),
  })
  const table = is.shape({
    label: is.text,
    coverage: is.optional(is.rowsOf(COVERAGE_COLUMNS, paths)),
    findings: is.optional(is.rowsOf(FINDING_COLUMNS, paths)),
    families: is.optional(
      is.listOf(is.shape({ family: is.text, evidence: is.listOf(index), doubt: is.optional(is.text) })),
    ),
  })
  const baseline = is.shape({
    sha: is.text,
    recorded: is.text,
    ref: is.optional(is.text),
    values: is.mapOf(is.number),
  })
  const measurement = is.shape({
    ...{ metric: is.text, value: is.number, subject: is.optional(is.text), path: is.optional(is.text) },
    ...{ line: is.optional(is.count), reportLine: is.optional(is.count) },
  })
  const severity = is.shape({
    ...{ metric: is.text, subject: is.text, path: is.optional(is.text), line: is.optional(is.count), why: is.text },
    ...{ others: is.listOf(is.text), isConflicting: is.flag },
  })
  const lines = is.shape({
    last: is.count,
    of: is.mapOf(is.shape({ lines: is.listOf(is.count), count: is.count })),
  })
  return is.shape({
    onUnknown: is.oneOf(['fail', 'warn']),
    requireBaseline: is.flag,
    gaps: is.listOf(is.shape({ expected: is.text, found: is.text })),
    values: is.listOf(values),
    files: is.shape({
      paths: is.listOf(is.text),
      ranks: is.listOf(is.text),
      tables: is.listOf(table),
      united: is.rowsOf(COVERAGE_COLUMNS, paths),
    }),
    baseline: is.either(is.text, baseline),
    lines: is.listOf(is.either(is.nothing, lines)),
    scenarios: is.listOf(is.either(is.nothing, is.listOf(measurement))),
    severities: is.optional(is.listOf(severity)),
  })
}
