import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inFolder } from '../support/temporary-folder.ts'
import { type ActionRun, runAction } from '../support/run-action.ts'

const AT_A_TERMINAL = Object.fromEntries(
  ['CI', 'GITHUB_ACTIONS', 'GITHUB_WORKSPACE', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_REPOSITORY'].map(
    (name) => [name, undefined],
  ),
)

const RULES = ['lint.error.new == 0', 'tests.vanished == 0', 'tests.failed.new == 0']

function gate(folder: string, ...parameters: readonly string[]): Promise<ActionRun> {
  // Not the repository's top folder, from which paths start.
  const workingDirectory = path.join(folder, 'src')
  const files = ['ruff.json', 'junit.xml'].flatMap((file) => ['--reports', path.join(folder, file)])
  return runAction({
    action: 'cli',
    parameters: [
      'quality-gate',
      ...['--working-directory', workingDirectory],
      ...files,
      ...RULES.flatMap((rule) => ['--rules', rule]),
      ...parameters,
    ],
    environment: AT_A_TERMINAL,
  })
}

const ruff = (...lines: readonly number[]) =>
  JSON.stringify(
    lines.map((row) => ({
      code: 'S307',
      filename: 'src/a.py',
      location: { row, column: 1 },
      end_location: { row, column: 4 },
      message: `eval at line ${row}`,
      fix: null,
      noqa_row: row,
      url: '',
    })),
  )

const junit = (...cases: readonly string[]) =>
  `<testsuite name="s" tests="${cases.length}">${cases.map((name) => `<testcase classname="shop" name="${name}"/>`).join('')}</testsuite>`

const BEFORE = { 'src/a.py': 'import os\neval(x)\nprint(os)\n', 'ruff.json': ruff(2), 'junit.xml': junit('a', 'b') }

/** A repository in which a gate has recorded its baseline. */
function recorded<Result>(use: (folder: string, baseline: string) => Promise<Result>): Promise<Result> {
  return inFolder(BEFORE, async (folder) => {
    const git = (...parameters: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...parameters], { cwd: folder })
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-q', '-m', 'one')
    const first = await gate(folder, '--baseline', 'none', '--baseline-file', path.join(folder, 'base.bin'))
    // Nothing to compare with is a warning, and never a pass by nothing.
    expect([first.exitCode, first.stdout]).toEqual([0, expect.stringContaining('nothing to compare with')])
    return use(folder, path.join(folder, 'base.bin'))
  })
}

describe('a gate with a baseline at a terminal', () => {
  it('passes where findings only moved, and says that they did', async () => {
    await recorded(async (folder, baseline) => {
      writeFileSync(path.join(folder, 'src/a.py'), `# one\n# two\n${BEFORE['src/a.py']}`)
      writeFileSync(path.join(folder, 'ruff.json'), ruff(4))
      const page = path.join(folder, 'page.html')
      const run = await gate(folder, '--baseline', baseline, '--report-page', page)
      expect([run.exitCode, run.stdout]).toEqual([0, expect.stringContaining('passed')])
      expect(readFileSync(page, 'utf8')).toContain('Findings: 0 new, 0 fixed, 1 moved, 0 as they were.')
    })
  })

  it('knows a line that was edited from one that moved, by what stands in the file', async () => {
    await recorded(async (folder, baseline) => {
      writeFileSync(path.join(folder, 'src/a.py'), BEFORE['src/a.py'].replace('eval(x)', 'eval(y)'))
      const run = await gate(folder, '--baseline', baseline)
      expect([run.exitCode, run.stdout]).toEqual([1, expect.stringContaining('lint.error.new == 0')])
    })
  })

  it('fails on a new finding and a test that vanished, and names both', async () => {
    await recorded(async (folder, baseline) => {
      writeFileSync(path.join(folder, 'src/a.py'), 'import os\neval(x)\nprint(os)\neval(y)\n')
      writeFileSync(path.join(folder, 'ruff.json'), ruff(2, 4))
      writeFileSync(path.join(folder, 'junit.xml'), junit('a', 'c'))
      const page = path.join(folder, 'page.html')
      const run = await gate(folder, '--baseline', baseline, '--report-page', page)
      expect(run.exitCode).toBe(1)
      const html = readFileSync(page, 'utf8').replaceAll('<wbr>', '')
      expect(html).toContain('1 (S307 src/a.py:4), must be 0')
      expect(html).toContain('1 (shop › b), must be 0')
    })
  })
})
