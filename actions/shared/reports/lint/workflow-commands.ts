import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { positionOf } from '../place-numbers.ts'
import type { OpenReader } from '../reader.ts'
import { utf8Reader } from '../encoding.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { plainLines } from '../text/plain-lines.ts'
import { DOCUMENT } from './line-findings.ts'
import { refuseSilence } from './silence.ts'

const COMMAND = /^::(error|warning|notice)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/
/** Those of Azure's runner, which Ruff, TSLint and others print as well. */
const LOG_ISSUE = /^##vso\[task\.logissue ([^\]]*)\](.*)$/i
/** Any other command of the runner's: `::group::`, `::debug::`, `::add-mask::`. */
const OTHER_COMMAND = /^::[a-z-]+(?: [^:]*)?::/
/** Looks like a command that was damaged or that the runner would not take for one. */
const SUSPICIOUS = /^\W{0,8}(?:error|warning|notice)\b.*::|^::/
const LEVEL: Readonly<Record<string, Level>> = { error: 'error', warning: 'warning', notice: 'note' }
const LINE_LIMIT = 65_536

/**
 * `::error file=…,line=…::message`, as tools print them for the runner
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands), among any other text.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  let entries = 0
  let lines = 0
  let stray: string | undefined

  function add(level: string, properties: ReadonlyMap<string, string>, message: string): void {
    const path = properties.get('file')
    entries += 1
    tables.findings.add({
      family: 'lint',
      rank: LEVEL[level] ?? 'error',
      tool: 'workflow command',
      rule: properties.get('title') ?? level,
      message: unescaped(message),
      path: path === undefined || path === '' ? undefined : mapPath(path),
      line: positionOf(properties.get('line')),
      column: positionOf(properties.get('col')),
      endLine: positionOf(properties.get('endLine')),
    })
  }

  function addIssue(properties: ReadonlyMap<string, string>, message: string): void {
    const level = properties.get('type') ?? 'error'
    const names = [
      ['file', 'sourcepath'],
      ['line', 'linenumber'],
      ['col', 'columnnumber'],
      ['title', 'code'],
    ] as const
    const known = names.flatMap(([name, theirs]) => {
      const value = properties.get(theirs)
      return value === undefined ? [] : [[name, value] as const]
    })
    add(level, new Map(known), message)
  }

  const splitter = plainLines((text, number) => {
    if (text.trim() === '') return
    lines += 1
    if (lines === 1 && DOCUMENT.test(text)) throw new EvidenceError('it is a document, no log')
    const command = text.length > LINE_LIMIT ? null : COMMAND.exec(text)
    const issue = text.length > LINE_LIMIT ? null : LOG_ISSUE.exec(text)
    if (issue) addIssue(propertiesOf(issue[1] ?? '', ';'), issue[2] ?? '')
    else if (command) add(command[1] as string, propertiesOf(command[2] ?? ''), command[3] ?? '')
    else if (SUSPICIOUS.test(text) && !OTHER_COMMAND.test(text)) {
      stray ??= `line ${number} begins like a command and is none: ${text.slice(0, 200)}`
    }
  })
  return utf8Reader(splitter, () => {
    const tool = LINT_TOOLS.workflowCommands
    if (entries === 0 && stray === undefined) refuseSilence(tool, exitCode, lines === 0)
    const doubts = exitCodeDoubts(tool, exitCode, entries)
    if (stray !== undefined) doubts.push({ kind: 'contradiction', text: stray })
    if (lines > 0 && !splitter.endsWithNewline) {
      doubts.push({ kind: 'contradiction', text: 'its last line does not end: it was cut off' })
    }
    return { kind: 'findings', entries, metrics: counter.metrics(['lint']), completeness: 'complete', doubts }
  })
}

function propertiesOf(text: string, delimiter = ','): Map<string, string> {
  return new Map(
    text.split(delimiter).flatMap((part) => {
      const at = part.indexOf('=')
      return at < 0 ? [] : [[part.slice(0, at).trim(), unescaped(part.slice(at + 1).trim())] as const]
    }),
  )
}

const ESCAPES: Readonly<Record<string, string>> = { '%25': '%', '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',' }

function unescaped(text: string): string {
  return text.replace(/%(?:25|0D|0A|3A|2C)/g, (escape) => ESCAPES[escape] ?? escape)
}
