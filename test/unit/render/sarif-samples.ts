import type { Finding } from '../../../actions/shared/model/findings.ts'
import type { SecurityDetails } from '../../../actions/shared/model/security.ts'
import { type SarifContent, type SarifFinding } from '../../../actions/shared/render/sarif-content.ts'
import { type SarifOptions, writeSarif } from '../../../actions/shared/render/sarif.ts'
import type { Document, Run } from '../../support/github-sarif.ts'

type Overrides = Omit<Partial<Finding>, 'details'> & { readonly details?: Partial<SecurityDetails> }

/** lodash with its CVE, as Trivy tells of a lock file, but for what is given. */
export function vulnerability({ details, ...overrides }: Overrides = {}): Finding {
  return {
    family: 'security',
    rank: 'high',
    tool: 'Trivy',
    rule: 'CVE-2021-23337',
    message: 'lodash 4.17.20: command injection',
    path: 'web/package-lock.json',
    ...overrides,
    details: {
      kind: 'vulnerability',
      ids: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
      package: { ecosystem: 'npm', name: 'lodash', version: '4.17.20' },
      fixedVersions: ['4.17.21'],
      severities: [{ source: 'nvd', severity: 'high', cvss: { version: '3.1', score: 7.2 } }],
      cwes: ['CWE-77'],
      ...details,
    },
  }
}

/** A shell call, as Bandit tells of it. */
export function weakness({ details, ...overrides }: Overrides = {}): Finding {
  return {
    family: 'security',
    rank: 'medium',
    tool: 'Bandit',
    rule: 'B602',
    message: 'a call with shell=True',
    path: 'app/run.py',
    line: 3,
    ...overrides,
    details: { kind: 'weakness', ids: ['B602'], severities: [], cwes: ['CWE-78'], ...details },
  }
}

export function seen(finding: Finding, overrides: Partial<SarifFinding> = {}): SarifFinding {
  return { finding, seenBy: finding.tool.split(', '), listings: [{ finding }], isConflicting: false, ...overrides }
}

export function content(findings: readonly SarifFinding[], overrides: Partial<SarifContent> = {}): SarifContent {
  return { findings, suppressed: [], tools: [], doubts: [], ...overrides }
}

export const FOR_GITHUB: SarifOptions = { audience: 'github', category: 'security-scan', version: '1.0.0' }

export function documentOf(of: SarifContent, options: Partial<SarifOptions> = {}): Document {
  return JSON.parse([...writeSarif(of, { ...FOR_GITHUB, ...options })].join('')) as Document
}

export function runOf(of: SarifContent, options: Partial<SarifOptions> = {}): Run {
  const [run, ...others] = documentOf(of, options).runs
  if (run === undefined || others.length > 0) throw new Error('one run is expected')
  return run
}
