import { describe, expect, test } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'

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

const quality = (...rules: readonly string[]) => `quality:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`

describe('two rules of a file about the same thing', () => {
  test.each([
    [['coverage.line >= 80', 'tests.failed == 0', 'coverage.line >= 90'], 4, 2],
    [['tests.failed == 0', 'tests.failed <= 3'], 3, 2],
    [['coverage.line >= base', 'coverage.line >= base - 1 pp'], 3, 2],
    [["{ rule: lint.error == 0, paths: ['a', 'b'] }", "{ rule: lint.error <= 5, paths: ['b', 'a'] }"], 3, 2],
    [['{ rule: coverage.line >= 80, level: warn }', '{ rule: coverage.line >= 90, level: warn }'], 3, 2],
  ])('are refused with both lines: %j', async (rules, line, earlier) => {
    const [problem, ...others] = await problemsOf(quality(...rules))
    expect(others).toEqual([])
    expect(problem).toMatch(
      new RegExp(`^\\.github/cicd\\.yml:${line}:5: .* is about the same thing as .* in line ${earlier};`),
    )
  })

  test.each([
    [['coverage.line >= 80', '{ rule: coverage.line >= 90, level: warn }']],
    [['coverage.line >= 80', 'coverage.line >= base - 0.5 pp']],
    [['coverage.line >= 80', '{ rule: coverage.line >= 70, label: integration }']],
    [['coverage.line >= 80', 'coverage.line.patch >= 80']],
    [['coverage.line >= 80', '{ rule: coverage.line >= 60, locked: true }']],
    [['performance.p95 >= 1 ms', 'performance.p95 <= 200 ms']],
  ])('are none where they differ in more than the limit: %j', async (rules) => {
    expect(await problemsOf(quality(...rules))).toEqual([])
  })
})

describe('what a policy file says of others and of locks', () => {
  test.each([
    ['extend: a.yml', '1:1: unknown key "extend" in a policy; did you mean extends?'],
    ['extends:', '1:9: expected a policy file (acme/.github/cicd.yml@v1, ./policies/base.yml) or a list of them'],
    ['extends: { a: b }', '1:10: expected a policy file'],
    [
      'extends: acme/.github/cicd.yml',
      '1:10: extends "acme/.github/cicd.yml": names no ref; pin it: acme/.github/cicd.yml@v1',
    ],
    ['extends: [./a.yml, a.yml]', '1:20: a.yml stands in extends twice'],
    ['extends: [a/b/c@v1, A/B/c@v1]', 'a/b/c@v1 stands in extends twice'],
    ['extends: [5]', '1:11: expected a policy file but found 5; quote it if it is meant'],
    [quality('{ rule: a.b == 1, lockd: true }'), '2:23: unknown key "lockd" in a rule; did you mean locked?'],
    [quality("{ rule: a.b == 1, locked: 'yes' }"), '2:31: expected true or false but found "yes"'],
    [
      quality('{ rule: a.b == 1, waivable: true }'),
      '2:33: waivable says something of a locked rule only; add locked: true',
    ],
  ])('%j is refused', async (text, problem) => {
    expect((await problemsOf(text)).join('\n')).toContain(`${FILE}:${problem}`.replace(`${FILE}:a/b`, 'a/b'))
  })
})

/** Nine layers of nine: written out they would be 387 million rules. */
function billionLaughs(last: string): string {
  const layers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index, names) =>
    index === 0
      ? `a: &a [${Array<string>(9).fill('coverage.line >= 80').join()}]`
      : `${name}: &${name} [${Array<string>(9)
          .fill(`*${names[index - 1] ?? ''}`)
          .join()}]`,
  )
  return `${layers.join('\n')}\n${last}\n`
}

describe('a file that is small and would become large', () => {
  test.each([
    ['in a section', billionLaughs('quality: *i')],
    ['in a list', billionLaughs('quality: [*i, *h]')],
    ['as a merged mapping', billionLaughs('quality: [{ <<: *i }]')],
    ['as a key', billionLaughs('*i : 1')],
    ['in a waiver', billionLaughs('waivers: [{ id: *i, reason: *i, owner: *i, expires: *i }]')],
    ['in extends', billionLaughs('extends: *i')],
    ['from aliases alone', `quality:\n${'  - *a\n'.repeat(30_000)}`],
    ['from anchors in themselves', 'quality: &a [*a]'],
    ['in depth', `quality: ${'['.repeat(120_000)}${']'.repeat(120_000)}`],
    ['in depth, by mappings', `quality: ${'{a: '.repeat(60_000)}`],
    ['from unknown keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['because it is', `quality: [${'coverage.line >= 80,'.repeat(20_000)}]`],
  ])('is refused fast and in few words: %s', async (_name, text) => {
    const [started, before] = [performance.now(), process.memoryUsage().heapUsed]
    const problems = await problemsOf(text)
    // Linear in its 256 KiB: a second, or several where the machine is busy. What is not takes a minute.
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1024 * 1024)
    expect(problems).not.toEqual([])
    expect(problems.join('\n').length).toBeLessThan(64 * 1024)
  })

  test.each([
    [
      'quality: []\nsecurity: []\nquality: []',
      `${FILE}:3:1: Map keys must be unique: quality is there already, in line 1`,
    ],
    [
      'quality:\n  - { rule: a.b == 1,\n      rule: a.b == 2 }',
      `${FILE}:3:7: Map keys must be unique: rule is there already, in line 2`,
    ],
  ])('has each key once: %j', async (text, problem) => {
    expect(await problemsOf(text)).toEqual([problem])
  })

  test('says that aliases are not supported', async () => {
    expect((await problemsOf(billionLaughs('quality: *i'))).join('\n')).toContain(
      `${FILE}:10:10: aliases are not supported: write the value out`,
    )
  })
})
