import { describe, expect, it } from '@jest/globals'
import { fixture, isDoubted, readText } from '../../../support/read-report.ts'

/*
 * What a report shows to have lost: a list of findings where something else stands, a count that its list does not reach,
 * a word or a kind that nobody knows. None of it is green.
 */

type Json = Record<string, unknown> | unknown[]

/** What may stand where a list was. */
const NO_LISTS: readonly unknown[] = ['', 'none', 0, -1, 12, true, false, {}, { 0: {} }]

/** Lists that tell of findings, by a report of each format: keys and places on the way to one. */
const LISTS: readonly (readonly [file: string, ...way: (string | number)[]])[] = [
  ['trivy/trivy-planted.json', 'Results', 0, 'Vulnerabilities'],
  ['trivy/trivy-planted.json', 'Results', 0, 'Misconfigurations'],
  ['trivy/trivy-planted.json', 'Results', 0, 'Secrets'],
  ['trivy/trivy-planted.json', 'Results', 0, 'Licenses'],
  ['trivy/trivy-planted.json', 'Results'],
  ['trivy/hand-written-legacy.json', 0, 'Vulnerabilities'],
  ['trivy-operator/hand-written-list.json', 'items'],
  ['grype/hand-written-planted.json', 'matches'],
  ['osv/hand-written-planted.json', 'results', 0, 'packages'],
  ['osv/hand-written-planted.json', 'results', 0, 'packages', 0, 'vulnerabilities'],
  ['osv/hand-written-planted.json', 'results', 0, 'packages', 0, 'license_violations'],
  ['cargo-audit/hand-written-planted.json', 'vulnerabilities', 'list'],
  ['conftest/conftest-planted.json', 0, 'failures'],
  ['conftest/conftest-planted.json', 0, 'warnings'],
  ['csaf/hand-written-planted.json', 'vulnerabilities'],
  ['csaf/hand-written-planted.json', 'vulnerabilities', 0, 'product_status', 'known_affected'],
  ['cyclonedx/hand-written-planted.json', 'vulnerabilities'],
  ['cyclonedx/hand-written-planted.json', 'vulnerabilities', 0, 'affects'],
  ['dependency-check/hand-written-planted.json', 'dependencies', 0, 'vulnerabilities'],
  ['kubescape/hand-written-planted.json', 'results', 0, 'controls'],
  ['npm-audit/npm-11-planted.json', 'vulnerabilities', 'planted-merge', 'via'],
  ['openvex/hand-written-planted.json', 'statements', 0, 'products'],
  ['pip-audit/pip-audit-planted.json', 'dependencies'],
  ['snyk/hand-written-projects.json', 0, 'vulnerabilities'],
  ['spdx/hand-written-planted.json', 'packages', 0, 'externalRefs'],
  ['semgrep/semgrep-planted.json', 'results'],
  ['sarif/bandit-planted.sarif', 'runs', 0, 'results'],
]

function parsed(file: string): Json {
  return JSON.parse(new TextDecoder().decode(fixture(file))) as Json
}

/** The report with another value at the end of the way. */
function changed(whole: Json, way: readonly (string | number)[], change: (value: unknown) => unknown): Json {
  const copy = structuredClone(whole)
  let node = copy as Record<string | number, unknown>
  for (const step of way.slice(0, -1)) node = node[step] as Record<string | number, unknown>
  const last = way.at(-1) ?? ''
  const value = change(node[last])
  if (value === undefined) Reflect.deleteProperty(node, last)
  else node[last] = value
  return copy
}

const doubted = (file: string, whole: Json): boolean =>
  isDoubted(readText(JSON.stringify(whole), { format: file.split('/')[0] }))

function doubtsOf(file: string, way: readonly (string | number)[], change: (value: unknown) => unknown): string {
  const format = file.split('/')[0]
  const { reading, refused } = readText(JSON.stringify(changed(parsed(file), way, change)), { format })
  const doubts = reading?.doubts.filter(({ kind }) => kind === 'contradiction').map(({ text }) => text)
  return refused ?? doubts?.join('; ') ?? ''
}

