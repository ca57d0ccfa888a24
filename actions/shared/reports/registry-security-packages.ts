import type { ReportFormat } from './reader.ts'

const CUT_JSON = 'refused: JSON that ends early'
const CUT_LINES = 'refused inside a line; between lines'

/** Scanners of images, file systems and clusters. */
const IMAGE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'trivy',
    title: 'Trivy JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['SchemaVersion', 'ArtifactType'] },
      { json: 'object', keys: ['SchemaVersion', 'ArtifactName'] },
      { json: 'object', keys: ['SchemaVersion', 'Results[].Target'] },
      {
        json: 'object',
        keys: ['ClusterName'],
        anyKeys: ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations', 'SchemaVersion'],
      },
      { json: 'array', keys: ['[].Target'], anyKeys: ['[].Vulnerabilities', '[].Misconfigurations', '[].Type'] },
      { json: 'object', keys: ['ID', 'Title'], anyKeys: ['SummaryControls', 'RelatedResources'] },
      { json: 'object', keys: ['invocation', 'scanner.result.SchemaVersion'] },
    ],
    load: () => import('./security/trivy.ts'),
    tools: 'Trivy (image, fs, repo, config, rootfs, sbom, k8s, compliance)',
    clean: 'Results without findings; the `null` of before 0.20 needs format=trivy and exit-code=0',
    cut: CUT_JSON,
  },
  {
    id: 'trivy-operator',
    title: 'Trivy Operator resources in JSON',
    kind: 'findings',
    signatures: [
      {
        json: 'object',
        keys: ['apiVersion', 'kind'],
        anyKeys: [
          'report.scanner',
          'report.summary',
          'report.checks',
          'status.detailReport',
          'status.summaryReport',
          'items[].report',
          'items[].status.detailReport',
          'items[].status.summaryReport',
        ],
      },
      { json: 'array', keys: ['[].apiVersion', '[].kind'], anyKeys: ['[].report', '[].status.detailReport'] },
      {
        json: 'object',
        keys: ['*[].kind', '*[].apiVersion', '*[].report'],
      },
      {
        json: 'object',
        anyKeys: [
          'vulnerabilityreports.aquasecurity.github.io',
          'configauditreports.aquasecurity.github.io',
          'clustercompliancereports.aquasecurity.github.io',
        ],
      },
    ],
    load: () => import('./security/trivy-operator.ts'),
    tools: 'Trivy Operator, through `kubectl get … -o json`',
    clean: 'reports without vulnerabilities, secrets or failed checks',
    cut: 'refused: JSON that ends early; lost items contradict their summary',
  },
  {
    id: 'grype',
    title: 'Grype JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['matches[].vulnerability', 'matches[].artifact'] },
      { json: 'object', keys: ['matches', 'descriptor'] },
      { json: 'object', keys: ['matches', 'source'], anyKeys: ['distro', 'ignoredMatches'] },
    ],
    load: () => import('./security/grype.ts'),
    tools: 'Grype',
    clean: 'no `matches`, a distribution that was looked at, and a database of the last five days',
    cut: CUT_JSON,
  },
  {
    id: 'osv',
    title: 'OSV-Scanner JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['results[].source', 'results[].packages'] },
      { json: 'object', keys: ['results', 'experimental_config'] },
    ],
    load: () => import('./security/osv.ts'),
    tools: 'OSV-Scanner',
    clean: 'packages without vulnerabilities (`--all-packages`); an empty list needs format=osv and exit-code=0',
    cut: CUT_JSON,
  },
]

