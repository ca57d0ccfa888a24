import type { Comparison, MetricChange } from '../model/comparison.ts'
import type { Forgiven } from '../model/evidence.ts'
import { RANK_ORDER, type Finding } from '../model/findings.ts'
import { block, entriesOf, type Section } from './budget.ts'
import { counted, formatChange, formatCount, formatQuantity } from './format.ts'
import { linksFor } from './links.ts'
import { code, link, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { placeOf } from './section-tests.ts'
import { directionOf, trendSection, unitOf } from './section-trend.ts'
import { byPlace } from './select-findings.ts'
import type { Extent } from './summary.ts'
import { RANK_EMOJI } from './wording.ts'

/** A finding that came, went or moved. */
export interface ChangedFinding {
  readonly what: 'new' | 'fixed' | 'moved'
  /** As it is now; of a fixed one, as it was. */
  readonly finding: Finding
  /** Where it was before it moved. */
  readonly from?: Pick<Finding, 'path' | 'line'> | undefined
  /** Who vouched for it, why and until when. */
  readonly waived?: string | undefined
}

/** A test that is not as it was. */
export interface ChangedTest {
  readonly what: string
  readonly id: string
}

/** `main`, of `refs/heads/main`. */
export function branchOf({ base }: Comparison): string | undefined {
  return base.ref?.replace(/^refs\/(?:heads|tags)\//, '')
}

/** What is new, fixed and moved, worst first. */
export function changedFindings({ findings }: Comparison, forgiven?: Forgiven): ChangedFinding[] {
  const worstFirst = (left: ChangedFinding, right: ChangedFinding): number =>
    (RANK_ORDER.get(left.finding.rank) ?? 0) - (RANK_ORDER.get(right.finding.rank) ?? 0) ||
    byPlace(left.finding, right.finding)
  const added = [...findings.added].map((finding): ChangedFinding => ({ what: 'new', finding }))
  const fixed = findings.fixed.map((finding): ChangedFinding => ({ what: 'fixed', finding }))
  const moved = findings.moved.map((pair): ChangedFinding => ({ what: 'moved', ...pair }))
  const waivedOf = ({ finding }: ChangedFinding) => forgiven?.findings.get(finding)
  return [added, fixed, moved].flatMap((list) =>
    list.sort(worstFirst).map((changed) => ({ ...changed, waived: waivedOf(changed) })),
  )
}

/** Tests that vanished, turned flaky, fail now or failed before, and are skipped now. */
export function changedTests({ tests }: Comparison): ChangedTest[] {
  if (typeof tests !== 'object') return []
  const { vanished, newlyFlaky, newlyFailing, failingBefore, newlySkipped } = tests
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['vanished', vanished],
    ['fails now', newlyFailing],
    ['flaky now', newlyFlaky],
    ['skipped now', newlySkipped],
    ['failed on the base branch too', failingBefore],
  ]
  return lists.flatMap(([what, ids]) => ids.map((id) => ({ what, id })))
}

/** All of it in a few plain sentences. */
export function comparisonWords({ findings, tests }: Comparison): string[] {
  const { added, disclosed, fixed, moved, same, unknownBefore, unknownNow } = findings
  const atMost = unknownBefore > 0 && added.size > 0 ? 'at most ' : ''
  const sentences: string[] = []
  if (added.size + fixed.length + moved.length + same > 0) {
    const others = `${formatCount(fixed.length)} fixed, ${formatCount(moved.length)} moved, ${formatCount(same)} as they were`
    const only =
      disclosed !== undefined && disclosed.size > 0 ? ` (${formatCount(disclosed.size)} newly disclosed)` : ''
    sentences.push(`Findings: ${atMost}${formatCount(added.size)} new${only}, ${others}.`)
  }
  if (unknownBefore > 0) sentences.push(`The baseline did not keep ${counted(unknownBefore, 'more finding')}.`)
  if (unknownNow > 0) {
    sentences.push(`Of this run ${counted(unknownNow, 'more finding is', 'more findings are')} only counted.`)
  }
  if (tests === undefined) return sentences
  if (typeof tests === 'string') return [...sentences, `Tests cannot be compared: ${tests}.`]
  const parts = [
    ...(tests.vanished.length > 0 ? [`${formatCount(tests.vanished.length)} vanished`] : []),
    ...(tests.newlyFailing.length > 0 ? [`${formatCount(tests.newlyFailing.length)} failing now`] : []),
    ...(tests.failingBefore.length > 0
      ? [`${formatCount(tests.failingBefore.length)} failed on the base branch too`]
      : []),
    ...(tests.newlyFlaky.length > 0 ? [`${formatCount(tests.newlyFlaky.length)} turned flaky`] : []),
    ...(tests.newlySkipped.length > 0 ? [`${formatCount(tests.newlySkipped.length)} skipped now`] : []),
    ...(tests.added > 0 ? [`${formatCount(tests.added)} added`] : []),
  ]
  sentences.push(`Tests: ${parts.length > 0 ? parts.join(', ') : 'none vanished, and none changed its outcome'}.`)
  if (tests.doubt !== undefined && tests.vanished.length > 0) {
    sentences.push(`Those that vanished may be there all the same: ${tests.doubt}.`)
  }
  return sentences
}

/** Everything that a baseline makes possible to say; nothing without one. */
export function comparisonSections(matter: Matter, extent: Extent): (Section | undefined)[] {
  return [
    comparisonSection(matter),
    changedTestsSection(matter, extent.tests),
    changedFindingsSection(matter, extent.findings),
    changedMetricsSection(matter, extent.places),
    trendSection(matter, extent.places),
  ]
}

/** Which commit this run is compared with, and what came of it. */
function comparisonSection({ set, links }: Matter): Section | undefined {
  const { comparison } = set
  if (comparison === undefined) return undefined
  const { sha, recorded } = comparison.base
  const branch = branchOf(comparison)
  const commit = link(code(sha.slice(0, 7), 7), links.otherCommit(sha))
  const of = branch === undefined ? '' : ` of ${code(branch, 100)}`
  const words = comparisonWords(comparison).map((sentence) => text(sentence))
  return block(
    'Beside the base',
    2,
    `**Beside ${commit}${of}**, recorded ${text(recorded.slice(0, 10), 10)}. ${words.join(' ')}`,
  )
}

/** What was fixed or moved stood in files that this commit may not have. */
export const NO_LINKS = linksFor({})

const MARK: Readonly<Record<ChangedFinding['what'], string>> = { new: '🆕 new', fixed: '✔️ fixed', moved: '↔️ moved' }

function changedFindingsSection({ set, links }: Matter, most: number): Section | undefined {
  const all = set.comparison ? changedFindings(set.comparison, set.forgiven) : []
  if (all.length === 0) return undefined
  const offered = all.slice(0, most)
  const disclosed = set.comparison?.findings.disclosed
  return {
    title: 'Findings beside the base',
    rank: 4,
    head: `<details><summary>${counted(all.length, 'finding')} came, went or moved</summary>\n\n${tableHead(['Change', 'Severity', 'Where', 'Rule', 'What'])}`,
    ...entriesOf(offered, all.length, (changed) => {
      const { what, from, finding, waived } = changed
      const { rank, tool, rule, message, path, line } = finding
      const where = placeOf(path, line, what === 'fixed' ? NO_LINKS : links) || '–'
      return row([
        MARK[what].replaceAll(' ', '&nbsp;') + (disclosed?.has(finding) ? '<br><sub>newly&nbsp;disclosed</sub>' : ''),
        waived === undefined ? `${RANK_EMOJI[rank]}&nbsp;${rank}` : `waived&nbsp;${rank}`,
        from === undefined
          ? where
          : `${where}, was ${from.path === finding.path ? `line ${from.line ?? '–'}` : placeOf(from.path, from.line, NO_LINKS)}`,
        rule === '' ? text(tool, 60) : `${text(tool, 60)} ${code(rule, 100)}`,
        text(message, 300) + (waived === undefined ? '' : ` – ${text(waived, 200)}`),
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more finding')}`,
  }
}

function changedTestsSection({ set }: Matter, most: number): Section | undefined {
  const all = set.comparison ? changedTests(set.comparison) : []
  if (all.length === 0) return undefined
  const offered = all.slice(0, most)
  return {
    title: 'Tests beside the base',
    rank: 3,
    head: `<details><summary>${counted(all.length, 'test')} that vanished, changed or failed before</summary>\n\n${tableHead(['Change', 'Test'])}`,
    ...entriesOf(offered, all.length, (test) => row([test.what, code(test.id)])),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more test')}`,
  }
}

function changedMetricsSection({ set }: Matter, most: number): Section | undefined {
  const changes = set.comparison?.changes ?? []
  if (changes.length === 0) return undefined
  const offered = changes.slice(0, most)
  const same = set.comparison?.unchanged ?? 0
  const rest = same === 0 ? '' : `, ${formatCount(same)} as they were`
  return {
    title: 'Metrics beside the base',
    rank: 5,
    head: `<details><summary>${counted(changes.length, 'metric')} changed${rest}</summary>\n\n${tableHead(['Metric', '>Base', '>This run', '>Change', 'Direction'])}`,
    ...entriesOf(offered, changes.length, (change) => row([code(change.metric, 100), ...changeCells(change)])),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more metric')}`,
  }
}

/** Base, now, how far, and whether that is better. */
export function changeCells({ metric, before, now }: MetricChange): string[] {
  const unit = unitOf(metric)
  const verdict = /\((.*)\)/.exec(directionOf(metric, before, now))?.[1] ?? ''
  const cells = [formatQuantity(before, unit), formatQuantity(now, unit, before), formatChange(before, now, unit)]
  return [...cells.map((cell) => cell.replaceAll(' ', '&nbsp;')), verdict]
}
