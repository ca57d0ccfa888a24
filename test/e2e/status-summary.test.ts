import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { type ActionCall, type ActionRun, bundle, repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'
import { gate } from '../unit/status-summary/gates.ts'

const GOOD = '<testsuite name="s"><testcase classname="c" name="a"/></testsuite>'
const BAD = '<testsuite name="s"><testcase classname="c" name="a"><failure message="no"/></testcase></testsuite>'
const FIX = 'write `needs: ${{ toJSON(needs) }}`'

function summaryOf(needs: unknown, call: Partial<ActionCall> = {}): Promise<ActionRun> {
  const text = typeof needs === 'string' ? needs : JSON.stringify(needs, null, 2)
  return runAction({ action: 'status-summary', ...call, inputs: { needs: text, ...call.inputs } })
}

/** quality-gate as a leg of the job `test`: what it leaves is real. */
async function runLeg(
  os: string,
  report: string,
): Promise<{ digest: string; document: string; exitCode: number | null }> {
  const run = await inFolder({ 'a.xml': report }, (folder) =>
    runAction({
      action: 'quality-gate',
      workspace: folder,
      inputs: { reports: 'a.xml', rules: 'tests.failed == 0', leg: JSON.stringify({ os }) },
    }),
  )
  const [, document] = Object.entries(run.temporaryFiles).find(([name]) => name.endsWith('.json')) ?? []
  return { digest: run.outputs['verdict'] ?? '', document: document?.toString() ?? '', exitCode: run.exitCode }
}

function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['))
}

describe('status-summary after jobs', () => {
  it.each([
    [{ a: 'success', b: 'success' }, {}, 'pass', 0],
    [{ a: 'success', b: 'failure' }, {}, 'fail', 1],
    // re-actors/alls-green#23: a failure that is allowed has to count, and as no failure.
    [{ a: 'success', b: 'failure' }, { 'allowed-failures': 'b' }, 'warn', 0],
    [{ a: 'failure', b: 'failure' }, { 'allowed-failures': 'b' }, 'fail', 1],
    [{ a: 'success', b: 'skipped' }, {}, 'unknown', 1],
    [{ a: 'success', b: 'skipped' }, { 'allowed-skips': 'a, b' }, 'pass', 0],
    [{ a: 'failure', b: 'skipped' }, { 'allowed-skips': 'b' }, 'fail', 1],
    [{ a: 'success', b: 'cancelled' }, { 'allowed-skips': 'b', 'allowed-failures': 'b' }, 'unknown', 1],
    [{ a: 'success', b: 'cancelled' }, { 'on-unknown': 'warn' }, 'warn', 0],
    [{ a: 'success', b: 'success' }, { gates: 'b' }, 'unknown', 1],
  ])('with %j and %j gives %s', async (results, inputs, status, exitCode) => {
    const needs = Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result, outputs: {} }]))
    const run = await summaryOf(needs, { inputs })
    expect([run.outputs['status'], run.exitCode, run.stderr]).toEqual([status, exitCode, ''])
    for (const id of Object.keys(results)) expect(run.summary).toContain(`\`${id}\``)
  })

  it('leaves a verdict that its schema describes, and a digest of it', async () => {
    const run = await summaryOf({ test: { result: 'failure', outputs: {} } })
    const [[name, document] = ['', Buffer.of()]] = Object.entries(run.temporaryFiles)
    expect(name).toBe('cicd/status-summary.test.json')
    const schema = readFileSync(path.join(repository, 'schemas', 'cicd-verdict-v1.schema.json'), 'utf8')
    const check = new Ajv({ strict: false }).compile(JSON.parse(schema) as object)
    expect([check(JSON.parse(document.toString())), check.errors]).toEqual([true, null])
    expect(JSON.parse(run.outputs['verdict'] ?? '')).toMatchObject({
      schema: 'cicd-verdict-digest/v1',
      action: 'status-summary',
      status: 'fail',
      sha256: createHash('sha256').update(document).digest('hex'),
    })
    expect(commandsIn(run.stdout)).toEqual([
      '::error title=status-summary failed::1 of 1 job failed; test: failed; its log says why',
    ])
  })
})

