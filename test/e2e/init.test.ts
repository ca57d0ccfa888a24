import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv } from 'ajv'
import { parse } from 'yaml'
import { parsePolicy } from '../../actions/shared/policy/policy-file.ts'
import { type ActionRun, repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const WORKFLOW = '.github/workflows/quality.yml'
const POLICY = '.github/cicd.yml'

const text = (file: string): string => readFileSync(path.join(repository, file), 'utf8')
const fixture = (name: string): string => text(`test/fixtures/${name}`)
const shop = (name: string): string => text(`examples/python-service/reports/broken/${name}`)

const isPolicy = new Ajv({ strict: false, formats: { date: true } }).compile(
  JSON.parse(text('schemas/cicd-policy.schema.json')) as object,
)

const AT_A_TERMINAL = Object.fromEntries(
  ['CI', 'GITHUB_ACTIONS', 'GITHUB_ACTION', 'GITHUB_EVENT_NAME', 'GITHUB_WORKSPACE'].map((name) => [name, undefined]),
)

function init(folder: string, ...flags: readonly string[]): Promise<ActionRun> {
  return runAction({ action: 'cli', parameters: ['init', ...flags], environment: AT_A_TERMINAL, workspace: folder })
}

function inRepository<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  return inFolder(files, (folder) => {
    execFileSync('git', ['init', '--quiet', folder])
    return use(folder)
  })
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly id?: string
  readonly if?: string
  readonly 'working-directory'?: string
  readonly with?: { readonly reports: string }
}

function stepsIn(folder: string): readonly Step[] {
  const workflow = parse(readFileSync(path.join(folder, WORKFLOW), 'utf8')) as { jobs: { quality: { steps: Step[] } } }
  return workflow.jobs.quality.steps
}

/** What the runner would hand to the gate, had every tool ended with this exit code. */
function reportsIn(folder: string, exitCode: number): string {
  const written = stepsIn(folder).at(-1)?.with?.reports ?? ''
  return written.replaceAll(/\$\{\{ steps\.[\w-]+\.outputs\.code \}\}/g, String(exitCode))
}

const PYTHON = {
  'pyproject.toml':
    '[project]\nname = "shop"\n[dependency-groups]\ndev = ["pytest", "pytest-cov"]\n[tool.ruff]\n[tool.mypy]\nstrict = true\n[tool.bandit]\n',
  'requirements-dev.txt': 'radon==6.0\n',
  'tests/conftest.py': '',
}
const JAVA_POM = ['jacoco-maven-plugin', 'maven-checkstyle-plugin']
  .map((name) => `<plugin><artifactId>${name}</artifactId></plugin>`)
  .join('')

/** Repositories, the reports that an earlier run of their tools left, and rules that their policies must have. */
const REPOSITORIES: Readonly<
  Record<string, { files: Record<string, string>; reports: Record<string, string>; rules: readonly string[] }>
> = {
  Python: {
    files: PYTHON,
    reports: {
      'reports/junit.xml': shop('junit.xml'),
      'reports/coverage.xml': shop('coverage.xml'),
      'reports/ruff.json': shop('ruff.json'),
      'reports/mypy.json': shop('mypy.json'),
      'reports/bandit.json': shop('bandit.json'),
      'reports/radon-cc.json': shop('radon-cc.json'),
    },
    rules: [
      'tests.failed <= 9',
      'coverage.line >= 68',
      'coverage.line >= base - 0.5 pp',
      'lint.error <= 3',
      'complexity.max <= 14',
    ],
  },
  JavaScript: {
    files: {
      'package.json': JSON.stringify({ devDependencies: { jest: '30', eslint: '9', typescript: '6' } }),
      'package-lock.json': '{}',
      'tsconfig.json': '{}',
    },
    reports: {
      'reports/jest.json': fixture('jest-json/jest-every-kind.json'),
      'reports/coverage/coverage-final.json': fixture('istanbul-json/istanbul-final.json'),
      'reports/eslint.json': fixture('eslint-json/eslint-planted.json'),
      'reports/tsc.txt': fixture('tsc/tsc-planted.txt'),
    },
    rules: ['coverage.line >= base - 0.5 pp', 'types.error <= base', 'tests.total >= base'],
  },
  Go: {
    files: { 'go.mod': 'module shop\n', '.golangci.yml': 'version: "2"\n' },
    reports: {
      'reports/go-test.json': fixture('go-test-json/go-every-kind.json'),
      'reports/cover.out': fixture('go-cover/go-count.out'),
      'reports/golangci-lint.json': fixture('golangci-lint/golangci-lint-planted.json'),
    },
    rules: ['coverage.line >= base - 0.5 pp', 'lint.error <= base'],
  },
  Maven: {
    files: { 'pom.xml': `<project><build><plugins>${JAVA_POM}</plugins></build></project>` },
    reports: {
      'target/surefire-reports/TEST-a.xml': fixture('junit/ctest.xml'),
      'target/site/jacoco/jacoco.xml': fixture('jacoco/jacoco-maven.xml'),
      'target/checkstyle-result.xml': fixture('checkstyle/checkstyle-maven.xml'),
    },
    rules: ['coverage.branch >= base - 0.5 pp', 'tests.total >= base'],
  },
  'several in one': {
    files: {
      'services/api/pyproject.toml': '[tool.pytest.ini_options]\n[tool.ruff]\n',
      'web/package.json': JSON.stringify({ devDependencies: { vitest: '4' } }),
      'web/packages/ui/package.json': JSON.stringify({ devDependencies: { vitest: '4' } }),
    },
    reports: {
      'services/api/reports/junit.xml': shop('junit.xml'),
      'services/api/reports/ruff.json': shop('ruff.json'),
      'web/reports/vitest.xml': fixture('junit/jest-junit.xml'),
    },
    rules: ['lint.error <= 3', 'tests.total >= base'],
  },
}

