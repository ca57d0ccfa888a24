import type { ReportFormat } from './reader.ts'
import { INFRASTRUCTURE_FORMATS, SITE_FORMATS } from './registry-security-infrastructure.ts'

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
      // What was scanned may be longer than what is looked at, and stands before the results up to 1.70.
      { json: 'object', keys: ['errors', 'paths.scanned'], notKeys: ['generated_at', 'metrics', 'results'] },
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
    title: 'gitleaks JSON and CSV',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].RuleID', '[].Secret'] },
      { json: 'array', keys: ['[].offender'], anyKeys: ['[].rule', '[].reason'] },
      { json: 'object', keys: ['leaks[].rule', 'leaks[].file'] },
      { text: /^RuleID,Commit,File,/, bare: true },
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
      { json: ['object', 'lines', 'array'], anyKeys: ['DetectorName', '[].DetectorName', 'DetectorType'] },
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
    signatures: [
      { json: 'array', keys: ['[].filePath'], anyKeys: ['[].sourceContent', '[].sourceContentType'] },
      // Before 4 without the contents.
      { json: 'array', keys: ['[].filePath', '[].messages[].range', '[].messages[].loc'] },
    ],
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
      {
        json: 'object',
        anyKeys: ['entities_with_incidents', 'scans[].entities_with_incidents', 'found_package_vulns', 'added_vulns'],
      },
    ],
    load: () => import('./security/ggshield.ts'),
    tools: 'ggshield',
    clean: '`total_incidents` of 0',
    cut: 'refused: JSON that ends early; lost occurrences contradict `total_occurrences`',
  },
]

/** Scanners of code, secrets, infrastructure as code and running sites. */
export const SECURITY_CODE_FORMATS: readonly ReportFormat[] = [
  ...CODE_FORMATS,
  ...SECRET_FORMATS,
  ...INFRASTRUCTURE_FORMATS,
  ...SITE_FORMATS,
]
