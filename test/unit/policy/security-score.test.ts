import { describe, expect, test } from '@jest/globals'
import { contradiction, evidenceSet, report } from './evidence-factory.ts'
import { DEFAULT_RULES } from '../../../actions/shared/policy/defaults.ts'
import { metricValues } from '../../../actions/shared/policy/metric-values.ts'

const score = (metrics: Readonly<Record<string, number>>, change: object = {}) =>
  metricValues(evidenceSet([report({ kind: 'findings', metrics, ...change })])).get('security.score')

describe('the security score', () => {
  test.each([
    [{ 'security.total': 0, 'security.high': 0 }, 100],
    [{ 'security.critical': 1, 'security.high': 1, 'security.medium': 1, 'security.low': 1, 'security.info': 9 }, 61],
    [{ 'security.unknown': 2 }, 80],
    [{ 'secrets.high': 1, 'security.low': 1 }, 89],
    [{ 'security.critical': 5 }, 0],
  ])('of %j is %d', (metrics, value) => {
    expect(score(metrics)?.value).toBe(value)
  })

  test('is not there where no report speaks of security', () => {
    expect(score({ 'lint.error': 3, 'lint.total': 3 })).toBeUndefined()
  })

  test('is as doubted as what it is made of', () => {
    expect(score({ 'security.low': 1 }, { doubts: [contradiction] })?.doubt).toContain(contradiction.text)
  })

  test('has no default rule, as it could contradict the counts', () => {
    expect(Object.values(DEFAULT_RULES).flat().join()).not.toContain('score')
  })
})

test('a secret fails by default', () => {
  expect(DEFAULT_RULES.security).toContain('secrets.total == 0')
  expect(DEFAULT_RULES.quality).toContain('secrets.total == 0')
})
