import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { freePort } from '../../support/child-server.ts'
import { type GitHubEmulator, githubEmulator, OWNER, REPO } from '../../support/github-emulator.ts'
import { type ActionCall, type ActionRun, runAction } from '../../support/run-action.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const POLICIES = `${OWNER}/policies`
const OWN = '.github/cicd.yml'
const GOOD = '<testsuite name="s"><testcase classname="c" name="a"/></testsuite>'
const BAD = '<testsuite name="s"><testcase classname="c" name="a"><failure message="no"/></testcase></testsuite>'
const READ = { contents: 'read' } as const

/** Files of the policies' repository, at the tag v1. */
const FILES = {
  'gates/cicd.yml': 'extends: ./gates/base.yml\nquality:\n  - { rule: tests.failed == 0, locked: true }\n',
  'gates/base.yml': 'quality:\n  - tests.total >= 1\n  - tests.failed <= 10\n',
  'gates/circle.yml': 'extends: ./gates/back.yml\n',
  'gates/back.yml': `extends: ${POLICIES}/gates/circle.yml@v1\n`,
  'gates/broken.yml': 'qualty: []\n',
}

let github: GitHubEmulator
beforeAll(async () => {
  github = await githubEmulator()
  const ask = (method: string, route: string, data: unknown) => github.ask('octocat', method, route, data)
  await ask('POST', `/orgs/${OWNER}/repos`, { name: 'policies', private: true, auto_init: true })
  let sha = ''
  for (const [name, text] of Object.entries(FILES)) {
    const content = Buffer.from(text).toString('base64')
    const answer = await ask('PUT', `/repos/${POLICIES}/contents/${name}`, { message: name, content })
    sha = (answer as { commit: { sha: string } }).commit.sha
  }
  await ask('POST', `/repos/${POLICIES}/git/refs`, { ref: 'refs/tags/v1', sha })
})
afterAll(async () => {
  await github.close()
})
afterEach(() => {
  expect(github.violations).toEqual([])
})

/** The gate as a runner starts it, over one report and the repository's own policy. */
function gate(policy: string, report: string, token: string, call: Partial<ActionCall> = {}): Promise<ActionRun> {
  return inFolder({ 'junit.xml': report, [OWN]: policy }, (folder) =>
    runAction({
      action: 'quality-gate',
      workspace: folder,
      ...call,
      inputs: { reports: '*.xml', token, comment: 'false', ...call.inputs },
      environment: { GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: `${OWNER}/${REPO}`, ...call.environment },
    }),
  )
}

interface Reasons {
  readonly reasons: readonly {
    readonly rule: string
    readonly status: string
    readonly source: string
    readonly message: string
  }[]
}

function reasonsOf(run: ActionRun): Reasons['reasons'] {
  const [, document] = Object.entries(run.temporaryFiles).find(([name]) => name.endsWith('.json')) ?? []
  return (JSON.parse(document?.toString() ?? '') as Reasons).reasons
}

const extending = (file: string, more = '') => `extends: ${POLICIES}/${file}\n${more}`

describe('a policy of another repository', () => {
  it("is read by GitHub's API at its tag, with what it extends itself, and every reason names its file", async () => {
    const token = await github.mintToken(READ)
    const red = await gate(extending('gates/cicd.yml@v1'), BAD, token)
    expect([red.exitCode, red.stderr, red.outputs['status']]).toEqual([1, '', 'fail'])
    expect(reasonsOf(red)).toMatchObject([
      { rule: 'tests.failed == 0', status: 'fail', source: `${POLICIES}/gates/cicd.yml@v1` },
      { rule: 'tests.total >= 1', status: 'pass', source: `${POLICIES}/gates/base.yml@v1` },
    ])
    expect(red.summary).toContain(`${POLICIES}/gates/cicd.yml@v1`)
    expect(red.stdout).toContain(`${POLICIES}/gates/base.yml@v1`)
    const green = await gate(extending('gates/cicd.yml@v1'), GOOD, token)
    expect([green.exitCode, green.outputs['status']]).toEqual([0, 'pass'])
    expect(github.requests.filter(({ path }) => path.includes('/contents/')).map(({ status }) => status)).toEqual([
      200, 200, 200, 200,
    ])
  })

  it.each([
    ['its own rules', {}],
    ['the input', { rules: 'tests.failed <= 5' }],
  ])('is not loosened by %s, and both places are named', async (_name, inputs) => {
    const own = extending('gates/cicd.yml@v1', 'quality:\n  - tests.failed <= 5\n')
    const run = await gate(own, BAD, await github.mintToken(READ), { inputs })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    expect(run.stdout).toMatch(
      new RegExp(
        `tests.failed <= 5 \\((\\.github/cicd\\.yml:3|input rules)\\) is looser than tests.failed == 0, which ${POLICIES}/gates/cicd.yml@v1:3 has locked`,
      ),
    )
  })

  it('is tightened, and adds up with what the repository asks itself', async () => {
    const own = extending('gates/cicd.yml@v1', 'quality:\n  - tests.total >= 100\n')
    const run = await gate(own, GOOD, await github.mintToken(READ))
    expect(run.exitCode).toBe(1)
    expect(reasonsOf(run)).toMatchObject([
      { rule: 'tests.total >= 100', status: 'fail', source: OWN },
      { rule: 'tests.failed == 0', status: 'pass', source: `${POLICIES}/gates/cicd.yml@v1` },
    ])
  })

  it('counts as the base branch names it, whatever a pull request does to the line', async () => {
    await inFolder({ 'junit.xml': BAD, [OWN]: extending('gates/cicd.yml@v1') }, async (folder) => {
      const git = (...words: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], { cwd: folder })
          .toString()
          .trim()
      git('init', '-q')
      git('add', '.github')
      git('commit', '-q', '-m', 'policy')
      const sha = git('rev-parse', 'HEAD')
      git('rm', '-q', OWN)
      const run = await gate('', BAD, await github.mintToken(READ), {
        workspace: folder,
        event: { pull_request: { number: 1, base: { sha }, head: { sha } } },
        inputs: { rules: 'tests.failed <= 5' },
        environment: { GITHUB_EVENT_NAME: 'pull_request' },
      })
      expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    })
  })
})

