import { counted, formatCount, formatDuration } from './format.ts'
import { anchor, escapeHtml, htmlTable, line, name, prose } from './html.ts'
import type { Links } from './links.ts'
import type { Matter } from './matter.ts'
import { moreLine, type PagePart } from './page-part.ts'
import { firstLines } from './plain.ts'
import {
  countTests,
  type FailingTest,
  failingTests,
  flakyTests,
  type NamedTest,
  slowestTests,
  titleOf,
} from './select-tests.ts'
import { STATUS_SIGN } from './wording.ts'

const MOST_FAILING = 500
const MOST_FLAKY = 200
const MOST_SLOW = 20
const DETAIL_LINES = 60
const DETAIL_CHARACTERS = 6_000

/** Failed tests first, then the flaky and the slowest. */
export function testsPart({ set, links }: Matter): PagePart | undefined {
  const counts = countTests(set)
  if (counts.total === 0) return undefined
  const failed = counts.failed + counts.errored
  const facts = [
    `${formatCount(counts.passed)} passed`,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(counts.quarantined > 0 ? [`${formatCount(counts.quarantined)} failed in quarantine`] : []),
    ...(counts.skipped > 0 ? [`${formatCount(counts.skipped)} skipped`] : []),
    ...(counts.flaky > 0 ? [`${formatCount(counts.flaky)} flaky`] : []),
  ]
  const body = [
    `<p>${facts.join(', ')}; ${counted(counts.runs, 'run')} in ${formatDuration(counts.durationSeconds)}.</p>`,
    failing(failingTests(set, MOST_FAILING), failed, links),
    listed('Flaky tests', flakyTests(set, MOST_FLAKY), counts.flaky, links),
    listed('Slowest tests', slowestTests(set, MOST_SLOW), 0, links),
  ]
  return {
    id: 'tests',
    title: counted(counts.total, 'test'),
    short: 'Tests',
    body: body.filter((part) => part !== '').join('\n'),
  }
}

function failing(tests: readonly FailingTest[], all: number, links: Links): string {
  if (tests.length === 0) return ''
  const items = tests.map((test, index) => failingItem(test, links, index < 3))
  const left = all - tests.length
  return `<h3>Failed</h3>\n${items.join('\n')}${moreLine(left > 0 ? counted(left, 'more failed test') : undefined)}`
}

function failingItem(test: FailingTest, links: Links, open: boolean): string {
  const said = firstLines(test.details === '' ? test.message : test.details, DETAIL_LINES, DETAIL_CHARACTERS)
  const label = test.label === '' ? '' : ` <span class="quiet">(${line(test.label, 100)})</span>`
  const message = test.message === '' ? '' : `<br><span class="quiet">${prose(test.message, 300)}</span>`
  const title = `<span class="status fail">${STATUS_SIGN.fail} ${test.outcome}</span> ${name(titleOf(test))}${label}${message}`
  const place = placeHtml(test.path, test.line, links)
  const runs = test.runs > 1 ? `${place === '' ? '' : ', '}${counted(test.runs, 'run')}` : ''
  const more = said.left > 0 ? moreLine(counted(said.left, 'more line')) : ''
  const body = `${place + runs === '' ? '' : `<p>${place}${runs}</p>`}${said.text === '' ? '' : `<pre>${escapeHtml(said.text)}</pre>`}${more}`
  return `<details class="item"${open ? ' open' : ''}><summary>${title}</summary>${body === '' ? '<p>The report says nothing more.</p>' : body}</details>`
}

function listed(title: string, tests: readonly NamedTest[], all: number, links: Links): string {
  if (tests.length === 0) return ''
  const table = htmlTable(
    title,
    [
      { title: 'Test', cell: (test: NamedTest) => name(titleOf(test)) },
      { title: 'File', cell: (test) => placeHtml(test.path, undefined, links) || '–' },
      { title: 'Runs', number: true, cell: (test) => formatCount(test.runs) },
      { title: 'Time', number: true, cell: (test) => formatDuration(test.seconds) },
    ],
    tests,
  )
  const left = all - tests.length
  return `<h3>${title}</h3>\n${table}${moreLine(left > 0 ? counted(left, 'more') : undefined)}`
}

/** `path:line`, with a link where one can be made. Empty without a path. */
export function placeHtml(path: string | undefined, at: number | undefined, links: Links, endLine?: number): string {
  if (path === undefined || path === '') return ''
  return anchor(name(at === undefined ? path : `${path}:${at}`), links.file(path, at, endLine))
}
