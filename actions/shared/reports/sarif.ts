import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import type { Finding } from '../model/findings.ts'
import { toolNamed } from '../tools/tools.ts'
import { exitCodeDoubts, FindingCounter } from './finding-metrics.ts'
import { jsonReader } from './json/reader.ts'
import { type JsonObject, field, isObject, listField, numberField, objectOf, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import {
  PendingResults,
  type ResultGroup,
  type SarifResult,
  type WaitingFinding,
  isFinding,
  isSuppressed,
  suppressionOf,
} from './sarif-results.ts'
import { detailsOf, familyOfTool, type GroupReading, readGroup, titleOf } from './sarif-details.ts'
import { ruleOf } from './sarif-rules.ts'

/*
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Results are streamed; their rules and the tool
 * may stand behind them, so a result waits, reduced to what is kept of it, until the document has ended.
 * Severity: the rule's `security-severity` as GitHub reads it, else the level. A message of a scanner of secrets, or of a rule
 * about credentials, may quote what was found: that of its rule stands there.
 */

/** A report of thousands of runs says the same of each. */
const DOUBTS_KEPT = 20

export const open: OpenReader = ({ tables, mapPath, exitCode, formatNamed }) => {
  const counter = new FindingCounter(tables.findings)
  const find = (uri: string): string => mapPath(decoded(uri))
  const pending = new PendingResults(tables.findings.kept, find)
  const aside = new PendingResults(tables.findings.kept, find)
  const doubts: Doubt[] = []
  /** Runs that have a result of whatever kind. */
  const speaking = new Set<number>()
  let entries = 0
  let document: unknown

  function element(value: unknown, _stream: number, run: number): void {
    const result: SarifResult = objectOf(value, 'a result')
    speaking.add(run)
    if (!isFinding(result)) return
    entries += 1
    if (isSuppressed(result)) aside.add(result, run, suppressionOf(result))
    else pending.add(result, run)
  }

  function addAll(runs: readonly JsonObject[]): void {
    const readings = readingsOf(pending, runs)
    pending.items.forEach((item, place) => {
      tables.findings.add(completed(item, place, pending, runs, readings), true)
    })
    for (const [{ count, kept }, { family, rank }] of readings) tables.findings.addCount(family, rank, count - kept)
    const ofAside = readingsOf(aside, runs)
    for (const [place, item] of aside.items.entries()) {
      const finding = completed(item, place, aside, runs, ofAside)
      // Only what scanners of security have set aside is shown.
      if (finding.details === undefined) continue
      const { suppressed } = aside.unusual.get(place) ?? {}
      tables.findings.addSuppressed({ ...finding, details: { ...finding.details, suppressed } })
    }
    for (const [{ count, kept }, { details }] of ofAside) {
      if (details !== undefined) tables.findings.addSuppressedCount(count - kept)
    }
  }

  /** Puts in what only the run knows. */
  function completed(
    item: WaitingFinding,
    place: number,
    { groupOf, unusual }: PendingResults,
    runs: readonly JsonObject[],
    readings: ReadonlyMap<ResultGroup, GroupReading>,
  ): Finding {
    const group = groupOf[place] as ResultGroup
    const run = runs[group.run] ?? {}
    const reading = readings.get(group) as GroupReading
    const more = unusual.get(place)
    const said = more?.isSilent === true ? (messageOf(run, group, more.messageId) ?? '') : item.message
    const { artifact } = more ?? {}
    const listed = artifact === undefined ? undefined : field(listField(run, 'artifacts')[artifact], 'location')
    const uri = textField(listed, 'uri')
    item.family = reading.family
    item.rank = reading.rank
    item.tool = reading.tool
    item.rule = reading.rule
    item.message = reading.message ?? said
    if (item.path === undefined && uri !== undefined) item.path = find(uri)
    item.details = reading.details && detailsOf(reading, item.message)
    return item
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
      addAll(runs)
      const isVouchedFor = formatNamed && exitCode !== undefined
      for (const [index, run] of runs.entries()) {
        for (const doubt of runDoubts(run)) doubts.push(doubt)
        if (!isVouchedFor && !speaking.has(index)) doubts.push(...silenceOf(run))
      }
      doubts.push(...lostRules(pending, runs))
      if (entries === 0) doubts.push(...endDoubts(runs, exitCode))
      const driver = field(field(runs[0], 'tool'), 'driver')
      const name = textField(driver, 'name')
      const toolVersion = textField(driver, 'semanticVersion') ?? textField(driver, 'version')
      const families = runs.map(
        (run) => familyOfTool(textField(field(field(run, 'tool'), 'driver'), 'name') ?? '') ?? 'lint',
      )
      return {
        kind: 'findings',
        entries,
        metrics: counter.metrics(pending.groups.length === 0 ? families : []),
        completeness: doubts.length > 0 ? 'partial' : 'complete',
        doubts: doubts.slice(0, DOUBTS_KEPT),
        tool: name === undefined ? undefined : { name, ...(toolVersion === undefined ? {} : { version: toolVersion }) },
      }
    },
  )
}

