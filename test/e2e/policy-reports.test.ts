import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type ActionCall, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const POLICY = '.github/cicd.yml'
const GOOD = '<testsuite name="s"><testcase classname="c" name="a"/></testsuite>'
const BAD = '<testsuite name="s"><testcase classname="c" name="a"><failure message="no"/></testcase></testsuite>'
const RULES = 'quality: [tests.failed == 0]\n'

function gate(folder: string, call: Partial<ActionCall> = {}) {
  return runAction({ action: 'quality-gate', workspace: folder, ...call })
}

function commit(folder: string): string {
  const git = (...parameters: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...parameters], {
      cwd: folder,
    }).toString()
  git('init', '--quiet')
  git('add', '.github')
  git('commit', '--quiet', '--message=base')
  return git('rev-parse', 'HEAD').trim()
}

/** A pull request into a branch with this policy, in whose workspace stands another. */
function pullRequest(base: string, here: string, files: Readonly<Record<string, string>>) {
  return inFolder({ ...files, [POLICY]: base }, (folder) => {
    const sha = commit(folder)
    writeFileSync(path.join(folder, POLICY), here)
    return gate(folder, {
      environment: { GITHUB_EVENT_NAME: 'pull_request' },
      event: { pull_request: { number: 7, base: { sha } } },
    })
  })
}

describe('the section reports of a policy file', () => {
  it.each([
    ['pass', 'good.xml'],
    ['fail', '{ files: [bad.xml, good.xml], format: junit, label: unit }'],
    ['unknown', 'missing.xml'],
  ])('leads to the verdict %s where it names %s', async (status, item) => {
    const files = { 'good.xml': GOOD, 'bad.xml': BAD, [POLICY]: `reports: [${item}]\n${RULES}` }
    const run = await inFolder(files, (folder) => gate(folder))
    expect([run.outputs['status'], run.exitCode]).toEqual([status, status === 'pass' ? 0 : 1])
  })

  it('is replaced by the input', async () => {
    const files = { 'good.xml': GOOD, 'bad.xml': BAD, [POLICY]: `reports: [bad.xml]\n${RULES}` }
    const run = await inFolder(files, (folder) => gate(folder, { inputs: { reports: 'good.xml' } }))
    expect(run.outputs['status']).toBe('pass')
  })

  it('stands beside rules of the input', async () => {
    const files = { 'bad.xml': BAD, [POLICY]: 'reports: [bad.xml]\nquality: [tests.failed == 0]\n' }
    const run = await inFolder(files, (folder) => gate(folder, { inputs: { rules: 'tests.failed <= 1' } }))
    expect(run.outputs['status']).toBe('pass')
  })

  it("is the base branch's in a pull request, so that a change cannot take a report away from its gate", async () => {
    const files = { 'good.xml': GOOD, 'bad.xml': BAD }
    const run = await pullRequest(`reports: [bad.xml]\n${RULES}`, `reports: [good.xml]\n${RULES}`, files)
    expect([run.outputs['status'], run.exitCode]).toEqual(['fail', 1])
  })

  it('is missed in a pull request where only the change has it', async () => {
    const run = await pullRequest(RULES, `reports: [good.xml]\n${RULES}`, { 'good.xml': GOOD })
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toContain('reports: is required')
    expect(run.stdout).toContain('in the section reports of .github/cicd.yml, which has none')
  })

  it.each<[string, Record<string, string>, string]>([
    ['no policy file', {}, 'in the section reports of .github/cicd.yml, which is not there'],
    ['a policy without it', { [POLICY]: RULES }, 'in the section reports of .github/cicd.yml, which has none'],
    ['an unknown format', { [POLICY]: 'reports:\n  - format=junitt a.xml\n' }, '.github/cicd.yml:2:5: '],
  ])('is an error of the inputs where there is %s', async (_, files, problem) => {
    const run = await inFolder(files, (folder) => gate(folder))
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.stdout).toContain(problem)
  })

  it('is unknown where the base branch cannot be looked at', async () => {
    const run = await inFolder({ 'good.xml': GOOD, [POLICY]: 'reports: [good.xml]\n' }, (folder) =>
      gate(folder, {
        environment: { GITHUB_EVENT_NAME: 'pull_request' },
        event: { pull_request: { number: 7, base: { sha: 'a'.repeat(40) } } },
      }),
    )
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
  })
})
