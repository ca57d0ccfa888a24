import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { FINDINGS_KEPT, type FindingFamily, type Level, type Severity } from '../model/findings.ts'
import { toolNamed } from '../tools/tools.ts'
import { FindingCounter } from './finding-metrics.ts'
import { jsonReader } from './json/reader.ts'
import { type JsonObject, field, listField, numberField, objectOf, positionField, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { ruleOf, securityScore, tagsOf } from './sarif-rules.ts'

/*
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Results are streamed; their rules and the tool
 * may stand behind them, so a result waits, reduced to what is kept of it, until the document has ended.
 * Severity: the rule's `security-severity` as GitHub reads it, else the level.
 */

/** A result without the parts that only its run knows. */
interface Pending {
  readonly run: number
  readonly ruleId: string | undefined
  readonly ruleIndex: number | undefined
  readonly component: number | undefined
  readonly level: string | undefined
  readonly message: string | undefined
  readonly messageId: string | undefined
  readonly uri: string | undefined
  readonly artifact: number | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly endLine: number | undefined
}

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['note', 'note'],
  ['none', 'note'],
])
const SEVERITY_OF_LEVEL: Readonly<Record<Level, Severity>> = { error: 'high', warning: 'medium', note: 'low' }

export const open: OpenReader = ({ tables, mapPath }) => {
  const counter = new FindingCounter(tables.findings)
  const pending: Pending[] = []
  /** Beyond what is kept: the number of results that are alike in all that counts. */
  const counted = new Map<string, { readonly example: Pending; count: number }>()
  const doubts: Doubt[] = []
  let entries = 0
  let document: unknown

  function element(value: unknown, _stream: number, run: number): void {
    const result = objectOf(value, 'a result')
    if (!isFinding(result)) return
    entries += 1
    if (isSuppressed(result)) return
    const item = pendingOf(result, run)
    if (pending.length < FINDINGS_KEPT) pending.push(item)
    else {
      const key = [item.run, item.ruleId, item.ruleIndex, item.component, item.level].join('\0')
      const alike = counted.get(key)
      if (alike) alike.count += 1
      else counted.set(key, { example: item, count: 1 })
    }
  }

  function rankOf(
    item: Pending,
    run: JsonObject,
  ): { family: FindingFamily; rank: Level | Severity; ruleId: string; tool: string } {
    const driver = field(field(run, 'tool'), 'driver')
    const tool = textField(driver, 'name') ?? 'unknown tool'
    const rule = ruleOf(run, item)
    const stated = item.level ?? textField(field(rule, 'defaultConfiguration'), 'level') ?? 'warning'
    // Some writers name their own enumeration: `ERROR`, `FAIL`. A word that is not known must not make it less than it was.
    const level = LEVEL.get(stated.toLowerCase()) ?? 'error'
    const score = securityScore(rule)
    const family =
      toolNamed(tool)?.family ?? (score !== undefined || tagsOf(rule).includes('security') ? 'security' : 'lint')
    return {
      family,
      rank: family === 'security' ? (score ?? SEVERITY_OF_LEVEL[level]) : level,
      ruleId: item.ruleId ?? textField(rule, 'id') ?? 'unknown',
      tool,
    }
  }

  function addFinding(item: Pending, run: JsonObject): void {
    const { family, rank, ruleId, tool } = rankOf(item, run)
    const uri = item.uri ?? textField(field(listField(run, 'artifacts')[item.artifact ?? -1], 'location'), 'uri')
    tables.findings.add({
      family,
      rank,
      tool,
      rule: ruleId,
      message: item.message ?? messageOf(run, item) ?? '',
      path: uri === undefined ? undefined : mapPath(decoded(uri)),
      line: item.line,
      column: item.column,
      endLine: item.endLine,
    })
  }

  return jsonReader(
    ['runs[].results[]'],
    {
      element,
      document(value) {
        document = value
      },
    },
    () => {
      const version = textField(document, 'version')
      if (version !== undefined && !version.startsWith('2.1.')) {
        throw new EvidenceError(`it is SARIF ${version}; only 2.1.0 is read`)
      }
      const runs = listField(document, 'runs').map((run) => objectOf(run, 'a run'))
      if (runs.length === 0) throw new EvidenceError('it has no run: nothing was looked at')
      for (const item of pending) addFinding(item, runs[item.run] ?? {})
      for (const { example, count } of counted.values()) {
        const { family, rank } = rankOf(example, runs[example.run] ?? {})
        tables.findings.addCount(family, rank, count)
      }
      for (const run of runs) doubts.push(...runDoubts(run))
      const driver = field(field(runs[0], 'tool'), 'driver')
      const name = textField(driver, 'name')
      const toolVersion = textField(driver, 'semanticVersion') ?? textField(driver, 'version')
      const families = runs.map(
        (run) => toolNamed(textField(field(field(run, 'tool'), 'driver'), 'name') ?? '')?.family ?? 'lint',
      )
      return {
        kind: 'findings',
        entries,
        metrics: counter.metrics(entries === 0 ? families : []),
        completeness: doubts.length > 0 ? 'partial' : 'complete',
        doubts,
        tool: name === undefined ? undefined : { name, ...(toolVersion === undefined ? {} : { version: toolVersion }) },
      }
    },
  )
}

