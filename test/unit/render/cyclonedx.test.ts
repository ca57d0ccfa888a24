import { describe, expect, it } from '@jest/globals'
import { type Component, ComponentTable } from '../../../actions/shared/model/components.ts'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { renderCyclonedx } from '../../../actions/shared/render/cyclonedx.ts'
import { fixture, readBytes, readingOf, readText } from '../../support/read-report.ts'
import { evidenceSet, tables } from './samples.ts'
import { vulnerability } from './sarif-samples.ts'

const OPTIONS = { name: 'org/shop', version: 'abc', timestamp: '2026-11-21T00:00:00Z', toolVersion: '1.0.0' }

function merged(files: readonly string[]): string {
  const reports = files.map((file) => readBytes(fixture(file)))
  const scopes = new Map(reports.map(({ tables: scoped }, index) => [String(index), scoped]))
  const set: EvidenceSet = { evidence: [], gaps: [], tables: scopes, paths: { mapped: 0, unmapped: 0, examples: [] } }
  return [...renderCyclonedx(set, OPTIONS)].join('')
}

interface Bom {
  readonly metadata: { readonly tools: { readonly components: readonly { readonly name: string }[] } }
  readonly components: readonly { readonly 'bom-ref': string; readonly purl?: string }[]
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
  readonly vulnerabilities: readonly { readonly id: string; readonly recommendation?: string }[]
}

/** Of one scope with these findings and components. */
function bomOf(findings: readonly Finding[], components: readonly Component[] = []): Bom {
  const scope = tables({ findings })
  scope.components = new ComponentTable()
  for (const component of components) scope.components.add(component)
  return JSON.parse([...renderCyclonedx(evidenceSet(scope), OPTIONS)].join('')) as Bom
}

