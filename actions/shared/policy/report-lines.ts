import { didYouMean } from './nearest.ts'

/** One line of the input `reports`, or of a policy file's section of that name: `[format=…] [label=…] [exit-code=…] glob`. */
export interface ReportLine {
  /** As written, for messages. */
  readonly text: string
  readonly glob: string
  /** `!glob`: takes files away that the lines above it matched. */
  readonly excludes: boolean
  readonly format?: string | undefined
  readonly label?: string | undefined
  readonly exitCode?: number | undefined
  /** The file of `format=problem-matcher:file`. */
  readonly matcher?: string | undefined
}

interface Options {
  format?: string
  label?: string
  exitCode?: number
  matcher?: string
}

/** The format that reads any text, through a problem matcher whose file is named with it. */
const MATCHER = 'problem-matcher'

/** What `format=` names, or what it takes: a format of the registry, or `problem-matcher:path/to/matcher.json`. */
export function parseFormat(
  value: string,
  formats: readonly string[],
): Pick<ReportLine, 'format' | 'matcher'> | string {
  const [format = '', ...file] = value.split(':')
  if (format === MATCHER && formats.includes(MATCHER)) {
    const matcher = file.join(':')
    return matcher === '' ? `the file of the problem matcher: ${MATCHER}:path/to/matcher.json` : { format, matcher }
  }
  if (formats.includes(value)) return { format: value }
  const anyText = formats.includes(MATCHER) ? `; any other text through ${MATCHER}:path/to/matcher.json` : ''
  return `a report format: there is no ${JSON.stringify(value)}${didYouMean(value, formats)}; known: ${formats.join(', ')}${anyText}`
}

/** Sets an option, or says what it takes. */
type OptionParser = (options: Options, value: string, formats: readonly string[]) => string | undefined

const OPTIONS: Readonly<Record<string, OptionParser>> = {
  format: (options, value, formats) => {
    const named = parseFormat(value, formats)
    if (typeof named === 'string') return named
    Object.assign(options, named)
    return undefined
  },
  label: (options, value) => {
    if (value === '') return 'a label that is not empty'
    options.label = value
    return undefined
  },
  'exit-code': (options, value) => {
    // `exit-code=${{ steps.types.outputs.code }}` of a step that did not run is empty: then none was recorded.
    if (value === '') return undefined
    if (!/^-?\d{1,10}$/.test(value)) return 'a whole number'
    options.exitCode = Number(value)
    return undefined
  },
}

/** `name=value` or `name="value with spaces"` at the beginning of what is left of a line. */
const OPTION = /^([a-z][a-z-]*)=("[^"]*"|\S*)(?:\s+|$)/

/** Parses the input `reports`; `problems` name line and column, both 1-based. */
export function parseReportLines(
  text: string,
  formats: readonly string[],
): { readonly value: readonly ReportLine[] } | { readonly problems: readonly string[] } {
  const value: ReportLine[] = []
  const problems: string[] = []
  text.split(/\r\n|\r|\n/).forEach((written, index) => {
    if (/^\s*(#|$)/.test(written)) return
    const parsed = parseReportLine(written, formats)
    if ('column' in parsed) problems.push(`line ${index + 1}, column ${parsed.column}: ${parsed.problem}`)
    else value.push(parsed)
  })
  if (problems.length > 0) return { problems }
  if (!value.some((line) => !line.excludes)) {
    return { problems: ['names no file: every line is empty, a comment or an exclusion'] }
  }
  return { value }
}

/** One line, or where it is wrong (column, 1-based) and why. */
export function parseReportLine(
  written: string,
  formats: readonly string[],
): ReportLine | { readonly column: number; readonly problem: string } {
  const options: Options = {}
  let rest = written.trimStart()
  for (let option = OPTION.exec(rest); option; option = OPTION.exec(rest)) {
    const [matched, name = '', quoted = ''] = option
    const column = written.length - rest.length + 1
    const parse = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined
    if (!parse) {
      const hint = `${didYouMean(name, Object.keys(OPTIONS))}; a file of that name is written ./${name}=…`
      return { column, problem: `there is no option ${JSON.stringify(name)}${hint}` }
    }
    const expected = parse(options, quoted.startsWith('"') ? quoted.slice(1, -1) : quoted, formats)
    if (expected !== undefined) return { column: column + name.length + 1, problem: `expected ${expected}` }
    rest = rest.slice(matched.length)
  }
  const excludes = rest.startsWith('!')
  const glob = (excludes ? rest.slice(1) : rest).trim()
  const column = written.length - rest.length + 1
  if (glob === '') return { column, problem: 'expected a file or a glob' }
  if (excludes && Object.keys(options).length > 0) {
    return { column: 1, problem: 'a line that excludes files takes no options' }
  }
  return { text: written.trim(), glob, excludes, ...options }
}
