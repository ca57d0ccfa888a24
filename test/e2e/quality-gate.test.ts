import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type ActionCall, type ActionRun, repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const example = path.join(repository, 'examples', 'python-service')

/** The gate as a step of the example's pipeline. */
function runExample(state: 'broken' | 'repaired', call: Partial<ActionCall> = {}): Promise<ActionRun> {
  const reports = [
    `reports/${state}/**`,
    `format=ruff reports/${state}/ruff.json`,
    `format=mypy exit-code=${state === 'broken' ? 1 : 0} reports/${state}/mypy.json`,
  ].join('\n')
  return inFolder({}, (folder) => {
    cpSync(example, folder, { recursive: true })
    return runAction({ action: 'quality-gate', workspace: folder, ...call, inputs: { reports, ...call.inputs } })
  })
}

function runOver(files: Readonly<Record<string, string>>, call: Partial<ActionCall>): Promise<ActionRun> {
  return inFolder(files, (folder) => runAction({ action: 'quality-gate', workspace: folder, ...call }))
}

/** Lines that the runner would obey. */
function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['))
}

const GOOD = '<testsuite name="s"><testcase classname="c" name="a"/></testsuite>'
const BAD = '<testsuite name="s"><testcase classname="c" name="a"><failure message="no"/></testcase></testsuite>'

describe('quality-gate on real reports', () => {
  it('fails the broken state for true reasons, in every channel', async () => {
    const run = await runExample('broken')
    expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(run.outputs['status']).toBe('fail')
    for (const rule of ['tests.failed == 0', 'complexity.max <= 10', 'lint.error == 0', 'security.high == 0']) {
      expect(run.summary).toContain(rule)
      expect(run.stdout).toContain(rule)
    }
    const errors = commandsIn(run.stdout).filter((line) => line.startsWith('::error '))
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThanOrEqual(10)
  })

  it('passes the repaired one', async () => {
    const run = await runExample('repaired')
    expect(run.outputs['status']).toBe('pass')
    expect([run.exitCode, run.stderr, commandsIn(run.stdout).filter((line) => line.startsWith('::error'))]).toEqual([
      0,
      '',
      [],
    ])
  })

  it('leaves a complete file, and a digest that names it and its hash', async () => {
    const { outputs, temporaryFiles } = await runExample('broken', { inputs: { leg: '{"os":"linux"}' } })
    const [name = '', ...others] = Object.keys(temporaryFiles).sort((left) => (left.endsWith('.json') ? -1 : 1))
    expect(others.map((other) => path.extname(other)).sort()).toEqual(['.html', '.svg'])
    expect(name).toMatch(/^cicd\/quality-gate\.test\.os-linux-[0-9a-f]{8}\.json$/)
    expect(outputs['verdict-file']?.replaceAll('\\', '/').endsWith(name)).toBe(true)
    const file = temporaryFiles[name]
    const digest = JSON.parse(outputs['verdict'] ?? '') as Record<string, unknown>
    expect(digest).toMatchObject({
      status: 'fail',
      leg: 'os: linux',
      sha256: createHash('sha256')
        .update(file ?? '')
        .digest('hex'),
    })
    expect(Buffer.byteLength(outputs['verdict'] ?? '')).toBeLessThanOrEqual(6 * 1024)
    const verdict = JSON.parse(file?.toString() ?? '') as { reasons: unknown[]; evidence: unknown[] }
    expect(verdict).toMatchObject({
      schema: 'cicd-verdict/v1',
      subject: { repository: 'octo-org/octo-repo', run: 1658821493, job: 'test', leg: 'os: linux' },
    })
    expect(verdict.evidence).toHaveLength(8)
  })

  it('leaves the report as a page that needs nothing else, with a badge beside it', async () => {
    const { outputs, temporaryFiles } = await runExample('broken')
    const [page, badge] = ['.html', '.svg'].map((kind) => {
      const name = Object.keys(temporaryFiles).find((file) => file.endsWith(kind)) ?? ''
      return temporaryFiles[name]?.toString() ?? ''
    })
    expect(outputs['report-page']).toMatch(/\.html$/)
    expect(page).toMatch(/^<!doctype html>/i)
    expect(page).toContain('must be at least 80 %')
    expect(page).not.toMatch(/<(?:link|img|iframe)\b|<script[^>]* src=/)
    expect(badge).toMatch(/^<svg[^]*failing/)
  })

  it('says nothing on pages that its inputs turn off', async () => {
    const run = await runExample('broken', { inputs: { annotations: 'false', summary: 'false' } })
    expect([run.exitCode, run.summary, commandsIn(run.stdout)]).toEqual([1, '', []])
  })
})

