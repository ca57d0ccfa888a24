import { COVERAGE_TOOLS } from '../../shared/tools/coverage-tools.ts'
import { TOOLS, type ToolId } from '../../shared/tools/tools.ts'
import { COMMANDS } from './signs.ts'
import type { RepositoryFiles } from './detect.ts'

/** A tool that a workflow runs already. */
export interface WorkflowRun {
  readonly tool: ToolId
  readonly workflow: string
  /** The line of its script. */
  readonly line: string
  /** The file that the line says it writes, as the workflow has it. */
  readonly report?: string | undefined
}

/** A step of somebody else's that shows or judges reports. */
export interface OtherGate {
  readonly workflow: string
  readonly uses: string
  /** The files that it is given, lines apart. */
  readonly paths: readonly string[]
}

/** What the workflows of a repository say about its tools. */
export interface Workflows {
  readonly runs: readonly WorkflowRun[]
  readonly gates: readonly OtherGate[]
  /** Globs of the files that the workflows keep as artifacts. */
  readonly uploads: readonly string[]
  /** Commands that install what the tools need, in their order, of the first job that runs one. */
  readonly installs: readonly string[]
  readonly problems: readonly string[]
}

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/

/** Steps of the marketplace that read reports, by a word in their name. */
const READS_REPORTS =
  /test-report|unit-test-result|junit|codecov|coveralls|coverage|cobertura|lcov|jacoco|reviewdog|sonar|upload-sarif|quality-gate|ctrf/i

/** Inputs by which such steps are told where the reports are. */
const PATH_INPUTS = [
  'path',
  'paths',
  'files',
  'file',
  'report_paths',
  'report-paths',
  'reports',
  'sarif_file',
  'coverage-files',
  'path-to-lcov',
]

/** How command lines name the coverage that they write, */
const COVERAGE_FLAGS = [
  /--cov-report[= ]xml:(\S+)/,
  /-coverprofile[= ](\S+)/,
  /\bcoverage xml\b.*\s-o[= ]?(\S+)/,
  /--output-path[= ](\S+)/,
]

/** and how they name anything else. */
const REPORT_FLAGS = [
  /--junit-?xml[= ](\S+)/,
  /--output-?[fF]ile[= ](\S+)/,
  /--log-junit[= ](\S+)/,
  /--summary-export[= ](\S+)/,
  /--out(?:put)?[= ](\S+\.(?:json|xml|txt|sarif))/,
  /\s-o[= ]?(\S+\.(?:json|xml|txt|sarif))/,
  />\s*(\S+\.(?:json|xml|txt|sarif))/,
]

const COVERAGE: ReadonlySet<string> = new Set(['coverage', ...Object.keys(COVERAGE_TOOLS)])

const INSTALLS =
  /^(?:npm (?:ci|install)|yarn(?: install)?|pnpm (?:i|install)|corepack enable|pip3? install|python3? -m pip install|poetry install|uv sync|uv pip install|pipenv install|go mod download|composer install|bundle install|dotnet restore|flutter pub get|dart pub get)\b[^|;&<>]*$/

