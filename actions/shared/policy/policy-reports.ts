import { FORMAT_IDS } from '../reports/format-ids.ts'
import { type ReportLine, parseFormat, parseReportLine } from './report-lines.ts'
import type { YamlReader } from './yaml-reader.ts'

/** Keys of a mapping of the section `reports`: the options of a line, and the files. */
const REPORT_KEYS = ['files', 'format', 'label', 'exit-code', 'matcher'] as const

const MATCHER = 'problem-matcher'

/** The section `reports` of a policy file. What is wrong is noted in the reader. */
export function readReports(reader: YamlReader, list: unknown): readonly ReportLine[] {
  const known = reader.problems.length
  const lines = reader.items(list, 'a list of reports').flatMap((node) => readReport(reader, node))
  if (reader.problems.length === known && !lines.some(({ excludes }) => !excludes)) {
    reader.refuse(list, 'reports names no file: the list is empty, or every line takes files away')
  }
  return lines
}

/** A line as the input `reports` has it, or a mapping that says the same: a line for each of its files. */
function readReport(reader: YamlReader, node: unknown): readonly ReportLine[] {
  if (reader.isText(node)) return readLine(reader, node, reader.text(node, 'a report') ?? '')
  const fields = reader.fields(node, REPORT_KEYS, 'a report')
  if (!fields) return []
  const label = fields.label === undefined ? undefined : reader.text(fields.label, 'a label')
  const exitCode = fields['exit-code'] === undefined ? undefined : reader.integer(fields['exit-code'], 'an exit code')
  const format = readFormat(reader, fields.format, fields.matcher)
  if (fields.files === undefined) {
    reader.refuse(node, 'a report needs the key files')
    return []
  }
  return readGlobs(reader, fields.files).map((glob) => lineOf(glob, { ...format, label, exitCode }))
}

function readLine(reader: YamlReader, node: unknown, text: string): readonly ReportLine[] {
  if (/[\r\n]/.test(text.trim())) {
    reader.refuse(node, 'a report is one line; write each line as an item of the list')
    return []
  }
  const parsed = parseReportLine(text, FORMAT_IDS)
  if (!('column' in parsed)) return [parsed]
  reader.refuse(node, parsed.problem)
  return []
}

function readFormat(reader: YamlReader, format: unknown, matcher: unknown): Pick<ReportLine, 'format' | 'matcher'> {
  const file = matcher === undefined ? undefined : reader.text(matcher, "a problem matcher's file")
  const id = format === undefined ? undefined : reader.text(format, 'a report format')
  if (matcher !== undefined && (format === undefined || id === MATCHER)) return { format: MATCHER, matcher: file }
  if (matcher !== undefined) reader.refuse(matcher, `matcher goes with format: ${MATCHER}, and with no other`)
  const named = id === undefined ? {} : parseFormat(id, FORMAT_IDS)
  if (typeof named !== 'string') return named
  reader.refuse(format, `expected ${named}`)
  return {}
}

function readGlobs(reader: YamlReader, node: unknown): readonly string[] {
  const nodes = reader.isText(node) ? [node] : reader.items(node, 'a file, a glob or a list of them')
  const globs = nodes.flatMap((item) => {
    const glob = reader.text(item, 'a file or a glob')?.trim()
    if (glob === undefined) return []
    if (glob !== '!' && !/[\r\n]/.test(glob)) return [glob]
    reader.refuse(item, 'expected a file or a glob of one line')
    return []
  })
  if (globs.every((glob) => glob.startsWith('!'))) reader.refuse(node, 'files needs at least one file or glob')
  return globs
}

function lineOf(glob: string, options: Pick<ReportLine, 'format' | 'matcher' | 'label' | 'exitCode'>): ReportLine {
  if (glob.startsWith('!')) return { text: glob, glob: glob.slice(1).trim(), excludes: true }
  const { format, matcher, label, exitCode } = options
  const named = [
    ['format', matcher === undefined ? format : `${MATCHER}:${matcher}`],
    ['label', label],
    ['exit-code', exitCode],
  ] as const
  const written = named.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(String(value))}`]))
  return { text: [...written, glob].join(' '), glob, excludes: false, ...options }
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value
}