/** A message that stands with the rule (§3.11.7), its placeholders left as they are. */
function messageOf(run: JsonObject, group: ResultGroup, id: string | undefined): string | undefined {
  const rule = ruleOf(run, group)
  return textField(field(field(rule, 'messageStrings'), id ?? ''), 'text') ?? titleOf(rule)
}

function readingsOf(results: PendingResults, runs: readonly JsonObject[]): ReadonlyMap<ResultGroup, GroupReading> {
  return new Map(results.groups.map((group) => [group, readGroup(group, runs[group.run] ?? {})]))
}

function decoded(uri: string): string {
  if (!uri.includes('%')) return uri
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
  if (!isObject(field(field(run, 'tool'), 'driver'))) {
    const text = 'a run has no tool.driver, which says what wrote it and holds its rules (SARIF §3.14.6)'
    doubts.push({ kind: 'contradiction', text })
  }
  if (!Array.isArray(field(run, 'results'))) {
    doubts.push({
      kind: 'contradiction',
      text: `a run of ${tool} has no list of results, which says that it did not look (SARIF §3.14.23)`,
    })
  }
  // Bandit's own, as in its JSON.
  if (numberField(field(field(field(run, 'properties'), 'metrics'), '_totals'), 'loc') === 0) {
    doubts.push({ kind: 'contradiction', text: `${tool} looked at no line of code (metrics._totals.loc is 0)` })
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

/**
 * A result that points at a rule which its run does not have: how much it matters went with the rule. A linter's says so
 * itself where it states its level.
 */
function lostRules({ groups }: PendingResults, runs: readonly JsonObject[]): readonly Doubt[] {
  const lost = groups.filter((group) => {
    const run = runs[group.run] ?? {}
    if ((group.ruleIndex ?? -1) < 0 || ruleOf(run, group) !== undefined) return false
    return (
      group.level === undefined || familyOfTool(textField(field(field(run, 'tool'), 'driver'), 'name') ?? '') !== 'lint'
    )
  })
  const [first] = lost
  if (first === undefined) return []
  const count = lost.reduce((sum, group) => sum + group.count, 0)
  const text = `${count} result(s) point at rules that are not there, the first at rule ${first.ruleIndex ?? ''} of run ${first.run + 1}: how much they matter was lost`
  return [{ kind: 'contradiction', text }]
}

/** What the exit code says against a report without findings. Of several tools nobody knows whose it was. */
function endDoubts(runs: readonly JsonObject[], exitCode: number | undefined): readonly Doubt[] {
  if (exitCode === undefined || exitCode === 0) return []
  const [tool, ...others] = new Set(
    runs.map((run) => toolNamed(textField(field(field(run, 'tool'), 'driver'), 'name') ?? '')),
  )
  if (tool && others.length === 0) return exitCodeDoubts(tool, exitCode, 0)
  const text = `its tool ended with exit code ${exitCode}, and the report has no finding`
  return [{ kind: 'contradiction', text }]
}

/** Of a run without results: whether its scanner writes the same when it looked at nothing. */
function silenceOf(run: JsonObject): readonly Doubt[] {
  if (!Array.isArray(field(run, 'results')) || listField(run, 'artifacts').length > 0) return []
  const tool = toolNamed(textField(field(field(run, 'tool'), 'driver'), 'name') ?? '')
  if (tool?.sarifIsSilent !== true) return []
  const text = `${tool.title} found nothing, and writes the same SARIF where it looked at nothing; name its format= and its exit-code=, or use its JSON`
  return [{ kind: 'contradiction', text }]
}
