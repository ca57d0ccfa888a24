import { describe, expect, it } from '@jest/globals'
import { renderComment } from '../../../actions/shared/render/comment.ts'
import { isOlder, isSameComment, markerOf, parseMarker, renderMarker } from '../../../actions/shared/render/marker.ts'
import { expectGolden } from './golden.ts'
import { evidenceSet, finding, reason, tables, verdict } from './samples.ts'
import { failingShop, passingShop } from './shop.ts'

describe('renderComment', () => {
  it('tells a failing gate as its golden file does', () => {
    const shop = failingShop()
    expectGolden('comment-failing.md', renderComment(shop.verdict, shop.set))
  })

  it('is one line below its marker when all is well', () => {
    const shop = passingShop()
    expect(renderComment(shop.verdict, shop.set)).toBe(
      '<!-- cicd-actions:quality-gate:v1 {"name":"quality-gate","leg":"","run":42,"attempt":1} -->\n' +
        '✅ **quality-gate passed**: 2 rules hold, judged on 2 reports · [details](https://github.com/octo/shop/actions/runs/42/attempts/1)\n',
    )
  })

  it('names the leg of a matrix', () => {
    const { verdict: shown, set } = passingShop()
    const comment = renderComment({ ...shown, subject: { ...shown.subject, leg: 'ubuntu, 24' } }, set)
    expect(comment).toContain('✅ **quality-gate (ubuntu, 24) passed**')
    expect(parseMarker(comment)?.leg).toBe('ubuntu, 24')
  })

  it('says what publishing could not do', () => {
    const shop = passingShop()
    const notes = ['No check run was written: the token lacks `checks: write`.']
    expect(renderComment(shop.verdict, shop.set, { notes })).toContain(
      'ℹ️ No check run was written: the token lacks <code>checks: write</code>.',
    )
  })

  it('stays within 65,536 characters with ten thousand findings and counts the rest', () => {
    const findings = Array.from({ length: 10_000 }, (_, index) =>
      finding({ line: index + 1, message: 'm'.repeat(500) }),
    )
    const reasons = Array.from({ length: 500 }, () => reason({ status: 'fail', message: 'r'.repeat(590) }))
    const comment = renderComment(verdict({ status: 'fail', reasons }), evidenceSet(tables({ findings })))
    expect(comment.length).toBeLessThanOrEqual(65_536)
    expect(comment).toMatch(/… and 4\d\d more reasons/)
  })
})

describe('the marker of a comment', () => {
  const marker = { action: 'quality-gate', name: 'backend', leg: 'linux', run: 7, attempt: 2 }

  it.each(['plain', '-->', '<!-- x -->', '--', '"\\', 'a\nb', '🚀', '@octocat #1', '}{'])(
    'survives the name %j',
    (name) => {
      const line = renderMarker({ ...marker, name })
      expect(line.slice(4, -3)).not.toMatch(/--|[<>@#\n]/)
      expect(parseMarker(`before\r\n${line}\r\nafter`)).toEqual({ ...marker, name })
    },
  )

  it.each([
    ['an empty body', ''],
    ['a body of a person', 'LGTM'],
    ['fields that are missing', '<!-- cicd-actions:quality-gate:v1 {"name":"a"} -->'],
    ['a run that is no number', '<!-- cicd-actions:quality-gate:v1 {"name":"a","leg":"","run":"7","attempt":1} -->'],
    ['broken JSON', '<!-- cicd-actions:quality-gate:v1 {"name":} -->'],
    ['a quotation', '> <!-- cicd-actions:quality-gate:v1 {"name":"a","leg":"","run":7,"attempt":1} -->'],
  ])('is not found in %s', (_name, body) => {
    expect(parseMarker(body)).toBeUndefined()
  })

  it('keeps gates and legs apart, also those whose long names begin alike', () => {
    expect(isSameComment(marker, { ...marker, run: 9 })).toBe(true)
    expect(isSameComment(marker, { ...marker, name: 'frontend' })).toBe(false)
    expect(isSameComment(marker, { ...marker, leg: 'windows' })).toBe(false)
    const long = (end: string) => markerOf(verdict({ name: 'n'.repeat(300) + end }))
    expect(isSameComment(long('1'), long('1'))).toBe(true)
    expect(isSameComment(long('1'), long('2'))).toBe(false)
  })

  it('orders runs by number, then by attempt', () => {
    expect(isOlder(marker, { ...marker, run: 8, attempt: 1 })).toBe(true)
    expect(isOlder(marker, { ...marker, attempt: 3 })).toBe(true)
    expect(isOlder(marker, marker)).toBe(false)
    expect(isOlder({ ...marker, run: 8, attempt: 1 }, marker)).toBe(false)
  })
})
