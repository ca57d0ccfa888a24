import { TOOLS, type Tool, type ToolId } from '../../shared/tools/tools.ts'
import type { DetectedTool, RepositoryFiles } from './detect.ts'
import type { WorkflowRun, Workflows } from './workflows.ts'

/** A step of the workflow that is written: one command, which leaves the reports of some tools. */
export interface PlannedStep {
  /** Where the exit code is recorded, as its report of a clean run is an empty file. */
  readonly id?: string | undefined
  readonly run: string
  readonly folder: string
}

/** A report that a step leaves. */
export interface PlannedReport {
  readonly tool: ToolId
  /** Path or glob from the top of the repository. */
  readonly path: string
  /** Named where an empty list means that all is well. */
  readonly format?: string | undefined
  /** The step that records the exit code of the tool. */
  readonly exitCodeOf?: string | undefined
}

export interface Plan {
  readonly installs: readonly PlannedStep[]
  readonly steps: readonly PlannedStep[]
  readonly reports: readonly PlannedReport[]
  /** What people must do themselves: tools whose command nobody can guess. */
  readonly remarks: readonly string[]
}

interface Command {
  readonly tools: readonly ToolId[]
  readonly run: string
  /** Files beside those that the tools' own rows name. */
  readonly also?: Readonly<Partial<Record<ToolId, string>>>
}

const MOCHA = 'npx mocha --reporter json --reporter-option output=reports/mocha.json'

/** Tools that one run of theirs serves together, the longer lists first. */
const TOGETHER: readonly Command[] = [
  {
    tools: ['pytest', 'coverage'],
    run: 'pytest --junitxml=reports/junit.xml --cov --cov-report=xml:reports/coverage.xml',
  },
  { tools: ['coverage'], run: 'coverage run -m unittest && coverage xml -o reports/coverage.xml' },
  { tools: ['nyc', 'mocha'], run: `npx nyc --reporter=json --report-dir=reports ${MOCHA}` },
  { tools: ['nyc'], run: 'npx nyc --reporter=json --report-dir=reports npm test' },
  { tools: ['c8', 'mocha'], run: `npx c8 --reporter=lcovonly --reports-dir=reports ${MOCHA}` },
  { tools: ['c8'], run: 'npx c8 --reporter=lcovonly --reports-dir=reports npm test' },
  {
    tools: ['jest'],
    run: 'npx jest --json --outputFile=reports/jest.json --coverage --coverageReporters=json --coverageDirectory=reports/coverage',
    also: { jest: 'reports/coverage/coverage-final.json' },
  },
  {
    tools: ['goTest', 'go-cover'],
    run: 'go test -json -coverprofile=reports/cover.out ./... > reports/go-test.json',
  },
  {
    tools: ['vstest', 'coverlet'],
    run: 'dotnet test --logger trx --collect "XPlat Code Coverage" --results-directory reports',
  },
  { tools: ['rspec', 'simplecov'], run: 'bundle exec rspec --format RspecJunitFormatter --out reports/rspec.xml' },
  { tools: ['surefire', 'jacoco'], run: 'mvn --batch-mode verify' },
]

/** What installs the packages that a folder asks for; the first that fits of each group. */
const INSTALLS: readonly (readonly (readonly [file: string, run: string])[])[] = [
  [
    ['package-lock.json', 'npm ci'],
    ['yarn.lock', 'yarn install --frozen-lockfile'],
    ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
    ['package.json', 'npm install'],
  ],
  [
    ['requirements-dev.txt', 'pip install -r requirements-dev.txt'],
    ['requirements.txt', 'pip install -r requirements.txt'],
    ['pyproject.toml', 'pip install .'],
  ],
  [['Gemfile', 'bundle install']],
  [['composer.json', 'composer install --no-progress']],
]

/** Load tests need something to load. */
const NEEDS_A_SERVER: readonly ToolId[] = ['k6', 'lighthouse', 'autocannon', 'wrk', 'jmeter']

