import { describe, expect, it } from '@jest/globals'
import { everyFinding } from '../../../actions/shared/model/every-finding.ts'
import type { Severity } from '../../../actions/shared/model/findings.ts'
import type { AssessedComponent, LicenseAnswer } from '../../../actions/shared/model/licenses.ts'
import { judgeLicenses } from '../../../actions/shared/policy/judge-licenses.ts'
import { renderAnnotations } from '../../../actions/shared/render/annotations.ts'
import { renderComment } from '../../../actions/shared/render/comment.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { sarifContent } from '../../../actions/shared/render/sarif-content.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { renderTerminal } from '../../../actions/shared/render/terminal.ts'
import { upgradesOf, securityView, worst } from '../../../actions/shared/render/select-security.ts'
import { comparison } from './compared.ts'
import { expectGolden } from './golden.ts'
import { evidenceSet, finding, tables } from './samples.ts'
import { failingScan, SCANNED } from './scanned.ts'

/** Of four packages, as Trivy lists all licences. */
const LICENCES = (
  [
    ['high', 'AGPL-3.0-only', 'c'],
    ['low', 'MIT', 'a'],
    ['low', 'Apache-2.0', 'b'],
    ['unknown', 'Own Licence', 'd'],
  ] as const
).map(([rank, rule, name]) =>
  finding({
    ...{ family: 'licenses', rank, tool: 'trivy', rule, message: `${rule}: ${name}` },
    details: { kind: 'license', ids: [rule], package: { name, version: '1.0' }, severities: [] },
  }),
)