describe('the merged bill of materials', () => {
  const text = merged([
    'cyclonedx/hand-written-planted.json',
    'spdx/hand-written-planted.json',
    'cyclonedx/npm-sbom.json',
  ])
  const document = JSON.parse(text) as {
    readonly components: readonly {
      readonly name: string
      readonly purl?: string
      readonly 'bom-ref': string
      readonly licenses?: unknown
    }[]
    readonly vulnerabilities: readonly { readonly id: string; readonly affects: readonly { readonly ref: string }[] }[]
  }

  it('has each component once, whichever report lists it', () => {
    const purls = document.components.flatMap(({ purl }) => purl ?? [])
    expect(purls.filter((purl) => purl === 'pkg:npm/lodash@4.17.11').length).toBe(1)
    const refs = document.components.map((component) => component['bom-ref'])
    expect(new Set(refs).size).toBe(refs.length)
    expect(document.components.find(({ name }) => name === 'either')?.licenses).toEqual([
      { expression: '(GPL-3.0-only OR MIT)' },
    ])
  })

  it('has each vulnerability once, with all that it affects', () => {
    const lodash = document.vulnerabilities.filter(({ id }) => id === 'CVE-2019-10744')
    expect(lodash).toMatchObject([
      {
        references: [{ id: 'GHSA-jf85-cpcp-j695' }],
        cwes: [1321],
        affects: [{ ref: 'pkg:npm/lodash@4.17.11' }, { ref: 'pkg:npm/%40scope/inner@1.0.0' }],
      },
    ])
    const refs = new Set(document.components.map((component) => component['bom-ref']))
    expect(document.vulnerabilities.flatMap(({ affects }) => affects).filter(({ ref }) => !refs.has(ref))).toEqual([])
  })

  it.each(['cyclonedx/npm-sbom.json', 'cyclonedx/trivy-sbom.json', 'spdx/npm-sbom.json', 'spdx/trivy-sbom.spdx'])(
    'says what needs what, as %s does',
    (file) => {
      const { dependencies = [], components } = JSON.parse(merged([file])) as Bom
      const refs = new Set(['product', ...components.map((component) => component['bom-ref'])])
      const told = dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
      expect(told.filter((ref) => !refs.has(ref))).toEqual([])
      const needed = (ref: string) => dependencies.find((one) => one.ref === ref)?.dependsOn
      expect(needed('pkg:npm/express-like@4.17.1')).toEqual(['pkg:npm/%40scope/part@1.0.0'])
      const direct = ['copyleft@1.2.3', 'either@2.0.0', 'express-like@4.17.1', 'unsaid@0.1.0']
      // Trivy's product is a folder, which has a lock file, which has them.
      const own = needed('product') ?? []
      const top = own.length > 1 ? own : needed(own[0] ?? '')
      expect(top).toEqual(expect.arrayContaining(direct.map((name) => `pkg:npm/${name}`)))
    },
  )

  it('unites what two reports say of one component, and has no list where none says anything', () => {
    const { dependencies = [] } = JSON.parse(merged(['cyclonedx/npm-sbom.json', 'spdx/trivy-sbom.spdx'])) as Bom
    expect(dependencies.filter(({ ref }) => ref === 'pkg:npm/express-like@4.17.1')).toHaveLength(1)
    expect(dependencies.find(({ ref }) => ref === 'product')?.dependsOn.length).toBeGreaterThan(4)
    expect(bomOf([vulnerability()]).dependencies).toBeUndefined()
  })

  it('has SPDX ids only where SPDX lists them, and every other licence by its name', () => {
    const { components } = bomOf(
      [],
      [
        { name: 'a', licenses: ['mit', 'Facebook-2-Clause', 'BSD', 'Own Licence 2.0'] },
        { name: 'b', licenses: ['Apache-2.0 WITH LLVM-exception OR MIT'] },
      ],
    )
    expect(components).toMatchObject([
      {
        licenses: [
          { license: { id: 'MIT' } },
          { license: { name: 'Facebook-2-Clause' } },
          { license: { name: 'BSD' } },
          { license: { name: 'Own Licence 2.0' } },
        ],
      },
      { licenses: [{ expression: 'Apache-2.0 WITH LLVM-exception OR MIT' }] },
    ])
  })

  it('has package URLs that are some, and none that is not', () => {
    const purls = ['pkg:generic/java@17\0-x', 'pkg:npm/%40a/b@1?x=y#z', 'no purl', undefined]
    const { components } = bomOf(
      [],
      purls.map((purl, index) => ({ purl, name: `c${index}`, licenses: [] })),
    )
    const written = components.map(({ purl }) => purl).sort()
    expect(written).toEqual(['pkg:generic/java@17%00-x', 'pkg:npm/%40a/b@1?x=y#z', undefined, undefined])
  })

  it('says of itself that it is not all where a report is missing', () => {
    const { tables: scopes, ...set } = evidenceSet(tables({ findings: [vulnerability()] }))
    const textOf = (gaps: EvidenceSet['gaps']) =>
      [...renderCyclonedx({ ...set, tables: scopes, gaps }, OPTIONS)].join('')
    expect(JSON.parse(textOf([{ expected: 'sbom.json', found: 'no file' }]))).toMatchObject({
      compositions: [{ aggregate: 'incomplete', assemblies: ['product'] }],
      vulnerabilities: [{ id: 'CVE-2021-23337' }],
    })
    expect(textOf([])).not.toContain('compositions')
  })

  it('never has one reference for two components', () => {
    const named = (purl: string | undefined, name: string): Component => ({ purl, name, version: '1', licenses: [] })
    const { components } = bomOf(
      [],
      [named(undefined, 'a'), named(undefined, 'A'), named('a@1', 'b'), named(undefined, 'product')],
    )
    expect(new Set(components.map((component) => component['bom-ref'])).size).toBe(components.length)
  })

  it('has one entry for a vulnerability by its CVE, with the versions that mend it', () => {
    const other = vulnerability({
      rule: 'GHSA-35jh-r3h4-6jhm',
      details: { package: { ecosystem: 'npm', name: 'lodash.template', version: '4.5.0' }, fixedVersions: [] },
    })
    expect(bomOf([vulnerability(), other]).vulnerabilities).toMatchObject([
      { id: 'CVE-2021-23337', recommendation: 'Upgrade lodash to version 4.17.21', affects: [{}, {}] },
    ])
  })

  it('is read again as what it was made of, and is the same each time', () => {
    const reading = readingOf(readText(text))
    expect(reading.entries).toBe(document.vulnerabilities.reduce((sum, { affects }) => sum + affects.length, 0))
    expect(
      merged(['cyclonedx/hand-written-planted.json', 'spdx/hand-written-planted.json', 'cyclonedx/npm-sbom.json']),
    ).toBe(text)
  })
})