/** Kinds of results that are no findings. Any other word than the standard's is one: nothing is lost by a spelling. */
const NO_FINDING: ReadonlySet<string> = new Set(['pass', 'open', 'informational', 'notapplicable', 'review'])

/** By the standard a result is a finding unless its kind says otherwise (§3.27.9) or it is gone since the baseline (§3.27.24). */
function isFinding(result: JsonObject): boolean {
  const kind = textField(result, 'kind') ?? 'fail'
  return !NO_FINDING.has(kind.toLowerCase()) && textField(result, 'baselineState') !== 'absent'
}

/** Suppressed unless the suppression is still under review or was rejected (§3.27.23, §3.35.3). */
function isSuppressed(result: JsonObject): boolean {
  const suppressions = listField(result, 'suppressions')
  return (
    suppressions.length > 0 &&
    suppressions.every((suppression) => ['accepted', undefined].includes(textField(suppression, 'status')))
  )
}

function pendingOf(result: JsonObject, run: number): Pending {
  const rule = field(result, 'rule')
  const message = field(result, 'message')
  const location = field(listField(result, 'locations')[0], 'physicalLocation')
  const artifact = field(location, 'artifactLocation')
  const region = field(location, 'region')
  return {
    run,
    ruleId: textField(result, 'ruleId') ?? textField(rule, 'id'),
    ruleIndex: numberField(result, 'ruleIndex') ?? numberField(rule, 'index'),
    component: numberField(field(rule, 'toolComponent'), 'index'),
    level: textField(result, 'level'),
    message: textField(message, 'text') ?? textField(message, 'markdown'),
    messageId: textField(message, 'id'),
    uri: textField(artifact, 'uri'),
    artifact: numberField(artifact, 'index'),
    line: positionField(region, 'startLine'),
    column: positionField(region, 'startColumn'),
    endLine: positionField(region, 'endLine'),
  }
}

/** A message that stands with the rule (§3.11.7), its placeholders left as they are. */
function messageOf(run: JsonObject, item: Pending): string | undefined {
  const rule = ruleOf(run, item)
  return (
    textField(field(field(rule, 'messageStrings'), item.messageId ?? ''), 'text') ??
    textField(field(rule, 'shortDescription'), 'text')
  )
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}

/** What a run says against itself, in its own words. */
function runDoubts(run: JsonObject): Doubt[] {
  const tool = textField(field(field(run, 'tool'), 'driver'), 'name') ?? 'the tool'
  const doubts: Doubt[] = []
  if (!Array.isArray(field(run, 'results'))) {
    doubts.push({
      kind: 'contradiction',
      text: `a run of ${tool} has no list of results, which says that it did not look (SARIF §3.14.23)`,
    })
  }
  for (const invocation of listField(run, 'invocations')) {
    const errors = [
      ...listField(invocation, 'toolExecutionNotifications'),
      ...listField(invocation, 'toolConfigurationNotifications'),
    ].filter((notification) => textField(notification, 'level') === 'error')
    if (field(invocation, 'executionSuccessful') !== false && errors.length === 0) continue
    const words = textField(field(errors[0], 'message'), 'text') ?? textField(invocation, 'exitCodeDescription')
    doubts.push({
      kind: 'contradiction',
      text: `${tool} says that it did not do all its work${words === undefined ? '' : `: ${words.slice(0, 300)}`}`,
    })
  }
  return doubts
}
