import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { detect, type RepositoryFiles } from '../../../actions/cli/init/detect.ts'
import { chooseLimits, familiesOf } from '../../../actions/cli/init/limits.ts'
import { commandOf, planWorkflow, reportOf } from '../../../actions/cli/init/plan.ts'
import { COMMANDS, SIGNS } from '../../../actions/cli/init/signs.ts'
import { reportLine } from '../../../actions/cli/init/texts.ts'
import { readWorkflows, toolsOf } from '../../../actions/cli/init/workflows.ts'
import { METRICS } from '../../../actions/shared/model/metrics.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { TOOLS, type Tool, type ToolId } from '../../../actions/shared/tools/tools.ts'

function repository(files: Readonly<Record<string, string>>): RepositoryFiles {
  return { paths: Object.keys(files).sort(), read: (path) => files[path] }
}

const toolsIn = (files: Readonly<Record<string, string>>): string[] =>
  detect(repository(files)).tools.map(({ tool, folder }) => (folder === '' ? tool : `${folder}: ${tool}`))

const workflowsOf = (steps: string) =>
  readWorkflows(repository({ '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n${steps}` }), parse)

const packages = (...names: readonly string[]): string =>
  JSON.stringify({ devDependencies: Object.fromEntries(names.map((name) => [name, '*'])) })

describe('the tools of a repository', () => {
  it.each<[string, string, string[]]>([
    ['pyproject.toml', '[tool.pytest.ini_options]\n[tool.coverage.run]\n[tool.ruff]\n', ['pytest', 'coverage', 'ruff']],
    ['pyproject.toml', '[project]\ndependencies = ["requests", "mypy>=1.0"]\n', ['mypy']],
    ['pyproject.toml', '[tool.ruffian]\n# pytest is not used\nname = "pytest-like"\n', []],
    [
      'setup.cfg',
      '[tool:pytest]\n[coverage:run]\n[flake8]\n[mypy-requests.*]\n',
      ['pytest', 'coverage', 'flake8', 'mypy'],
    ],
    ['tox.ini', '[pytest]\n', ['pytest']],
    ['pytest.ini', '', ['pytest']],
    ['.coveragerc', '', ['coverage']],
    [
      'requirements-dev.txt',
      'pytest-cov==6\nblack\nisort[colors] ; python_version > "3.8"\n',
      ['coverage', 'black', 'isort'],
    ],
    ['package.json', packages('vitest', '@biomejs/biome', 'left-pad'), ['vitest', 'biome']],
    ['package.json', packages('mocha', 'nyc', 'eslint', 'typescript'), ['mocha', 'nyc', 'eslint', 'tsc']],
    ['package.json', '{"name": "jest"}', []],
    ['eslint.config.mjs', '', ['eslint']],
    ['tsconfig.json', '', ['tsc']],
    ['go.mod', 'module x', ['goTest', 'go-cover']],
    ['pom.xml', '<artifactId> jacoco-maven-plugin </artifactId>', ['surefire', 'jacoco']],
    [
      'pom.xml',
      '<artifactId>spotbugs-maven-plugin</artifactId><artifactId>maven-pmd-plugin</artifactId>',
      ['surefire', 'pmd', 'spotbugs'],
    ],
    ['build.gradle.kts', '', ['gradleTest']],
    ['src/Shop.Tests.csproj', '<PackageReference Include="Microsoft.NET.Test.Sdk" />', ['vstest']],
    ['composer.json', '{"require-dev": {"phpunit/phpunit": "*", "phpstan/phpstan": "*"}}', ['phpunit', 'phpstan']],
    ['Gemfile', 'gem \'rspec\'\ngem "simplecov", require: false\n', ['rspec', 'simplecov']],
    ['.rubocop.yml', '', ['rubocop']],
    ['.golangci.yml', '', ['golangciLint']],
    ['Cargo.toml', '', ['llvm-cov']],
    ['load/smoke.js', "import http from 'k6/http'", ['k6']],
    ['src/app.js', "import http from 'k6/http'", []],
  ])('are told by %s', (name, text, tools) => {
    expect(toolsIn({ [name]: text })).toEqual(tools)
  })

  it('are looked for in folders, where those above do not have them already', () => {
    const files = {
      'services/api/pyproject.toml': '[tool.ruff]',
      'web/package.json': packages('jest'),
      'web/packages/ui/package.json': packages('jest', 'stylelint'),
      'node_modules/jest/package.json': packages('mocha'),
      'test/fixtures/a/package.json': packages('cypress', 'vitest'),
      'a/b/c/d/e/go.mod': '',
    }
    expect(toolsIn(files)).toEqual(['web: jest', 'services/api: ruff', 'web/packages/ui: stylelint'])
  })

  it('are those of the top where a folder of tests or settings names them', () => {
    expect(toolsIn({ 'tests/conftest.py': '', '.github/actionlint.yaml': '' })).toEqual(['pytest'])
  })

  it('say when a manifest is broken, and how many folders were left out', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`m${index}/go.mod`, '']))
    const { problems, tools } = detect(repository({ ...many, 'package.json': '{' }))
    expect(problems).toEqual([
      'package.json is not valid JSON and was not understood',
      expect.stringMatching(/^8 more folders have tools of their own and were left out: /),
    ])
    expect(new Set(tools.map(({ folder }) => folder)).size).toBe(12)
  })

  it.each(['__proto__', 'constructor', 'toString'])('are not confused by a package called %s', (name) => {
    expect(toolsIn({ 'package.json': `{"devDependencies": {"${name}": "1"}, "dependencies": null}` })).toEqual([])
  })
})