describe('a report of which something was lost in a way that shows', () => {
  it.each(LISTS.map((row) => [row.join(' '), row] as const))(
    'is believed as it is, and no longer where no list stands at %s',
    (_name, [file, ...way]) => {
      const whole = parsed(file)
      expect(doubted(file, whole)).toBe(false)
      for (const value of NO_LISTS) {
        expect([
          value,
          doubted(
            file,
            changed(whole, way, () => value),
          ),
        ]).toEqual([value, true])
      }
    },
  )

  it('says so of the warnings of cargo-audit, which are a list or lists by kind', () => {
    for (const value of ['', 'none', 0, true]) {
      expect(doubtsOf('cargo-audit/hand-written-planted.json', ['warnings'], () => value)).toMatch(/"warnings"/)
    }
  })

  it('names the list', () => {
    expect(doubtsOf('trivy/trivy-planted.json', ['Results', 0, 'Vulnerabilities'], () => '[]')).toMatch(
      /"Vulnerabilities" are no list/,
    )
  })

  it('is doubted where Trivy counts more failures than it lists', () => {
    const file = 'trivy/hand-written-planted.json'
    const results = (parsed(file) as { Results: { Misconfigurations?: unknown[] }[] }).Results
    const place = results.findIndex(({ Misconfigurations }) => Misconfigurations !== undefined)
    const way = ['Results', place, 'MisconfSummary']
    expect(doubtsOf(file, way, () => ({ Successes: 1, Failures: 9, Exceptions: 0 }))).toMatch(/counts 9 failures/)
    expect(doubtsOf(file, way, () => ({ Successes: 1, Failures: 0, Exceptions: 9 }))).toBe('')
  })

  it('is doubted where Kubescape has a status that nobody knows, or a failed control of which it lists nothing', () => {
    const file = 'kubescape/hand-written-planted.json'
    const way = ['results', 0, 'controls', 0, 'status', 'status']
    for (const word of ['FAILED', 'error', 'x']) expect(doubtsOf(file, way, () => word)).toMatch(`"${word}"`)
    expect(doubtsOf(file, ['results'], (list) => [{ ...(list as object[])[0], controls: [] }])).toMatch(/failed/)
    expect(doubtsOf(file, ['results', 0, 'controls'], (list) => (list as { controlID: string }[]).slice(1))).not.toBe(
      '',
    )
  })

  it('is doubted where a resource of the Trivy Operator has findings and a kind that nobody knows', () => {
    const file = 'trivy-operator/hand-written-list.json'
    expect(doubtsOf(file, ['items', 0, 'kind'], () => 'VULNERABILITYREPORT')).toMatch(/not known here/)
    const compliance = (parsed(file) as { items: { kind: string }[] }).items.findIndex(({ kind }) =>
      kind.includes('Compliance'),
    )
    expect(doubtsOf(file, ['items', compliance, 'status'], () => ({}))).toMatch(/has no control/)
  })

  it('is refused where OSV-Scanner groups vulnerabilities that are not there, or names a licence by no text', () => {
    const file = 'osv/hand-written-planted.json'
    expect(doubtsOf(file, ['results', 0, 'packages', 0, 'vulnerabilities'], () => undefined)).toMatch(/groups/)
    const packages = (parsed(file) as { results: { packages: Record<string, unknown>[] }[] }).results[0]!.packages
    const place = packages.findIndex((one) => one['license_violations'] !== undefined)
    expect(doubtsOf(file, ['results', 0, 'packages', place, 'license_violations'], () => [null])).toMatch(/no name/)
  })

  it('is refused where a message of govulncheck is no object, or CSAF names a product by no text', () => {
    for (const value of [null, 'x', 0, [], true]) {
      const text = new TextDecoder().decode(fixture('govulncheck/govulncheck-planted.json'))
      expect(isDoubted(readText(`${text}\n${JSON.stringify({ finding: value })}`, { format: 'govulncheck' }))).toBe(
        true,
      )
    }
    const way = ['vulnerabilities', 0, 'product_status', 'known_affected']
    expect(doubtsOf('csaf/hand-written-planted.json', way, () => [null])).toMatch(/by no text/)
  })

  it('is doubted where a result of SARIF points at a rule that is not there', () => {
    const file = 'sarif/bandit-planted.sarif'
    const results = (parsed(file) as { runs: { results: { ruleIndex?: number }[] }[] }).runs[0]!.results
    expect(results.every(({ ruleIndex }) => (ruleIndex ?? -1) >= 0)).toBe(true)
    for (const way of [['tool'], ['tool', 'driver'], ['tool', 'driver', 'rules']]) {
      for (const value of [undefined, '', 0, [], {}]) {
        expect(doubtsOf(file, ['runs', 0, ...way], () => value)).toMatch(/rules that are not there/)
      }
    }
    // Writers that have no rules say -1, or nothing.
    const without = changed(parsed(file), ['runs', 0, 'tool', 'driver', 'rules'], () => [])
    const bare = changed(without, ['runs', 0, 'results'], () => results.map((one) => ({ ...one, ruleIndex: -1 })))
    expect(doubted(file, bare)).toBe(false)
    // What a linter finds matters as much as it says itself.
    const linted = parsed('sarif/eslint-planted.sarif')
    expect(JSON.stringify(linted)).toMatch(/"ruleIndex":\d/)
    const ofLinter = doubtsOf('sarif/eslint-planted.sarif', ['runs', 0, 'tool', 'driver', 'rules'], () => [])
    expect(ofLinter).toMatch(/^ESLint says/)
    expect(ofLinter).not.toMatch(/rules that are not there/)
  })

  it('is doubted where Snyk tested no project, and where ggshield gives no reason to ignore what it found', () => {
    expect(isDoubted(readText('[]', { format: 'snyk' }))).toBe(true)
    const file = 'ggshield/hand-written-path-scan.json'
    const text = JSON.stringify(parsed(file)).replaceAll(/"ignore_reason":(?:null|\{[^}]*\})/g, '"ignore_reason":""')
    const { reading } = readText(text, { format: 'ggshield' })
    expect(reading?.metrics['secrets.total']).toBe(reading?.entries)
  })

  it('is refused where a line of another tool stands among those of yarn', () => {
    const text = new TextDecoder().decode(fixture('yarn-audit/hand-written-classic.json'))
    const other = JSON.stringify(parsed('ggshield/hand-written-path-scan.json'))
    expect(isDoubted(readText(text, { format: 'yarn-audit' }))).toBe(false)
    expect(readText(`${text}\n${other}\n`, { format: 'yarn-audit' }).refused).toMatch(/has no "data"/)
  })
})
