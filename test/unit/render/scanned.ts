import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import type { SecurityDetails } from '../../../actions/shared/model/security.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { evidenceSet, finding, reason, record, tables, verdict } from './samples.ts'

const COMMAND_INJECTION: SecurityDetails = {
  kind: 'vulnerability',
  ids: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
  package: { ecosystem: 'npm', name: 'lodash', version: '4.17.20' },
  fixedVersions: ['4.17.21'],
  severities: [
    { source: 'ghsa', severity: 'low' },
    { source: 'nvd', cvss: { version: '3.1', score: 7.2 } },
  ],
  cwes: ['CWE-77'],
  published: '2021-02-15',
}

/** What three scanners say of a small shop, as the reports' readers and merging leave it. */
export const SCANNED: readonly Finding[] = [
  {
    family: 'security',
    rank: 'critical',
    tool: 'trivy, grype',
    rule: 'CVE-2021-44906',
    message: 'minimist 1.2.5: prototype pollution',
    path: 'package-lock.json',
    details: {
      kind: 'vulnerability',
      ids: ['CVE-2021-44906', 'GHSA-xvch-5gv4-984h'],
      package: { ecosystem: 'npm', name: 'minimist', version: '1.2.5' },
      fixedVersions: ['0.2.4', '1.2.6'],
      severities: [{ source: 'nvd', cvss: { version: '3.1', score: 9.8 } }],
      isKnownExploited: true,
      dependencyPath: ['shop', 'mkdirp', 'minimist'],
    },
  },
  {
    family: 'security',
    rank: 'high',
    tool: 'trivy',
    rule: 'CVE-2021-23337',
    message: 'lodash 4.17.20: command injection by template',
    path: 'package-lock.json',
    details: COMMAND_INJECTION,
  },
  {
    family: 'security',
    rank: 'medium',
    tool: 'trivy',
    rule: 'CVE-2020-28500',
    message: 'lodash 4.17.20: slow regular expression',
    path: 'package-lock.json',
    details: { ...COMMAND_INJECTION, ids: ['CVE-2020-28500'], severities: [{ source: 'nvd', severity: 'medium' }] },
  },
  {
    family: 'security',
    rank: 'high',
    tool: 'bandit, semgrep',
    rule: 'B602',
    message: 'subprocess call with shell=True',
    path: 'app/exports.py',
    line: 63,
    details: {
      kind: 'weakness',
      ids: ['B602'],
      severities: [{ source: 'bandit', severity: 'high' }],
      cwes: ['CWE-78'],
    },
  },
  {
    family: 'security',
    rank: 'unknown',
    tool: 'trivy',
    rule: 'CVE-2026-0001',
    message: 'left-pad 1.0.0: not analysed yet',
    path: 'package-lock.json',
    details: {
      kind: 'vulnerability',
      ids: ['CVE-2026-0001'],
      package: { ecosystem: 'npm', name: 'left-pad', version: '1.0.0' },
      fixedVersions: [],
      severities: [],
    },
  },
  {
    family: 'secrets',
    rank: 'unknown',
    tool: 'gitleaks, trufflehog',
    rule: 'aws-access-token',
    message: 'AWS access token',
    path: 'deploy/settings.sh',
    line: 4,
    details: {
      kind: 'secret',
      ids: ['aws-access-token'],
      severities: [],
      secret: { hash: 'salted', isVerified: true },
    },
  },
  {
    family: 'licenses',
    rank: 'high',
    tool: 'trivy',
    rule: 'AGPL-3.0-only',
    message: 'ghostscript 9.5: AGPL-3.0-only is not allowed',
    details: {
      kind: 'license',
      ids: ['AGPL-3.0-only'],
      package: { ecosystem: 'deb', name: 'ghostscript', version: '9.5' },
      severities: [],
    },
  },
]

/** A scan that fails, of which a scanner could not see everything. */
export function failingScan(): { verdict: Verdict; set: EvidenceSet } {
  const waived = finding({
    family: 'security',
    rank: 'low',
    tool: 'bandit',
    rule: 'B404',
    message: 'import subprocess',
  })
  const scope = tables({ findings: [...SCANNED, waived] })
  scope.findings.addSuppressed(
    finding({
      family: 'security',
      rank: 'medium',
      tool: 'trivy',
      rule: 'CVE-2019-1010022',
      message: 'libc6 2.36: stack guard bypass',
      path: undefined,
      line: undefined,
      details: { kind: 'vulnerability', ids: [], severities: [], suppressed: 'ignored by .trivyignore' },
    }),
  )
  const row = scope.findings.rows.find(({ rule }) => rule === 'B404')
  const forgiven = {
    findings: new Map(row ? [[row, 'waived by @shop until 2027-01-31: no input reaches it']] : []),
    tests: new Map<string, string>(),
  }
  const about = { unit: '', source: '.github/cicd.yml', evidence: [0] }
  return {
    set: { ...evidenceSet(scope), forgiven },
    verdict: verdict({
      action: 'security-scan',
      name: 'security-scan',
      status: 'fail',
      reasons: [
        reason({
          ...about,
          status: 'fail',
          rule: 'security.critical == 0',
          metric: 'security.critical',
          message: 'security findings of severity critical: 1, must be 0',
          actual: 1,
          limit: 0,
        }),
        reason({
          ...about,
          status: 'unknown',
          rule: 'evidence',
          message: 'scans/pip-audit.json: 2 packages were skipped; look at the tool that wrote it',
          actual: undefined,
          limit: undefined,
        }),
        reason({ ...about, rule: 'security.high <= 2', metric: 'security.high', actual: 2, limit: 2 }),
      ],
      evidence: [
        record({
          file: 'scans/trivy.json',
          format: 'trivy',
          kind: 'findings',
          entries: 7,
          tool: { name: 'trivy', version: '0.58.0' },
        }),
      ],
    }),
  }
}