describe('the workflows of a repository', () => {
  it('say which tools run, which report they leave and what installs them', () => {
    const { runs, installs } = workflowsOf(
      [
        '      - run: pip install --group dev && mkdir reports',
        '      - run: |',
        '          # pytest is next',
        '          pytest -q --junit-xml out/unit.xml \\',
        '            --cov --cov-report xml:out/coverage.xml',
        '          npx eslint .',
        '      - run: ruff check --output-file=out/ruff.json',
        '        working-directory: api',
      ].join('\n'),
    )
    expect(runs.map(({ tool, report }) => [tool, report])).toEqual([
      ['pytest', 'out/unit.xml'],
      ['coverage', 'out/coverage.xml'],
      ['eslint', undefined],
      ['ruff', undefined],
    ])
    expect(installs).toEqual(['pip install --group dev'])
  })

  it('name the steps of others that read reports, and what is uploaded', () => {
    const { gates, uploads } = workflowsOf(
      [
        '      - uses: EnricoMi/publish-unit-test-result-action@v2',
        '        with: { files: "out/*.xml\\n${{ matrix.x }}/*.xml" }',
        '      - uses: actions/upload-artifact@v4',
        '        with: { path: coverage/ }',
        '      - uses: actions/checkout@v4',
      ].join('\n'),
    )
    expect(gates.map(({ uses, paths }) => [uses, paths])).toEqual([
      ['EnricoMi/publish-unit-test-result-action@v2', ['out/*.xml']],
    ])
    expect(uploads).toEqual(['coverage/'])
  })

  it.each<[string, ToolId[]]>([
    ['pip install pytest ruff', []],
    ['go test -coverprofile=c.out ./...', ['goTest', 'go-cover']],
    ['./node_modules/.bin/jest --ci', ['jest']],
    ['python -m pytest', ['pytest']],
    ['echo a vitesting', []],
    ['cargo clippy -- -D warnings', ['clippy']],
  ])('%s runs %j', (line, tools) => {
    expect(toolsOf(line)).toEqual(tools)
  })

  it.each([['jobs: 3'], ['[]'], ['jobs: { a: { steps: [1, null, { run: 3, with: x }] } }'], ['']])(
    'are read as far as they can be: %s',
    (text) => {
      const files = repository({ '.github/workflows/ci.yml': text })
      expect(readWorkflows(files, parse)).toMatchObject({ runs: [], gates: [], problems: [] })
    },
  )
})

const NO_WORKFLOWS = readWorkflows(repository({}), parse)
const planOf = (files: Readonly<Record<string, string>>, workflows = NO_WORKFLOWS) =>
  planWorkflow(detect(repository(files)).tools, workflows, repository(files))

describe('the plan of a workflow', () => {
  it('runs tools together that one run serves', () => {
    const { steps, reports } = planOf({ 'go.mod': '' })
    expect(steps.map(({ run }) => run)).toEqual([
      'go test -json -coverprofile=reports/cover.out ./... > reports/go-test.json',
    ])
    expect(reports.map(reportLine)).toEqual(['reports/go-test.json', 'reports/cover.out'])
  })

  it('records the exit code of tools whose clean report is empty, each by an id of its own', () => {
    const { steps, reports } = planOf({ 'a/mypy.ini': '', 'b/mypy.ini': '' })
    expect(steps.map(({ id, folder }) => [id, folder])).toEqual([
      ['mypy', 'a'],
      ['mypy-2', 'b'],
    ])
    expect(reports.map(reportLine)).toEqual([
      'format=mypy exit-code=${{ steps.mypy.outputs.code }} a/reports/mypy.json',
      'format=mypy exit-code=${{ steps.mypy-2.outputs.code }} b/reports/mypy.json',
    ])
  })

  it('keeps the line of a workflow that leaves a report, unless its exit code would be lost', () => {
    const workflows = workflowsOf(
      '      - run: pytest --junitxml=out/u.xml\n      - run: mypy . > out/mypy.txt || true\n      - run: ruff check --output-format sarif -o out/ruff.sarif\n',
    )
    const { steps, reports } = planOf({ 'pytest.ini': '', 'mypy.ini': '', 'ruff.toml': '' }, workflows)
    expect(steps.map(({ run }) => run)).toEqual([
      'pytest --junitxml=out/u.xml',
      'ruff check --output-format sarif -o out/ruff.sarif',
      'mypy --output json . > reports/mypy.json',
    ])
    expect(reports.map(({ path, format }) => [path, format])).toEqual([
      ['out/u.xml', undefined],
      ['out/ruff.sarif', 'sarif'],
      ['reports/mypy.json', 'mypy'],
    ])
  })

  it('leaves load tests to people', () => {
    const { steps, remarks } = planOf({ 'load/a.js': "import http from 'k6/http'" })
    expect(steps).toEqual([])
    expect(remarks).toEqual([expect.stringContaining('k6 needs something to measure')])
  })

  it('installs by the lock file that is there', () => {
    expect(planOf({ 'package.json': packages('jest'), 'yarn.lock': '' }).installs.map(({ run }) => run)).toEqual([
      'yarn install --frozen-lockfile',
    ])
  })

  it('can say of every tool that is looked for where its report is', () => {
    for (const tool of new Set(SIGNS.map((sign) => sign.tool))) {
      expect([tool, reportOf(tool)]).toEqual([tool, expect.not.stringMatching(/^reports\/\*\*$|[\s,]$/)])
      expect(commandOf(TOOLS[tool])).not.toMatch(/, (?:which|with)/)
    }
    expect(Object.keys(TOOLS)).toEqual(expect.arrayContaining(Object.keys(COMMANDS)))
  })
})