/** Reads the workflows. `parse` is a parser of YAML 1.2, which throws what it cannot read. */
export function readWorkflows(files: RepositoryFiles, parse: (text: string) => unknown): Workflows {
  const runs: WorkflowRun[] = []
  const gates: OtherGate[] = []
  const uploads: string[] = []
  const problems: string[] = []
  let installs: readonly string[] | undefined
  for (const workflow of files.paths.filter((path) => WORKFLOW.test(path))) {
    const text = files.read(workflow)
    if (text === undefined) continue
    for (const job of jobsOf(workflow, text)) {
      const before = runs.length
      const isElsewhere = folderOf(fieldsOf(fieldsOf(job)['defaults'])['run'])
      const lines = stepsOf(job).flatMap((step) => stepLines(step, workflow, isElsewhere || folderOf(step)))
      if (runs.length > before) installs ??= [...new Set(lines.flatMap(installOf))]
    }
  }
  return { runs, gates, uploads: [...new Set(uploads)], installs: installs ?? [], problems }

  function jobsOf(workflow: string, text: string): readonly unknown[] {
    try {
      return Object.values(fieldsOf(fieldsOf(parse(text))['jobs']))
    } catch (error) {
      const [problem] = (error instanceof Error ? error.message : String(error)).split('\n')
      problems.push(`${workflow} is not valid YAML and was not understood: ${problem ?? ''}`)
      return []
    }
  }

  /** Notes what a step uses, and gives the lines of its script. */
  function stepLines(step: Fields, workflow: string, isElsewhere: boolean): readonly string[] {
    const uses = textOf(step['uses'])
    const given = fieldsOf(step['with'])
    const paths = PATH_INPUTS.flatMap((name) => textOf(given[name]).split(/[\n,]/))
      .filter((path) => path.trim() !== '' && !path.includes('${{'))
      .map((path) => path.trim().split(/\s+/).at(-1) ?? '')
    if (/^actions\/upload-artifact@/.test(uses)) uploads.push(...paths)
    else if (uses !== '' && READS_REPORTS.test(uses)) gates.push({ workflow, uses, paths })
    const lines = scriptLines(textOf(step['run']))
    for (const line of lines) {
      for (const tool of toolsOf(line)) {
        runs.push({ tool, workflow, line, report: isElsewhere ? undefined : reportOf(tool, line) })
      }
    }
    return lines
  }
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Whether something sets a folder to run in, from which the paths of its lines would have to be told. */
function folderOf(value: unknown): boolean {
  return textOf(fieldsOf(value)['working-directory']) !== ''
}

/** The part of a line that installs packages; what it prepares beside them is its own. */
function installOf(line: string): readonly string[] {
  const [first = ''] = line.split(/\s*&&\s*/)
  return INSTALLS.test(first) ? [first] : []
}

function stepsOf(job: unknown): readonly Fields[] {
  const steps = fieldsOf(job)['steps']
  return Array.isArray(steps) ? steps.map(fieldsOf) : []
}

/** Longer ones are no command that anybody wrote. */
const LONGEST_LINE = 2_000

function scriptLines(script: string): readonly string[] {
  return script
    .replaceAll(/\\\r?\n\s*/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && line.length <= LONGEST_LINE)
}

/** The tools that a line runs: by the words of the table, else by the tool's own name. An installation runs none. */
export function toolsOf(line: string): readonly ToolId[] {
  if (
    /\b(?:pip3?|npm|yarn|pnpm|uv|poetry|gem|composer|brew|apt(?:-get)?|go|cargo) (?:install|i|add|ci|require|sync|get)\b/.test(
      line,
    )
  ) {
    return []
  }
  return TOOL_COMMANDS.filter(([, command]) => command.test(line)).map(([tool]) => tool)
}

const TOOL_COMMANDS = (Object.keys(TOOLS) as ToolId[]).flatMap((tool): readonly (readonly [ToolId, RegExp])[] => {
  const command = COMMANDS[tool]
  if (command) return [[tool, command]]
  // Ids that are no command are words of other things ("gcc", "node", "dart").
  return /^[a-z][a-z0-9-]{2,}$/.test(tool) && tool !== 'gcc' && tool !== 'checkstyle'
    ? [[tool, new RegExp(`(?:^|[\\s/;&|])${tool}(?:\\s|$)`)]]
    : []
})

function reportOf(tool: ToolId, line: string): string | undefined {
  for (const flag of COVERAGE.has(tool) ? COVERAGE_FLAGS : REPORT_FLAGS) {
    const [, path] = flag.exec(line) ?? []
    const plain = path?.replace(/^["']|["']$/g, '')
    if (plain !== undefined && !/[$`{}]/.test(plain)) return plain.replace(/^\.\//, '')
  }
  return undefined
}
