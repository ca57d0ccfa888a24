import path from 'node:path'
import { PROJECT } from './planted.ts'
import { COMMANDS, program } from './scanners.ts'

/** Files for the scanners to look at. */
export const FILES: Readonly<Record<string, string>> = {
  'unparsable/broken.py': 'def broken(:\n    pass\n',
  'unparsable/broken.tf': 'resource "x" {{{\n',
  'unparsable/package-lock.json': '{"name": "x", ',
  'half/broken.py': 'def broken(:\n    pass\n',
  'half/whole.py': 'print(1)\n',
  'text/readme.txt': 'no code\n',
  'only/tests/code.py': 'import hashlib\nhashlib.md5(b"a")\n',
  'go/go.mod': 'module x\n\ngo 1.23\n',
  'go/main.go': 'package main\n\nfunc main() {\n\tundefined()\n}\n',
  'ranges/requirements.txt': 'jinja2>=2\npyyaml\n',
  'some-ranges/requirements.txt': 'jinja2>=2\npyyaml==5.4.1\n',
  'unlocked/package.json': '{"name": "x", "version": "1.0.0", "dependencies": {"lodash": "4.17.11"}}',
  'locked/package-lock.json':
    '{"name":"x","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"x","version":"1.0.0"},"node_modules/lodash":{"version":"4.17.20","license":"MIT"}}}',
  'locked/package.json': '{"name": "x", "version": "1.0.0", "dependencies": {"lodash": "4.17.20"}}',
  'nothing/.keep': '',
  'empty.txt': '',
  'no-rules.yml': 'rules: []\n',
  'bad-rule.yml': 'rules:\n  - {id: x, languages: [python], severity: ERROR, message: m, pattern: "def ((("}\n',
  'other-policy/other.rego': 'package other\nimport rego.v1\ndeny contains "x" if input.kind == "Secret"\n',
}

/** Where the scanners find what they ask for. */
export interface Surroundings {
  /** Folder of a database of Trivy: `trivy`, `old`; others are not there. */
  readonly cache: (name: string) => string
  /** Address of the server of advisories. */
  readonly server: string
}

/** How a scanner is made to see nothing, and what the gate has to make of what it leaves. */
export interface Silence {
  readonly name: string
  /** The tool's own exit code. */
  readonly exitCode: number
  /** `report`: the file that it is told to write; what is printed is kept where it writes none. */
  readonly command: (report: string, at: Surroundings) => string[]
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** What the line of `reports` has before the file; by default nothing. */
  readonly line?: string
  /** In the words of the gate, which quotes the scanner. */
  readonly says: RegExp
}

const RULES = path.join(PROJECT, 'rules.yml')
const NOWHERE = 'http://127.0.0.1:9'
const trivy = (scanners: string, target: string, format: 'json' | 'sarif' = 'json') => ({
  command: (report: string, at: Surroundings) => COMMANDS.trivy(at.cache('trivy'), scanners, target, report, format),
})
const semgrep = (rules: string, target: string, format: 'json' | 'sarif' = 'json') => ({
  command: (report: string) => COMMANDS.semgrep(rules, target, report, format),
})
const bandit = (target: string, format: 'json' | 'sarif' = 'json') => ({
  command: (report: string) => COMMANDS.bandit(target, report, format),
})

