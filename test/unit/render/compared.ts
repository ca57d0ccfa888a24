import type { KnownFinding, TrendPoint } from '../../../actions/shared/model/baseline.ts'
import type { Comparison } from '../../../actions/shared/model/comparison.ts'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { finding } from './samples.ts'
import { failingShop } from './shop.ts'

export const BASE_SHA = 'fedcba9876543210fedcba9876543210fedcba98'

/** A comparison in which nothing happened, but for what is given. */
export function comparison(overrides: Partial<Comparison> = {}): Comparison {
  return {
    base: { sha: BASE_SHA, ref: 'refs/heads/main', recorded: '2026-01-01T10:00:00.000Z' },
    findings: { added: new Set(), moved: [], fixed: [], same: 0, unknownBefore: 0, unknownNow: 0 },
    tests: { vanished: [], newlyFlaky: [], newlyFailing: [], failingBefore: [], newlySkipped: [], added: 0 },
    changes: [],
    unchanged: 0,
    trend: [],
    ...overrides,
  }
}

export function knownFinding(overrides: Partial<KnownFinding> = {}): KnownFinding {
  return { ...finding(), content: 'abc-def', ...overrides }
}

/** Points in time, oldest first; `undefined` is a commit without the metric. */
export function trendOf(values: Readonly<Record<string, readonly (number | undefined)[]>>): TrendPoint[] {
  const length = Math.max(0, ...Object.values(values).map((series) => series.length))
  return Array.from({ length }, (_, index) => ({
    sha: String(index).padStart(40, '0'),
    recorded: `2026-01-${String(1 + (index % 28)).padStart(2, '0')}T00:00:00.000Z`,
    metrics: Object.fromEntries(
      Object.entries(values).flatMap(([metric, series]) => {
        const value = series[index]
        return value === undefined ? [] : [[metric, value]]
      }),
    ),
  }))
}

/** The failing shop beside its main branch. */
export function comparedShop(): { verdict: Verdict; set: EvidenceSet } {
  const { verdict, set } = failingShop()
  const [first, second, third, ...others] = set.tables.get('')?.findings.rows ?? []
  if (!first || !second || !third) throw new Error('the shop has findings')
  const wave = (from: number, to: number) =>
    Array.from({ length: 30 }, (_, index) =>
      Number((from + ((to - from) * index) / 29 + Math.sin(index) / 2).toFixed(2)),
    )
  const compared = comparison({
    findings: {
      added: new Set([first, second]),
      moved: [
        { finding: third, from: knownFinding({ ...third, line: 41 }) },
        ...others.slice(0, 1).map((one) => ({ finding: one, from: knownFinding({ ...one, path: 'app/delivery.py' }) })),
      ],
      fixed: [
        knownFinding({ rank: 'warning', rule: 'B905', message: 'zip() without strict=', path: 'app/old.py', line: 5 }),
        knownFinding({
          family: 'security',
          rank: 'high',
          tool: 'bandit',
          rule: 'B301',
          message: 'pickle',
          path: 'app/old.py',
          line: 9,
        }),
      ],
      same: 12,
      unknownBefore: 0,
      unknownNow: 0,
    },
    tests: {
      vanished: ['tests.test_stock › test_reserve', 'tests.test_web › test_login[de]'],
      newlyFlaky: ['tests.test_stock › test_reservation_expires'],
      newlyFailing: ['tests.test_pricing › test_discount_is_capped[voucher-10]'],
      failingBefore: ['tests.test_web › test_health'],
      newlySkipped: [],
      added: 3,
    },
    changes: [
      { metric: 'complexity.max', before: 12, now: 17 },
      { metric: 'coverage.line', before: 79.1, now: 77.619 },
      { metric: 'tests.total', before: 122, now: 124 },
    ],
    unchanged: 9,
    trend: trendOf({
      'coverage.line': wave(70, 79),
      'tests.total': wave(90, 122).map(Math.round),
      'lint.total': wave(60, 22).map((value, index) => (index > 8 && index < 13 ? undefined : Math.round(value))),
      'tests.failed': Array.from({ length: 30 }, () => 0),
      'bundle.size': [...Array.from({ length: 27 }, () => undefined), 100, 120, 130],
    }),
  })
  const metrics = { 'coverage.line': 77.619, 'tests.total': 124, 'lint.total': 2, 'tests.failed': 2 }
  return { verdict: { ...verdict, metrics }, set: { ...set, comparison: compared } }
}

/** A comparison in which every text is the given one. */
export function saturatedComparison(text: string): Comparison {
  const there = finding({ path: text, rule: text, tool: text, message: text })
  const known = knownFinding({ path: text, rule: text, tool: text, message: text })
  return comparison({
    base: { sha: text, ref: text, recorded: text },
    findings: {
      added: new Set([there]),
      moved: [{ finding: there, from: { ...known, path: `${text}2` } }],
      fixed: [known],
      same: 1,
      unknownBefore: 1,
      unknownNow: 1,
    },
    tests: {
      vanished: [text],
      newlyFlaky: [text],
      newlyFailing: [text],
      failingBefore: [text],
      newlySkipped: [text],
      added: 1,
      doubt: text,
    },
    changes: [{ metric: text, before: 1, now: 2 }],
    unchanged: 1,
    trend: trendOf({ [text]: [1, undefined, 3], 'coverage.line': [1, 2, 3] }),
  })
}
