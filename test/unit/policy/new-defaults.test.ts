import { describe, expect, it } from '@jest/globals'
import type { Evidence, EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { assess } from '../../../actions/shared/policy/assess.ts'
import { chooseRules } from '../../../actions/shared/policy/defaults.ts'
import { parseRules } from '../../../actions/shared/policy/rule-parser.ts'
import type { Rule } from '../../../actions/shared/policy/rule.ts'
import { bytesOf, emptyTables, fixture, readBytes, readingOf } from '../../support/read-report.ts'

/** Reports as the loader hands them over, without labels. */
function setOf(...reports: readonly Uint8Array[]): EvidenceSet {
  const tables = emptyTables()
  const evidence = reports.map((bytes, index): Evidence => {
    const report = readBytes(bytes, { tables })
    const provenance = { file: `report-${index}`, sha256: '', bytes: bytes.length, format: report.format ?? '' }
    return { ...readingOf(report), scope: {}, provenance }
  })
  return { evidence, gaps: [], tables: new Map([['', tables]]), paths: { mapped: 0, unmapped: 0, examples: [] } }
}

function judged(set: EvidenceSet, rules: readonly Rule[] = chooseRules('quality', [])): string[] {
  return assess(set, rules, { onUnknown: 'fail' }).reasons.map(({ rule, status }) => `${rule}: ${status}`)
}

const sonar = (measures: object): Uint8Array =>
  bytesOf(
    JSON.stringify({
      component: {
        key: 'a',
        measures: Object.entries(measures).map(([metric, value]) => ({ metric, value: String(value) })),
      },
    }),
  )

describe('the defaults about what is measured', () => {
  it('fail for a broken boundary of any level', () => {
    expect(judged(setOf(fixture('import-linter/broken.txt')))).toEqual(['boundaries.total == 0: fail'])
    expect(judged(setOf(fixture('import-linter/kept.txt')))).toEqual(['boundaries.total == 0: pass'])
    const both = setOf(fixture('import-linter/broken.txt'), fixture('dependency-cruiser/planted.json'))
    expect(assess(both, chooseRules('quality', []), { onUnknown: 'fail' }).metrics).toMatchObject({
      'boundaries.error': 3,
      'boundaries.total': 5,
    })
  })

  it('are unknown where no contract or rule was in force', () => {
    expect(judged(setOf(fixture('import-linter/none.txt')))).toContain('boundaries.total == 0: unknown')
    expect(judged(setOf(fixture('dependency-cruiser/no-rules.json')))).toContain('boundaries.total == 0: unknown')
  })

  it("judge Lighthouse's score of speed, and none of its others", () => {
    expect(judged(setOf(fixture('lighthouse/page.json')))).toEqual(['performance.lighthouse.performance >= 90: pass'])
  })

  it('ask for a debt of at most five percent, also after rounding', () => {
    const debt = (ratio: number): string[] => judged(setOf(sonar({ sqale_debt_ratio: ratio })))
    expect(debt(4.9)).toEqual(['complexity.debt-ratio <= 5 %: pass'])
    expect(debt(5)).toEqual(['complexity.debt-ratio <= 5 %: unknown'])
    expect(debt(5.1)).toEqual(['complexity.debt-ratio <= 5 %: fail'])
  })

  it('judge the most complex function of lizard, and name it', () => {
    const set = setOf(fixture('lizard/functions.csv'))
    expect(judged(set)).toEqual(['complexity.max <= 10: pass'])
    const [reason] = assess(set, parseRules('complexity.max <= 5'), { onUnknown: 'fail' }).reasons
    expect(reason?.message).toContain('shop/rate.py:1')
  })

  it('leave mutation scores and ages of dependencies to rules of one’s own', () => {
    const set = setOf(fixture('pit/planted.xml'), fixture('libyear/planted.json'))
    expect(judged(set)).toEqual(['evidence: unknown'])
    expect(judged(set, parseRules('coverage.mutation >= 25\nversion.dependency-age.max <= 2 years'))).toEqual([
      'coverage.mutation >= 25: pass',
      'version.dependency-age.max <= 2 years: pass',
    ])
  })
})
