import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { cloneOf, type GitRepository, inRepository, lines } from '../support/git-repository.ts'
import { type ActionRun, runAction } from '../support/run-action.ts'

/** LCOV of files with hits by line. */
function lcov(files: Readonly<Record<string, Readonly<Record<number, number>>>>): string {
  const sections = Object.entries(files).map(([path, hits]) => {
    const data = Object.entries(hits).map(([line, count]) => `DA:${line},${count}\n`)
    return `SF:${path}\n${data.join('')}end_of_record\n`
  })
  return sections.join('')
}

/** The job of a pull request on the merge that GitHub made, in the shallow checkout of actions/checkout. */
async function onPullRequest(
  files: Readonly<Record<string, string | undefined>>,
  hits: Parameters<typeof lcov>[0],
  rules: string,
  options: { readonly depth?: boolean; readonly offline?: boolean } = {},
): Promise<ActionRun> {
  return inRepository(async (repository) => {
    const base = repository.commit({ 'src/a.py': lines(20), 'src/b.py': lines(20) })
    repository.git('checkout', '-q', '-b', 'feature')
    const head = repository.commit(files)
    repository.git('checkout', '-q', 'main')
    repository.commit({ 'src/b.py': lines(20, { 1: 'theirs' }) })
    repository.git('merge', '-q', '--no-ff', 'feature')
    const merge = repository.git('rev-parse', 'HEAD')
    repository.git('update-ref', 'refs/pull/7/merge', merge)
    const checkout = options.depth === false ? repository : shallow(repository, merge)
    if (options.offline === true) checkout.git('remote', 'set-url', 'origin', `file://${repository.folder}-gone`)
    writeFileSync(path.join(checkout.folder, 'coverage.lcov'), lcov(hits))
    return runAction({
      action: 'quality-gate',
      workspace: checkout.folder,
      inputs: { reports: 'coverage.lcov', rules },
      environment: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: merge },
      event: { pull_request: { number: 7, base: { sha: base }, head: { sha: head } } },
      timeoutSeconds: 60,
    })
  })
}

function shallow(repository: GitRepository, merge: string): GitRepository {
  const checkout = cloneOf(repository, 'checkout', '--depth=1')
  checkout.git('fetch', '-q', '--depth=1', 'origin', merge)
  checkout.git('checkout', '-q', '--detach', merge)
  return checkout
}

const RULE = 'coverage.line.patch >= 90'
const EDIT = { 'src/a.py': lines(20, { 3: 'mine', 4: 'mine' }) }

describe('a rule about the patch of a pull request', () => {
  it('fails on a changed line that no test enters, and shows it on its line', async () => {
    const run = await onPullRequest(EDIT, { 'src/a.py': { 1: 1, 3: 1, 4: 0, 9: 1 }, 'src/b.py': { 1: 0 } }, RULE)
    expect([run.exitCode, run.outputs['status'], run.stderr]).toEqual([1, 'fail', ''])
    expect(run.summary).toContain('50 %')
    expect(run.summary).toContain('1 changed line not covered, in 1 file')
    expect(run.summary).toContain('its merge base with the base that GitHub merged the pull request into')
    expect(run.stdout).toMatch(
      /^::warning title=changed lines not covered,file=src\/a\.py,line=4::No test enters line 4\.$/m,
    )
  })

  it('passes where all of them are, whatever the rest of the project is like', async () => {
    const hits = { 'src/a.py': { 1: 0, 3: 1, 4: 2 }, 'src/b.py': { 1: 0, 2: 0 } }
    const run = await onPullRequest(EDIT, hits, RULE, { depth: false })
    expect([run.exitCode, run.outputs['status'], run.stderr]).toEqual([0, 'pass', ''])
  })

  it('is unknown where a changed source is in no report', async () => {
    const hits = { 'src/a.py': { 3: 1, 4: 2 } }
    const run = await onPullRequest({ ...EDIT, 'src/new.py': lines(3) }, hits, RULE)
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.summary).toContain('no coverage report knows src/new.py')
  })

  it('is unknown where the checkout lacks the base and cannot fetch it, and names the fix', async () => {
    const run = await onPullRequest(EDIT, { 'src/a.py': { 3: 1 } }, RULE, { offline: true })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.summary).toMatch(/what this commit changes is not known: .*fetch-depth: 0/)
  })

  it('reads no diff where no rule asks for one', async () => {
    const run = await onPullRequest(EDIT, { 'src/a.py': { 3: 1 } }, 'coverage.line >= 90')
    expect([run.exitCode, run.outputs['status']]).toEqual([0, 'pass'])
    expect(run.summary).not.toContain('merge base')
  })
})
