import type { ReportFormat } from './reader.ts'

const CUT_JSON = 'refused: JSON that ends early'

/** Scanners of infrastructure as code, of clusters and images. */
export const INFRASTRUCTURE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'checkov',
    title: 'checkov JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['check_type', 'results'] },
      { json: 'array', keys: ['[].check_type', '[].results'] },
      { json: 'object', keys: ['checkov_version', 'passed', 'failed'] },
      { json: ['object', 'array'], anyKeys: ['summary.checkov_version', '[].summary.checkov_version'] },
    ],
    load: () => import('./security/checkov.ts'),
    tools: 'checkov, Prisma Cloud',
    clean: 'no failed checks, passed ones, and no parsing errors',
    cut: 'refused: JSON that ends early; lost checks contradict the summary',
  },
  {
    id: 'tfsec',
    title: 'tfsec JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['results[].rule_id', 'results[].rule_provider'] },
      { json: 'object', keys: ['results[].rule_id', 'results[].location.filename'] },
    ],
    load: () => import('./security/tfsec.ts'),
    tools: 'tfsec',
    clean: '`{"results": null}`, which needs format=tfsec',
    cut: CUT_JSON,
  },
  {
    id: 'kics',
    title: 'KICS JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['files_scanned', 'queries_total'] },
      { json: 'object', keys: ['scanned_files', 'queries'] },
    ],
    load: () => import('./security/kics.ts'),
    tools: 'KICS',
    clean: 'no query, and as many files parsed as scanned',
    cut: 'refused: JSON that ends early; lost places contradict `total_counter`',
  },
  {
    id: 'terrascan',
    title: 'Terrascan JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['results.scan_summary', 'results.violations'] },
      { json: 'object', anyKeys: ['results.scan_errors[].errMsg', 'results.violations[].rule_id'] },
    ],
    load: () => import('./security/terrascan.ts'),
    tools: 'Terrascan',
    clean: 'no violation, and policies in `policies_validated`',
    cut: 'refused: JSON that ends early; lost violations contradict the summary',
  },
  {
    id: 'kubescape',
    title: 'Kubescape JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['summaryDetails.controls'] },
      { json: 'object', keys: ['results[].controls', 'results[].resourceID'] },
      { json: 'object', keys: ['clusterName', 'customerGUID'] },
      { json: ['object', 'array'], anyKeys: ['controlReports[].ruleReports', '[].controlReports[].ruleReports'] },
    ],
    load: () => import('./security/kubescape.ts'),
    tools: 'Kubescape',
    clean: 'resources, on which no control failed',
    cut: CUT_JSON,
  },
  {
    id: 'conftest',
    title: 'conftest and OPA JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].filename', '[].namespace'], anyKeys: ['[].successes', '[].failures', '[].warnings'] },
      { json: 'array', keys: ['[].filename', '[].successes'] },
      { json: 'object', keys: ['result[].expressions'] },
      { json: 'object', keys: ['result[].path'], anyKeys: ['result[].result', 'result[].error'] },
    ],
    load: () => import('./security/conftest.ts'),
    tools: 'conftest, `opa eval`, `opa exec`',
    clean: 'every file with successes alone; of OPA an empty list',
    cut: CUT_JSON,
  },
  {
    id: 'dockle',
    title: 'Dockle JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['summary.fatal', 'details'] },
      { json: 'object', keys: ['details[].code', 'details[].level', 'details[].alerts'] },
    ],
    load: () => import('./security/dockle.ts'),
    tools: 'Dockle',
    clean: 'a summary with passed checks alone',
    cut: 'refused: JSON that ends early; lost details contradict the summary',
  },
]

/** Scanners of what runs. */
export const SITE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'nuclei',
    title: 'Nuclei JSON and JSON lines',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['info.name'], anyKeys: ['template-id', 'templateID'] },
      { json: 'array', keys: ['[].info.name'], anyKeys: ['[].template-id', '[].templateID'] },
      { json: ['object', 'lines'], keys: ['template', 'matched', 'severity', 'author'] },
    ],
    load: () => import('./security/nuclei.ts'),
    tools: 'Nuclei',
    clean: 'nothing, which needs format=nuclei and exit-code=0',
    cut: 'refused inside a line; between lines it cannot be shown',
  },
  {
    id: 'zap',
    title: 'OWASP ZAP XML and JSON',
    kind: 'findings',
    signatures: [
      { xmlRoot: ['OWASPZAPReport'] },
      { json: 'object', keys: ['site', '@generated'] },
      { json: 'object', keys: ['site[].alerts'] },
    ],
    load: () => import('./security/zap.ts'),
    tools: 'OWASP ZAP',
    clean: 'sites without an alert',
    cut: 'refused: XML or JSON that ends early; lost alerts cannot be shown',
  },
]