/** Which steps and reports the tools of a repository come to. */
export function planWorkflow(tools: readonly DetectedTool[], workflows: Workflows, files: RepositoryFiles): Plan {
  const remarks: string[] = []
  const steps: PlannedStep[] = []
  const reports: PlannedReport[] = []
  const detected = [...tools, ...onlyRun(tools, workflows.runs)]
  const folders = [...new Set(detected.map(({ folder }) => folder))]
  for (const folder of folders) {
    const here = detected.filter((candidate) => candidate.folder === folder).map(({ tool }) => tool)
    for (const tool of here.filter((candidate) => NEEDS_A_SERVER.includes(candidate))) {
      remarks.push(
        `${TOOLS[tool].title} needs something to measure: add its step (${TOOLS[tool].run}) and the line ${reportOf(tool)} to reports`,
      )
    }
    const used = here.filter((tool) => !NEEDS_A_SERVER.includes(tool))
    for (const command of commandsOf(used, folder, workflows.runs)) addStep(command, folder)
  }
  const theirs = workflows.installs.map((run) => ({ run, folder: '' }))
  return { installs: theirs.length > 0 ? theirs : installsOf(folders, files), steps, reports, remarks }

  function addStep({ tools: served, run, also, leaves = {} }: FoundCommand, folder: string): void {
    const silent = served.find((tool) => rowOf(tool).emptyWhenClean === true)
    const id = silent === undefined ? undefined : idOf(silent, steps)
    steps.push({ id, run, folder })
    for (const tool of served) {
      const row = rowOf(tool)
      const format = row.family === undefined ? undefined : formatOf(row, run)
      const exitCodeOf = row.emptyWhenClean === true ? id : undefined
      const paths = [leaves[tool] ?? reportOf(tool), also?.[tool]].filter((path) => path !== undefined)
      for (const path of paths) reports.push({ tool, path: inFolder(folder, path), format, exitCodeOf })
    }
  }
}

interface FoundCommand extends Command {
  /** Where a workflow's own line leaves the report. */
  readonly leaves?: Readonly<Partial<Record<ToolId, string>>>
}

/** The commands of a folder's tools: a workflow's own line where it leaves a report, else ours. */
function commandsOf(tools: readonly ToolId[], folder: string, runs: readonly WorkflowRun[]): readonly FoundCommand[] {
  const left = new Set(tools)
  const commands: FoundCommand[] = []
  // A line of a workflow is relative to the top, as far as anybody can tell.
  const lines = folder === '' ? runs.filter(isUsable) : []
  for (const tool of tools) {
    if (!left.has(tool)) continue
    const own = lines.find((run) => run.tool === tool)
    if (own) {
      const served = lines.filter(({ line, tool: other }) => line === own.line && left.has(other))
      const leaves = Object.fromEntries(served.map((run) => [run.tool, run.report])) as Partial<Record<ToolId, string>>
      commands.push({ tools: served.map((run) => run.tool), run: own.line, leaves })
    } else {
      commands.push(
        TOGETHER.find(
          (candidate) => candidate.tools.includes(tool) && candidate.tools.every((other) => left.has(other)),
        ) ?? {
          tools: [tool],
          run: commandOf(rowOf(tool)),
        },
      )
    }
    for (const served of commands.at(-1)?.tools ?? []) left.delete(served)
  }
  return commands
}

/** Whether a line can stand in another workflow: it needs nothing of its own, and its exit code is the tool's. */
function isUsable({ tool, report, line }: WorkflowRun): boolean {
  if (report === undefined || line.includes('${{')) return false
  return rowOf(tool).emptyWhenClean !== true || !/\|\||\$\?|GITHUB_OUTPUT/.test(line)
}

/** Tools that no configuration names, and a workflow runs with a report. */
function onlyRun(tools: readonly DetectedTool[], runs: readonly WorkflowRun[]): readonly DetectedTool[] {
  const known = new Set(tools.map(({ tool }) => tool))
  return runs.flatMap(({ tool, workflow, report }) => {
    if (known.has(tool) || report === undefined) return []
    known.add(tool)
    return [{ tool, folder: '', because: `${workflow} runs it` }]
  })
}

function rowOf(tool: ToolId): Tool {
  return TOOLS[tool]
}

/** The command of a row for the whole folder; what follows a comma is said to people. */
export function commandOf({ run }: Tool): string {
  return (run.split(/, (?=which|with)/)[0] ?? run).replace(/ app\b/, ' .')
}

/** Where the command of a tool's row leaves its report. */
export function reportOf(tool: ToolId): string {
  const { run, leaves } = rowOf(tool)
  return leaves ?? /\breports\/[\w./-]+/.exec(run)?.[0] ?? 'reports/**'
}

/** The format that a command line asks for, where it is not the tool's first. */
function formatOf({ formats }: Tool, run: string): string | undefined {
  return formats.find((format, index) => index > 0 && run.includes(format)) ?? formats[0]
}

function idOf(tool: ToolId, steps: readonly PlannedStep[]): string {
  const taken = new Set(steps.map(({ id }) => id))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? tool : `${tool}-${number}`
    if (!taken.has(id)) return id
  }
}

function installsOf(folders: readonly string[], files: RepositoryFiles): readonly PlannedStep[] {
  const there = new Set(files.paths)
  return ['', ...folders.filter((folder) => folder !== '')].flatMap((folder) =>
    INSTALLS.flatMap((group) => {
      const [, run] = group.find(([file]) => there.has(inFolder(folder, file))) ?? []
      return run === undefined ? [] : [{ run, folder }]
    }),
  )
}

export function inFolder(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}
