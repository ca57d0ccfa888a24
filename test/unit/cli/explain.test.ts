import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { runCommand } from '../../../actions/cli/main.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import type { Explanation } from '../../../actions/shared/render/explanation.ts'
import { readKeptVerdict } from '../../../actions/shared/runtime/verdict-reader.ts'
import { tries } from '../../support/fuzz.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const schema = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../schemas/cicd-verdict-v1.schema.json'), 'utf8'),
) as object
const isVerdict = new Ajv({ allErrors: true, strict: false }).compile(schema)

const JUNIT = `<testsuite>
  <testcase classname="c" name="a"/>
  <testcase classname="c" name="b"><failure message="no"/></testcase>
  <testcase classname="c" name="d">
    <error message="no"/>
  </testcase>
</testsuite>
`
const COBERTURA = `<?xml version="1.0"?>
<coverage lines-covered="3" lines-valid="4">
  <packages><package name="p"><classes>
    <class filename="src/a.py"><lines><line number="1" hits="1"/><line number="2" hits="1"/></lines></class>
    <class filename="lib/b.py"><lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class>
  </classes></package></packages>
</coverage>
`
const CHECKSTYLE = `<checkstyle>
<file name="src/a.py">
<error line="1" severity="error" message="long" source="E501"/>
</file>
<file name="lib/b.py">
<error line="1" severity="warning" message="old" source="W605"/>
<error line="2" severity="error" message="long" source="E501"/>
</file>
</checkstyle>
`
const POLICY = (rules: string): string => `quality:\n${rules}`
const FILES = {
  'junit.xml': JUNIT,
  'coverage.xml': COBERTURA,
  'lint.xml': CHECKSTYLE,
  'src.yml': POLICY(
    "  - { rule: coverage.line >= 100, paths: 'src/**' }\n  - { rule: lint.total <= 1, paths: 'lib/**' }\n",
  ),
  'patch.yml': POLICY("  - { rule: coverage.line.patch >= 1, paths: 'src/**' }\n"),
  'empty.yml': 'security: []\n',
  'empty.json': '',
  'text.json': 'no JSON',
  'list.json': '[1]',
  'foreign.json': '{"schema": "other/v1"}',
  'page.html': '<!doctype html><title>hello</title>',
  'binary.json': '\ufffd',
}
const GATE = ['quality-gate', '--reports', 'junit.xml', '--reports', 'coverage.xml', '--reports', 'lint.xml']
const RULES = ['--rules', 'tests.failed == 0', '--rules', 'coverage.line >= 80', '--rules', 'lint.error <= 5']

interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the commands one after the other in one folder; gives what each wrote. `change` edits the verdict file in between. */
function cicd(commands: readonly (readonly string[])[], files: Readonly<Record<string, string>> = {}): Promise<Run[]> {
  return inFolder({ ...FILES, ...files }, async (folder) => {
    const runs: Run[] = []
    for (const parameters of commands) {
      let [out, err] = ['', '']
      const code = await runCommand(parameters, {
        ...{ environment: {}, clock: () => 0, folder, colour: false, width: 100, isInteractive: false },
        write: (text) => (out += text),
        complain: (text) => (err += text),
      })
      runs.push({ code, out, err })
    }
    return runs
  })
}

const JUDGED = [...GATE, ...RULES, '--verdict-file', 'v.json', '--report-page', 'r.html']

async function explained(...parameters: readonly string[]): Promise<Run> {
  const runs = await cicd([JUDGED, ['explain', ...parameters]])
  return runs[1]!
}

