import type { Evidence, EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { evidenceSet, finding, reason, record, tables, verdict } from './samples.ts'

/** A service whose gate fails for reasons of every kind: what the golden files and the pictures show. */
export function failingShop(): { verdict: Verdict; set: EvidenceSet } {
  const scope = tables({
    tests: [
      {
        suite: 'tests.test_pricing',
        name: 'test_discount_is_capped[voucher-10]',
        outcome: 'failed',
        seconds: 0.12,
        path: 'tests/test_pricing.py',
        failure: {
          message: "AssertionError: assert Decimal('12.50') == Decimal('10.00')",
          details:
            "def test_discount_is_capped(voucher):\n>       assert total(cart, voucher) == Decimal('10.00')\nE       AssertionError: assert Decimal('12.50') == Decimal('10.00')\n\ntests/test_pricing.py:41: AssertionError",
          line: 41,
        },
      },
      {
        suite: 'tests.test_web',
        name: 'test_health',
        outcome: 'errored',
        seconds: 30.2,
        path: 'tests/test_web.py',
        failure: { message: 'ConnectionRefusedError: [Errno 111] Connection refused', line: 12 },
      },
      {
        suite: 'tests.test_stock',
        name: 'test_reservation_expires',
        seconds: 4.8,
        flaky: true,
        path: 'tests/test_stock.py',
      },
      ...Array.from({ length: 120 }, (_, index) => ({
        suite: 'tests.test_money',
        name: `test_rounding[${index}]`,
        seconds: index / 1000,
      })),
      { suite: 'tests.test_money', name: 'test_slow_path', outcome: 'skipped' as const, seconds: 0 },
    ],
    findings: [
      finding(),
      finding({ rank: 'warning', rule: 'E501', message: 'Line too long (134 > 120)', path: 'app/orders.py', line: 88 }),
      finding({
        family: 'types',
        tool: 'mypy',
        rule: 'arg-type',
        message: 'Argument 1 to "total" has incompatible type "str"; expected "Decimal"',
        path: 'app/pricing.py',
        line: 57,
      }),
      finding({
        family: 'security',
        rank: 'high',
        tool: 'bandit',
        rule: 'B602',
        message: 'subprocess call with shell=True identified, security issue.',
        path: 'app/shipping.py',
        line: 23,
      }),
      finding({
        family: 'security',
        rank: 'low',
        tool: 'bandit',
        rule: 'B311',
        message: 'Standard pseudo-random generators are not suitable for security purposes.',
        path: 'app/vouchers.py',
        line: 9,
      }),
    ],
    coverage: {
      'app/pricing.py': lines(80, (line) => (line > 50 && line < 71) || line === 12),
      'app/shipping.py': lines(60, (line) => line % 9 === 0),
      'app/web.py': lines(40, (line) => line > 20),
      'app/money.py': lines(30, () => false),
    },
  })
  const shown = verdict({
    status: 'fail',
    reasons: [
      reason({
        status: 'fail',
        actual: 77.619,
        baseline: 79.1,
        message: 'coverage.line is 77.62 %, and must be at least 80 %.',
      }),
      reason({
        status: 'fail',
        rule: 'tests.failed == 0',
        metric: 'tests.failed',
        actual: 2,
        limit: 0,
        unit: '',
        message: 'tests.failed is 2, and must be 0.',
      }),
      reason({
        status: 'fail',
        rule: 'complexity.max <= 10',
        metric: 'complexity.max',
        actual: 17,
        limit: 10,
        unit: '',
        message: 'complexity.max is 17, and must be at most 10: app/shipping.py:23 route.',
        source: '.github/cicd.yml',
      }),
      reason({
        status: 'unknown',
        rule: 'performance.p95 <= 200 ms',
        metric: 'performance.p95',
        actual: undefined,
        limit: 200,
        unit: 'ms',
        message: 'No report yields performance.p95. Add the report of a load test to `reports`, or remove the rule.',
        source: '.github/cicd.yml',
      }),
      reason({
        status: 'unknown',
        rule: 'evidence',
        metric: undefined,
        actual: undefined,
        limit: undefined,
        unit: '',
        message: 'reports/mypy.txt is empty. If mypy found nothing, say so: format=mypy exit-code=0 reports/mypy.txt.',
      }),
      reason({
        status: 'warn',
        rule: 'lint.warning <= base',
        metric: 'lint.warning',
        actual: 1,
        limit: undefined,
        unit: '',
        message: 'There is no baseline for lint.warning yet.',
      }),
      reason({
        rule: 'complexity.maintainability >= 70',
        metric: 'complexity.maintainability',
        actual: 78.2,
        limit: 70,
        unit: 'points',
      }),
      reason({
        rule: 'lint.error <= 5',
        metric: 'lint.error',
        actual: 1,
        limit: 5,
        unit: '',
        scope: { label: 'unit' },
      }),
    ],
    evidence: [
      record({ entries: 123 }),
      record({
        file: 'reports/coverage.xml',
        format: 'cobertura',
        kind: 'coverage',
        entries: 4,
        bytes: 43_120,
        tool: { name: 'coverage.py', version: '7.6' },
        doubts: [{ kind: 'reading', text: 'line-rate says 71.4 %, its lines say 77.62 %; the lines are taken' }],
      }),
      record({
        file: 'reports/radon-cc.json',
        format: 'radon-cc',
        kind: 'metrics',
        entries: 31,
        bytes: 8_100,
        tool: { name: 'radon' },
      }),
      record({
        file: 'reports/mypy.txt',
        format: 'mypy',
        kind: 'findings',
        entries: 0,
        bytes: 0,
        completeness: 'none',
        refused: 'it is empty',
        tool: undefined,
      }),
    ],
    paths: { mapped: 9, unmapped: 1, examples: ['/build/generated/schema.py'] },
  })
  const radon: Evidence = {
    ...record({ kind: 'metrics' }),
    kind: 'metrics',
    provenance: { file: 'reports/radon-cc.json', sha256: '', bytes: 8_100, format: 'radon-cc' },
    measurements: [
      { metric: 'complexity.max', value: 17, subject: 'route', path: 'app/shipping.py', line: 23 },
      { metric: 'complexity.max', value: 12, subject: 'Order.check_out', path: 'app/orders.py', line: 70 },
      { metric: 'complexity.max', value: 3, subject: 'total', path: 'app/pricing.py', line: 5 },
    ],
  }
  return { verdict: shown, set: evidenceSet(scope, [radon]) }
}

/** The same service, repaired. */
export function passingShop(): { verdict: Verdict; set: EvidenceSet } {
  const scope = tables({
    tests: Array.from({ length: 123 }, (_, index) => ({
      suite: 'tests.test_money',
      name: `test_rounding[${index}]`,
      seconds: index / 1000,
    })),
    coverage: { 'app/money.py': lines(30, () => false), 'app/web.py': lines(40, (line) => line > 36) },
  })
  return {
    verdict: verdict({
      evidence: [
        record({ entries: 123 }),
        record({ file: 'reports/coverage.xml', format: 'cobertura', kind: 'coverage', entries: 2 }),
      ],
    }),
    set: evidenceSet(scope),
  }
}

function lines(count: number, missed: (line: number) => boolean): Record<number, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [index + 1, missed(index + 1) ? 0 : 3]))
}
