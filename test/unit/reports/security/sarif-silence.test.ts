import { describe, expect, it } from '@jest/globals'
import { readText, readingOf } from '../../../support/read-report.ts'

interface Run {
  readonly results?: readonly object[]
  readonly [further: string]: unknown
}

function doubtsOf(runs: Readonly<Record<string, Run>>, options: object = {}): readonly string[] {
  const written = Object.entries(runs).map(([name, run]) => ({ tool: { driver: { name } }, results: [], ...run }))
  const report = readText(JSON.stringify({ version: '2.1.0', runs: written }), { format: 'sarif', ...options })
  return readingOf(report).doubts.map(({ text }) => text)
}

const SAME = (tool: string): string =>
  `${tool} found nothing, and writes the same SARIF where it looked at nothing; name its format= and its exit-code=, or use its JSON`

// test/integration/scanners makes the real ones write this.
describe('SARIF of a scanner that found nothing', () => {
  it.each([
    ['Trivy', 'Trivy'],
    ['Semgrep OSS', 'Semgrep'],
    ['gitleaks', 'gitleaks'],
    ['gosec', 'gosec'],
    ['Checkov', 'checkov'],
    ['tfsec', 'tfsec'],
    ['trufflehog', 'TruffleHog'],
  ])('is doubted where %s writes it for nothing, too', (driver, title) => {
    expect(doubtsOf({ [driver]: {} })).toEqual([SAME(title)])
  })

  it('is believed with its format and the exit code', () => {
    expect(doubtsOf({ Trivy: {} }, { exitCode: 0 })).toEqual([])
  })

  it('is not believed with an exit code that means findings, or that the scanner did not do its work', () => {
    expect(doubtsOf({ gitleaks: {} }, { exitCode: 1 })).toEqual([
      'gitleaks ended with exit code 1, which means findings, and the report has none',
    ])
    expect(doubtsOf({ Trivy: {} }, { exitCode: 2 })).toEqual(['Trivy ended with exit code 2: it did not do its work'])
    expect(doubtsOf({ Unheard: {} }, { exitCode: 2 })).toEqual([
      'its tool ended with exit code 2, and the report has no finding',
    ])
    expect(doubtsOf({ Unheard: { results: [{ message: { text: 'x' } }] } }, { exitCode: 2 })).toEqual([])
  })

  it('is believed of tools that say what they could not do, and where it lists what was looked at', () => {
    expect(doubtsOf({ CodeQL: {}, Bandit: {} })).toEqual([])
    expect(doubtsOf({ Trivy: { artifacts: [{ location: { uri: 'package-lock.json' } }] } })).toEqual([])
  })

  it('is told apart from a run beside it that found something, and from results that are no findings', () => {
    const result = { ruleId: 'CVE-2019-10744', message: { text: 'lodash' } }
    expect(doubtsOf({ Trivy: { results: [result] }, 'Semgrep OSS': {} })).toEqual([SAME('Semgrep')])
    expect(doubtsOf({ Trivy: { results: [{ ...result, kind: 'pass' }] } })).toEqual([])
  })

  it('of Bandit that looked at no line says so', () => {
    const metrics = (loc: number) => ({ properties: { metrics: { _totals: { loc } } } })
    expect(doubtsOf({ Bandit: metrics(0) })).toEqual(['Bandit looked at no line of code (metrics._totals.loc is 0)'])
    expect(doubtsOf({ Bandit: metrics(3) })).toEqual([])
  })
})