describe('a security scan', () => {
  it('is told in the summary as its golden file has it', () => {
    const { verdict, set } = failingScan()
    expectGolden('summary-security.md', renderSummary(verdict, set))
  })

  it('is told at a terminal as its golden file has it', () => {
    const { verdict, set } = failingScan()
    expectGolden('terminal-security.txt', renderTerminal(verdict, set, { colour: false, width: 120 }))
  })

  it('says what could not be told before all else', () => {
    const { verdict, set } = failingScan()
    for (const text of [renderSummary(verdict, set), renderComment(verdict, set)]) {
      expect(text.indexOf('2 packages were skipped')).toBeGreaterThan(0)
      expect(text.indexOf('2 packages were skipped')).toBeLessThan(text.indexOf('| ❌'))
    }
  })

  it('names the version that mends all findings of a package, and the command', () => {
    const upgrades = upgradesOf(securityView(failingScan().set))
    expect(
      upgrades.map(({ package: { name }, version, command, mends }) => [name, version, command, mends.length]),
    ).toEqual([
      ['minimist', '1.2.6', 'npm update minimist', 1],
      ['lodash', '4.17.21', 'npm install lodash@4.17.21', 2],
    ])
  })

  it('goes to the highest of the versions that several findings need, and counts what stays', () => {
    const [, lodash] = SCANNED
    const fixed = (rule: string, versions: readonly string[]) => ({
      ...lodash!,
      rule,
      details: { ...lodash!.details!, ids: [rule], fixedVersions: versions },
    })
    const set = evidenceSet(
      tables({ findings: [fixed('A', ['4.17.21']), fixed('B', ['4.18.0', '5.0.0']), fixed('C', [])] }),
    )
    const [upgrade] = upgradesOf(securityView(set))
    expect([upgrade?.version, upgrade?.mends.length, upgrade?.left]).toEqual(['4.18.0', 2, 1])
  })

  it('names a command once that mends several versions of a package, and each version of a crate', () => {
    const of = (ecosystem: string, version: string, path = 'lock') =>
      finding({
        family: 'security',
        rank: 'high',
        rule: `R${version}`,
        path,
        details: {
          ...{ kind: 'vulnerability', ids: [], severities: [], fixedVersions: ['4.17.21'] },
          package: { ecosystem, name: 'lodash', version },
        },
      })
    const findings = [of('npm', '3.0.0'), of('npm', '4.0.0'), of('npm', '4.0.0', 'web/lock'), of('cargo', '1.0.0')]
    const upgrades = upgradesOf(securityView(evidenceSet(tables({ findings: [...findings, of('cargo', '2.0.0')] }))))
    const told = upgrades.map(({ command, package: { version }, mends }) => `${version}: ${command} (${mends.length})`)
    expect(told.sort()).toEqual([
      '1.0.0: cargo update -p lodash@1.0.0 --precise 4.17.21 (1)',
      '2.0.0: cargo update -p lodash@2.0.0 --precise 4.17.21 (1)',
      '3.0.0, 4.0.0: npm install lodash@4.17.21 (2)',
      '4.0.0: npm install lodash@4.17.21 (1)',
    ])
  })

  it('chooses of many findings the same that sorting all of them gives', () => {
    const ranks: readonly Severity[] = ['low', 'critical', 'medium', 'high']
    const many = Array.from({ length: 2_000 }, (_, index) => {
      const place = { path: `app/${(index * 7) % 13}.py`, line: (index * 31) % 17 }
      const epss = index % 5 === 0 ? (index % 3) / 10 : undefined
      const details = {
        kind: 'weakness',
        ids: ['X'],
        severities: [],
        epss,
        isKnownExploited: index % 41 === 0,
      } as const
      return finding({ family: 'security', rank: ranks[index % 4]!, rule: `R${index % 3}`, ...place, details })
    })
    const sorted = worst(many, many.length)
    expect(sorted).toHaveLength(many.length)
    for (const most of [1, 7, 30]) expect(worst(many, most)).toEqual(sorted.slice(0, most))
    expect(worst(many, 7).every((found, index) => found === sorted[index])).toBe(true)
    expect(worst(many, 0)).toEqual([])
  })

  it('puts secrets before all other remarks, as errors, and gives the fix with the rest', () => {
    const { verdict, set } = failingScan()
    const { shown } = renderAnnotations(verdict, set)
    const ofScanners = shown.filter(({ path }) => path !== undefined)
    expect(ofScanners[0]).toMatchObject({
      level: 'error',
      title: 'secret aws-access-token (gitleaks, trufflehog)',
      line: 4,
    })
    expect(ofScanners[1]?.title).toBe('critical CVE-2021-44906 in minimist 1.2.5 (trivy, grype)')
    expect(ofScanners[1]?.message).toBe('prototype pollution\nFixed in 0.2.4, 1.2.6. Upgrade: npm update minimist')
    expect(shown.some(({ title }) => title.includes('B404'))).toBe(false)
  })

  it('puts what the change touches before secrets elsewhere', () => {
    const { verdict, set } = failingScan()
    const changedLines = (path: string, line: number | undefined): boolean => path === 'app/exports.py' && line === 63
    const [first] = renderAnnotations(verdict, set, { changedLines }).shown
    expect(first?.title).toBe('high B602 (bandit, semgrep)')
  })

  it('counts remarks that it leaves out', () => {
    const findings = Array.from({ length: 25 }, (_, line) =>
      finding({ family: 'security', rank: 'high', line: line + 1 }),
    )
    const { verdict } = failingScan()
    const { shown, leftOut } = renderAnnotations({ ...verdict, reasons: [] }, evidenceSet(tables({ findings })))
    expect([shown.length, leftOut.error]).toEqual([10, 15])
  })

  it('shows on its page why a severity is what it is, and who disagrees', () => {
    const { verdict, set } = failingScan()
    const page = renderPage(verdict, set)
    expect(page).toContain('high by CVSS 3.1 of nvd')
    expect(page).toContain('sources disagree: ghsa low, nvd 7.2 (CVSS 3.1)')
    expect(page).toContain('href="https://nvd.nist.gov/vuln/detail/CVE-2021-44906"')
    expect(page).toContain('waived by @shop until 2027-01-31')
  })

  it('links no id that only looks like one', () => {
    const odd = ['CVE-2021-1/../../x', 'CVE-2021-12345"onclick', 'GHSA-xxxx', 'javascript:alert(1)', 'CVE-1-1?x']
    const findings = odd.map((rule, line) => finding({ family: 'security', rank: 'high', rule, line: line + 1 }))
    const { verdict } = failingScan()
    const set = evidenceSet(tables({ findings }))
    for (const shown of [renderPage(verdict, set), renderSummary(verdict, set)]) {
      expect(shown).not.toMatch(/nvd\.nist\.gov|github\.com\/advisories|osv\.dev/)
    }
  })

  it('says that other findings are quality-gate’s to judge', () => {
    const { verdict } = failingScan()
    const set = evidenceSet(tables({ findings: [finding(), finding({ line: 9 })] }))
    expect(renderSummary(verdict, set)).toContain('The reports also hold 2 lint errors: quality-gate judges those.')
    expect(renderPage(verdict, set)).toContain('The reports also hold 2 lint errors: quality-gate judges those.')
  })

  it('counts findings whose text was not kept', () => {
    const scope = tables({ findings: SCANNED })
    scope.findings.addCount('security', 'high', 1_000)
    const { verdict } = failingScan()
    expect(renderSummary(verdict, evidenceSet(scope))).toContain('1,002 high')
    expect(renderSummary(verdict, evidenceSet(scope))).toContain('… and 1,000 more high findings')
  })

  it('keeps its page within what a browser takes, the worst first, and counts the rest', () => {
    const many = (rank: Severity, count: number) =>
      Array.from({ length: count }, (_, line) => finding({ family: 'security', rank, message: rank, line: line + 1 }))
    const set = evidenceSet(tables({ findings: [...many('low', 4_000), ...many('high', 9_000), ...many('info', 5)] }))
    const page = renderPage(failingScan().verdict, set)
    expect(page.split('data-label="Finding"').length - 1).toBe(10_000)
    expect(page).toContain('… and 3,000 more findings, not shown here.')
    expect(page).toContain('… and 5 more findings, not shown here.')
  })

  it('folds upgrades on its page beyond the twenty that mend the worst', () => {
    const of = (index: number) =>
      finding({
        ...{ family: 'security', rank: 'high', rule: `CVE-2020-${index}` },
        details: {
          ...{ kind: 'vulnerability', ids: [], severities: [], fixedVersions: ['2.0.0'] },
          package: { ecosystem: 'npm', name: `p${index}`, version: '1.0.0' },
        },
      })
    const page = (count: number) =>
      renderPage(
        failingScan().verdict,
        evidenceSet(tables({ findings: Array.from({ length: count }, (_, index) => of(index)) })),
      )
    expect(page(20)).not.toContain('more upgrade')
    expect(page(23)).toContain('<details><summary>3 more upgrades</summary>')
    expect(page(23).split('npm install p').length - 1).toBe(23)
  })

  it('annotates no file for a finding on a page that a scanner visited', () => {
    const path = 'https://staging.example.org/login'
    const set = evidenceSet(tables({ findings: [finding({ family: 'security', rank: 'high', rule: 'XSS', path })] }))
    const { shown } = renderAnnotations(failingScan().verdict, set)
    expect(shown.filter(({ title }) => title.includes('XSS')).map((annotation) => annotation.path)).toEqual([undefined])
  })

  it('shows what is new first among its like, and whose it is', () => {
    const of = (rule: string) =>
      finding({
        ...{ family: 'security', rank: 'high', rule, message: rule, path: 'package-lock.json', line: undefined },
        details: { kind: 'vulnerability', ids: [rule], package: { name: 'lodash', version: '1' }, severities: [] },
      })
    const code = finding({ family: 'security', rank: 'high', rule: 'B602' })
    const own = evidenceSet(tables({ findings: [of('CVE-2020-1'), of('CVE-2021-2'), of('CVE-2022-3'), code] }))
    const [, late, ...brought] = everyFinding(own.tables)
    const shown = (unknownBefore: number) => {
      const findings = {
        added: new Set([late!, ...brought]),
        disclosed: new Set([late!]),
        moved: [],
        fixed: [],
        same: 1,
        unknownBefore,
        unknownNow: 0,
      }
      const set = { ...own, comparison: comparison({ findings }) }
      const { verdict } = failingScan()
      return [renderSummary(verdict, set), renderPage(verdict, set)].map((text) =>
        text.slice(text.lastIndexOf('4 high') < 0 ? text.indexOf('4 findings') : text.lastIndexOf('4 high')),
      )
    }
    for (const text of shown(0)) {
      const order = [
        'CVE-2021-2',
        'newly disclosed, not brought by this change',
        'CVE-2022-3',
        'introduced by this change',
        'CVE-2020-1',
      ]
      const at = order.map((word) => text.indexOf(word))
      expect(at).toEqual([...at].sort((left, right) => left - right))
      expect(at[0]).toBeGreaterThanOrEqual(0)
      expect(text.split('introduced by this change')).toHaveLength(2)
    }
    expect(shown(7)[0]).toContain('new, or one that the baseline did not keep')
  })

  it('tells of no licence as a finding that is allowed, though a scanner lists all of them', () => {
    const set = judgeLicenses(evidenceSet(tables({ findings: LICENCES })), undefined, '2026-11-21').set
    const { verdict } = failingScan()
    const summary = renderSummary(verdict, set)
    expect(summary).toContain('<details open><summary>📜 2 licences not allowed or not known</summary>')
    expect(summary).toContain('Licences of 4 packages: 1 not allowed, 1 not known, 2 allowed')
    expect(renderAnnotations(verdict, set).shown.filter(({ title }) => title.includes('MIT'))).toEqual([])
    const terminal = renderTerminal(verdict, set, { colour: false, width: 120 })
    expect(terminal).toContain('Findings: 1 high licence, 1 unrated licence')
    const { findings, suppressed } = sarifContent(set)
    expect(findings.map(({ finding: { rule } }) => rule)).toEqual(['AGPL-3.0-only', 'Own Licence'])
    expect(suppressed.map(({ finding: { rule }, justification }) => `${rule}: ${justification}`)).toEqual([
      'MIT: the licence is allowed',
      'Apache-2.0: the licence is allowed',
    ])
  })

  it('has a table of licences, what is not allowed first, and counts a package once', () => {
    const component = (name: string, ...licenses: string[]) => ({
      name,
      version: '1.0',
      licenses,
      isLicenseReported: true,
    })
    const of = (name: string, answer: LicenseAnswer, ...licenses: string[]): AssessedComponent => ({
      ...{ component: component(name, ...licenses), answer, faulty: answer === 'allowed' ? [] : licenses },
    })
    const agreed = {
      ...of('quill', 'allowed', 'GPL-3.0-only'),
      exception: 'only at build time (@shop, until 2027-01-31)',
    }
    const backend = [of('a', 'allowed', 'MIT'), of('b', 'allowed', 'MIT'), of('c', 'denied', 'AGPL-3.0-only'), agreed]
    const licenses = new Map([
      ['backend', backend],
      ['frontend', [of('a', 'allowed', 'MIT'), of('d', 'unknown')]],
    ])
    const set = { ...failingScan().set, licenses }
    const { verdict } = failingScan()
    const summary = renderSummary(verdict, set)
    expect(summary).toContain('Licences of 5 packages: 1 not allowed, 1 not known, 3 allowed')
    const rows = summary.slice(summary.indexOf('Licences of 5')).match(/^\| (?:`[^`]*`|none reported) \| .*$/gm)
    expect(rows?.slice(0, 4)).toEqual([
      '| `AGPL-3.0-only` | ❌&nbsp;not allowed | 1 | `c 1.0` |',
      '| none reported | 🟣&nbsp;not known | 1 | `d 1.0` |',
      '| `MIT` | ✅&nbsp;allowed | 2 | `a 1.0`, `b 1.0` |',
      '| `GPL-3.0-only` | ✅&nbsp;allowed<br><sub>only at build time (@&#8203;shop, until 2027-01-31)</sub> | 1 | `quill 1.0` |',
    ])
    expect(renderPage(verdict, set)).toContain('Licences of 5 packages: 1 not allowed')
  })
})
