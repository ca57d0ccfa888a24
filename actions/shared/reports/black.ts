import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { TOOLS } from '../tools/tools.ts'
import { utf8Reader } from './encoding.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import { positionOf } from './place-numbers.ts'
import type { OpenReader } from './reader.ts'
import { plainLines } from './text/plain-lines.ts'

type Fate = 'would be reformatted' | 'reformatted' | 'failed'

const CHANGED = /^(would reformat|reformatted) (\S.*)$/
/** `cannot format x.py: Cannot parse: 5:1: …`; since 26.1 `cannot parse: x.py:5:1` and lines of its own. */
const FAILED = /^error: cannot (?:format (.+?): (.*)|parse: (.+):(\d+):(\d+))$/
const PARSE_POSITION = /Cannot parse[^:]*: (\d+):(\d+)/
const SUMMARY = /^\d+ files? [a-z ]+(?:, \d+ files? [a-z ]+)*\.$/
const NOTHING = /^(?:No (?:Python files are present to be formatted|Path provided)|.*Nothing to do)/

/**
 * What `black --check` prints to stderr (https://black.readthedocs.io/en/stable/usage_and_configuration/the_basics.html):
 * a line for each file that would change or could not be read, and how many there were of each.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  const listed: Record<Fate, number> = { 'would be reformatted': 0, reformatted: 0, failed: 0 }
  let lines = 0
  let summary: string | undefined

  function add(fate: Fate, rule: string, message: string, path: string, line?: number, column?: number): void {
    listed[fate] += 1
    tables.findings.add({
      family: 'lint',
      rank: 'error',
      tool: 'black',
      rule,
      message,
      path: mapPath(path),
      line,
      column,
    })
  }

  function failure(match: RegExpExecArray): void {
    const [, path, message = '', unparsed = '', line, column] = match
    const position = PARSE_POSITION.exec(message)
    add(
      'failed',
      'cannot-format',
      message || 'cannot parse',
      path ?? unparsed,
      positionOf(line ?? position?.[1]),
      positionOf(column ?? position?.[2]),
    )
  }

  const splitter = plainLines((text) => {
    if (text.trim() === '') return
    lines += 1
    const changed = CHANGED.exec(text)
    const failed = FAILED.exec(text)
    if (changed?.[1] === 'reformatted') add('reformatted', 'format', 'it was not formatted', changed[2] as string)
    else if (changed) add('would be reformatted', 'format', 'it is not formatted', changed[2] as string)
    else if (failed) failure(failed)
    else if (SUMMARY.test(text)) summary = text
    else if (NOTHING.test(text)) doubts.push({ kind: 'contradiction', text: 'Black found no file to look at' })
  })
  function compare(text: string): void {
    for (const [fate, found] of Object.entries(listed) as [Fate, number][]) {
      const declared = declaredIn(text, fate)
      if (declared === found || (fate === 'reformatted' && declared === 0)) continue
      doubts.push({
        kind: declared > found ? 'contradiction' : 'reading',
        text: `it counts ${declared} file(s) as ${fate} and lists ${found}`,
      })
      if (declared > found) tables.findings.addCount('lint', 'error', declared - found)
    }
  }

  return utf8Reader(splitter, () => {
    const entries = listed.failed + listed.reformatted + listed['would be reformatted']
    if (lines === 0 && exitCode === undefined) {
      throw new EvidenceError(
        'it is empty, which Black writes with --quiet when all is well and when it did not run; record its exit-code=',
      )
    }
    if (summary !== undefined) compare(summary)
    else if (lines > 0 && doubts.length === 0) {
      doubts.push({
        kind: 'contradiction',
        text: 'its last line, which counts the files, is missing: it was cut off',
      })
    }
    if (listed.failed > 0) {
      doubts.push({ kind: 'contradiction', text: `Black could not read ${listed.failed} file(s)` })
    }
    const metrics = counter.metrics(['lint'])
    doubts.push(...exitCodeDoubts(TOOLS.black, exitCode, metrics['lint.total'] ?? 0))
    return { kind: 'findings', entries, metrics, completeness: 'complete', doubts, tool: { name: 'black' } }
  })
}

const SAID: Readonly<Record<Fate, RegExp>> = {
  'would be reformatted': /(\d+) files? would be reformatted/,
  reformatted: /(\d+) files? reformatted/,
  failed: /(\d+) files? (?:would fail|failed) to reformat/,
}

function declaredIn(summary: string, fate: Fate): number {
  return Number(SAID[fate].exec(summary)?.[1] ?? 0)
}
