import type { ReportFormat } from './reader.ts'

const CUT_JSON = 'refused: JSON that ends early'

/** Bills of materials, and what is said of the vulnerabilities in them. */
export const SECURITY_SBOM_FORMATS: readonly ReportFormat[] = [
  {
    id: 'cyclonedx',
    title: 'CycloneDX JSON and XML',
    kind: 'findings',
    signatures: [
      { xmlRoot: ['bom'] },
      { json: 'object', keys: ['bomFormat'], notKeys: ['SchemaVersion', 'runs'] },
      { json: 'object', keys: ['components[].bom-ref'], notKeys: ['bomFormat', 'report', 'items'] },
      {
        json: 'object',
        keys: ['specVersion'],
        anyKeys: ['components', 'vulnerabilities', 'metadata'],
        notKeys: ['bomFormat'],
      },
    ],
    load: () => import('./security/cyclonedx.ts'),
    tools: 'Syft, Trivy, Grype, cdxgen, CycloneDX plugins, Dependency-Track, jake, dep-scan',
    clean:
      'components, with a list of vulnerabilities that a scanner left empty; Trivy leaves it empty also where it did not look',
    cut: 'refused: JSON or XML that ends early',
  },
  {
    id: 'spdx',
    title: 'SPDX JSON and tag-value',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['spdxVersion'], notKeys: ['runs'] },
      { json: 'object', keys: ['sbom.spdxVersion'] },
      { json: 'object', keys: ['packages[].SPDXID'] },
      { json: 'object', keys: ['@graph[].spdxId'] },
      { json: 'object', keys: ['@graph[].type', '@context'], notKeys: ['statements'] },
      { text: /^SPDXVersion:\s*SPDX-/ },
    ],
    load: () => import('./security/spdx.ts'),
    tools: "Syft, Trivy, sbom-tool, GitHub's dependency graph, SPDX tools",
    clean: 'packages of which no reference names a vulnerability; it is no scan',
    cut: 'refused: JSON that ends early; of tag-value text it cannot be shown',
  },
  {
    id: 'openvex',
    title: 'OpenVEX',
    kind: 'findings',
    signatures: [{ json: 'object', keys: ['@context', 'statements'] }],
    load: () => import('./security/openvex.ts'),
    tools: 'vexctl, Docker Scout, govulncheck -format openvex',
    clean: 'nothing but statements of not_affected and fixed; it is no scan',
    cut: CUT_JSON,
  },
  {
    id: 'csaf',
    title: 'CSAF advisories and VEX',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['document.csaf_version'] },
      { json: 'object', keys: ['document.tracking', 'document.publisher'] },
    ],
    load: () => import('./security/csaf.ts'),
    tools: 'vendors: Red Hat, SUSE, Cisco, Siemens',
    clean: 'no product that is known to be affected; it is no scan',
    cut: CUT_JSON,
  },
]
