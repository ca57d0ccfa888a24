import { describe, expect, it } from '@jest/globals'
import { FindingTable } from '../../../../actions/shared/model/finding-table.ts'
import { isInConflict } from '../../../../actions/shared/model/severity.ts'
import { worstFindings } from '../../../../actions/shared/render/select-findings.ts'
import { OutputBytes } from '../../../../actions/shared/reports/json/output-bytes.ts'
import { emptyTables, readText, readingOf } from '../../../support/read-report.ts'

/*
 * Reports whose parts refer to each other, and texts that a regular expression might try again from each of their places:
 * what costs parts times parts takes minutes at these sizes, some of it gigabytes; what costs their sum takes a second.
 */
const MANY = 20_000
const LONG = 1_000_000

const many = <Item>(item: (place: number) => Item, count = MANY): Item[] =>
  Array.from({ length: count }, (_, place) => item(place))

const csaf = (vulnerability: object) => ({
  document: { csaf_version: '2.0', tracking: { status: 'final' }, publisher: { name: 'Planted' } },
  product_tree: { product_groups: [{ group_id: 'g', product_ids: many((place) => `p${place}`) }] },
  vulnerabilities: [{ cve: 'CVE-2024-1', ...vulnerability }],
})
const openvex = (statement: object) => ({
  '@context': 'https://openvex.dev/ns',
  statements: [{ vulnerability: 'CVE-2024-1', status: 'affected', ...statement }],
})
const sarif = (results: readonly object[]) => ({
  version: '2.1.0',
  runs: [{ tool: { driver: { name: 'Trivy', rules: many((place) => ({ id: `r${place}` })) } }, results }],
})
const message = { text: 'x' }
const products = many((place) => `p${place}`)

const REPORTS: Readonly<Record<string, readonly [format: string, entries: number, report: () => unknown]>> = {
  'flags and threats of CSAF that name many products': [
    'csaf',
    MANY,
    () =>
      csaf({
        product_status: { known_not_affected: products },
        flags: [{ label: 'component_not_present', product_ids: products, group_ids: ['g'] }],
        threats: [{ category: 'impact', details: 'not there', product_ids: products }],
      }),
  ],
  'scores of CSAF, one for each product': [
    'csaf',
    MANY,
    () =>
      csaf({
        product_status: { known_affected: products },
        scores: products.map((product) => ({ products: [product], cvss_v3: { version: '3.1', baseScore: 5 } })),
      }),
  ],
  'one product of OpenVEX, named over and over': [
    'openvex',
    1,
    () =>
      openvex({ products: many((place) => ({ '@id': 'pkg:oci/a', subcomponents: [{ '@id': `pkg:npm/a${place}` }] })) }),
  ],
  'products of OpenVEX with many subcomponents beside them': [
    'openvex',
    MANY,
    () =>
      openvex({
        products: many((place) => `pkg:oci/a${place}`),
        subcomponents: many((place) => `pkg:npm/a${place}`),
      }),
  ],
  'a recommendation of CycloneDX with a sentence for each package': [
    'cyclonedx',
    MANY,
    () => ({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [{ type: 'library', name: 'a' }],
      vulnerabilities: [
        {
          id: 'CVE-2024-1',
          recommendation: many((place) => `Upgrade a${place} to version 1.${place}`).join('; '),
          affects: many((place) => ({ ref: `pkg:npm/a${place}` })),
        },
      ],
    }),
  ],
  'vulnerabilities of OSV-Scanner in one package, each of a group': [
    'osv',
    MANY,
    () => ({
      results: [
        {
          source: { path: 'a' },
          packages: [
            {
              package: { name: 'linux', version: '6', ecosystem: 'Debian:12' },
              vulnerabilities: many((place) => ({ id: `CVE-2024-${place}` })),
              groups: many((place) => ({ ids: [`CVE-2024-${place}`] })),
            },
          ],
        },
      ],
    }),
  ],
  'results of SARIF without ids, each of another rule': [
    'sarif',
    MANY,
    () => sarif(many((place) => ({ ruleIndex: place, message }))),
  ],
  'results of SARIF of one rule, each with another level': [
    'sarif',
    MANY,
    () => sarif(many((place) => ({ ruleId: 'r1', level: `level ${place}`, message }))),
  ],
  'a text of SPDX that begins like an id again and again': [
    'spdx',
    0,
    () => ({
      spdxVersion: 'SPDX-2.3',
      packages: [
        {
          SPDXID: 'SPDXRef-a',
          name: 'a',
          externalRefs: [
            { referenceCategory: 'SECURITY', referenceType: 'advisory', referenceLocator: 'DSA-'.repeat(LONG / 4) },
          ],
        },
      ],
    }),
  ],
  'versions of Trivy that mend it, in which are only spaces': [
    'trivy',
    1,
    () => ({
      SchemaVersion: 2,
      Results: [
        {
          Target: 'a',
          Vulnerabilities: [{ VulnerabilityID: 'CVE-2024-1', PkgName: 'a', FixedVersion: `1${' '.repeat(LONG)}x` }],
        },
      ],
    }),
  ],
  "a message like Grype's that names version after version": [
    'sarif',
    1,
    () =>
      sarif([
        {
          ruleId: 'r1',
          message: { text: `A high vulnerability in a package: a${', version 1'.repeat(LONG / 10)}` },
        },
      ]),
  ],
}