describe('a matrix of gates', () => {
  it('counts every leg by its file, and is green only if all are', async () => {
    const legs = await Promise.all([runLeg('linux', GOOD), runLeg('mac', BAD), runLeg('windows', GOOD)])
    expect(legs.map(({ exitCode }) => exitCode)).toEqual([0, 1, 0])
    const needs = { test: { result: 'success', outputs: { verdict: legs[2].digest } } }
    const judged = (left: typeof legs) => {
      const files = Object.fromEntries(left.map(({ document }, index) => [`verdicts/${index}/verdict.json`, document]))
      return inFolder(files, (folder) =>
        summaryOf(needs, { workspace: folder, inputs: { 'verdict-files': 'verdicts/**/*.json', gates: 'test' } }),
      )
    }
    const red = await judged(legs)
    expect([red.outputs['status'], red.exitCode]).toEqual(['fail', 1])
    expect(red.summary).toContain('❌&nbsp;1 ✅&nbsp;2')
    expect(red.summary).toContain('(os&#58; mac)'.replace('&#58;', ':'))
    const green = await judged([legs[0], legs[2], legs[2]])
    expect([green.outputs['status'], green.exitCode]).toEqual(['pass', 0])
  })

  it('is unknown where the files are missing, changed or of another commit', async () => {
    const { digest, document } = await runLeg('linux', BAD)
    const needs = { test: { result: 'success', outputs: {} } }
    const other = gate(['pass'], { subject: { sha: 'c0ffee' } }).document
    const inputs = { 'verdict-files': 'verdicts/*.json' }
    const [missing, foreign, changed, outside] = await Promise.all([
      summaryOf(needs, { inputs }),
      inFolder({ 'verdicts/a.json': other }, (folder) => summaryOf(needs, { workspace: folder, inputs })),
      inFolder({ 'verdicts/a.json': document.replaceAll('fail', 'pass') }, (folder) =>
        summaryOf(
          { test: { result: 'success', outputs: { verdict: digest } } },
          { workspace: folder, inputs: { ...inputs, 'allowed-failures': 'test' } },
        ),
      ),
      inFolder({ 'w/verdicts/a.json': '->../../a.json', 'a.json': document }, (folder) =>
        summaryOf(needs, { workspace: path.join(folder, 'w'), inputs }),
      ),
    ])
    expect([missing, foreign, changed, outside].map(({ outputs, exitCode }) => [outputs['status'], exitCode])).toEqual(
      Array.from({ length: 4 }, () => ['unknown', 1]),
    )
    expect(missing.summary).toContain('no file matches')
    expect(foreign.summary).toContain('is of another commit')
    expect(changed.summary).toContain('the file was changed after the gate wrote it')
    expect(outside.summary).toContain('leads out of the workspace')
  })

  it('asks for no files of gates that were all skipped with leave', async () => {
    const inputs = { 'verdict-files': 'verdicts/*.json', gates: 'test', 'allowed-skips': 'test' }
    const run = await summaryOf({ test: { result: 'skipped', outputs: {} } }, { inputs })
    expect([run.outputs['status'], run.exitCode]).toEqual(['pass', 0])
  })
})

describe('wrong input', () => {
  it.each([
    ['', 'needs: is required'],
    ['{}', `names no job, so there is nothing to judge: ${FIX}`],
    ['Object', `is not JSON: ${FIX}`],
    ['{"test": {"result": "success"', `is not JSON: ${FIX}`],
    ['[]', `is not an object of jobs: ${FIX}`],
  ])('%j names the fix', async (needs, problem) => {
    const run = await summaryOf(needs)
    expect([run.exitCode, run.outputs, run.stderr]).toEqual([1, { status: 'unknown' }, ''])
    expect(run.stdout).toContain(problem)
    expect(run.summary).toContain(problem)
  })

  it('is every name that no job has, with the nearest', async () => {
    const inputs = { 'allowed-skips': 'docs', 'allowed-failures': 'lnit', gates: 'tset' }
    const run = await summaryOf({ test: { result: 'success' }, lint: { result: 'success' } }, { inputs })
    expect([run.exitCode, run.outputs]).toEqual([1, { status: 'unknown' }])
    expect(commandsIn(run.stdout).map((line) => line.replace(/^.*?::.*?::/, ''))).toEqual([
      'allowed-skips: "docs" is no job of needs',
      'allowed-failures: "lnit" is no job of needs; did you mean lint?',
      'gates: "tset" is no job of needs; did you mean test?',
    ])
  })
})

