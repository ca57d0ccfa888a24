import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import type { Level } from '../model/findings.ts'
import { Utf8Input } from './encoding.ts'
import { FindingCounter } from './finding-metrics.ts'
import type { OpenReader } from './reader.ts'
import { TextCollector } from './text-collector.ts'
import { symbolsOf } from './xml/names.ts'
import { XmlScanner } from './xml/scanner.ts'

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
  note: 'note',
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
  const text = new TextCollector(1_024)
  let entries = 0
  let files = 0
  let rootSeen = false
  let path: string | undefined
  let tool: string | undefined

  function addError(): void {
    const source = scanner.attributes.text(NAME.source) ?? ''
    const severity = (scanner.attributes.text(NAME.severity) ?? 'error').toLowerCase()
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
      message: scanner.attributes.text(NAME.message) ?? '',
      path,
      line: positive(scanner.attributes.count(NAME.line)),
      column: positive(scanner.attributes.count(NAME.column)),
    })
  }

  const scanner: XmlScanner = new XmlScanner(
    NAMES,
    {
      start(symbol) {
        if (!rootSeen && symbol !== NAME.checkstyle) {
          throw new EvidenceError('its root is no <checkstyle>: it is no Checkstyle XML')
        }
        rootSeen = true
        if (symbol === NAME.file) {
          files += 1
          const name = scanner.attributes.text(NAME.name)
          path = name === undefined || name === '' ? undefined : mapPath(name)
        } else if (symbol === NAME.error) addError()
        else if (symbol === NAME.exception) {
          text.take()
          scanner.keepText = true
        }
      },
      end(symbol) {
        if (symbol === NAME.file) path = undefined
        else if (symbol === NAME.exception) {
          const reason = text.take().trim().split('\n', 1)[0] ?? ''
          doubts.push({
            kind: 'contradiction',
            text: `${path ?? 'a file'} could not be checked: ${reason.slice(0, 300)}`,
          })
        }
      },
      text(bytes, start, end) {
        text.add(bytes, start, end)
      },
    },
    { lenient: true },
  )
  const input = new Utf8Input((chunk) => {
    scanner.write(chunk)
  })
  return {
    write(chunk) {
      input.write(chunk)
    },
    end() {
      input.end()
      scanner.end()
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
  }
}

function positive(count: number): number | undefined {
  return count >= 1 ? count : undefined
}
