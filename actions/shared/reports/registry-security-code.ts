import type { ReportFormat } from './reader.ts'

const CUT_JSON = 'refused: JSON that ends early'

/** Scanners of code. */
const CODE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'bandit',
    title: 'Bandit JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['generated_at', 'results'], anyKeys: ['metrics', 'stats'] },
      // The metrics of each file stand before the results, and may be longer than what is looked at.
      { json: 'object', keys: ['generated_at', 'errors', 'metrics', '*.SEVERITY.HIGH'] },
      { json: 'object', keys: ['results[].issue_text', 'results[].issue_severity'] },
    ],
    load: () => import('./security/bandit.ts'),
    tools: 'Bandit',
    clean: 'an empty `results`, no `errors`, and lines of code in `metrics._totals.loc`',
    cut: 'refused: JSON that ends early; lost results contradict the totals',
  },
  {
    id: 'semgrep',
    title: 'Semgrep JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['results[].check_id'] },
      {
        json: 'object',
        keys: ['results', 'errors'],
        notKeys: ['generated_at', 'metrics', 'plugins_used', 'results[].test_id'],
      },
      { json: 'object', keys: ['findings[].rule_name', 'findings[].location'] },
      { json: 'object', keys: ['vulns[].advisory', 'vulns[].matchedDependency'] },
    ],
    load: () => import('./security/semgrep.ts'),
    tools: "Semgrep, Opengrep, answers of Semgrep's API",
    clean: 'an empty `results`, no `errors`, and files in `paths.scanned`',
    cut: CUT_JSON,
  },
  {
    id: 'gosec',
    title: 'gosec JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['Issues'], anyKeys: ['Stats', 'Golang errors'] },
      { json: 'object', keys: ['Issues[].rule_id', 'Issues[].details'] },
    ],
    load: () => import('./security/gosec.ts'),
    tools: 'gosec',
    clean: 'no `Issues`, no `Golang errors`, and files in `Stats`',
    cut: 'refused: JSON that ends early; lost issues contradict `Stats.found`',
  },
  {
    id: 'brakeman',
    title: 'Brakeman JSON',
    kind: 'findings',
    signatures: [{ json: 'object', keys: ['scan_info'], anyKeys: ['warnings', 'scan_info.checks_performed'] }],
    load: () => import('./security/brakeman.ts'),
    tools: 'Brakeman',
    clean: 'no warning, no error, and something that was looked at',
    cut: 'refused: JSON that ends early; lost warnings contradict `security_warnings`',
  },
  {
    id: 'gitlab',
    title: "GitLab's security reports",
    kind: 'findings',
    signatures: [
      {
        json: 'object',
        keys: ['version', 'vulnerabilities'],
        anyKeys: [
          'scan.scanner',
          'scan.type',
          'vulnerabilities[].identifiers[].type',
          'vulnerabilities[].location',
          'remediations',
        ],
        notKeys: ['bomFormat', 'report_meta', 'auditReportVersion'],
      },
      { json: 'object', keys: ['vulnerabilities[].identifiers[].type', 'vulnerabilities[].location'] },
    ],
    load: () => import('./security/gitlab.ts'),
    tools: "GitLab's analyzers of SAST, secrets, dependencies, containers, DAST; whatever else writes its schema",
    clean: 'no vulnerability, and a scan with the status success',
    cut: CUT_JSON,
  },
]

/** Scanners of secrets. None of what they found gets into a finding. */
const SECRET_FORMATS: readonly ReportFormat[] = [
  {
    id: 'gitleaks',
    title: 'gitleaks JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].RuleID', '[].Secret'] },
      { json: 'array', keys: ['[].rule', '[].offender'] },
      { json: 'object', keys: ['leaks[].rule', 'leaks[].file'] },
    ],
    load: () => import('./security/gitleaks.ts'),
    tools: 'gitleaks 8 and before',
    clean: '`[]` or `null`, which need format=gitleaks',
    cut: CUT_JSON,
  },
  {
    id: 'trufflehog',
    title: 'TruffleHog JSON lines, trufflehog3 JSON',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines', 'array'], anyKeys: ['DetectorName', '[].DetectorName'] },
      { json: ['object', 'lines', 'array'], anyKeys: ['stringsFound', '[].stringsFound'] },
      {
        json: 'lines',
        keys: ['level', 'logger', 'msg'],
        anyKeys: ['verified_secrets', 'unverified_secrets', 'chunks'],
      },
      { json: 'object', keys: ['logger', 'msg', 'chunks', 'verified_secrets'] },
      { json: 'array', keys: ['[].rule.id', '[].path', '[].secret'] },
    ],
    load: () => import('./security/trufflehog.ts'),
    tools: 'TruffleHog 3 and 2, trufflehog3',
    clean: 'nothing, which needs format=trufflehog and exit-code=0',
    cut: 'refused inside a line; between lines it cannot be shown, unless its log is there too',
  },
  {
    id: 'detect-secrets',
    title: 'detect-secrets JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['plugins_used', 'results'] },
      { json: 'object', keys: ['plugins_used', 'generated_at'] },
      { json: 'object', keys: ['*[].hashed_secret', 'results'] },
    ],
    load: () => import('./security/detect-secrets.ts'),
    tools: 'detect-secrets',
    clean: 'empty `results`, which need format=detect-secrets and exit-code=0: a missing folder gives the same',
    cut: CUT_JSON,
  },
  {
    id: 'secretlint',
    title: 'Secretlint JSON',
    kind: 'findings',
    signatures: [{ json: 'array', keys: ['[].filePath', '[].sourceContent'] }],
    load: () => import('./security/secretlint.ts'),
    tools: 'Secretlint',
    clean: 'every file with an empty list of messages; `[]`, which needs format=secretlint, looked at no file',
    cut: CUT_JSON,
  },
  {
    id: 'ggshield',
    title: 'ggshield JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['total_incidents', 'type'] },
      { json: 'object', keys: ['scans[].type', 'scans[].id'] },
      { json: 'object', anyKeys: ['entities_with_incidents', 'scans[].entities_with_incidents'] },
    ],
    load: () => import('./security/ggshield.ts'),
    tools: 'ggshield',
    clean: '`total_incidents` of 0',
    cut: 'refused: JSON that ends early; lost occurrences contradict `total_occurrences`',
  },
]

/** Scanners of infrastructure as code, of clusters and images. */
const INFRASTRUCTURE_FORMATS: readonly ReportFormat[] = [
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
    signatures: [{ json: 'object', keys: ['files_scanned', 'queries_total'] }],
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
const SITE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'nuclei',
    title: 'Nuclei JSON and JSON lines',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['info.name'], anyKeys: ['template-id', 'templateID'] },
      { json: 'array', keys: ['[].info.name'], anyKeys: ['[].template-id', '[].templateID'] },
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

/** Scanners of code, secrets, infrastructure as code and running sites. */
export const SECURITY_CODE_FORMATS: readonly ReportFormat[] = [
  ...CODE_FORMATS,
  ...SECRET_FORMATS,
  ...INFRASTRUCTURE_FORMATS,
  ...SITE_FORMATS,
]