describe('what could not be told', () => {
  it.each([
    ['no file matches', { 'a.xml': GOOD }, 'a.xml\nmissing/*.xml'],
    ['a report is empty', { 'a.xml': GOOD, 'b.xml': '' }, '*.xml'],
    ['a report is cut off', { 'a.xml': GOOD, 'b.xml': GOOD.slice(0, 40) }, '*.xml'],
    ['a list is empty and nobody says whose', { 'a.xml': GOOD, 'lint.json': '[]' }, '*'],
    ['a report is a link out of the workspace', { 'w/a.xml': GOOD, 'b.xml': GOOD, 'w/b.xml': '->../b.xml' }, 'w/*.xml'],
  ])('is unknown where %s, and fails the step', async (_what, files, reports) => {
    const inFence = Object.keys(files).some((name) => name.startsWith('w/'))
    const run = await inFolder(files, (folder) =>
      runAction({
        action: 'quality-gate',
        workspace: inFence ? path.join(folder, 'w') : folder,
        inputs: { reports: inFence ? '*.xml' : reports, rules: 'tests.failed == 0' },
      }),
    )
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
  })

  it('warns where the user chose so, and is still shown', async () => {
    const inputs = { reports: 'a.xml\nb.xml', rules: 'tests.failed == 0', 'on-unknown': 'warn' }
    const run = await runOver({ 'a.xml': GOOD }, { inputs })
    expect([run.exitCode, run.outputs['status']]).toEqual([0, 'warn'])
    expect(run.summary).toContain('b.xml')
  })

  it('does not hide a failure', async () => {
    const run = await runOver({ 'a.xml': BAD }, { inputs: { reports: 'a.xml\nb.xml', rules: 'tests.failed == 0' } })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
  })
})

describe('wrong input', () => {
  it('is told all at once, in log and summary, with status unknown', async () => {
    const inputs = { reports: 'format=junti a.xml', rules: 'coverage.lin >= 80', 'on-unknown': 'maybe' }
    const run = await runAction({ action: 'quality-gate', inputs })
    expect([run.exitCode, run.stderr, run.outputs]).toEqual([1, '', { status: 'unknown' }])
    expect(commandsIn(run.stdout)).toHaveLength(3)
    for (const hint of ['did you mean junit?', 'did you mean coverage.line?', '"maybe" is not one of fail, warn']) {
      expect(run.stdout).toContain(hint)
      expect(run.summary).toContain(hint)
    }
  })

  it.each(['/etc/cicd-verdict.json', '../verdict.json'])(
    'is a verdict file outside of the workspace: %s',
    async (file) => {
      const run = await runOver({ 'a.xml': GOOD }, { inputs: { reports: 'a.xml', 'verdict-file': file } })
      expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
      expect(run.stdout).toContain('is outside the workspace')
    },
  )

  it('is a policy file with a mistake, which is named with its place', async () => {
    const files = { 'a.xml': GOOD, '.github/cicd.yml': 'quality:\n  - coverage.line >> 80\n' }
    const run = await runOver(files, { inputs: { reports: 'a.xml' } })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.stdout).toContain('.github/cicd.yml:2:')
  })
})

