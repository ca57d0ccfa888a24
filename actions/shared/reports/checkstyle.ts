import type { Doubt } from '../model/evidence.ts'
import type { Level } from '../model/findings.ts'
import { FindingCounter } from './finding-metrics.ts'
import { positionOf } from './place-numbers.ts'
import { withheld } from './quoted-secrets.ts'
import type { OpenReader } from './reader.ts'
import { symbolsOf } from './xml/names.ts'
import type { XmlAttributes } from './xml/attributes.ts'
import { rootedReader } from './xml-reader.ts'

const NAMES = [
  'checkstyle',
  'file',
  'error',
  'exception',
  'name',
  'line',
  'column',
  'severity',
  'message',
  'source',
  'version',
] as const
const NAME = symbolsOf(NAMES)

/** Checkstyle's severities (https://checkstyle.org/property_types.html#SeverityLevel), and what others write for a note. Anything else is an error. */
const LEVEL: Readonly<Record<string, Level | 'none'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  ignore: 'none',
  warn: 'warning',
  note: 'note',
  information: 'note',
  informational: 'note',
  suggestion: 'note',
  convention: 'note',
  notice: 'note',
  hint: 'note',
  style: 'note',
  refactor: 'note',
}

/** Tools that give themselves away by the first part of `source`. */
const TOOL_OF: readonly (readonly [string, string])[] = [
  ['com.puppycrawl.tools.checkstyle', 'checkstyle'],
  ['eslint.', 'eslint'],
  ['ShellCheck.', 'shellcheck'],
  ['stylelint.', 'stylelint'],
  ['detekt.', 'detekt'],
]

/**
 * Checkstyle's XML (https://checkstyle.org/, XMLLogger), which ESLint, Stylelint, PHP_CodeSniffer, ktlint, detekt, ShellCheck, golangci-lint
 * and many others write as well. An `<exception>` says that a file could not be checked.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  let entries = 0
  let files = 0
  let path: string | undefined
  let tool: string | undefined
  let isStrange = false

  function addError(attributes: XmlAttributes): void {
    const source = attributes.text(NAME.source) ?? ''
    const severity = (attributes.text(NAME.severity) ?? 'error').toLowerCase()
    const rank = Object.hasOwn(LEVEL, severity) ? (LEVEL[severity] as Level | 'none') : 'error'
    const writer = TOOL_OF.find(([start]) => source.startsWith(start))?.[1]
    tool ??= writer
    entries += 1
    if (rank === 'none') return
    tables.findings.add({
      family: 'lint',
      rank,
      tool: writer ?? 'checkstyle',
      rule: source.slice(source.lastIndexOf('.') + 1) || 'unknown',
      message: withheld(source) ?? attributes.text(NAME.message) ?? '',
      path,
      line: positionOf(attributes.count(NAME.line)),
      column: positionOf(attributes.count(NAME.column)),
    })
  }

  return rootedReader(NAMES, 'Checkstyle', (source) => ({
    start(symbol) {
      const { attributes } = source
      if (symbol === NAME.file) {
        files += 1
        const name = attributes.text(NAME.name)
        path = name === undefined || name === '' ? undefined : mapPath(name)
      } else if (symbol === NAME.error) addError(attributes)
      else if (symbol === NAME.exception) source.keepText()
      else if (symbol < 0 && !isStrange && attributes.text(NAME.message) !== undefined) {
        isStrange = true
        doubts.push({ kind: 'contradiction', text: 'it has a message in an element that is no <error>' })
      }
    },
    end(symbol) {
      if (symbol === NAME.file) path = undefined
      else if (symbol === NAME.exception) {
        const reason = source.takeText().trim().split('\n', 1)[0] ?? ''
        doubts.push({
          kind: 'contradiction',
          text: `${path ?? 'a file'} could not be checked: ${reason.slice(0, 300)}`,
        })
      }
    },
    finish() {
      if (files === 0) doubts.push({ kind: 'reading', text: 'it lists no file' })
      // Checkstyle's exit code is the number of errors, those of others are their own.
      if (exitCode !== undefined && exitCode !== 0 && entries === 0) {
        doubts.push({
          kind: 'contradiction',
          text: `its tool ended with exit code ${exitCode}, and the report has no finding`,
        })
      }
      return {
        kind: 'findings',
        entries,
        metrics: counter.metrics(['lint']),
        completeness: 'complete',
        doubts,
        tool: tool === undefined ? undefined : { name: tool },
      }
    },
  }))
}