describe.each(Object.entries(REPOSITORIES))('cicd init in a repository of %s', (_name, { files, reports, rules }) => {
  it('writes a workflow and a policy by which the gate passes on the reports that are there', async () => {
    await inRepository({ ...files, ...reports }, async (folder) => {
      const run = await init(folder)
      expect([run.exitCode, run.stderr]).toEqual([0, ''])
      expect(run.stdout).toMatch(/^Judged now: (?:pass|warn)$/m)
      const policy = readFileSync(path.join(folder, POLICY), 'utf8')
      const { quality = [] } = await parsePolicy(policy, POLICY)
      expect([isPolicy(parse(policy)), isPolicy.errors]).toEqual([true, null])
      expect(quality.map((rule) => rule.text)).toEqual(expect.arrayContaining([...rules]))
      const gate = await runAction({
        action: 'quality-gate',
        workspace: folder,
        inputs: { reports: reportsIn(folder, 1), comment: 'false' },
      })
      expect([gate.exitCode, gate.outputs['status']]).toEqual([0, expect.stringMatching(/^(?:pass|warn)$/)])
    })
  }, 60_000)

  it('writes only ratchets where no report is there yet, which hold once they are', async () => {
    await inRepository(files, async (folder) => {
      const run = await init(folder)
      expect([run.exitCode, run.stderr]).toEqual([0, ''])
      const { quality = [] } = await parsePolicy(readFileSync(path.join(folder, POLICY), 'utf8'), POLICY)
      expect(quality.length).toBeGreaterThan(0)
      for (const rule of quality) expect(rule.limit.kind).toBe('base')
      for (const [name, contents] of Object.entries(reports)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
        writeFileSync(path.join(folder, name), contents)
      }
      const inputs = { reports: reportsIn(folder, 1), comment: 'false' }
      const gate = await runAction({ action: 'quality-gate', workspace: folder, inputs })
      expect([gate.exitCode, gate.outputs['status']]).toEqual([0, 'warn'])
    })
  }, 60_000)
})

describe('the workflow that cicd init writes', () => {
  let folders: readonly { readonly file: string; readonly steps: readonly Step[] }[] = []
  beforeAll(async () => {
    const place = path.join(repository, 'build', 'init-workflows')
    folders = await Promise.all(
      Object.entries(REPOSITORIES).map(([name, { files }]) =>
        inRepository(files, async (folder) => {
          await init(folder)
          const file = path.join(place, name.replaceAll(' ', '-'), WORKFLOW)
          mkdirSync(path.dirname(file), { recursive: true })
          writeFileSync(file, readFileSync(path.join(folder, WORKFLOW)))
          return { file, steps: stepsIn(folder) }
        }),
      ),
    )
  }, 60_000)

  it("passes GitHub's language service, the gate's inputs included", () => {
    const script = path.join(repository, 'scripts', 'validate-workflows.mjs')
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...folders.map(({ file }) => file)], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    expect({ status, problems: stderr }).toEqual({ status: 0, problems: '' })
    expect(stdout).toContain(`${folders.length} workflows and actions checked, 0 problems`)
  }, 90_000)

  it('pins what is not ours by its full hash, and lets the gate speak whatever failed', () => {
    for (const { steps } of folders) {
      expect(steps[0]?.uses).toMatch(/^actions\/checkout@[0-9a-f]{40}$/)
      expect(steps.at(-1)).toMatchObject({ uses: 'org/cicd-actions/quality-gate@v1', if: 'always()' })
    }
  })

  it('runs the tools of a folder there, and those of a folder above only once', () => {
    const { steps } = folders.at(-1)!
    const places = steps
      .filter(({ run }) => run?.includes('vitest run') === true)
      .map((step) => step['working-directory'])
    expect(places).toEqual(['web'])
    expect(steps.find(({ run }) => run?.startsWith('mkdir') === true)?.run).toBe(
      'mkdir -p web/reports services/api/reports',
    )
  })
})

