import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Verdict } from '../../actions/shared/model/verdict.ts'
import { type ActionRun, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

/** The action takes today from its clock. */
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const RUFF = JSON.stringify([
  {
    code: 'F401',
    message: '`os` imported but unused',
    filename: 'app/web.py',
    location: { row: 3, column: 8 },
    end_location: { row: 3, column: 10 },
    fix: null,
    noqa_row: 3,
    url: null,
  },
])

const JUNIT =
  '<testsuite name="cart" tests="2" failures="1"><testcase classname="Cart" name="adds"><failure message="timed out"/></testcase><testcase classname="Cart" name="pays"/></testsuite>'

interface Granted {
  readonly expires?: string
  readonly test?: string
  readonly owner?: string
}

function policyOf({ expires = dayIn(90), test = 'Cart › adds', owner = '@shop' }: Granted): string {
  return `owners: ['@ops', '@shop']
quality:
  - lint.error == 0
  - tests.failed == 0
waivers:
  - { id: F401, paths: 'app/**', reason: kept for its effects, owner: '@ops', expires: ${expires} }
quarantine:
  - { test: '${test}', reason: times out, owner: '${owner}', expires: ${expires} }
`
}

function judge(granted: Granted, files: Readonly<Record<string, string>> = {}, rules?: string): Promise<ActionRun> {
  const all = { 'ruff.json': RUFF, 'junit.xml': JUNIT, '.github/cicd.yml': policyOf(granted), ...files }
  return inFolder(all, (folder) =>
    runAction({
      action: 'quality-gate',
      workspace: folder,
      inputs: { reports: 'ruff.json\njunit.xml', ...(rules !== undefined && { rules }) },
    }),
  )
}

function verdictIn({ temporaryFiles }: ActionRun): Verdict {
  const [, file] = Object.entries(temporaryFiles).find(([name]) => name.endsWith('.json')) ?? []
  return JSON.parse(file?.toString() ?? '') as Verdict
}

describe('a policy with waivers and a quarantine', () => {
  it('passes what it forgives, and says so in every channel', async () => {
    const run = await judge({})
    expect([run.exitCode, run.outputs['status'], run.stderr]).toEqual([0, 'pass', ''])
    const said = '1 finding waived and 1 failing test in quarantine'
    expect(run.summary).toContain(said)
    expect(run.stdout).toContain(said)
    expect(run.summary).toContain('kept for its effects')
    expect(run.stdout).not.toMatch(/^::(?:error|warning|notice)/m)
    const { waived, metrics } = verdictIn(run)
    expect(metrics).toMatchObject({ 'lint.error': 0, 'tests.failed': 0, 'tests.quarantined': 1 })
    expect(waived).toMatchObject([
      { kind: 'finding', id: 'F401', state: 'holds', matched: 1, line: 6, matches: [{ path: 'app/web.py', line: 3 }] },
      { kind: 'test', id: 'Cart › adds', state: 'holds', matched: 1, line: 8, matches: [{ outcome: 'failed' }] },
    ])
  })

  it('forgives under rules of the input too', async () => {
    expect((await judge({}, {}, 'lint.error == 0\ntests.failed == 0')).outputs['status']).toBe('pass')
  })

  it('fails once they have expired, and names them at their lines', async () => {
    const run = await judge({ expires: dayIn(-1) })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    expect(verdictIn(run).reasons.map(({ message }) => message)).toEqual([
      `lint findings of level error: 1, must be 0; the waiver of F401 (@ops) expired after ${dayIn(-1)}`,
      `1 failed test (1 assertion), must be 0; the quarantine of Cart › adds (@shop) expired after ${dayIn(-1)}`,
    ])
    expect(run.stdout).toMatch(/^::warning title=[^\n]*file=\.github\/cicd\.yml,line=6::the waiver of F401/m)
    expect(run.stdout).toMatch(/^::warning title=[^\n]*file=\.github\/cicd\.yml,line=8::the quarantine of Cart › adds/m)
  })

  it('does not forgive a failure that is declared and not listed', async () => {
    const run = await judge({}, { 'junit.xml': JUNIT.replace('failures="1"', 'failures="2"') })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
  })

  it('does not make a report that was cut a pass', async () => {
    const run = await judge({}, { 'junit.xml': JUNIT.slice(0, -20) })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
  })

  it('reports an entry that means nothing, and fails on what it does not mean', async () => {
    const run = await judge({ test: 'Cart › add' })
    expect(run.outputs['status']).toBe('fail')
    expect(run.summary).toContain('means no test that was read; the nearest is Cart › adds')
  })

  it('is refused where an owner is unknown, at its place', async () => {
    const run = await judge({ owner: '@shopp' })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.stdout).toMatch(
      /\.github\/cicd\.yml:8:\d+: @shopp is not among the owners of this policy; did you mean @shop\?/,
    )
  })
})

describe('a pull request that edits the policy', () => {
  const git = (folder: string, ...parameters: readonly string[]): string => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
    return execFileSync('git', [...identity, ...parameters], { cwd: folder, encoding: 'utf8', stdio }).trim()
  }

  it('is shown what it changes, and is judged without it', async () => {
    const run = await inFolder({ 'ruff.json': RUFF, 'junit.xml': JUNIT }, async (folder) => {
      const policy = path.join(folder, '.github/cicd.yml')
      const without = policyOf({}).replace(/waivers:\n.*\n/, '')
      mkdirSync(path.dirname(policy))
      writeFileSync(policy, without)
      git(folder, 'init', '--initial-branch=main')
      git(folder, 'add', '--all')
      git(folder, 'commit', '-m', 'base')
      const base = git(folder, 'rev-parse', 'HEAD')
      writeFileSync(policy, policyOf({ expires: '2099-01-31' }).replace('lint.error == 0', 'lint.error <= 5'))
      git(folder, 'commit', '--all', '-m', 'forgive myself')
      return runAction({
        action: 'quality-gate',
        workspace: folder,
        inputs: { reports: 'ruff.json\njunit.xml', token: '' },
        environment: { GITHUB_EVENT_NAME: 'pull_request' },
        event: {
          pull_request: {
            number: 7,
            head: { sha: git(folder, 'rev-parse', 'HEAD') },
            base: { sha: base, ref: 'main' },
          },
        },
      })
    })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    const diff = /```diff\n([^]*?)\n```/.exec(run.summary)?.[1]?.split('\n')
    expect(diff?.map((line) => line.replace(/\d{4}-\d{2}-\d{2}/, 'DAY'))).toEqual([
      '- quality: lint.error == 0',
      '+ quality: lint.error <= 5',
      '- quarantine: test: Cart › adds, reason: times out, owner: @shop, expires: DAY',
      '+ quarantine: test: Cart › adds, reason: times out, owner: @shop, expires: DAY',
      '+ waivers: id: F401, paths: app/**, reason: kept for its effects, owner: @ops, expires: DAY',
    ])
  })
})
