import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import type { Level } from '../model/findings.ts'
import { TOOLS } from '../tools/tools.ts'
import { utf8Reader } from './encoding.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import { numberField, objectOf, positionField, requiredText, textField } from './json/shape.ts'
import { positionOf } from './place-numbers.ts'
import type { OpenReader } from './reader.ts'
import { FINDING_LIMIT } from './text/lines.ts'
import { plainLines } from './text/plain-lines.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['note', 'note'],
])
/** `file:line:column:endline:endcolumn: error: message  [code]`; all positions are optional. */
const FINDING =
  /^((?:[A-Za-z]:)?[^:]+?)(?::(\d+))?(?::(\d+))?(?::(\d+):\d+)?: (error|warning|note): (.*?)(?:\s{2}\[([\w-]+)\])?$/
/** --pretty: the rest of a long message, the source, and carets below it. */
const CARET = /^ {4,}\^[~^]*$/
/** Of its configuration, and of its daemon. */
const BESIDE =
  /^(?:\S+: \[[\w.*-]+\]: |Daemon (?:started|stopped)|Restarting: |Warning: |Installing missing stub packages)/
const SUMMARY = /^Found (\d+) errors? in \d+ files? \((.*)\)$/
const SUCCESS = /^Success: no issues found in \d+ source files?$/

/**
 * What mypy prints: one finding a line, as text or (`--output json`) as JSON (https://mypy.readthedocs.io/en/stable/command_line.html).
 * A clean run prints "Success: …", with JSON nothing at all.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  let entries = 0
  let lines = 0
  let textFindings = 0
  let declared: number | undefined
  let beforeSource = 0

  function jsonLine(text: string, number: number): void {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw new EvidenceError(`line ${number} is not whole JSON: it was cut off or mixed with other output`)
    }
    const finding = objectOf(value, `line ${number}`)
    const column = numberField(finding, 'column')
    if (textField(finding, 'code') === 'syntax') {
      doubts.push({
        kind: 'contradiction',
        text: `mypy stopped at a syntax error in ${textField(finding, 'file') ?? '?'}: the rest was not checked`,
      })
    }
    entries += 1
    tables.findings.add({
      family: 'types',
      rank: LEVEL.get(requiredText(finding, 'severity', `line ${number}`)) ?? 'error',
      tool: 'mypy',
      rule: textField(finding, 'code') ?? 'misc',
      message: requiredText(finding, 'message', `line ${number}`),
      path: mapPath(requiredText(finding, 'file', `line ${number}`)),
      line: positionField(finding, 'line'),
      // Columns of mypy's JSON begin at 0, those of its text at 1.
      column: column !== undefined && column >= 0 ? column + 1 : undefined,
    })
  }

  function textLine(text: string, number: number): void {
    const finding = text.length > FINDING_LIMIT ? undefined : FINDING.exec(text)
    const summary = SUMMARY.exec(text)
    if (summary) {
      declared = Number(summary[1])
      if (!/^checked /.test(summary[2] ?? '')) {
        doubts.push({ kind: 'contradiction', text: `mypy did not check everything: ${summary[2] ?? ''}` })
      }
    } else if (SUCCESS.test(text)) declared = 0
    else if (finding && finding[1] !== 'mypy') {
      entries += 1
      textFindings += 1
      beforeSource = doubts.length
      tables.findings.add({
        family: 'types',
        rank: LEVEL.get(finding[5] as string) ?? 'error',
        tool: 'mypy',
        rule: finding[7] ?? 'misc',
        message: finding[6] as string,
        path: mapPath(finding[1] as string),
        line: positionOf(finding[2]),
        column: positionOf(finding[3]),
        endLine: positionOf(finding[4]),
      })
    } else if (CARET.test(text)) doubts.splice(beforeSource)
    else if (!BESIDE.test(text)) {
      doubts.push({ kind: 'contradiction', text: `line ${number} is no finding: ${text.slice(0, 200)}` })
    }
  }

  const splitter = plainLines((text, number) => {
    if (text.trim() === '') return
    lines += 1
    if (text.startsWith('{')) jsonLine(text, number)
    else textLine(text, number)
  })
  return utf8Reader(splitter, () => {
    if (lines === 0 && exitCode === undefined) {
      throw new EvidenceError(
        'it is empty, which mypy writes when all is well and when it did not run; record its exit-code=',
      )
    }
    const metrics = counter.metrics(['types'])
    const errors = metrics['types.error'] ?? 0
    if (declared !== undefined && declared !== errors) {
      doubts.push({
        kind: 'contradiction',
        text: `mypy says that it found ${declared} error(s), the report lists ${errors}`,
      })
    }
    if (lines > 0 && entries === textFindings && declared === undefined && exitCode === undefined) {
      doubts.push({
        kind: 'contradiction',
        text: 'its last line, which counts the errors, is missing: it was cut off, or written with --no-error-summary, then record its exit-code=',
      })
    }
    doubts.push(...exitCodeDoubts(TOOLS.mypy, exitCode, entries))
    return { kind: 'findings', entries, metrics, completeness: 'complete', doubts, tool: { name: 'mypy' } }
  })
}
