import type { Section } from './budget.ts'
import { counted, formatDuration, formatCount } from './format.ts'
import type { Links } from './links.ts'
import { code, codeInHtml, fence, link, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { firstLines } from './plain.ts'
import {
  countTests,
  failingTests,
  flakyTests,
  slowestTests,
  titleOf,
  type FailingTest,
  type NamedTest,
} from './select-tests.ts'

const DETAIL_LINES = 30
const DETAIL_CHARACTERS = 3_000
/** Tests that failed: one line each, with the first lines of what they said folded below; all folded where more than `inSight`. */
export function failingTestsSection({ set, links }: Matter, most: number, inSight: number): Section | undefined {
  const counts = countTests(set)
  const all = counts.failed + counts.errored
  if (all === 0) return undefined
  const tests = failingTests(set, most)
  const folded = tests.length > inSight
  const errored = counts.errored > 0 ? `, ${formatCount(counts.errored)} of them by an error` : ''
  const title = `${counted(all, 'test')} of ${formatCount(counts.total)} failed${errored}`
  return {
    title: 'Failing tests',
    rank: 2,
    head: folded ? `<details><summary><b>${title}</b></summary>\n` : `**${title}**\n`,
    count: tests.length,
    entry: (index) => failingTest(tests[index], links),
    tail: folded ? '\n</details>' : '',
    beyond: Math.max(0, all - tests.length),
    rest: (left) => `… and ${counted(left, 'more failing test')}\n`,
  }
}

function failingTest(test: FailingTest | undefined, links: Links): string {
  if (test === undefined) return ''
  const label = test.label === '' ? '' : ` (${text(test.label, 100)})`
  const message = test.message === '' ? '' : ` – ${text(test.message, 200)}`
  const where = placeOf(test.path, test.line, links)
  const shown = firstLines(test.details === '' ? test.message : test.details, DETAIL_LINES, DETAIL_CHARACTERS)
  const left = shown.left > 0 ? `\n… and ${counted(shown.left, 'more line')}\n` : ''
  const runs = test.runs > 1 ? `${where === '' ? '' : ', '}${counted(test.runs, 'run')}` : ''
  const body = [where + runs, shown.text === '' ? '' : fence(shown.text)].filter((part) => part !== '').join('\n\n')
  const title = `${codeInHtml(titleOf(test))}${label}${message}`
  if (body === '') return `- ${title}\n`
  return `<details><summary>${title}</summary>\n\n${body}\n${left}\n</details>\n`
}

/** Tests that both failed and passed. */
export function flakyTestsSection({ set, links }: Matter, most: number): Section | undefined {
  const tests = flakyTests(set, most)
  if (tests.length === 0) return undefined
  const all = countTests(set).flaky
  return {
    title: 'Flaky tests',
    rank: 5,
    head: `<details><summary>${counted(all, 'test')} both failed and passed</summary>\n\n${tableHead(['Test', '>Runs', 'File'])}`,
    count: tests.length,
    entry: (index) => {
      const test = tests[index]
      if (test === undefined) return ''
      return row([testName(test), formatCount(test.runs), placeOf(test.path, undefined, links) || '–'])
    },
    tail: '\n</details>',
    beyond: Math.max(0, all - tests.length),
    rest: (left) => `\n… and ${counted(left, 'more flaky test')}`,
  }
}

export function slowestTestsSection({ set, links }: Matter, most: number): Section | undefined {
  const tests = slowestTests(set, most)
  if (tests.length === 0) return undefined
  const counts = countTests(set)
  const title = `${counted(counts.total, 'test')} in ${formatDuration(counts.durationSeconds)}; the slowest`
  return {
    title: 'Slowest tests',
    rank: 8,
    head: `<details><summary>${title}</summary>\n\n${tableHead(['Test', '>Time', 'File'])}`,
    count: tests.length,
    entry: (index) => {
      const test = tests[index]
      if (test === undefined) return ''
      return row([
        testName(test),
        formatDuration(test.seconds).replaceAll(' ', '&nbsp;'),
        placeOf(test.path, undefined, links) || '–',
      ])
    },
    tail: '\n</details>',
  }
}

function testName(test: NamedTest): string {
  return `${code(titleOf(test))}${test.label === '' ? '' : ` (${text(test.label, 100)})`}`
}

/** `path:line`, with a link where one can be made. Empty without a path. */
export function placeOf(path: string | undefined, line: number | undefined, links: Links, endLine?: number): string {
  if (path === undefined || path === '') return ''
  return link(code(line === undefined ? path : `${path}:${line}`), links.file(path, line, endLine))
}
