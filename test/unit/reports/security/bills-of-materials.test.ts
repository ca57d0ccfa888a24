import { describe, expect, it } from '@jest/globals'
import { meansPackage, setsAside } from '../../../../actions/shared/model/vex.ts'
import {
  fixture,
  isDoubted,
  readBytes,
  type ReadOptions,
  type ReadReport,
  readText,
} from '../../../support/read-report.ts'

const read = (value: unknown, options?: ReadOptions): ReadReport => readText(JSON.stringify(value), options)
const doubtsOf = ({ reading }: ReadReport, kind = 'contradiction') =>
  (reading?.doubts ?? []).filter((doubt) => doubt.kind === kind).map(({ text }) => text)
const cyclonedx = (rest: object) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...rest })
const LODASH = { 'bom-ref': 'l', type: 'library', name: 'lodash', version: '4.17.11', purl: 'pkg:npm/lodash@4.17.11' }
const AFFECTED = { id: 'CVE-1', ratings: [{ severity: 'high' }], affects: [{ ref: 'l' }] }
const bom = (vulnerability: object) => cyclonedx({ components: [LODASH], vulnerabilities: [vulnerability] })
const found = (vulnerability: object) => read(bom(vulnerability)).tables.findings.rows[0]

describe('a bill of materials is no scan', () => {
  it.each([
    ['cyclonedx/npm-sbom.json', 'it lists components alone'],
    [
      'cyclonedx/trivy-sbom.json',
      'its list of vulnerabilities is empty, as when none was found and when none was looked for',
    ],
    ['spdx/trivy-sbom.spdx', 'says nothing of others'],
  ])('%s says nothing of security, and says so', (file, words) => {
    const report = readBytes(fixture(file))
    expect(Object.keys(report.reading?.metrics ?? {}).filter((name) => name.startsWith('security.'))).toEqual([])
    expect(doubtsOf(report, 'reading').join()).toContain(words)
  })

  it('but an empty list is believed of a scanner, and where the user says that it was one', () => {
    const empty = cyclonedx({ components: [LODASH], vulnerabilities: [] })
    const byGrype = { ...empty, metadata: { tools: [{ name: 'grype', version: '0.41.0' }] } }
    const zero = { metrics: { 'security.total': 0 } }
    expect(read(byGrype).reading).toMatchObject(zero)
    expect(read(empty, { format: 'cyclonedx', exitCode: 0 }).reading).toMatchObject(zero)
    expect(read(empty, { format: 'cyclonedx' }).reading?.metrics).toEqual({})
  })

  it.each([
    ['CycloneDX', cyclonedx({ components: [], vulnerabilities: [] })],
    ['SPDX', { spdxVersion: 'SPDX-2.3', packages: [] }],
  ])('that of %s with nothing in it is unknown', (_, value) => {
    expect(isDoubted(read(value))).toBe(true)
  })

  it('nor is a document of VEX: what it sets aside makes no zero', () => {
    const statement = { vulnerability: { name: 'CVE-1' }, products: [{ '@id': 'pkg:npm/a@1' }], status: 'fixed' }
    const report = read({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: [statement] })
    expect([report.reading?.entries, report.reading?.metrics]).toEqual([1, {}])
  })
})