export const TOLD: readonly Silence[] = [
  { name: 'bandit, a folder that is not there', exitCode: 0, ...bandit('nowhere'), says: /No such file or directory/ },
  {
    name: 'bandit, a file that does not parse',
    exitCode: 0,
    ...bandit('unparsable'),
    says: /syntax error while parsing/,
  },
  { name: 'bandit, one of two that does not parse', exitCode: 0, ...bandit('half'), says: /half\/broken\.py: syntax/ },
  { name: 'bandit, a folder without Python', exitCode: 0, ...bandit('text'), says: /looked at no line of code/ },
  {
    ...{ name: 'bandit in SARIF, a folder that is not there', exitCode: 0, ...bandit('nowhere', 'sarif') },
    says: /No such file or directory/,
  },
  {
    ...{ name: 'bandit in SARIF, a file that does not parse', exitCode: 0, ...bandit('unparsable', 'sarif') },
    says: /syntax error while parsing/,
  },
  {
    ...{ name: 'semgrep, a folder that is not there', exitCode: 2, ...semgrep(RULES, 'nowhere') },
    says: /Invalid scanning root: nowhere/,
  },
  {
    ...{ name: 'semgrep, a folder without Python', exitCode: 0, ...semgrep(RULES, 'text') },
    says: /looked at no file \(paths\.scanned is empty\)/,
  },
  {
    ...{ name: 'semgrep, which passes over tests', exitCode: 0, folder: 'only', ...semgrep(RULES, '.') },
    says: /looked at no file \(paths\.scanned is empty\)/,
  },
  {
    ...{ name: 'semgrep, no rule', exitCode: 0, ...semgrep('no-rules.yml', 'half') },
    says: /looked at no file \(paths\.scanned is empty\)/,
  },
  {
    ...{ name: 'semgrep, a rule that does not parse', exitCode: 2, ...semgrep('bad-rule.yml', 'half') },
    says: /Rule parse error/,
  },
  {
    ...{ name: 'pip-audit, an index that is not there', exitCode: 0, environment: { PIP_INDEX_URL: NOWHERE } },
    command: (report) => [program('pip-audit'), '-s', 'pypi', '-f', 'json', '-o', report, '--progress-spinner', 'off'],
    says: /pip-audit skipped .*: Dependency not found on PyPI and could not be audited/,
  },
  {
    ...{ name: 'pip-audit, a service that is not there', exitCode: 1 },
    command: (report) => COMMANDS.pipAudit(path.join(PROJECT, 'requirements.txt'), NOWHERE, report),
    says: /report\.json: no file matches/,
  },
  {
    ...{ name: 'pip-audit, no dependency', exitCode: 0 },
    command: (report, at) => COMMANDS.pipAudit('empty.txt', at.server, report),
    says: /lists no dependency/,
  },
  {
    ...{ name: 'safety, no dependency', exitCode: 0, command: () => COMMANDS.safety('empty.txt') },
    says: /looked at no package \(report_meta\.packages_found is 0\)/,
  },
  {
    ...{ name: 'safety, ranges of versions', exitCode: 0, command: () => COMMANDS.safety('ranges/requirements.txt') },
    says: /looked at no package \(report_meta\.packages_found is 0\)/,
  },
  {
    ...{ name: 'safety 1, ranges of versions', exitCode: 0 },
    command: () => COMMANDS.safetyOfOld('ranges/requirements.txt'),
    says: /name its format=/,
  },
  {
    ...{ name: 'safety, a server that is not there', exitCode: 68, environment: { HTTPS_PROXY: NOWHERE } },
    command: () => [program('safety', 'safety-2'), 'check', '-r', 'ranges/requirements.txt', '--output', 'json'],
    says: /it is empty; where that is what its tool writes/,
  },
  {
    ...{ name: 'detect-secrets, a folder that is not there', exitCode: 0 },
    command: () => [program('detect-secrets'), 'scan', 'nowhere'],
    says: /its results are empty, as when all is well and when detect-secrets looked at nothing/,
  },
  {
    ...{ name: 'detect-secrets, files that git does not know', exitCode: 0 },
    command: () => [program('detect-secrets'), 'scan', 'text'],
    says: /its results are empty, as when all is well and when detect-secrets looked at nothing/,
  },
  {
    ...{ name: 'checkov, a folder that is not there', exitCode: 0, command: () => COMMANDS.checkov('nowhere') },
    says: /it is empty; where that is what its tool writes/,
  },
  {
    ...{ name: 'checkov, nothing that it knows', exitCode: 0, command: () => COMMANDS.checkov('text') },
    says: /checkov checked nothing \(its counts are 0\)/,
  },
  {
    ...{ name: 'checkov, a file that does not parse', exitCode: 0 },
    command: () => COMMANDS.checkov('unparsable', '--framework', 'terraform'),
    says: /could not parse .*broken\.tf/,
  },
  {
    ...{ name: 'gitleaks, a folder that is not there', exitCode: 1 },
    command: (report) => COMMANDS.gitleaks('dir', 'nowhere', report),
    says: /report\.json: no file matches/,
  },
  {
    ...{ name: 'gitleaks, no repository of git', exitCode: 0 },
    command: (report) => COMMANDS.gitleaks('git', 'text', report),
    says: /name its format=/,
  },
  {
    ...{
      name: 'gosec, code that does not compile',
      exitCode: 1,
      folder: 'go',
      command: (report) => COMMANDS.gosec(report),
    },
    says: /undefined/,
  },
  {
    ...{ name: 'gosec, a folder without Go', exitCode: 1, folder: 'text', command: (report) => COMMANDS.gosec(report) },
    says: /report\.json: no file matches/,
  },
  {
    ...{ name: 'conftest, no policy of the namespace', exitCode: 0 },
    command: () => COMMANDS.conftest('other-policy', path.join(PROJECT, 'deploy')),
    says: /conftest tried no policy on .*invoices\.yaml/,
  },
  {
    ...{ name: 'conftest, no file', exitCode: 1, command: () => COMMANDS.conftest('other-policy', 'go') },
    says: /it is empty; where that is what its tool writes/,
  },
  {
    ...{ name: 'hadolint, no Dockerfile', exitCode: 1, command: () => COMMANDS.hadolint('nowhere/Dockerfile') },
    says: /it is empty; where that is what its tool writes/,
  },
  {
    ...{ name: 'trivy, no database', exitCode: 1 },
    command: (report, at) => COMMANDS.trivy(at.cache('no-database'), 'vuln', 'locked', report),
    says: /report\.json: no file matches/,
  },
  {
    name: 'trivy, nothing that it knows',
    exitCode: 0,
    ...trivy('vuln,misconfig', 'text'),
    says: /there are no Results/,
  },
  { name: 'trivy, ranges of versions', exitCode: 0, ...trivy('vuln', 'ranges'), says: /there are no Results/ },
  { name: 'trivy, no lock file', exitCode: 0, ...trivy('vuln', 'unlocked'), says: /there are no Results/ },
  { name: 'trivy, a lock file that does not parse', exitCode: 0, ...trivy('vuln', 'unparsable'), says: /no Results/ },
  {
    name: 'trivy, licences before npm install',
    exitCode: 0,
    ...trivy('license', 'locked'),
    says: /there are no Results/,
  },
  {
    ...{
      name: 'npm audit, no lock file',
      exitCode: 1,
      folder: 'unlocked',
      command: (_report, at) => COMMANDS.npmAudit(at.server),
    },
    says: /ENOLOCK: This command requires an existing lockfile/,
  },
  {
    ...{ name: 'npm audit, a registry that is not there', exitCode: 1, folder: 'locked' },
    command: () => COMMANDS.npmAudit(NOWHERE),
    says: /could not audit: request to http:\/\/127\.0\.0\.1:9/,
  },
]

