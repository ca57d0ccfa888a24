import type { EvidenceSet } from '../model/evidence.ts'
import type { Reason, Verdict } from '../model/verdict.ts'
import { countByRank, countFindings, worstFindings } from './select-findings.ts'
import { beyondLimits } from './select-measurements.ts'
import { countTests, failingTests, slowestTests, titleOf } from './select-tests.ts'
import { coveredFiles, uncoveredRanges } from './select-coverage.ts'
import { counted, formatBytes, formatCount, formatDuration, formatQuantity } from './format.ts'
import { cut, firstLines, oneLine } from './plain.ts'
import { share, sumOf } from './section-coverage.ts'
import { countText, isDoubtful, toolOf, wholenessOf } from './section-evidence.ts'
import { tally } from './section-findings.ts'
import { security } from './terminal-security.ts'
import { width } from './terminal-width.ts'
import { waivers } from './terminal-waivers.ts'
import { uncoveredPatch } from './terminal-patch.ts'
import { INDENT, Page, STATUS_TONE, type TerminalOptions, wrap } from './terminal-page.ts'
import { actualOf, headlineOf, limitOf, scopeOf, sourcesOf, STATUS_SIGN } from './wording.ts'

const SHOWN = { reasons: 50, tests: 8, findings: 8, places: 5, detailLines: 4, reports: 20 } as const

export type { TerminalOptions }

/** The verdict for a person at a terminal: the reasons first, then what they rest on. Ends with a line feed. */
export function renderTerminal(verdict: Verdict, set: EvidenceSet, options: TerminalOptions): string {
  const page = new Page(options)
  headline(page, verdict)
  reasons(page, verdict)
  tests(page, set)
  limits(page, verdict, set)
  if (verdict.action === 'security-scan') security(page, set)
  else findings(page, set)
  waivers(page, verdict)
  uncoveredPatch(page, verdict, set)
  coverage(page, set)
  reports(page, verdict)
  return page.text()
}

function headline(page: Page, verdict: Verdict): void {
  const { what, why } = headlineOf(verdict)
  page.line(page.paint(STATUS_TONE[verdict.status], `${STATUS_SIGN[verdict.status]} ${oneLine(what)}`))
  for (const line of wrap(oneLine(why), page.width - INDENT.length)) page.line(INDENT + line)
}

function reasons(page: Page, verdict: Verdict): void {
  if (verdict.reasons.length === 0) return
  page.heading('Rules')
  const shown = verdict.reasons.slice(0, SHOWN.reasons)
  // Doubts about reports have no values: their sentences below say it all.
  const rules = shown.filter(({ rule }) => rule !== 'evidence')
  const sourceOf = sourcesOf(verdict)
  const sourced = rules.some((reason) => sourceOf(reason) !== '')
  const scoped = rules.some(({ scope }) => scopeOf(scope) !== '')
  page.table(
    rules.map((reason) => [
      { text: STATUS_SIGN[reason.status], tone: STATUS_TONE[reason.status] },
      { text: reason.rule },
      { text: actualOf(reason) || '–', right: true, tone: STATUS_TONE[reason.status] },
      { text: limitOf(reason), right: true, tone: 'faint' },
      ...(scoped ? [{ text: scopeOf(reason.scope) }] : []),
      ...(sourced ? [{ text: sourceOf(reason), tone: 'faint' as const }] : []),
    ]),
  )
  page.more(verdict.reasons.length - shown.length, 'rule')
  const told = shown.filter(needsWords)
  if (told.length > 0 && rules.length > 0) page.line()
  for (const reason of told) {
    const [first = '', ...others] = wrap(oneLine(reason.message), page.width - 4)
    page.line(`${INDENT}${page.paint(STATUS_TONE[reason.status], STATUS_SIGN[reason.status])} ${first}`)
    for (const line of others) page.line(`${INDENT}  ${line}`)
  }
}

/** Numbers speak for themselves; what could not be told needs its sentence, with the fix. */
function needsWords({ status, actual, limit }: Reason): boolean {
  return status === 'unknown' || (status !== 'pass' && (actual === undefined || limit === undefined))
}