describe('hostile and large needs', () => {
  const hostile = '</details>|`x`\n::error::owned ##[error]x @octocat #1 <img src=x> \u202e \u001b]0;t\u0007'

  it('give the runner no command but our own, and break no page', async () => {
    const left = gate(['fail', 'fail'], {
      name: hostile.slice(0, 90),
      message: hostile,
      subject: { leg: hostile, job: hostile },
    })
    const needs = {
      [hostile]: { result: hostile, outputs: { verdict: left.digest, [hostile]: hostile } },
      __proto__: { result: 'success', outputs: {} },
      test: { result: 'success', outputs: { verdict: hostile } },
    }
    const run = await inFolder({ 'v/##[a] ::error::.json': left.document, 'v/b.json': hostile }, (folder) =>
      summaryOf(needs, { workspace: folder, inputs: { 'verdict-files': 'v/*', name: 'a ##[x] ::error::' } }),
    )
    expect([run.exitCode, run.outputs['status'], run.stderr]).toEqual([1, 'fail', ''])
    expect(Object.keys(run.outputs).sort()).toEqual(['status', 'verdict', 'verdict-file'])
    const commands = commandsIn(run.stdout)
    expect(commands).toHaveLength(1)
    expect(commands[0]).toMatch(/^::error title=[^:]*::/)
    expect(run.stdout).not.toMatch(/##\[|[\u0007\u202e]/)
    expect(run.summary).not.toMatch(/<img|@octocat|[\u0000-\u0008\u202e]/)
    expect(run.summary.match(/<details>/g)).toHaveLength((run.summary.match(/<\/details>/g) ?? []).length)
  })

  it('are read up to what Linux can hand over: 128 KiB', async () => {
    const left = gate(['fail', ...Array.from({ length: 60 }, () => 'pass' as const)]).digest
    const needs: Record<string, unknown> = {}
    const room = 128 * 1024 - 'INPUT_NEEDS='.length - 1
    for (let index = 0; JSON.stringify(needs).length + left.length + 2_000 < room; index += 1) {
      needs[`job-${index}`] = { result: 'failure', outputs: { verdict: left } }
    }
    const text = JSON.stringify(needs).padEnd(room)
    const run = await summaryOf(text, { timeoutSeconds: 20 })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    expect(Buffer.byteLength(run.outputs['verdict'] ?? '')).toBeLessThanOrEqual(6 * 1024)
  })
})

describe('cicd status-summary', () => {
  const stub = path.join(bundle, 'cli', 'index.js')
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('GITHUB_') && !name.startsWith('INPUT_')),
  )

  function cicd(
    parameters: readonly string[],
    input: string,
    folder: string,
  ): Promise<{ code: number | null; out: string; err: string }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [stub, 'status-summary', ...parameters], { cwd: folder, env: environment })
      let out = ''
      let err = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
      child.on('close', (code) => {
        resolve({ code, out, err })
      })
      child.stdin.end(input)
    })
  }

  const needs = (result: string): string => JSON.stringify({ test: { result, outputs: {} } })

  it.each([
    [needs('success'), [], 0],
    [needs('failure'), ['--allowed-failures', 'test'], 0],
    [needs('failure'), [], 1],
    [needs('skipped'), [], 3],
    [needs('skipped'), ['--allowed-skips=test'], 0],
    [needs('skipped'), ['--on-unknown', 'warn'], 0],
    ['{}', [], 2],
    ['', [], 2],
    [needs('success'), ['--gates', 'tset'], 2],
  ])('of %s with %j ends with exit code %i', async (text, flags, code) => {
    await inFolder({ 'needs.json': text }, async (folder) => {
      const fromFile = await cicd(['--needs', 'needs.json', '--json', ...flags], '', folder)
      const fromInput = await cicd(['--needs', '-', ...flags], `\ufeff${text}`, folder)
      expect([fromFile.code, fromInput.code]).toEqual([code, code])
      if (code !== 2) {
        expect(JSON.parse(fromFile.out)).toMatchObject({ schema: 'cicd-verdict/v1', action: 'status-summary' })
      } else expect(fromFile.err).toMatch(/^cicd: --(needs|gates): /)
    })
  })

  it('reads more than a runner could hand over, and verdict files that a shell has named', async () => {
    const large = JSON.stringify({ test: { result: 'success', outputs: { notes: 'x'.repeat(1_000_000) } } })
    const files = {
      'needs.json': large,
      'a.json': gate(['pass']).document,
      'b.json': gate(['fail'], { name: 'other' }).document,
    }
    await inFolder(files, async (folder) => {
      const flags = ['--needs', 'needs.json', '--verdict-files', 'a.json']
      expect((await cicd(flags, '', folder)).code).toBe(0)
      expect((await cicd([...flags, 'b.json'], '', folder)).code).toBe(1)
    })
  })

  it.each([
    [['--needs', '{"test":{}}'], 'takes a file, not the JSON itself'],
    [['--needs', 'missing.json'], '"missing.json" cannot be read'],
    [['--needs', '.'], '"." cannot be read'],
    [[], '--needs: is required'],
  ])('refuses %j', async (flags, complaint) => {
    await inFolder({}, async (folder) => {
      const { code, err } = await cicd(flags, '', folder)
      expect([code, err]).toEqual([2, expect.stringContaining(complaint)])
    })
  })
})