describe('hostile reports', () => {
  const name = [
    '::error::owned',
    '##[set-output name=status]pass',
    '\n::set-output name=status::pass\n',
    '%0A::warning::x',
    '</details><img src=x> @octocat #1 `x` | [a](javascript:b)',
    '\u001b]0;title\u0007',
    '\u202e',
  ].join(' ')
  const escaped = (text: string): string =>
    text
      .replace(/[&<"\n]/g, (character) => `&#${character.charCodeAt(0)};`)
      .replace(/[\u0000-\u0008\u000b-\u001f]/g, '')
  const test = `<testcase classname="c" name="${escaped(name)}" file="::x,line=1::y"><failure message="${escaped(name)}">${escaped(name)}</failure></testcase>`
  const report = `<testsuite name="s">${test}</testsuite>`

  it('give the runner no command but our own, and change no output', async () => {
    const run = await runOver(
      { 'a.xml': report, '##[error] ::b.xml': report },
      { inputs: { reports: '*.xml', rules: 'tests.failed == 0', name: 'gate ##[x] ::error::' } },
    )
    expect(run.outputs['status']).toBe('fail')
    expect(Object.keys(run.outputs).sort()).toEqual([
      'baseline-file',
      'report-page',
      'status',
      'verdict',
      'verdict-file',
    ])
    const commands = commandsIn(run.stdout)
    expect(commands.every((line) => /^::error title=[^:]*::/.test(line) && !line.includes('##['))).toBe(true)
    expect(run.stdout).not.toMatch(/[\u0007\u202e]/)
    // In a fenced block GitHub looks for nothing.
    expect(run.summary.replace(/^```text$[^]*?^```$/gm, '')).not.toMatch(/<img|[^&]#1\b.*@octocat/)
    expect(run.summary).not.toMatch(/[\u0000-\u0008\u202e]/)
  })
})

describe('a pull request', () => {
  const git = (folder: string, ...parameters: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...parameters],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    ).trim()

  /** A base that demands 5 tests, and a change that demands none. */
  async function pullRequest(checkout: 'full' | 'shallow' | 'shallow without origin'): Promise<ActionRun> {
    return inFolder({}, async (folder) => {
      const origin = path.join(folder, 'origin')
      mkdirSync(path.join(origin, '.github'), { recursive: true })
      git(origin, 'init', '--initial-branch=main')
      git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
      writeFileSync(path.join(origin, '.github/cicd.yml'), 'quality:\n  - tests.total >= 5\n')
      git(origin, 'add', '--all')
      git(origin, 'commit', '-m', 'base')
      const base = git(origin, 'rev-parse', 'HEAD')
      git(origin, 'checkout', '-b', 'change')
      writeFileSync(path.join(origin, '.github/cicd.yml'), 'quality:\n  - tests.total >= 0\n')
      writeFileSync(path.join(origin, 'a.xml'), GOOD)
      git(origin, 'add', '--all')
      git(origin, 'commit', '-m', 'weaken')
      const workspace = path.join(folder, 'work')
      git(
        folder,
        'clone',
        ...(checkout === 'full' ? [] : ['--depth=1']),
        '--branch=change',
        `file://${origin}`,
        workspace,
      )
      if (checkout === 'shallow without origin') git(workspace, 'remote', 'remove', 'origin')
      return runAction({
        action: 'quality-gate',
        workspace,
        inputs: { reports: 'a.xml' },
        environment: { GITHUB_EVENT_NAME: 'pull_request' },
        event: {
          pull_request: {
            number: 7,
            head: { sha: git(workspace, 'rev-parse', 'HEAD') },
            base: { sha: base, ref: 'main' },
          },
        },
      })
    })
  }

  it.each(['full', 'shallow'] as const)('cannot weaken its own gate (%s checkout)', async (checkout) => {
    const run = await pullRequest(checkout)
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    expect(run.summary).toContain('tests.total &gt;= 5'.replace('&gt;', '>'))
    expect(run.summary).toContain('this change edits')
  })

  it('is unknown where the base branch cannot be seen, and says how to mend it', async () => {
    const run = await pullRequest('shallow without origin')
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.summary).toContain('fetch-depth: 0')
  })
})
