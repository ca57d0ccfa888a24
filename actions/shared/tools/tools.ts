import type { FindingFamily } from '../model/findings.ts'

/** What an exit code of a tool says. A code that is not listed: the tool did not do its work. */
export type ExitMeaning = 'clean' | 'findings'

/** How a tool is to be read and believed. */
export interface Tool {
  readonly title: string
  /** Names that the tool goes by in reports (SARIF driver names), lower case. */
  readonly names: readonly string[]
  readonly family?: FindingFamily
  /** Ids of the formats that it writes. */
  readonly formats: readonly string[]
  readonly exitCodes: Readonly<Record<number, ExitMeaning>>
  /** Its report of a clean run is a file of zero bytes. */
  readonly emptyWhenClean?: boolean
  /** How its report tells that nothing was looked at. */
  readonly sawNothing: string
  /** A command that writes the report. */
  readonly run: string
}

export const TOOLS = {
  pytest: {
    title: 'pytest',
    names: ['pytest'],
    formats: ['junit'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'tests="0"; exit code 5',
    run: 'pytest --junitxml=reports/junit.xml',
  },
  coverage: {
    title: 'coverage.py',
    names: ['coverage.py'],
    formats: ['cobertura', 'lcov'],
    exitCodes: { 0: 'clean', 2: 'findings' },
    sawNothing: 'lines-valid="0"',
    run: 'coverage xml -o reports/coverage.xml',
  },
  ruff: {
    title: 'Ruff',
    names: ['ruff'],
    family: 'lint',
    formats: ['ruff', 'sarif'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'not told: a folder without Python files gives [] and a warning on stderr',
    run: 'ruff check --output-format json --output-file reports/ruff.json',
  },
  mypy: {
    title: 'mypy',
    names: ['mypy'],
    family: 'types',
    formats: ['mypy'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    emptyWhenClean: true,
    sawNothing: 'exit code 2',
    run: 'mypy --output json . > reports/mypy.json',
  },
  bandit: {
    title: 'Bandit',
    names: ['bandit'],
    family: 'security',
    formats: ['bandit', 'sarif'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'metrics._totals.loc is 0, or errors names files',
    run: 'bandit -r app -f json -o reports/bandit.json',
  },
  radon: {
    title: 'radon',
    names: ['radon'],
    formats: ['radon-cc', 'radon-mi'],
    exitCodes: { 0: 'clean' },
    sawNothing: '{}',
    run: 'radon cc -j app > reports/radon-cc.json',
  },
  semgrep: {
    title: 'Semgrep',
    names: ['semgrep', 'semgrep oss', 'semgrep pro'],
    family: 'security',
    formats: ['sarif'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'not told: a file that does not parse is listed as scanned',
    run: 'semgrep scan --sarif --output reports/semgrep.sarif',
  },
  gosec: {
    title: 'gosec',
    names: ['gosec'],
    family: 'security',
    formats: ['sarif'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'no output for a folder without Go; exit code 1 for code that does not compile, as for findings',
    run: 'gosec -fmt sarif -out reports/gosec.sarif ./...',
  },
  trivy: {
    title: 'Trivy',
    names: ['trivy'],
    family: 'security',
    formats: ['sarif'],
    exitCodes: { 0: 'clean' },
    sawNothing: 'no output without a database',
    run: 'trivy fs --format sarif --output reports/trivy.sarif .',
  },
  codeql: {
    title: 'CodeQL',
    names: ['codeql'],
    family: 'security',
    formats: ['sarif'],
    exitCodes: { 0: 'clean' },
    sawNothing: 'invocations[].executionSuccessful is false',
    run: 'codeql database analyze --format=sarif-latest --output=reports/codeql.sarif',
  },
} as const satisfies Record<string, Tool>

export type ToolId = keyof typeof TOOLS

/** The row of a tool by a name that a report gives it. */
export function toolNamed(name: string): Tool | undefined {
  const wanted = name.toLowerCase()
  return Object.values<Tool>(TOOLS).find((tool) => tool.names.includes(wanted))
}