describe('cicd explain', () => {
  it('says of every rule which lines of which report its number comes from', async () => {
    const { code, out } = await explained('v.json')
    expect(out.replace(/ +$/gm, '')).toContain(`✗ tests.failed == 0
  2 failed tests (1 assertion, 1 error), must be 0
  From           junit.xml:3, 4
  Rule in        the input rules
`)
    expect(out).toMatch(/✗ coverage\.line >= 80\n.*75 %.*\n {2}From +coverage\.xml:2\n/)
    expect(out).toMatch(/✓ lint\.error <= 5\n.*\n {2}From +lint\.xml:3, 7\n/)
    expect(code).toBe(1)
  })

  it('tells the same from the page', async () => {
    const [, file, page] = await cicd([JUDGED, ['explain', 'v.json', '--json'], ['explain', 'r.html', '--json']])
    expect(JSON.parse(page!.out)).toEqual(JSON.parse(file!.out))
    expect(page!.code).toBe(1)
  })

  it('prints a verdict document with the explanation', async () => {
    const { out } = await explained('v.json', '--json')
    const document = JSON.parse(out) as Verdict & { readonly explanation: readonly Explanation[] }
    expect([isVerdict(document), isVerdict.errors]).toEqual([true, null])
    const failed = document.reasons.findIndex(({ rule }) => rule === 'tests.failed == 0')
    expect(document.explanation[failed]?.reports).toEqual([
      { file: 'junit.xml', format: 'junit', value: 1, lines: [3, 4], count: 2, last: 7, isOfAll: false },
    ])
  })

  it.each([
    [['--rules', 'tests.failed <= 2'], 0, '2 failed tests'],
    [['--rules', 'coverage.line >= 75'], 0, 'lines covered: 75 %'],
    [['--rules', 'coverage.line >= 76'], 1, 'must be at least 76 %'],
    [['--rules', 'bundle.size <= 1'], 3, 'no report yields bundle.size'],
    [['--rules', 'coverage.line >= base'], 0, 'no baseline yet to compare with'],
    [['--rules', 'coverage.line >= eighty'], 2, 'expected a number or base'],
    [['--rules', ' # nothing'], 2, 'there is no rule to decide by'],
    [['--policy-file', 'src.yml'], 1, 'lint findings of any level: 2 within lib/**, must be at most 1'],
    [['--policy-file', 'patch.yml'], 3, 'nothing says what this commit changes'],
    [['--policy-file', 'empty.yml'], 2, 'has no section quality'],
    [['--policy-file', 'none.yml'], 2, 'cannot be read'],
  ])('under %j ends with exit code %i', async (parameters, code, text) => {
    const { code: exitCode, out, err } = await explained('v.json', ...parameters)
    expect([exitCode, out + err]).toEqual([code, expect.stringContaining(text)])
  })

  it('names only the lines of the files that a rule is about', async () => {
    const { out } = await explained('v.json', '--policy-file', 'src.yml')
    expect(out).toMatch(/✓ coverage\.line >= 100 .*\n.*100 %.*\n {2}From +coverage\.xml:4/)
    expect(out).toMatch(/✗ lint\.total <= 1 .*\n.*\n {2}From +lint\.xml:6, 7/)
  })

  it.each([
    [['explain'], 'name one verdict file'],
    [['explain', 'a.json', 'b.json'], 'name one verdict file'],
    [['explain', 'none.json'], 'cannot be read'],
    [['explain', '.'], 'cannot be read'],
    [['explain', 'empty.json'], 'is empty'],
    [['explain', 'text.json'], 'is not JSON'],
    [['explain', 'list.json'], 'names no schema'],
    [['explain', 'foreign.json'], 'has the schema "other/v1"'],
    [['explain', 'page.html'], 'is a page without a verdict in it'],
    [['explain', 'junit.xml'], 'is a page without a verdict in it'],
    [['explain', 'v.json', '--rule', 'x'], 'did you mean'],
  ])('refuses %j', async (parameters, problem) => {
    const [run] = await cicd([parameters])
    expect([run!.code, run!.out, run!.err]).toEqual([2, '', expect.stringContaining(problem)])
  })

  it('explains a file without what was judged as far as it goes, and decides nothing by it', async () => {
    const [gate] = await cicd([[...GATE, ...RULES, '--json']])
    const old = { ...(JSON.parse(gate!.out) as Verdict), judged: undefined }
    const files = { 'old.json': JSON.stringify(old) }
    const [plain, again] = await cicd(
      [
        ['explain', 'old.json'],
        ['explain', 'old.json', '--rules', 'tests.total >= 1'],
      ],
      files,
    )
    expect([plain!.code, plain!.out]).toEqual([
      1,
      expect.stringContaining('the file does not keep what it was judged on'),
    ])
    expect(plain!.err).toContain('does not keep what its rules were judged on')
    expect([again!.code, again!.out]).toEqual([3, expect.stringContaining('? tests.total >= 1')])
  })

  it('prints nothing that a terminal or a runner would obey', async () => {
    const [gate] = await cicd([[...GATE, ...RULES, '--json']])
    const hostile = '\u001b]0;x\u0007\n::error::x ##[error]x\u202e'
    const text = gate!.out.replaceAll('junit.xml', JSON.stringify(hostile).slice(1, -1))
    const [run] = await cicd([['explain', 'v.json']], { 'v.json': text })
    expect(run!.out).not.toMatch(/[\u001b\u0007\u202e]|^::|##\[/m)
    expect(run!.code).toBe(1)
  })
})

describe('a verdict file that somebody changed', () => {
  it('is refused or explained, never a bug of ours', async () => {
    const [gate] = await cicd([[...GATE, ...RULES, '--json']])
    const document: unknown = JSON.parse(gate!.out)
    const places = placesIn(document)
    const junk = fc.constantFrom<unknown>(null, -1, 1e9, 'x', '', [], {}, [null], { a: 1 }, true)
    await fc.assert(
      fc.asyncProperty(fc.nat(places.length - 1), junk, async (at, value) => {
        const changed = structuredClone(document)
        setAt(changed, places[at]!, value)
        const text = JSON.stringify(changed)
        const read = readKeptVerdict(text)
        const [run] = await cicd([['explain', 'v.json', '--policy-file', 'src.yml']], { 'v.json': text })
        expect(run!.err).not.toContain('this is a bug')
        if ('problem' in read) expect(run!.code).toBe(2)
      }),
      tries(150),
    )
  })
})

type Steps = readonly (string | number)[]

function placesIn(value: unknown, steps: Steps = []): Steps[] {
  if (typeof value !== 'object' || value === null) return [steps]
  const inner = Object.entries(value).slice(0, 12)
  return [...(steps.length > 0 ? [steps] : []), ...inner.flatMap(([key, item]) => placesIn(item, [...steps, key]))]
}

function setAt(value: unknown, steps: Steps, to: unknown): void {
  const parent = steps.slice(0, -1).reduce((inner, key) => (inner as Record<string, unknown>)[key], value)
  ;(parent as Record<string, unknown>)[steps.at(-1)!] = to
}