/** Scanners of one language's packages. */
const LANGUAGE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'govulncheck',
    title: 'govulncheck JSON',
    kind: 'findings',
    signatures: [
      {
        json: ['object', 'lines'],
        anyKeys: ['config.protocol_version', 'config.scanner_name', 'config.data_source', 'vulnerability.modules'],
      },
      { json: 'array', anyKeys: ['[].config.protocol_version', '[].config.scanner_name'] },
      { json: 'object', keys: ['Vulns', 'Modules'] },
      { json: 'object', keys: ['Vulns[].OSV'] },
    ],
    load: () => import('./security/govulncheck.ts'),
    tools: 'govulncheck',
    clean: 'no `finding`, and a message that packages were scanned',
    cut: `${CUT_LINES} it cannot be shown`,
  },
  {
    id: 'cargo-audit',
    title: 'cargo-audit JSON',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['vulnerabilities.list', 'vulnerabilities.found'] },
      { json: ['object', 'lines'], keys: ['database', 'lockfile', 'settings'] },
    ],
    load: () => import('./security/cargo-audit.ts'),
    tools: 'cargo-audit',
    clean: '`vulnerabilities.found` is false, and the lock file has dependencies',
    cut: 'refused: JSON that ends early; lost vulnerabilities contradict `count`',
  },
  {
    id: 'npm-audit',
    title: 'npm and pnpm audit JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['auditReportVersion'] },
      { json: 'object', keys: ['audit.auditReportVersion'] },
      { json: 'object', keys: ['advisories', 'metadata'] },
      { json: 'object', keys: ['advisories', '*.module_name'] },
      { json: 'object', keys: ['vulnerabilities', '*.via', '*.effects'] },
      { json: 'object', keys: ['error.summary', 'error.detail'] },
    ],
    load: () => import('./security/npm-audit.ts'),
    tools: 'npm, pnpm, yarn 2 and 3, audit-ci',
    clean: 'no vulnerability, and dependencies in the metadata',
    cut: 'refused: JSON that ends early; lost packages contradict the metadata',
  },
  {
    id: 'yarn-audit',
    title: 'yarn audit JSON lines',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['type', 'data'], notKeys: ['version', 'data[].files'] },
      { json: ['object', 'lines'], keys: ['value', 'children.Issue'] },
    ],
    load: () => import('./security/yarn-audit.ts'),
    tools: 'yarn 1 and 4',
    clean:
      'yarn 1: an `auditSummary` without vulnerabilities; yarn 4: nothing, which needs format=yarn-audit and exit-code=0',
    cut: `${CUT_LINES} the missing auditSummary shows it, of yarn 4 nothing`,
  },
  {
    id: 'pip-audit',
    title: 'pip-audit JSON',
    kind: 'findings',
    signatures: [
      {
        json: 'object',
        keys: ['dependencies[].name'],
        anyKeys: ['dependencies[].vulns', 'dependencies[].skip_reason'],
      },
      { json: 'object', keys: ['dependencies', 'fixes'] },
      { json: 'array', keys: ['[].name'], anyKeys: ['[].vulns', '[].skip_reason'] },
    ],
    load: () => import('./security/pip-audit.ts'),
    tools: 'pip-audit',
    clean: 'every dependency with its version and no `vulns`',
    cut: CUT_JSON,
  },
  {
    id: 'safety',
    title: 'Safety JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['report_meta'], anyKeys: ['vulnerabilities', 'scanned_packages', 'affected_packages'] },
      { json: 'object', keys: ['scan_results.projects'] },
      { json: 'object', keys: ['meta.scan_type', 'scan_results'] },
      { json: 'array', keys: ['[][]'] },
    ],
    load: () => import('./security/safety.ts'),
    tools: 'Safety 1, 2 and 3',
    clean: 'no vulnerability, and packages in report_meta; the `[]` of 1.x needs format=safety and exit-code=0',
    cut: 'refused: JSON that ends early; lost vulnerabilities contradict report_meta',
  },
]

/** Scanners of packages: what is installed, and what is known of it. */
export const SECURITY_PACKAGE_FORMATS: readonly ReportFormat[] = [
  ...IMAGE_FORMATS,
  ...LANGUAGE_FORMATS,
  {
    id: 'snyk',
    title: 'Snyk JSON',
    kind: 'findings',
    signatures: [
      {
        json: 'object',
        keys: ['vulnerabilities[].moduleName'],
        anyKeys: ['vulnerabilities[].from', 'vulnerabilities[].semver'],
      },
      { json: 'array', keys: ['[].vulnerabilities[].from'] },
      { json: 'object', keys: ['vulnerabilities', 'ok'], anyKeys: ['dependencyCount', 'packageManager', 'org'] },
      { json: 'array', keys: ['[].vulnerabilities', '[].ok'], anyKeys: ['[].dependencyCount', '[].packageManager'] },
      { json: 'object', keys: ['filesystemPolicy'], anyKeys: ['licensesPolicy', 'remediation'] },
      { json: 'object', keys: ['infrastructureAsCodeIssues'] },
      { json: 'array', keys: ['[].infrastructureAsCodeIssues'] },
      { json: 'array', keys: ['[].issues', '[].issuesData'] },
      { json: ['object'], keys: ['ok', 'error', 'path'] },
      { json: ['array'], keys: ['[].ok', '[].error', '[].path'] },
    ],
    load: () => import('./security/snyk.ts'),
    tools: '`snyk test`, also unmanaged, `snyk container test`, `snyk iac test`; `snyk code test` as SARIF',
    clean: '`ok` with a dependencyCount, in every project',
    cut: 'refused: JSON that ends early; lost vulnerabilities contradict uniqueCount',
  },
  {
    id: 'dependency-check',
    title: 'OWASP Dependency-Check XML and JSON',
    kind: 'findings',
    signatures: [
      { xmlRoot: ['analysis'], xmlHas: ['projectInfo'] },
      { xmlRoot: ['analysis'], xmlHas: ['scanInfo'] },
      { json: 'object', keys: ['reportSchema', 'scanInfo'] },
      { json: 'object', keys: ['dependencies[].fileName', 'scanInfo'] },
    ],
    load: () => import('./security/dependency-check.ts'),
    tools: 'OWASP Dependency-Check (command line, Maven, Gradle, Jenkins)',
    clean: 'dependencies without a vulnerability, and data of the last week',
    cut: 'refused: XML or JSON that ends early',
  },
]