describe('reading takes no longer than the length of a report', () => {
  it.each(Object.entries(REPORTS))('of %s', (_name, [format, entries, report]) => {
    const text = JSON.stringify(report())
    const { user } = process.cpuUsage()
    const read = readText(text, { format, chunks: [1 << 16] })
    expect(readingOf(read).entries).toBe(entries)
    expect((process.cpuUsage().user - user) / 1_000_000).toBeLessThan(5)
  })
})

describe('what is said of many products at once', () => {
  it('is refused where it is more than anybody says of one', () => {
    const scores = many(() => ({ cvss_v3: { version: '3.1', baseScore: 5 } }), 1_001)
    const report = csaf({ product_status: { known_affected: ['p1'] }, scores })
    expect(readText(JSON.stringify(report), { format: 'csaf' }).refused).toMatch(/more than 1000 things/)
  })

  it('of CSAF counts for the products that it names, for those of its groups, and for all where it names none', () => {
    const report = csaf({
      product_status: { known_affected: ['p1', 'p2', 'x'] },
      scores: [
        { products: ['p1'], cvss_v3: { version: '3.1', baseScore: 9.8 } },
        { products: [], group_ids: [], cvss_v2: { version: '2.0', baseScore: 5 } },
      ],
      threats: [{ category: 'impact', details: 'Low', group_ids: ['g'] }],
    })
    const { tables } = readText(JSON.stringify(report), { format: 'csaf' })
    const said = tables.findings.rows.map(({ details }) =>
      details?.severities.map(({ cvss, severity }) => cvss?.score ?? severity),
    )
    expect(said).toEqual([[9.8, 5, 'low'], [5, 'low'], [5]])
  })

  it("of CycloneDX mends what a sentence names in full or by its name's end", () => {
    const recommendation =
      'Upgrade lodash to version 4.17.21; Upgrade left/pad to version 1.2, 2.0; Upgrade lodash to version 9'
    const report = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [],
      vulnerabilities: [
        {
          id: 'CVE-2024-1',
          recommendation,
          affects: ['lodash', '%40left/pad', 'x/left/pad', 'pad'].map((name) => ({ ref: `pkg:npm/${name}` })),
        },
      ],
    }
    const { tables } = readText(JSON.stringify(report), { format: 'cyclonedx' })
    expect(tables.findings.rows.map(({ details }) => details?.fixedVersions)).toEqual([
      ['4.17.21'],
      undefined,
      ['1.2', '2.0'],
      undefined,
    ])
  })

  it('of OpenVEX is of the packages inside a product where it names any, else of those beside it', () => {
    const report = openvex({
      status: 'not_affected',
      products: [{ '@id': 'pkg:oci/a', subcomponents: [{ '@id': 'pkg:npm/in' }] }, { '@id': 'pkg:oci/b' }],
      subcomponents: ['pkg:npm/beside'],
    })
    const { tables } = readText(JSON.stringify(report), { format: 'openvex' })
    expect(tables.vex?.[0]?.packages).toEqual(['pkg:npm/in', 'pkg:npm/beside'])
  })
})

