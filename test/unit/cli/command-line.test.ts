import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runCommand } from '../../../actions/cli/main.ts'
import { wantsColour } from '../../../actions/cli/terminal.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const JUNIT =
  '<testsuite><testcase classname="c" name="a"/><testcase classname="c" name="b"><failure message="no"/></testcase></testsuite>'
const FILES = {
  'work/good.xml': '<testsuite><testcase classname="c" name="a"/></testsuite>',
  'work/bad.xml': JUNIT,
  'work/empty.xml': '',
  'outside.xml': JUNIT,
}

function cicd(...parameters: readonly string[]) {
  return inFolder(FILES, async (folder) => {
    const written: string[] = []
    const complaints: string[] = []
    const code = await runCommand(parameters, {
      environment: {},
      clock: () => 0,
      folder: path.join(folder, 'work'),
      write: (text) => written.push(text),
      complain: (text) => complaints.push(text),
      colour: false,
      width: 100,
      isInteractive: false,
    })
    return { code, out: written.join(''), err: complaints.join('') }
  })
}

const RULES = ['--rules', 'tests.failed == 0']

describe('cicd quality-gate', () => {
  it.each([
    [['--reports', 'good.xml', ...RULES], 0],
    [['--reports=good.xml', ...RULES], 0],
    [['--reports', 'bad.xml', ...RULES], 1],
    [['--reports', 'good.xml', '--reports', 'bad.xml', ...RULES], 1],
    // A shell expanded the glob.
    [['--reports', 'good.xml', 'bad.xml', ...RULES], 1],
    [['--reports', 'good.xml', '--reports', 'missing.xml', ...RULES], 3],
    [['--reports', 'good.xml', '--reports', 'missing.xml', '--on-unknown', 'warn', ...RULES], 0],
    [['--reports', 'empty.xml', ...RULES], 3],
    [['--reports', 'good.xml', '--rules', 'tests.failed == 0', '--rules', 'tests.total >= 5'], 1],
    [['--reports', '../outside.xml', ...RULES], 1],
    [['--reports', 'good.xml', '--expect', 'junit >= 2 tests', ...RULES], 3],
    [RULES, 2],
  ])('with %j ends with exit code %i', async (parameters, code) => {
    const result = await cicd('quality-gate', ...parameters)
    expect({ code: result.code, err: result.err.replace(/^note: .*\n/gm, '') }).toEqual({
      code,
      err: code === 2 ? expect.stringContaining('--reports: is required') : '',
    })
  })

  it('prints the verdict as the document with --json, and as a page without', async () => {
    const { out } = await cicd('quality-gate', '--json', '--reports', 'bad.xml', ...RULES)
    expect(JSON.parse(out)).toMatchObject({
      schema: 'cicd-verdict/v1',
      action: 'quality-gate',
      status: 'fail',
      subject: {},
    })
    const page = await cicd('quality-gate', '--reports', 'bad.xml', ...RULES)
    expect(page.out).toContain('tests.failed == 0')
    expect(page.out).not.toContain('\u001b')
  })

  it('tells of every wrong flag and input with the nearest right one', async () => {
    const { err } = await cicd('quality-gate', '--report', 'x', '--jsn', '--rules')
    expect(err).toBe(
      'cicd: --report: there is no such flag; did you mean reports?\n' +
        'cicd: --jsn: there is no such flag; did you mean json?\n' +
        'cicd: --rules: needs a value\n',
    )
  })
})

describe('cicd inspect', () => {
  it('says in one line of JSON what each file holds, and refuses with exit code 3', async () => {
    const { code, out } = await cicd('inspect', '--json', 'bad.xml', 'empty.xml', 'missing.xml', '../outside.xml')
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(code).toBe(3)
    expect(Object.keys(lines[0] ?? {})).toEqual(['file', 'format', 'kind', 'entries', 'metrics', 'doubts'])
    expect(lines).toMatchObject([
      {
        file: 'bad.xml',
        format: 'junit',
        kind: 'tests',
        entries: 2,
        metrics: { 'tests.total': 2, 'tests.failed': 1 },
        doubts: [],
      },
      { file: 'empty.xml', refused: expect.stringContaining('empty') as unknown },
      { file: 'missing.xml', refused: expect.stringContaining('no file matches') as unknown },
      { file: '../outside.xml', format: 'junit' },
    ])
  })

  it('keeps files apart: each is read with tables of its own', async () => {
    const { code, out } = await cicd('inspect', '--json', 'bad.xml', 'bad.xml')
    expect(code).toBe(0)
    const [first, second] = out.trimEnd().split('\n')
    expect(second).toBe(first)
  })

  it('shows a block for people without --json', async () => {
    expect((await cicd('inspect', 'bad.xml')).out).toMatch(/^bad\.xml\n {2}junit: tests, 2 entries\n/)
  })

  it.each([
    [['inspect'], 'FILES: name at least one report'],
    [['inspect', '--format', 'junti', 'bad.xml'], 'did you mean junit?'],
    [['inspect', '--exit-code', 'x', 'bad.xml'], '"x" is not a whole number'],
    [['inspct'], 'there is no command "inspct"; did you mean inspect?'],
  ])('%j is wrong input', async (parameters, complaint) => {
    const { code, err } = await cicd(...parameters)
    expect([code, err]).toEqual([2, expect.stringContaining(complaint)])
  })
})

describe('cicd', () => {
  it.each([
    [['--version'], /^cicd \d+\.\d+\.\d+\n$/],
    [['--help'], /quality-gate[\s\S]*inspect[\s\S]*Exit codes/],
    [['quality-gate', '--help'], /--on-unknown <value>[\s\S]*Default: fail\.[\s\S]*--json/],
    [['inspect', '-h'], /--format <id>/],
  ])('%j helps', async (parameters, page) => {
    const { code, out } = await cicd(...parameters)
    expect([code, out]).toEqual([0, expect.stringMatching(page)])
  })

  it('does not offer at a terminal what only GitHub can show', async () => {
    expect((await cicd('quality-gate', '--help')).out).not.toContain('--annotations')
    expect((await cicd('quality-gate', '--annotations', 'true')).code).toBe(2)
  })

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j at a terminal (%s) has colour: %s', (environment, isTerminal, expected) => {
    expect(wantsColour(environment, isTerminal)).toBe(expected)
  })
})