const values = (numbers: Readonly<Record<string, number>>) =>
  new Map(Object.entries(numbers).map(([name, value]) => [name, { value }]))
const limitsOf = (numbers: Readonly<Record<string, number>>, families: readonly string[] = []) =>
  chooseLimits(values(numbers), new Set(families), new Set(Object.keys(numbers))).map(({ text }) => text)

describe('the limits of today', () => {
  it.each<[Record<string, number>, string[]]>([
    [{ 'coverage.line': 71.99 }, ['coverage.line >= 71', 'coverage.line >= base - 0.5 pp']],
    [{ 'coverage.line': 100 }, ['coverage.line >= 100', 'coverage.line >= base - 0.5 pp']],
    [{ 'coverage.line': 0.4 }, ['coverage.line >= base - 0.5 pp']],
    [{ 'tests.failed': 0 }, ['tests.failed == 0']],
    [{ 'tests.failed': 1, 'tests.errored': 2 }, ['tests.failed <= 3', 'tests.failed <= base']],
    [{ 'complexity.max': 14 }, ['complexity.max <= 14', 'complexity.max <= base']],
    [{ 'performance.p95': 101 }, ['performance.p95 <= 152 ms', 'performance.p95 <= base * 1.2']],
  ])('%j', (numbers, rules) => {
    expect(limitsOf(numbers)).toEqual(rules)
  })

  it('are rules of the language about metrics of the catalogue, whatever the values are', () => {
    for (const value of [0, 0.3, 1, 7.5, 99.99, 100]) {
      const all = Object.fromEntries(Object.keys(METRICS).map((metric) => [metric, value]))
      const rules = limitsOf(all)
      expect(rules.length).toBeGreaterThan(12)
      for (const rule of rules) expect(parseRule(rule, { source: 'x' }).text).toBe(rule)
    }
  })

  it('are ratchets for what the workflow will leave and nobody has seen yet, and nothing for the rest', () => {
    expect(limitsOf({}, ['lint', 'coverage'])).toEqual([
      'coverage.line >= base - 0.5 pp',
      'lint.error <= base',
      'lint.warning <= base',
    ])
    expect(chooseLimits(values({ 'complexity.maintainability': 80 }), new Set(['complexity']), new Set())).toEqual([
      { text: 'complexity.max <= base' },
    ])
  })

  it('are about a family that every tool with a sign yields', () => {
    const kinds = new Map(FORMATS.map(({ id, kind }) => [id as string, kind]))
    for (const tool of new Set(SIGNS.map((sign) => sign.tool))) {
      const row: Tool = TOOLS[tool]
      const families = familiesOf([{ tool, path: reportOf(tool) }], (format) => kinds.get(format))
      expect([tool, row.title, families.size]).toEqual([tool, row.title, 1])
    }
  })
})

describe('what a hostile repository holds', () => {
  const LARGE = 1_000_000
  it.each<[string, string]>([
    ['setup.cfg', '[mypy-'.repeat(LARGE / 6)],
    ['pyproject.toml', '\n[tool.ruff.'.repeat(LARGE / 11)],
    ['requirements.txt', '\nruff['.repeat(LARGE / 6)],
    ['pom.xml', '<artifactId> '.repeat(LARGE / 13)],
    ['load/a.js', `from${' '.repeat(LARGE)}`],
    ['.github/workflows/a.yml', `jobs:\n  a:\n    steps:\n      - run: ${'go test coverage xml '.repeat(LARGE / 20)}`],
  ])('takes no time to look at: %s', (name, text) => {
    const files = repository({ [name]: text })
    const begin = performance.now()
    planWorkflow(detect(files).tools, readWorkflows(files, parse), files)
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})