/** More than a call takes as arguments. */
const ARGUMENTS = 150_000

describe('a list of any length', () => {
  const ids = many((place) => `CVE-2024-${place}`, ARGUMENTS)
  const objects = ids.map((id) => ({ id }))
  const scores = ids.map(() => ({ metrics: { baseScore: 5 }, severity: 'high', score: 5 }))
  const FILLED: Readonly<Record<string, readonly [format: string, report: () => unknown]>> = {
    'aliases of OSV': [
      'osv',
      () => ({
        results: [{ source: {}, packages: [{ package: { name: 'a' }, vulnerabilities: [{ id: 'a', aliases: ids }] }] }],
      }),
    ],
    'related vulnerabilities and scores of Grype': [
      'grype',
      () => ({
        matches: [
          { vulnerability: { id: 'a', cvss: scores }, relatedVulnerabilities: objects, artifact: { name: 'a' } },
        ],
      }),
    ],
    "vendors' ids of Trivy": [
      'trivy',
      () => ({
        SchemaVersion: 2,
        Results: [{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'a', PkgName: 'a', VendorIDs: ids }] }],
      }),
    ],
    'references and ratings of CycloneDX': [
      'cyclonedx',
      () => ({
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        components: [{ name: 'a' }],
        vulnerabilities: [{ id: 'a', references: objects, ratings: scores, advisories: objects }],
      }),
    ],
    'identifiers of GitLab': [
      'gitlab',
      () => ({
        version: '15',
        scan: { type: 'sast', status: 'success' },
        vulnerabilities: [
          { name: 'a', identifiers: ids.map((value) => ({ type: 'cwe', value, name: value, url: value })) },
        ],
      }),
    ],
    'rules of a control of Kubescape': [
      'kubescape',
      () => ({
        summaryDetails: { controls: {} },
        results: [{ resourceID: 'a', controls: [{ controlID: 'C', rules: ids.map(() => ({ status: 'passed' })) }] }],
      }),
    ],
    'invocations of SARIF': [
      'sarif',
      () => ({
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'Trivy' } },
            invocations: ids.map(() => ({ executionSuccessful: false })),
            results: [],
          },
        ],
      }),
    ],
  }

  it.each(Object.entries(FILLED))('is read: %s', (_name, [format, report]) => {
    const { reading, tables } = readText(JSON.stringify(report()), { format })
    expect(reading?.doubts.length).toBeLessThan(30)
    for (const { details } of tables.findings.rows) isInConflict(details?.severities ?? [])
  })

  it('of related files of Dependency-Check is counted, and the first are told', () => {
    const relatedDependencies = many((place) => ({ fileName: `a${place}.jar` }), 2_000)
    const dependency = {
      fileName: 'a.jar',
      relatedDependencies,
      vulnerabilities: ids.slice(0, 2_000).map((name) => ({ name })),
    }
    const report = { reportSchema: '1.1', scanInfo: {}, dependencies: [dependency] }
    const { reading, tables } = readText(JSON.stringify(report), { format: 'dependency-check' })
    expect(reading).toMatchObject({ entries: 2_000 * 2_001, metrics: { 'security.total': 2_000 * 2_001 } })
    expect(tables.findings.size).toBe(2_000 * 2_001)
  })

  it('is refused where it is too long for one text, however it grew', () => {
    const bytes = new OutputBytes()
    const chunk = new Uint8Array(90 << 20)
    bytes.append(chunk, 0, chunk.length)
    bytes.append(chunk, 0, chunk.length)
    expect(() => {
      bytes.append(chunk, 0, chunk.length)
    }).toThrow(/larger than 256 MB/)
  })

  it('of findings that matter alike is ordered', () => {
    const findings = new FindingTable(ARGUMENTS)
    for (const rule of ids) findings.add({ family: 'security', rank: 'high', tool: 'planted', rule, message: rule })
    const tables = new Map([['', { ...emptyTables(), findings }]])
    const set = { evidence: [], gaps: [], tables, paths: { mapped: 0, unmapped: 0, examples: [] } }
    expect(worstFindings(set, Number.MAX_SAFE_INTEGER)).toHaveLength(ARGUMENTS)
  })
})
