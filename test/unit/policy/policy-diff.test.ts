import { describe, expect, test } from '@jest/globals'
import { policyDiff as diffOf } from '../../../actions/shared/policy/policy-diff.ts'

const policyDiff = (before?: string, after?: string) => diffOf(before, after, 'cicd.yml')

const BEFORE = `# ours
quality:
  - coverage.line >= 80
  - tests.failed == 0
  - { rule: coverage.line >= 70, label: integration }
waivers:
  - { id: B602, reason: r, owner: '@ops', expires: 2027-01-31 }
`

describe('the diff of a policy', () => {
  test.each<[string, string | undefined, string | undefined, string[]]>([
    [
      'a limit that falls',
      BEFORE,
      BEFORE.replace('>= 80', '>= 60'),
      ['- quality: coverage.line >= 80', '+ quality: coverage.line >= 60'],
    ],
    [
      'a rule of one label',
      BEFORE,
      BEFORE.replace('>= 70', '>= 10'),
      ['- quality: coverage.line >= 70, label: integration', '+ quality: coverage.line >= 10, label: integration'],
    ],
    ['a rule that goes', BEFORE, BEFORE.replace('  - tests.failed == 0\n', ''), ['- quality: tests.failed == 0']],
    [
      'a waiver that lasts longer',
      BEFORE,
      BEFORE.replace('2027', '2029'),
      [
        '- waivers: id: B602, reason: r, owner: @ops, expires: 2027-01-31',
        '+ waivers: id: B602, reason: r, owner: @ops, expires: 2029-01-31',
      ],
    ],
    [
      'a new waiver',
      BEFORE,
      `${BEFORE}  - { expires: 2027-01-31, id: B101, owner: '@ops', reason: x y }\n`,
      ['+ waivers: id: B101, reason: x y, owner: @ops, expires: 2027-01-31'],
    ],
    ['a section that is emptied', 'quality:\n  - a.b == 1', 'quality: []', ['- quality: a.b == 1', '+ quality: []']],
    ['a key of a later version', 'a: {b: [1, 2]}', 'a: {b: [1, 3]}', ['- a: b: [1, 2]', '+ a: b: [1, 3]']],
    ['a file that is new', undefined, 'quality:\n  - a.b == 1', ['+ quality: a.b == 1']],
  ])('shows %s', async (_, before, after, lines) => {
    expect(await policyDiff(before, after)).toEqual({ lines, left: 0 })
  })

  test('is silent on order, comments and layout, and says so', async () => {
    const after =
      "waivers: [{ owner: '@ops', id: B602, expires: '2027-01-31', reason: r }]\nquality: [tests.failed == 0, { label: integration, rule: coverage.line >=  70 }, coverage.line >= 80]"
    expect(await policyDiff(BEFORE, after)).toEqual({
      lines: [],
      left: 0,
      note: 'nothing that it asks for is different: only order, comments or layout are',
    })
  })

  test('says that the file goes', async () => {
    expect(await policyDiff('quality:\n  - a.b == 1', undefined)).toEqual({
      lines: ['- quality: a.b == 1'],
      left: 0,
      note: 'the change removes the file',
    })
  })

  test.each([
    ['quality: [', 'the version of this change cannot be read: cicd.yml:1:11: '],
    ['- a', 'the version of this change cannot be read: it is no mapping'],
    ['['.repeat(100_000), 'the version of this change cannot be read: '],
    ['#'.repeat(300_000), 'larger than 256 KiB'],
  ])('of what is no policy says why', async (after, note) => {
    const diff = await policyDiff(BEFORE, after)
    expect(diff.lines).toEqual([])
    expect(diff.note).toContain(note)
  })

  test('is bounded, whatever is written', async () => {
    const rules = Array.from({ length: 900 }, (_, index) => `  - own.m${index} == ${'1'.repeat(20)}`).join('\n')
    const { lines, left } = await policyDiff('', `quality:\n${rules}`)
    expect([lines.length, left]).toEqual([200, 700])
    const long = await policyDiff('', `quality:\n  - ${'x'.repeat(9_000)}`)
    expect(long.lines[0]?.length).toBe(300)
    const bomb = ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: [*b, *b]'].join('\n')
    expect((await policyDiff('', bomb)).lines).toContain('+ c: *b')
  })
})
