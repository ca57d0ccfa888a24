import type { ExitMeaning, Tool } from './tool.ts'

const CLEAN_OR_FINDINGS = { 0: 'clean', 1: 'findings' } as const satisfies Readonly<Record<number, ExitMeaning>>
/** A bit for each severity: info 1, low 2, moderate 4, high 8, critical 16. */
const YARN_MASK = Object.fromEntries(
  Array.from({ length: 32 }, (_, mask): [number, ExitMeaning] => [mask, mask === 0 ? 'clean' : 'findings']),
)

/** Scanners of packages: what is installed, and what is known of it. */
export const SECURITY_PACKAGE_TOOLS = {
  trivy: {
    title: 'Trivy',
    names: ['trivy'],
    family: 'security',
    formats: ['trivy', 'sarif'],
    // 1 with --exit-code 1, and where it failed: then there is no report.
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'no Results; no output at all without a database',
    sarifIsSilent: true,
    run: 'trivy fs --format json --output reports/trivy.json .',
  },
  trivyOperator: {
    title: 'Trivy Operator',
    names: ['trivy-operator', 'trivy operator'],
    family: 'security',
    formats: ['trivy-operator'],
    exitCodes: { 0: 'clean' },
    sawNothing: 'an empty list of items',
    run: 'kubectl get vulnerabilityreports,configauditreports,exposedsecretreports -A -o json > reports/trivy-operator.json',
  },
  grype: {
    title: 'Grype',
    names: ['grype'],
    family: 'security',
    formats: ['grype', 'sarif'],
    // 2 is --fail-on; before 0.88 that was 1, which now is an error and leaves no report.
    exitCodes: { 0: 'clean', 1: 'findings', 2: 'findings' },
    sawNothing: 'no distro and no match; a database older than five days',
    run: 'grype dir:. --output json --file reports/grype.json',
  },
  osvScanner: {
    title: 'OSV-Scanner',
    names: ['osv-scanner'],
    family: 'security',
    formats: ['osv', 'sarif'],
    exitCodes: CLEAN_OR_FINDINGS,
    emptyWhenClean: true,
    sawNothing: 'exit code 128 for no packages; an empty list of results looks like a clean one',
    run: 'osv-scanner scan source --format json --output reports/osv.json -r .',
  },
  govulncheck: {
    title: 'govulncheck',
    names: ['govulncheck'],
    family: 'security',
    formats: ['govulncheck', 'sarif'],
    // With -json always 0 where it could do its work; 3 is of text.
    exitCodes: { 0: 'clean', 3: 'findings' },
    sawNothing: 'no message SBOM and none of progress; exit code 1 for code that does not compile',
    run: 'govulncheck -json ./... > reports/govulncheck.json',
  },
  cargoAudit: {
    title: 'cargo-audit',
    names: ['cargo-audit', 'cargo audit'],
    family: 'security',
    formats: ['cargo-audit', 'sarif'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'lockfile.dependency-count is 0',
    run: 'cargo audit --json > reports/cargo-audit.json',
  },
  npmAudit: {
    title: 'npm audit',
    names: ['npm', 'npm audit', 'pnpm', 'pnpm audit'],
    family: 'security',
    formats: ['npm-audit'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'metadata counts no dependency; an error in place of a report',
    run: 'npm audit --json > reports/npm-audit.json',
  },
  yarnAudit: {
    title: 'yarn audit',
    names: ['yarn', 'yarn audit'],
    family: 'security',
    formats: ['yarn-audit', 'npm-audit'],
    exitCodes: YARN_MASK,
    emptyWhenClean: true,
    sawNothing: 'totalDependencies is 0; "No lockfile found."; yarn 4 writes nothing when all is well',
    run: 'yarn audit --json > reports/yarn-audit.json',
  },
  snyk: {
    title: 'Snyk',
    names: ['snyk', 'snyk open source', 'snyk container', 'snykcode', 'snyk code', 'snyk iac'],
    family: 'security',
    formats: ['snyk', 'sarif'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'dependencyCount is 0; an error in place of a project; exit code 3 for no project',
    run: 'snyk test --all-projects --json-file-output=reports/snyk.json',
  },
  pipAudit: {
    title: 'pip-audit',
    names: ['pip-audit'],
    family: 'security',
    formats: ['pip-audit'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'no dependency, or a skip_reason in place of a version',
    run: 'pip-audit -f json -o reports/pip-audit.json -r requirements.txt',
  },
  safety: {
    title: 'Safety',
    names: ['safety'],
    family: 'security',
    formats: ['safety'],
    exitCodes: { 0: 'clean', 64: 'findings', 255: 'findings' },
    sawNothing: 'report_meta.packages_found is 0; no output without its server',
    run: 'safety scan --output json --save-as json reports/safety.json',
  },
  dependencyCheck: {
    title: 'OWASP Dependency-Check',
    names: ['dependency-check'],
    family: 'security',
    formats: ['dependency-check', 'sarif'],
    // 1 to 10 with --failOnCVSS: 15 of the command line, 1 of older ones.
    exitCodes: { 0: 'clean', 1: 'findings', 15: 'findings' },
    sawNothing: 'no dependency; exceptions of its analysis; data that is older than a week',
    run: 'dependency-check.sh --scan . --format JSON --out reports/dependency-check.json',
  },
} as const satisfies Record<string, Tool>
