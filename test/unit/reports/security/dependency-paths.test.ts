import { describe, expect, it } from '@jest/globals'
import { readText } from '../../../support/read-report.ts'

const pathsOf = (text: string): readonly unknown[] =>
  readText(text).tables.findings.rows.map(({ details }) => details?.dependencyPath)
const pathsIn = (value: unknown): readonly unknown[] => pathsOf(JSON.stringify(value))

/** What brings a package, from the project to it: through fewest packages. */
describe('the path that brings a package', () => {
  const vulnerability = (ref: string) => ({
    id: 'CVE-0000-1',
    ratings: [{ severity: 'high' }],
    affects: [{ ref }],
  })
  const component = (name: string) => ({ 'bom-ref': name, type: 'library', name, purl: `pkg:npm/${name}@1.0.0` })
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { component: { 'bom-ref': 'root', type: 'application', name: 'shop' } },
    components: [
      { 'bom-ref': 'lock', type: 'application', name: 'package-lock.json' },
      ...['express', 'body-parser', 'qs', 'lonely'].map(component),
    ],
    vulnerabilities: [vulnerability('qs'), vulnerability('express'), vulnerability('lonely')],
    dependencies: [
      { ref: 'root', dependsOn: ['lock'] },
      { ref: 'lock', dependsOn: ['express'] },
      { ref: 'express', dependsOn: ['body-parser', 'qs'] },
      { ref: 'body-parser', dependsOn: ['qs'] },
      // In a circle.
      { ref: 'qs', dependsOn: ['express'] },
    ],
  }

  it('is read from the dependencies of CycloneDX, whose lock file is no package', () => {
    expect(pathsIn(bom)).toEqual([['shop', 'express', 'qs'], ['shop', 'express'], undefined])
  })

  it('is read from CycloneDX in XML, which nests them', () => {
    const library = (name: string): string =>
      `<component type="library" bom-ref="${name}"><name>${name}</name><purl>pkg:npm/${name}@1</purl></component>`
    const text = `<bom xmlns="http://cyclonedx.org/schema/bom/1.5">
      <metadata><component type="application" bom-ref="root"><name>shop</name></component></metadata>
      <components>${library('express')}${library('qs')}</components>
      <dependencies><dependency ref="root"><dependency ref="express"/></dependency>
      <dependency ref="express"><dependency ref="qs"/></dependency><dependency ref="qs"/></dependencies>
      <vulnerabilities><vulnerability><id>CVE-0000-1</id><affects><target><ref>qs</ref></target></affects></vulnerability></vulnerabilities>
    </bom>`
    expect(pathsOf(text)).toEqual([['shop', 'express', 'qs']])
  })

  it('is read from the packages of Trivy, where it says which are direct', () => {
    const vulnerable = (name: string) => ({
      VulnerabilityID: 'CVE-0000-1',
      PkgID: `${name}@1.0.0`,
      PkgName: name,
      Severity: 'HIGH',
    })
    const listed = (name: string, Relationship: string, DependsOn: readonly string[] = []) => ({
      ID: `${name}@1.0.0`,
      Name: name,
      Relationship,
      DependsOn,
    })
    const result = (Class: string, packages: readonly unknown[]) => ({
      Target: 'package-lock.json',
      Class,
      Type: 'npm',
      Packages: packages,
      Vulnerabilities: [vulnerable('qs'), vulnerable('express')],
    })
    const packages = [
      listed('shop', 'root', ['express@1.0.0']),
      listed('express', 'direct', ['body-parser@1.0.0', 'qs@1.0.0']),
      listed('body-parser', 'indirect', ['qs@1.0.0']),
      listed('qs', 'indirect'),
    ]
    const report = (...results: readonly unknown[]) => ({ SchemaVersion: 2, ArtifactName: '.', Results: results })
    expect(pathsIn(report(result('lang-pkgs', packages)))).toEqual([
      ['shop', 'express', 'qs'],
      ['shop', 'express'],
    ])
    // Without the project among them.
    expect(pathsIn(report(result('lang-pkgs', packages.slice(1))))).toEqual([
      ['.', 'express', 'qs'],
      ['.', 'express'],
    ])
    expect(pathsIn(report(result('os-pkgs', packages)))).toEqual([undefined, undefined])
  })

  const advisory = (path: string) => ({
    id: 1,
    module_name: 'qs',
    title: 't',
    severity: 'high',
    findings: [{ version: '1.0.0', paths: [path] }],
  })

  it.each([
    ['express>qs', ['.', 'express', 'qs']],
    ['.>express>qs', ['.', 'express', 'qs']],
    ['packages__web>express>qs', ['packages__web', 'express', 'qs']],
    ['qs', ['.', 'qs']],
  ])('begins with the project where npm 6, yarn 1 and pnpm leave it out (%s)', (path, expected) => {
    const metadata = { vulnerabilities: { high: 1 }, dependencies: 2 }
    expect(pathsIn({ advisories: { 1: advisory(path) }, metadata })).toEqual([expected])
  })

  it('goes in npm 7 through the packages that it makes vulnerable, to one that the project names', () => {
    const via = { source: 1, name: 'qs', title: 't', severity: 'high', url: '' }
    const packages = {
      qs: { isDirect: false, via: [via], effects: ['body-parser', 'express'], nodes: ['node_modules/qs'] },
      'body-parser': { isDirect: false, via: ['qs'], effects: ['express', 'qs'], nodes: [] },
      express: { isDirect: true, via: ['qs', 'body-parser'], effects: [], nodes: [] },
    }
    const metadata = { vulnerabilities: { total: 3 }, dependencies: { total: 3 } }
    expect(pathsIn({ auditReportVersion: 2, vulnerabilities: packages, metadata })).toEqual([['.', 'express', 'qs']])
    const alone = { qs: { isDirect: false, via: [via], effects: [], nodes: ['node_modules/a/node_modules/qs'] } }
    const one = { vulnerabilities: { total: 1 }, dependencies: { total: 3 } }
    // Where a package is installed is not by which it comes.
    expect(pathsIn({ auditReportVersion: 2, vulnerabilities: alone, metadata: one })).toEqual([undefined])
  })

  it('is found in time for thirty thousand packages in a chain, and is none where it is endless', () => {
    const count = 30_000
    const names = Array.from({ length: count }, (_, index) => `p${index}`)
    const value = {
      ...bom,
      components: names.map(component),
      vulnerabilities: names.map(vulnerability),
      dependencies: [
        { ref: 'root', dependsOn: ['p0'] },
        ...names.map((ref, index) => ({ ref, dependsOn: [`p${(index + 1) % count}`] })),
      ],
    }
    const begun = performance.now()
    const paths = pathsIn(value)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect([paths[1], paths[20_000]]).toEqual([['shop', 'p0', 'p1'], undefined])
  })
})