function tests(page: Page, set: EvidenceSet): void {
  const counts = countTests(set)
  if (counts.total === 0) return
  const failed = counts.failed + counts.errored
  const parts = [`${formatCount(counts.passed)} passed`]
  if (failed > 0) parts.push(`${formatCount(failed)} failed`)
  if (counts.quarantined > 0) parts.push(`${formatCount(counts.quarantined)} failed in quarantine`)
  if (counts.skipped > 0) parts.push(`${formatCount(counts.skipped)} skipped`)
  if (counts.flaky > 0) parts.push(`${formatCount(counts.flaky)} flaky`)
  page.heading(`Tests: ${parts.join(', ')}, in ${formatDuration(counts.durationSeconds)}`)
  const shown = failingTests(set, SHOWN.tests)
  for (const test of shown) {
    const title = cut(oneLine(titleOf(test)), page.width - 4)
    const place = test.path === undefined ? '' : cut(oneLine(at(test.path, test.line)), page.width - 4)
    const isShort = width(title) + width(place) + 6 <= page.width
    page.line(
      `${INDENT}${page.paint('bad', STATUS_SIGN.fail)} ${title}${isShort ? `  ${page.paint('faint', place)}` : ''}`,
    )
    if (!isShort) page.line(`${INDENT}  ${page.paint('faint', place)}`)
    const said = firstLines(test.message || test.details, SHOWN.detailLines, 600)
    for (const line of said.text.split('\n')) {
      if (line !== '') page.line(`${INDENT}  ${page.paint('faint', cut(line.replaceAll('\t', '  '), page.width - 4))}`)
    }
  }
  page.more(failed - shown.length, 'failing test')
  const [slowest] = slowestTests(set, 1)
  if (slowest !== undefined) {
    const name = cut(oneLine(titleOf(slowest)), page.width - 24)
    page.line(INDENT + page.paint('faint', `slowest: ${name}, ${formatDuration(slowest.seconds)}`))
  }
}

function limits(page: Page, verdict: Verdict, set: EvidenceSet): void {
  const all = beyondLimits(verdict, set)
  if (all.length === 0) return
  page.heading('Beyond a limit')
  const shown = all.slice(0, SHOWN.places)
  page.table(
    shown.map((item) => [
      { text: formatQuantity(item.value, item.unit, item.limit), right: true },
      { text: item.metric, tone: 'faint' },
      { text: item.subject ?? '' },
      { text: item.path === undefined ? '' : at(item.path, item.line), tone: 'faint' },
    ]),
  )
  page.more(all.length - shown.length, 'place')
}

function findings(page: Page, set: EvidenceSet): void {
  const total = countFindings(set)
  if (total === 0) return
  page.heading(`Findings: ${tally(countByRank(set))}`)
  const shown = worstFindings(set, SHOWN.findings)
  page.table(
    shown.map((finding) => [
      { text: finding.waived === undefined ? finding.rank : `waived ${finding.rank}` },
      { text: finding.path === undefined ? '–' : at(finding.path, finding.line) },
      { text: finding.rule || finding.tool, tone: 'faint' },
      { text: finding.message },
    ]),
  )
  page.more(total - shown.length, 'finding')
}

function coverage(page: Page, set: EvidenceSet): void {
  const files = coveredFiles(set)
  if (files.length === 0) return
  const lines = sumOf(files, 'line')
  page.heading(`Coverage: ${share(lines)} of ${counted(lines.total, 'line')} in ${counted(files.length, 'file')}`)
  const open = files.filter(({ line }) => line.covered < line.total)
  const shown = open.slice(0, SHOWN.places)
  page.table(
    shown.map((file) => {
      const { ranges, left } = file.lines === undefined ? { ranges: [], left: 0 } : uncoveredRanges(file.lines, 6)
      const uncovered = left > 0 ? `${ranges.join(', ')} and ${formatCount(left)} more` : ranges.join(', ')
      return [
        { text: share(file.line), right: true },
        { text: file.path },
        { text: `uncovered ${uncovered}`, tone: 'faint' },
      ]
    }),
  )
  page.more(open.length - shown.length, 'file')
}

function reports(page: Page, verdict: Verdict): void {
  const { evidence, paths } = verdict
  if (evidence.length === 0) return
  page.heading(`Reports: ${formatCount(evidence.length)} read`)
  const sorted = [...evidence].sort((left, right) => Number(isDoubtful(right)) - Number(isDoubtful(left)))
  const shown = sorted.slice(0, SHOWN.reports)
  page.table(
    shown.map((record) => [
      {
        text: isDoubtful(record) ? STATUS_SIGN.unknown : STATUS_SIGN.pass,
        tone: isDoubtful(record) ? 'doubt' : 'good',
      },
      { text: record.file },
      { text: toolOf(record), tone: 'faint' },
      { text: countText(record), right: true },
      { text: formatBytes(record.bytes), right: true, tone: 'faint' },
      { text: wholenessOf(record), tone: 'faint' },
    ]),
  )
  page.more(evidence.length - shown.length, 'report')
  if (paths.unmapped > 0) {
    const examples = paths.examples.slice(0, 3).map(oneLine).join(', ')
    page.line(
      `${INDENT}${formatCount(paths.unmapped)} of ${counted(paths.mapped + paths.unmapped, 'path')} in the reports are not found in the repository: ${cut(examples, 200)}`,
    )
  }
}

function at(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}:${line}`
}
