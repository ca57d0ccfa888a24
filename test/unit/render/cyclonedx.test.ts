import { describe, expect, it } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { renderCyclonedx } from '../../../actions/shared/render/cyclonedx.ts'
import { fixture, readBytes, readingOf, readText } from '../../support/read-report.ts'

const OPTIONS = { name: 'org/shop', version: 'abc', timestamp: '2026-11-21T00:00:00Z', toolVersion: '1.0.0' }

function merged(files: readonly string[]): string {
  const reports = files.map((file) => readBytes(fixture(file)))
  const tables = new Map(reports.map(({ tables: scoped }, index) => [String(index), scoped]))
  const set: EvidenceSet = { evidence: [], gaps: [], tables, paths: { mapped: 0, unmapped: 0, examples: [] } }
  return [...renderCyclonedx(set, OPTIONS)].join('')
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

  it('is read again as what it was made of, and is the same each time', () => {
    const reading = readingOf(readText(text))
    expect(reading.entries).toBe(document.vulnerabilities.reduce((sum, { affects }) => sum + affects.length, 0))
    expect(
      merged(['cyclonedx/hand-written-planted.json', 'spdx/hand-written-planted.json', 'cyclonedx/npm-sbom.json']),
    ).toBe(text)
  })
})