const SARIF_TELLS_NOTHING = /found nothing, and writes the same SARIF where it looked at nothing/

export const TOLD_OF_SARIF: readonly Silence[] = [
  {
    ...{ name: 'bandit, a folder without Python', exitCode: 0, ...bandit('text', 'sarif') },
    says: /looked at no line of code/,
  },
  {
    ...{ name: 'semgrep, a folder without Python', exitCode: 0, ...semgrep(RULES, 'text', 'sarif') },
    says: SARIF_TELLS_NOTHING,
  },
  {
    ...{ name: 'semgrep, a file that does not parse', exitCode: 0, ...semgrep(RULES, 'unparsable', 'sarif') },
    says: SARIF_TELLS_NOTHING,
  },
  { name: 'trivy, nothing that it knows', exitCode: 0, ...trivy('vuln', 'text', 'sarif'), says: SARIF_TELLS_NOTHING },
  {
    ...{ name: 'gitleaks, an empty folder', exitCode: 0 },
    command: (report) => COMMANDS.gitleaks('dir', 'nothing', report, 'sarif'),
    says: SARIF_TELLS_NOTHING,
  },
  {
    ...{ name: 'gosec, code that does not compile', exitCode: 1, folder: 'go' },
    command: (report) => COMMANDS.gosec(report, './...', 'sarif'),
    says: SARIF_TELLS_NOTHING,
  },
]

/** What no report tells, and docs/scanners.md does: these are green. A row that fails is good news, and to be moved up. */
export const TOLD_NOWHERE: readonly Silence[] = [
  { name: 'semgrep, a file that does not parse', exitCode: 0, ...semgrep(RULES, 'unparsable'), says: /pass/ },
  { name: 'trivy, Terraform that does not parse', exitCode: 0, ...trivy('misconfig', 'unparsable'), says: /pass/ },
  {
    ...{ name: 'trivy, a database of long ago', exitCode: 0, says: /pass/ },
    command: (report, at) => COMMANDS.trivy(at.cache('old'), 'vuln', 'locked', report),
  },
  {
    ...{ name: 'safety, ranges beside a version', exitCode: 0, says: /pass/ },
    command: () => COMMANDS.safety('some-ranges/requirements.txt'),
  },
  {
    ...{
      name: "gitleaks, no repository of git, with the user's word",
      exitCode: 0,
      line: 'format=gitleaks exit-code=0',
    },
    command: (report) => COMMANDS.gitleaks('git', 'text', report),
    says: /pass/,
  },
]
