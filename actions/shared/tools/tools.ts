import { COVERAGE_TOOLS } from './coverage-tools.ts'
import { METRIC_TOOLS } from './metric-tools.ts'
import { RUNNER_TOOLS } from './runner-tools.ts'
import type { Tool } from './tool.ts'
import { LINT_TOOLS } from './lint-tools.ts'
import { SECURITY_CODE_TOOLS } from './security-code-tools.ts'
import { SECURITY_PACKAGE_TOOLS } from './security-package-tools.ts'
import { SECURITY_SBOM_TOOLS } from './security-sbom-tools.ts'

export type { ExitMeaning, Tool } from './tool.ts'

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
    formats: ['cobertura', 'lcov', 'coverage-py'],
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
  radon: {
    title: 'radon',
    names: ['radon'],
    formats: ['radon-cc', 'radon-mi'],
    exitCodes: { 0: 'clean' },
    sawNothing: '{}',
    run: 'radon cc -j app > reports/radon-cc.json',
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
  vstest: {
    title: 'dotnet test',
    names: ['vstest'],
    formats: ['trx'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'Counters total="0"; a run without tests ends with exit code 0',
    run: 'dotnet test --logger trx --results-directory reports',
    leaves: 'reports/**/*.trx',
  },
  ctrf: {
    title: 'CTRF reporters',
    names: ['ctrf'],
    formats: ['ctrf'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'summary.tests is 0',
    run: 'npx playwright test --reporter playwright-ctrf-json-reporter',
  },
  jest: {
    title: 'Jest',
    names: ['jest'],
    formats: ['jest', 'ctrf', 'junit'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'numTotalTests is 0',
    run: 'npx jest --json --outputFile=reports/jest.json',
  },
  goTest: {
    title: 'go test',
    names: ['go test'],
    formats: ['go-test'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'every package ends with "skip"',
    run: 'go test -json ./... > reports/go-test.json',
  },
  checkstyle: {
    title: 'Checkstyle',
    names: ['checkstyle'],
    family: 'lint',
    formats: ['checkstyle'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'no <file>',
    run: 'mvn checkstyle:checkstyle',
    leaves: 'target/checkstyle-result.xml',
  },
  eslint: {
    title: 'ESLint',
    names: ['eslint'],
    family: 'lint',
    formats: ['eslint', 'checkstyle', 'sarif'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: '[]; exit code 2',
    run: 'npx eslint --format json --output-file reports/eslint.json .',
  },
  black: {
    title: 'Black',
    names: ['black'],
    family: 'lint',
    formats: ['black'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    emptyWhenClean: true,
    sawNothing: '"No Python files are present to be formatted"; exit code 123 for a file that it cannot read',
    run: 'black --check . 2> reports/black.txt',
  },
  isort: {
    title: 'isort',
    names: ['isort'],
    family: 'lint',
    formats: ['isort'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    emptyWhenClean: true,
    sawNothing: 'not told: a file that does not parse leaves nothing and exit code 0',
    run: 'isort --check-only . 2> reports/isort.txt',
  },
  k6: {
    title: 'k6',
    names: ['k6'],
    formats: ['k6-summary'],
    exitCodes: { 0: 'clean', 99: 'findings' },
    sawNothing: 'http_reqs.count is 0, or not there',
    run: 'k6 run --summary-export reports/k6.json load.js',
  },
  nunit: {
    title: 'NUnit',
    names: ['nunit'],
    formats: ['nunit', 'trx'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'total="0"',
    run: 'nunit3-console bin/Shop.Tests.dll --result=reports/nunit.xml',
  },
  xunitNet: {
    title: 'xUnit.net',
    names: ['xunit.net'],
    formats: ['xunit', 'trx'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'total="0", or no collection',
    run: 'dotnet test --logger "xunit;LogFilePath=reports/xunit.xml"',
  },
  mocha: {
    title: 'Mocha',
    names: ['mocha'],
    formats: ['mocha', 'junit'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'stats.tests is 0',
    run: 'npx mocha --reporter json --reporter-option output=reports/mocha.json',
  },
  dart: {
    title: 'Dart test',
    names: ['dart test'],
    formats: ['dart'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'exit code 79',
    run: 'dart test --file-reporter json:reports/dart.json',
  },
  nodeTest: {
    title: "Node's test runner",
    names: ['node'],
    formats: ['tap', 'junit'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: '# tests 0',
    run: 'node --test --test-reporter tap --test-reporter-destination reports/tests.tap',
  },
  cucumber: {
    title: 'Cucumber',
    names: ['cucumber'],
    formats: ['cucumber', 'junit'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: '[]',
    run: 'npx cucumber-js --format json:reports/cucumber.json',
  },
  robot: {
    title: 'Robot Framework',
    names: ['robot framework'],
    formats: ['robot', 'junit'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'exit code 252: no test matched',
    run: 'robot --output reports/output.xml tests',
  },
  ...RUNNER_TOOLS,
  ...COVERAGE_TOOLS,
  ...METRIC_TOOLS,
  ...LINT_TOOLS,
  ...SECURITY_CODE_TOOLS,
  ...SECURITY_PACKAGE_TOOLS,
  ...SECURITY_SBOM_TOOLS,
} as const satisfies Record<string, Tool>

export type ToolId = keyof typeof TOOLS

/** Rows by name; it is asked once for every finding of a report. */
const BY_NAME: ReadonlyMap<string, Tool> = new Map(
  Object.values<Tool>(TOOLS)
    .toReversed()
    .flatMap((tool) => tool.names.map((name) => [name, tool])),
)

/** The row of a tool by a name that a report gives it; of several, the first. */
export function toolNamed(name: string): Tool | undefined {
  return BY_NAME.get(name.toLowerCase())
}