describe('CycloneDX', () => {
  it('says the same in JSON and in XML', () => {
    const [json, xml] = ['json', 'xml'].map((end) => readBytes(fixture(`cyclonedx/pip-audit-planted.${end}`)))
    const plain = (report: ReadReport | undefined) =>
      report?.tables.findings.rows.map(({ rule, message, details }) => [rule, message, details])
    expect(plain(xml)).toEqual(plain(json))
  })

  it('finds a component wherever it is: nested, behind its vulnerability, by BOM-Link, or in no list at all', () => {
    const nested = { type: 'application', name: 'app', components: [LODASH] }
    const texts = [
      { vulnerabilities: [AFFECTED], components: [nested] },
      { components: [LODASH], vulnerabilities: [{ ...AFFECTED, affects: [{ ref: 'urn:cdx:x/1#l' }] }] },
      { vulnerabilities: [{ ...AFFECTED, affects: [{ ref: 'urn:cdx:x/1#pkg%3Anpm%2Flodash%404.17.11' }] }] },
      { vulnerabilities: [{ ...AFFECTED, affects: [{ ref: LODASH.purl }] }] },
    ]
    const purls = texts.map((rest) => read(cyclonedx(rest)).tables.findings.rows[0]?.details?.package?.purl)
    expect(purls).toEqual(texts.map(() => LODASH.purl))
  })

  it('loses no vulnerability that names nothing, or nothing that is there', () => {
    const vulnerabilities = [{ id: 'CVE-1' }, { ...AFFECTED, affects: [{ ref: 'elsewhere' }] }]
    const { reading, tables } = read(cyclonedx({ components: [LODASH], vulnerabilities }))
    expect([reading?.entries, tables.findings.rows.map(({ message }) => message)]).toEqual([
      2,
      ['CVE-1', 'elsewhere: CVE-1'],
    ])
  })

  it.each([
    [{ severity: 'critical' }, 'critical'],
    [{ score: 9.8, method: 'CVSSv31', severity: 'low' }, 'critical'],
    [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, 'critical'],
    [{ vector: 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', method: 'CVSSv3' }, 'critical'],
    [{ vector: 'AV:N/AC:M/Au:N/C:C/I:C/A:C', method: 'CVSSv2' }, 'critical'],
    [{ score: 9, method: 'OWASP', severity: 'low' }, 'low'],
    [{ score: 9, method: 'OWASP' }, 'unknown'],
    [{ severity: 'dreadful' }, 'unknown'],
  ])('takes the rating %j for %s', (rating, severity) => {
    expect(found({ ...AFFECTED, ratings: [rating] })?.rank).toBe(severity)
  })

  it('keeps every rating with its source: the vendor of a system package counts before CVSS', () => {
    const { tables } = readBytes(fixture('cyclonedx/hand-written-planted.json'))
    const zlib = tables.findings.rows.findLast(({ rule }) => rule === 'CVE-2023-45853')
    expect([zlib?.rank, zlib?.details?.severities.map(({ source }) => source)]).toEqual(['low', ['debian', 'nvd']])
    const lodash = tables.findings.rows.find(({ rule }) => rule === 'CVE-2019-10744')
    expect(lodash).toMatchObject({
      tool: 'grype',
      path: 'package-lock.json',
      details: {
        ids: ['CVE-2019-10744', 'GHSA-jf85-cpcp-j695'],
        fixedVersions: ['4.17.12'],
        cwes: ['CWE-1321'],
        published: '2019-07-26',
      },
    })
  })

  it.each([
    ['not_affected', true],
    ['false_positive', true],
    ['resolved', true],
    ['resolved_with_pedigree', true],
    ['exploitable', false],
    ['in_triage', false],
    ['a later word', false],
  ])('with the analysis %s is set aside: %s', (state, isAside) => {
    const { reading, tables } = read(bom({ ...AFFECTED, analysis: { state, detail: 'why' } }))
    expect([reading?.entries, tables.findings.suppressed.length]).toEqual([1, isAside ? 1 : 0])
    expect(reading?.metrics['security.high']).toBe(isAside ? 0 : 1)
  })

  it('of 1.2 and 1.3 has its vulnerabilities inside the components', () => {
    const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.2" xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0"><components><component type="library"><name>a</name><version>1</version><licenses><expression>MIT OR GPL-2.0-only</expression></licenses><v:vulnerabilities><v:vulnerability ref="x"><v:id>CVE-1</v:id><v:source name="NVD"><v:url>https://example.org</v:url></v:source><v:ratings><v:rating><v:score><v:base>9.8</v:base></v:score><v:severity>Critical</v:severity><v:method>CVSSv3</v:method></v:rating></v:ratings><v:recommendations><v:recommendation>Upgrade a to version 2</v:recommendation></v:recommendations></v:vulnerability></v:vulnerabilities></component></components></bom>`
    const { reading, tables } = readText(xml)
    expect(reading).toMatchObject({ entries: 1, metrics: { 'security.critical': 1, 'licenses.compliance': 100 } })
    expect(tables.findings.rows[0]).toMatchObject({
      message: 'a 1: CVE-1',
      details: { severities: [{ source: 'nvd', cvss: { score: 9.8, version: '3.0' } }], fixedVersions: ['2'] },
    })
  })

  it.each([
    [{ bomFormat: 'SPDX', specVersion: '1.4', components: [] }, 'it has no "bomFormat": "CycloneDX"'],
    [{ bomFormat: 'CycloneDX', specVersion: '2.0', components: [] }, 'it is CycloneDX 2.0; 1.0 to 1.7 are read'],
    [cyclonedx({ components: {} }), 'its "components" are no list'],
    [cyclonedx({ vulnerabilities: 'none' }), 'its "vulnerabilities" are no list'],
    [cyclonedx({ components: [{ type: 'library' }] }), 'a component has no "name"'],
  ])('refuses %j', (value, words) => {
    expect(read(value, { format: 'cyclonedx' }).refused).toBe(words)
  })

  it('takes names of prototypes for names', () => {
    const component = JSON.parse(
      '{"bom-ref":"__proto__","type":"library","name":"__proto__","version":"constructor"}',
    ) as object
    const report = read(
      cyclonedx({ components: [component], vulnerabilities: [{ id: '__proto__', affects: [{ ref: '__proto__' }] }] }),
    )
    expect(report.tables.findings.rows).toMatchObject([
      { rule: '__proto__', message: '__proto__ constructor: __proto__' },
    ])
  })
})

describe('SPDX', () => {
  it('names each vulnerability of a package once, and counts references that name none', () => {
    const report = readBytes(fixture('spdx/hand-written-planted.json'))
    expect(report.tables.findings.rows.map(({ rule }) => rule)).toEqual(['CVE-2019-10744', 'GHSA-p6mc-m468-83gw'])
    expect(doubtsOf(report, 'reading')[0]).toBe('1 reference(s) to advisories name no vulnerability')
  })

  it('leaves out the product itself, and reads licences that the document defines', () => {
    const { tables } = readBytes(fixture('spdx/hand-written-planted.json'))
    expect(tables.components?.rows().map(({ name, licenses }) => [name, licenses])).toEqual([
      ['lodash', ['MIT OR GPL-3.0-only']],
      ['unsaid', []],
    ])
  })

  it("is read out of the answer of GitHub's API", () => {
    const report = read({
      sbom: { spdxVersion: 'SPDX-2.3', packages: [{ SPDXID: 'a', name: 'a', licenseConcluded: 'MIT' }] },
    })
    expect([report.format, report.reading?.metrics]).toMatchObject(['spdx', { 'licenses.compliance': 100 }])
  })

  it('as tag-value text has text of several lines, and is refused where it ends inside', () => {
    const text =
      'SPDXVersion: SPDX-2.2\nPackageName: a\nPackageComment: <text>one\nPackageName: no\n</text>\nExternalRef: SECURITY advisory https://example.org\nExternalRefComment: CVE-2024-10001\n'
    expect(readText(text).tables.findings.rows.map(({ rule }) => rule)).toEqual(['CVE-2024-10001'])
    expect(readText(`${text}PackageComment: <text>cut`).refused).toBe('it ends inside <text>: it was cut off')
  })

  it('as tag-value text may leave out the colon of a relationship, as JSON the name of a package', () => {
    const text =
      'SPDXVersion: SPDX-2.2\nPackageName: a\nExternalRef: SECURITY advisory CVE-2024-10001\nRelationship SPDXRef-DOCUMENT DESCRIBES SPDXRef-a\n'
    expect(readText(text).reading?.entries).toBe(1)
    const nameless = { SPDXID: 'SPDXRef-a', versionInfo: '1' }
    expect(readText(JSON.stringify({ spdxVersion: 'SPDX-2.3', packages: [nameless] })).refused).toBeUndefined()
  })

  it('3.0 is read as a graph', () => {
    const element = (type: string, spdxId: string, rest: object) => ({ type, spdxId, ...rest })
    const join = (type: string, from: string, to: string, rest: object) =>
      element(type, `${type}${from}${to}`, { from, to: [to], ...rest })
    const graph = [
      { type: 'CreationInfo', '@id': '_:c', specVersion: '3.0.1' },
      element('software_Package', 'p', {
        name: 'lodash',
        software_packageVersion: '4.17.11',
        software_packageUrl: LODASH.purl,
      }),
      element('software_Package', 'q', { name: 'other' }),
      element('simplelicensing_LicenseExpression', 'l', { simplelicensing_licenseExpression: 'MIT' }),
      element('security_Vulnerability', 'v', {
        name: 'CVE-1',
        externalIdentifier: [{ externalIdentifierType: 'cve', identifier: 'CVE-1' }],
      }),
      join('Relationship', 'p', 'l', { relationshipType: 'hasConcludedLicense' }),
      join('Relationship', 'p', 'v', { relationshipType: 'hasAssociatedVulnerability' }),
      join('security_VexNotAffectedVulnAssessmentRelationship', 'v', 'q', {
        security_justificationType: 'componentNotPresent',
      }),
      join('security_CvssV3VulnAssessmentRelationship', 'v', 'p', {
        security_score: 9.8,
        security_vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      }),
    ]
    const { format, reading, tables } = read({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': graph,
    })
    expect([format, reading]).toMatchObject([
      'spdx',
      { entries: 2, metrics: { 'security.critical': 1, 'licenses.compliance.total': 2 } },
    ])
    expect(tables.findings.suppressed).toMatchObject([{ details: { suppressed: 'not_affected: componentNotPresent' } }])
  })

  it.each([
    [{ spdxVersion: 'SPDX-4.0', packages: [] }, 'it is SPDX-4.0; SPDX 2.0 to 2.3 and 3.0 are read'],
    [
      { '@context': 'https://example.org', '@graph': [{ type: 'Thing', spdxId: 'a' }] },
      'its graph is no SPDX 3 document',
    ],
    [{ packages: [] }, 'it has no "spdxVersion"'],
    [{ spdxVersion: 'SPDX-2.3', packages: {} }, 'its "packages" are no list'],
  ])('refuses %j', (value, words) => {
    expect(read(value, { format: 'spdx' }).refused).toBe(words)
  })
})

describe('OpenVEX that tells how what is known has changed', () => {
  const said = (status: string, timestamp?: string, id = 'pkg:npm/lodash') => ({
    ...{ vulnerability: { name: 'CVE-2020-1000' }, products: [{ '@id': id }], status, timestamp },
  })
  const [EARLY, LATE] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z']

  it.each([
    ['not_affected', [said('under_investigation', EARLY), said('not_affected', LATE)]],
    ['not_affected', [said('not_affected', LATE), said('affected', EARLY)]],
    ['affected', [said('not_affected', EARLY), said('affected', LATE)]],
    ['affected,not_affected', [said('affected', EARLY), said('not_affected', EARLY)]],
    ['affected,not_affected', [said('affected'), said('not_affected', 'soon')]],
    ['affected,not_affected', [said('affected', EARLY), said('not_affected', LATE, 'pkg:npm/lodash@1')]],
  ])('says %s last', (expected, statements) => {
    const { reading, tables } = read({ '@context': 'https://openvex.dev/ns/v0.2.0', statements })
    expect([tables.vex?.map(({ status }) => status).join(), reading?.entries]).toEqual([expected, 2])
    const isAffected = expected.startsWith('affected') ? 1 : 0
    expect(tables.findings.rows.length).toBe(isAffected)
  })
})

describe('OpenVEX and CSAF', () => {
  it('leave statements for the findings of other reports', () => {
    const [openvex, csaf] = ['openvex', 'csaf'].map((name) => readBytes(fixture(`${name}/hand-written-planted.json`)))
    const aside = openvex?.tables.vex?.filter(setsAside) ?? []
    expect(aside.map(({ ids, packages }) => [ids, packages])).toEqual([
      [['CVE-2019-10744', 'GHSA-jf85-cpcp-j695'], ['pkg:npm/lodash@4.17.11']],
      [['CVE-2020-0001'], ['pkg:npm/minimist@1.2.0']],
    ])
    expect(csaf?.tables.vex?.map(({ status, packages }) => [status, packages])).toEqual([
      ['affected', ['pkg:rpm/redhat/openssl@3.0.1-1.el9?arch=x86_64']],
      ['not_affected', ['OTHER']],
      ['fixed', ['SHOP-1.0']],
      ['affected', ['OTHER']],
    ])
  })

  it('a statement means the package of its package URL, in all versions where it names none', () => {
    const means = (text: string, purl: string) =>
      meansPackage({ ids: ['CVE-1'], status: 'fixed', packages: [text] }, { purl, name: 'x' })
    expect(means('pkg:npm/%40scope/a@1', 'pkg:npm/@scope/a@1')).toBe(true)
    expect(means('pkg:npm/a', 'pkg:npm/a@2')).toBe(true)
    expect(means('pkg:npm/a@1', 'pkg:npm/a@2')).toBe(false)
    expect(means('pkg:deb/debian/a@1?arch=arm64', 'pkg:deb/debian/a@1?arch=amd64')).toBe(false)
    expect(means('pkg:deb/debian/a@1?arch=arm64', 'pkg:deb/debian/a@1')).toBe(true)
    expect(means('a', 'pkg:npm/a@1')).toBe(false)
  })

  it('whoever is said to be affected is, whatever else is said', () => {
    const { tables } = readBytes(fixture('csaf/hand-written-planted.json'))
    expect(tables.findings.rows.map(({ rule, rank }) => [rule, rank])).toEqual([
      ['CVE-2022-3602', 'high'],
      ['SHOP-2026-2', 'unknown'],
    ])
  })

  it('a status that is not known is taken as affected, and said', () => {
    const statement = { vulnerability: 'CVE-1', products: ['pkg:npm/a@1'], status: 'harmless' }
    const report = read({ '@context': 'https://openvex.dev/ns', statements: [statement] })
    expect(report.tables.findings.rows.length).toBe(1)
    expect(doubtsOf(report)).toEqual([expect.stringContaining('"harmless", which OpenVEX does not have')])
  })

  it.each([
    ['openvex', { '@context': 'https://schema.org', statements: [] }, 'its "@context" is not OpenVEX'],
    ['openvex', { '@context': 'https://openvex.dev/ns' }, 'it has no list "statements"'],
    [
      'openvex',
      { '@context': 'https://openvex.dev/ns', statements: [{ status: 'fixed' }] },
      'a statement names no vulnerability',
    ],
    ['csaf', { document: { csaf_version: '3.0' } }, 'its csaf_version is 3.0; 2.0 and 2.1 are read'],
    ['csaf', { document: {} }, 'its csaf_version is missing; 2.0 and 2.1 are read'],
    ['csaf', { document: { csaf_version: '2.0' }, vulnerabilities: {} }, 'its "vulnerabilities" are no list'],
  ])('%s refuses %j', (format, value, words) => {
    expect(read(value, { format }).refused).toBe(words)
  })
})
