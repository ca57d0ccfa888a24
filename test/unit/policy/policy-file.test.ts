import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { DEFAULT_RULES, chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'

const FILE = '.github/cicd.yml'

async function problemsOf(text: string): Promise<readonly string[]> {
  try {
    await parsePolicy(text, FILE)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

describe('a policy file', () => {
  test('has rules as lines and as mappings, and says where they came from', async () => {
    const policy = await parsePolicy(
      `quality:
  - coverage.line >= 80   # lines
  - { rule: coverage.line >= 70, label: integration }
  - { rule: lint.warning <= base, level: warn, paths: 'src/**' }
  - rule: lint.error == 0
    paths: ['src/**', '!src/generated/**']
security: []
`,
      FILE,
    )
    expect(policy.quality?.map(({ text, label, level, source }) => ({ text, label, level, source }))).toEqual([
      { text: 'coverage.line >= 80', label: undefined, level: 'fail', source: FILE },
      { text: 'coverage.line >= 70', label: 'integration', level: 'fail', source: FILE },
      { text: 'lint.warning <= base', label: undefined, level: 'warn', source: FILE },
      { text: 'lint.error == 0', label: undefined, level: 'fail', source: FILE },
    ])
    const { matches } = policy.quality![3]!.paths!
    expect(['src/a.py', './src/.b/c.py', 'src\\d.py', 'src/generated/e.py', 'test/f.py'].map(matches)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(policy.security).toEqual([])
  })

  test('without a section leaves the defaults in force there', async () => {
    expect(await parsePolicy('# nothing yet\n', FILE)).toEqual({ waivers: [], quarantine: [], notices: [] })
    expect(await parsePolicy('', FILE)).toEqual({ waivers: [], quarantine: [], notices: [] })
  })

  test.each([
    [
      'qualty:\n  - a.b == 1',
      '1:1: unknown key "qualty" in a policy; did you mean quality?; known are extends, quality, security, ',
    ],
    [
      'quality:\n  - { rul: a.b == 1 }',
      '2:7: unknown key "rul" in a rule; did you mean rule?; known are rule, level, label, paths',
    ],
    ['quality:\n  - coverage.line: 80', '2:5: unknown key "coverage.line" in a rule'],
    ['quality:\n  - coverage.line => 80', '2:5: rule "coverage.line => 80": column 15: expected one of'],
    ['quality:\n  - { rule: a.b == 1, level: error }', '2:30: expected one of fail, warn but found "error"'],
    ['quality:\n  - { rule: a.b == 1, label: 5 }', '2:30: expected a label but found 5; quote it if it is meant'],
    ['quality:\n  - { rule: a.b == 1, label: }', '2:30: expected a label but found null'],
    ['quality:\n  - { rule: tests.failed == 0, paths: src }', '2:13: rule "tests.failed == 0": paths can narrow'],
    ['quality:\n  - { rule: lint.error == 0, paths: [] }', '2:37: paths needs at least one glob'],
    ['quality:\n  - { level: warn }', '2:5: a rule needs the key rule'],
    ['quality:\n  - [a]', '2:5: expected a rule, a mapping with rule, level, label, paths'],
    ['quality:', '1:9: expected a list of rules'],
    ['quality: coverage.line >= 80', '1:10: expected a list of rules'],
    ['- a.b == 1', '1:1: expected a policy, a mapping with extends, quality, security, '],
    ['quality: []\nquality: []', '2:1: Map keys must be unique'],
    ['quality: [', ':1:11: '],
    ['quality: !!js/function x', ':1:10: '],
    ['a: 1\n---\nb: 2', ':2:1: '],
    ['quality:\n  - &a a.b == 1\n  - *a', '3:5: aliases are not supported: write the value out'],
    ['waivers:\n  - { id: X }', '2:5: a waiver needs reason, owner, expires'],
    [
      'waivers:\n  - { id: X, reason: r, owner: o, expires: 2027-02-30 }',
      '2:44: "2027-02-30" is not a date such as 2027-01-31',
    ],
    ['waivers:\n  - { id: X, reason: r, owner: o, expires: soon }', '"soon" is not a date'],
  ])('%j is refused', async (text, problem) => {
    const problems = await problemsOf(text)
    expect(problems.join('\n')).toContain(problem)
    expect(problems.every((line) => line.startsWith(`${FILE}:`))).toBe(true)
  })

  test('tells all problems together', async () => {
    expect(await problemsOf('quality:\n  - a.b = 1\n  - a.b == x\nwaivers:\n  - { id: X }\nother: 1\n')).toHaveLength(4)
  })

  test('is not blown up by aliases of aliases, depth or size', async () => {
    const names = Array.from('abcdefghij')
    const layers = names.slice(1).map((name, index) => `${name}: &${name} [*${names[index]!}, *${names[index]!}]`)
    const bomb = ['a: &a [x, x]', ...layers, 'quality: *j']
    expect((await problemsOf(bomb.join('\n'))).join('\n')).toContain('aliases are not supported')
    expect(await problemsOf('['.repeat(100_000))).not.toEqual([])
    expect(await problemsOf(`quality: ${'['.repeat(50_000)}${']'.repeat(50_000)}`)).not.toEqual([])
    expect(await problemsOf('#'.repeat(300_000))).toEqual([`${FILE}: larger than 256 KiB, which no policy is`])
  })

  test('of any content is understood or refused, never anything else', async () => {
    const pieces = fc.constantFrom(
      'quality',
      ':',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      'rule: ',
      '&a',
      '*a',
      '!!x',
      'a.b == 1',
      '"',
      '|',
      '? ',
      '\t',
      '[',
    )
    const texts = fc
      .array(fc.oneof({ weight: 4, arbitrary: pieces }, fc.string()), { maxLength: 30 })
      .map((list) => list.join(''))
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await problemsOf(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the rules in force', () => {
  const input = parseRules('a.b == 1')
  const fromFile = parseRules('a.b == 2', FILE)

  test('are those of the input, else those of the file, else the defaults', () => {
    expect(chooseRules('quality', input, { quality: fromFile })).toBe(input)
    expect(chooseRules('quality', [], { quality: fromFile })).toBe(fromFile)
    expect(chooseRules('quality', [], { security: fromFile }).map(({ text }) => text)).toEqual(DEFAULT_RULES.quality)
    expect(chooseRules('security', []).every(({ source }) => source === 'defaults')).toBe(true)
  })
})