describe('a policy that cannot be read', () => {
  const own = 'quality:\n  - tests.failed == 0\n'

  it.each([
    [
      'the file is not there',
      'gates/none.yml@v1',
      READ,
      /GitHub answered 404 .*look whether the file and v1 are there/,
    ],
    ['the tag is not there', 'gates/cicd.yml@v9', READ, /GitHub answered 404 .*look whether the file and v9 are there/],
    [
      'the token may not read it',
      'gates/cicd.yml@v1',
      { pull_requests: 'read' },
      /GitHub answered 403 .*`contents: read` for octo-org\/policies/,
    ],
  ] as const)(
    'is unknown, names file, ref and permission, and leaves the rest judged: %s',
    async (_name, file, rights, said) => {
      const token = await github.mintToken(rights)
      const green = await gate(extending(file, own), GOOD, token)
      expect([green.exitCode, green.stderr, green.outputs['status']]).toEqual([1, '', 'unknown'])
      const [reason, ...others] = reasonsOf(green)
      expect(reason?.status).toBe('unknown')
      expect(reason?.message).toMatch(said)
      expect(reason?.message).toContain(`${POLICIES}/${file}, which ${OWN} extends`)
      expect(others).toMatchObject([{ rule: 'tests.failed == 0', status: 'pass' }])
      const red = await gate(extending(file, own), BAD, token)
      expect(red.outputs['status']).toBe('fail')
      const lenient = await gate(extending(file, own), GOOD, token, { inputs: { 'on-unknown': 'warn' } })
      expect([lenient.exitCode, lenient.outputs['status'], reasonsOf(lenient)[0]?.status]).toEqual([
        0,
        'warn',
        'unknown',
      ])
    },
  )

  it('is unknown also where nobody answers, after a while and not for ever', async () => {
    const run = await gate(extending('gates/cicd.yml@v1', own), GOOD, 'ghs_x', {
      environment: { GITHUB_API_URL: `http://127.0.0.1:${await freePort()}` },
      timeoutSeconds: 60,
    })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(reasonsOf(run)[0]?.message).toMatch(/ECONNREFUSED.*tried 5 times/)
  })

  it.each([
    [
      'goes in a circle',
      'gates/circle.yml@v1',
      'gates/circle.yml@v1 → octo-org/policies/gates/back.yml@v1 → octo-org/policies/gates/circle.yml@v1',
    ],
    [
      'is none',
      'gates/broken.yml@v1',
      'octo-org/policies/gates/broken.yml@v1:1:1: unknown key "qualty" in a policy; did you mean quality?',
    ],
    ['is not pinned', 'gates/cicd.yml', 'names no ref; pin it: octo-org/policies/gates/cicd.yml@v1'],
  ])('because it %s is an error that says so', async (_name, file, said) => {
    const run = await gate(extending(file), GOOD, await github.mintToken(READ))
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.stdout).toMatch(/^::error/m)
    expect(run.summary).toContain(said)
  })
})

describe('at a terminal', () => {
  const terminal = (environment: Record<string, string | undefined>) =>
    inFolder({ 'junit.xml': GOOD, [OWN]: extending('gates/cicd.yml@v1') }, (folder) =>
      runAction({
        action: 'cli',
        workspace: folder,
        parameters: ['quality-gate', '--reports', 'junit.xml'],
        environment: {
          CI: undefined,
          GITHUB_ACTIONS: undefined,
          GITHUB_ACTION: undefined,
          GITHUB_EVENT_NAME: undefined,
          GITHUB_API_URL: github.apiUrl,
          ...environment,
        },
      }),
    )

  it.each(['GITHUB_TOKEN', 'GH_TOKEN'])('is read with the token in %s', async (name) => {
    const run = await terminal({ [name]: await github.mintToken(READ) })
    expect([run.exitCode, run.stdout.includes(`${POLICIES}/gates/cicd.yml@v1`)]).toEqual([0, true])
  })

  it('is unknown without one, and it is said how to give it', async () => {
    const run = await terminal({})
    expect([run.exitCode, run.stdout.replaceAll(/\s+/g, ' ')]).toEqual([
      3,
      expect.stringContaining('reading it from GitHub needs a token: set GITHUB_TOKEN'),
    ])
  })
})
