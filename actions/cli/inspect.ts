import { ConfigurationError } from '../shared/model/errors.ts'
import type { Evidence } from '../shared/model/evidence.ts'
import { FORMAT_IDS } from '../shared/reports/format-ids.ts'
import { emptyTables } from '../shared/runtime/evidence-loader.ts'
import { readReport } from '../shared/runtime/evidence-reader.ts'
import { Globs } from '../shared/runtime/globs.ts'
import { progressOn } from '../shared/runtime/progress.ts'
import { type ReportFile, findReports } from '../shared/runtime/report-files.ts'
import { type ReportLine, parseFormat } from '../shared/policy/report-lines.ts'
import { printable, printableJson } from '../shared/runtime/text-safety.ts'
import { Workspace } from '../shared/runtime/workspace.ts'
import { TERMINAL_EXIT } from '../shared/runtime/exit-codes.ts'
import type { CommandLine } from './flags.ts'
import type { Terminal } from './terminal.ts'

/** `cicd inspect`: what the suite sees in each report by itself. Exit code 3 if any was refused. */
export async function inspect(commandLine: CommandLine, terminal: Terminal): Promise<number> {
  const named = namedFormat(commandLine)
  const exitCode = recordedExitCode(commandLine)
  if (commandLine.positionals.length === 0) throw new ConfigurationError('FILES: name at least one report')
  const workspace = new Workspace(terminal.folder, undefined)
  const globs = await Globs.over(workspace)
  const progress = progressOn(terminal.complain, terminal.clock, terminal.isInteractive)
  const show = commandLine.switches.has('json') ? asJson : asBlock
  let isAnyRefused = false
  for (const given of commandLine.positionals) {
    const line: ReportLine = { text: given, glob: given, excludes: false, ...named, exitCode }
    const { files, gaps } = findReports([line], globs)
    for (const { found } of gaps) terminal.write(show({ file: given, refused: found }))
    for (const file of files) {
      const shown = files.length === 1 && !isPattern(given, file) ? { ...file, shown: given } : file
      const evidence = await readReport(shown, {
        scope: {},
        index: 0,
        tables: emptyTables(),
        mapPath: (path) => path,
        progress,
        workspace,
      })
      progress.end()
      terminal.write(show(described(evidence)))
      isAnyRefused ||= evidence.refused !== undefined
    }
    isAnyRefused ||= gaps.length > 0
  }
  return isAnyRefused ? TERMINAL_EXIT.unknown : TERMINAL_EXIT.pass
}

/** What is printed of a report, in this order. */
type Description =
  | { readonly file: string; readonly refused: string }
  | (Pick<Evidence, 'kind' | 'entries' | 'metrics'> & {
      readonly file: string
      readonly format: string
      readonly doubts: readonly string[]
    })

function described({ provenance, kind, entries, metrics, doubts, refused }: Evidence): Description {
  const { file, format } = provenance
  return refused === undefined
    ? { file, format, kind, entries, metrics, doubts: doubts.map(({ text }) => text) }
    : { file, refused }
}

function asJson(description: Description): string {
  return `${printableJson(JSON.stringify(description))}\n`
}

function asBlock(description: Description): string {
  if ('refused' in description) return printable(`${description.file}\n  refused: ${description.refused}\n\n`)
  const { file, format, kind, entries, metrics, doubts } = description
  const longest = Math.max(0, ...Object.keys(metrics).map((name) => name.length))
  const lines = [
    file,
    `  ${format}: ${kind}, ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    ...Object.entries(metrics).map(([name, value]) => `  ${name.padEnd(longest)}  ${value}`),
    ...doubts.map((doubt) => `  doubt: ${doubt}`),
  ]
  return printable(`${lines.map((line) => line.replace(/[\r\n]+/g, ' ')).join('\n')}\n\n`)
}

function isPattern(given: string, file: ReportFile): boolean {
  return /[*?[\]{}()!]/.test(given) && !file.real.endsWith(given.replace(/^\.\//, ''))
}

function namedFormat({ values }: CommandLine): Pick<ReportLine, 'format' | 'matcher'> {
  const format = values.get('format')?.at(-1)
  if (format === undefined) return {}
  const named = parseFormat(format, FORMAT_IDS)
  if (typeof named === 'string') throw new ConfigurationError(`--format: expected ${named}`)
  return named
}

function recordedExitCode({ values }: CommandLine): number | undefined {
  const written = values.get('exit-code')?.at(-1)
  if (written === undefined) return undefined
  if (/^-?\d{1,10}$/.test(written)) return Number(written)
  throw new ConfigurationError(`--exit-code: ${JSON.stringify(written)} is not a whole number`)
}