describe('cicd init', () => {
  it('prints and writes nothing in a dry run', async () => {
    await inRepository(PYTHON, async (folder) => {
      const run = await init(folder, '--dry-run', '--uses', 'acme/cicd-actions@v1.2.3')
      expect(run.exitCode).toBe(0)
      expect(run.stdout).toContain(`${WORKFLOW} would be:`)
      expect(run.stdout).toContain('uses: acme/cicd-actions/quality-gate@v1.2.3')
      expect(run.stdout).toContain('cicd-actions/v1.2.3/schemas/cicd-policy.schema.json')
      expect(existsSync(path.join(folder, '.github'))).toBe(false)
    })
  })

  it('leaves the files that are there, and prints what it would have written', async () => {
    await inRepository(
      { ...PYTHON, [POLICY]: 'quality: []\n', [WORKFLOW]: '->../../elsewhere.yml' },
      async (folder) => {
        const run = await init(folder)
        expect(run.exitCode).toBe(0)
        expect(run.stdout).toContain(`${POLICY} is there already and was left as it is; this would have been written:`)
        expect(run.stdout).toContain(`${WORKFLOW} is there already`)
        expect(run.stdout).toContain('coverage.line >= base - 0.5 pp')
        expect(readFileSync(path.join(folder, POLICY), 'utf8')).toBe('quality: []\n')
        expect(existsSync(path.join(folder, 'elsewhere.yml'))).toBe(false)
      },
    )
  })

  it('neither reads nor writes through a link that leads out of the repository', async () => {
    await inFolder(
      { 'outside/package.json': '{"devDependencies":{"jest":"30"}}', 'outside/x/y': '' },
      async (place) => {
        const folder = path.join(place, 'inside')
        mkdirSync(folder)
        execFileSync('git', ['init', '--quiet', folder])
        symlinkSync('../outside/package.json', path.join(folder, 'package.json'))
        const run = await init(folder)
        expect([run.exitCode, existsSync(path.join(folder, '.github'))]).toEqual([3, false])
        expect(run.stdout).toContain('package.json is a link that leads out of the repository and was not read')
        writeFileSync(path.join(folder, 'go.mod'), 'module x\n')
        symlinkSync('../outside', path.join(folder, '.github'))
        const again = await init(folder)
        expect(again.exitCode).toBe(2)
        expect(again.stderr).toContain('outside the workspace')
        expect(existsSync(path.join(place, 'outside', 'cicd.yml'))).toBe(false)
      },
    )
  })

  it('says which configurations it could not understand, and goes on', async () => {
    const files = {
      ...PYTHON,
      'package.json': '{"devDependencies": ',
      '.github/workflows/ci.yml': 'jobs: [\n',
      '.github/workflows/tests.yml':
        'jobs:\n  a:\n    steps:\n      - uses: dorny/test-reporter@v2\n        with: { path: out/*.xml }\n',
    }
    await inRepository(files, async (folder) => {
      const run = await init(folder, '--dry-run')
      expect(run.exitCode).toBe(0)
      expect(run.stdout).toContain('package.json is not valid JSON and was not understood')
      expect(run.stdout).toContain('.github/workflows/ci.yml is not valid YAML and was not understood')
      expect(run.stdout).toContain('.github/workflows/tests.yml uses dorny/test-reporter@v2 on out/*.xml')
    })
  })

  it('keeps a report that cannot be believed out of the limits, and says so', async () => {
    const files = {
      ...PYTHON,
      'reports/junit.xml': shop('junit.xml').slice(0, 400),
      'reports/ruff.json': shop('ruff.json'),
    }
    await inRepository(files, async (folder) => {
      const run = await init(folder)
      expect(run.stdout).toMatch(/reports\/junit\.xml was left out: .*cut off/)
      expect(run.stdout).toMatch(/^Judged now: warn$/m)
      const { quality = [] } = await parsePolicy(readFileSync(path.join(folder, POLICY), 'utf8'), POLICY)
      expect(quality.filter(({ metric }) => metric === 'tests.failed').map((rule) => rule.text)).toEqual([
        'tests.failed <= base',
      ])
    })
  })

  it('looks at a folder that is no git repository, and from a folder below at the whole of one that is', async () => {
    const plain = await inFolder(PYTHON, (folder) => init(folder, '--dry-run'))
    expect([plain.exitCode, plain.stdout]).toEqual([0, expect.stringContaining('pytest --junitxml=reports/junit.xml')])
    await inRepository(PYTHON, async (folder) => {
      expect((await init(path.join(folder, 'tests'))).exitCode).toBe(0)
      expect([existsSync(path.join(folder, POLICY)), existsSync(path.join(folder, 'tests', POLICY))]).toEqual([
        true,
        false,
      ])
    })
  })

  it('writes nothing where nothing is found, and says where to read on', async () => {
    await inRepository({ 'README.md': '# Shop\n' }, async (folder) => {
      const run = await init(folder)
      expect([run.exitCode, existsSync(path.join(folder, '.github'))]).toEqual([3, false])
      expect(run.stderr).toContain('no tool was found that leaves a report')
    })
  })

  it.each([
    [['file.txt'], 'it looks at the repository of the folder'],
    [['--uses', 'main'], '--uses: "main" is not an owner, a repository and a version'],
    [['--dry-rn'], 'did you mean dry-run?'],
  ])('refuses %j', async (flags, problem) => {
    const run = await inRepository(PYTHON, (folder) => init(folder, ...flags))
    expect([run.exitCode, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toContain(problem)
  })
})
