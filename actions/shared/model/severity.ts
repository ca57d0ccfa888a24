import type { Severity } from './findings.ts'
import type { SecurityDetails, SeverityStatement } from './security.ts'

/*
 * One order for the whole suite: which of several statements about a finding counts.
 *
 * 1. For a package of an operating system, the vendor's own word: it knows how the package was built.
 * 2. A CVSS base score, 4.0 before 3.1, 3.0 and 2.0; of one version the highest. One of 0 counts where nothing else is said:
 *    tools write it for a vector that they cannot read, and hardly anything that is listed has it.
 * 3. The tool's or database's word; of several the worst, so that the order of reports decides nothing.
 *
 * All statements are kept with the finding, and `isInConflict` tells where they are two or more steps apart.
 */

/** Purl types of operating systems' packages. */
const SYSTEM_PACKAGES: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'alpine', 'debian', 'ubuntu'])

/** Those who build the packages of an operating system, as databases name them. */
const VENDORS: ReadonlySet<string> = new Set(
  'alma alpine amazon arch azure bitnami cbl-mariner centos chainguard debian euleros fedora mariner opensuse oracle oracle-oval photon redhat rocky suse suse-cvrf ubuntu wolfi'.split(
    ' ',
  ),
)

/**
 * One name for each of them, whatever it is called by Trivy's and Grype's databases and by purl's namespaces; and whose packages
 * they are built from.
 */
const VENDOR_OF: Readonly<Record<string, string>> = {
  centos: 'redhat',
  rhel: 'redhat',
  almalinux: 'alma',
  rockylinux: 'rocky',
  amzn: 'amazon',
  amazonlinux: 'amazon',
  ol: 'oracle',
  oraclelinux: 'oracle',
  'oracle-oval': 'oracle',
  sles: 'suse',
  'suse-cvrf': 'suse',
  opensuse: 'suse',
  mariner: 'azure',
  'cbl-mariner': 'azure',
  azurelinux: 'azure',
  raspbian: 'debian',
}

/** Who builds the packages that another one builds again. */
const BUILT_FROM: Readonly<Record<string, string>> = { alma: 'redhat', rocky: 'redhat', oracle: 'redhat' }

function vendorNamed(name: string): string {
  return Object.hasOwn(VENDOR_OF, name) ? (VENDOR_OF[name] ?? name) : name
}

/** The statements of whoever builds the package, where its package URL says who; else of all that build packages. */
function ofVendor(severities: readonly SeverityStatement[], purl: string | undefined): readonly SeverityStatement[] {
  const stated = severities.filter(({ source }) => VENDORS.has(vendorNamed(source)))
  const namespace = /^pkg:[^/]+\/([^/@?]+)\//.exec(purl ?? '')?.[1]?.toLowerCase()
  if (namespace === undefined) return stated
  const vendor = vendorNamed(namespace)
  if (!VENDORS.has(vendor)) return stated
  const by = (name: string | undefined) => stated.filter(({ source }) => vendorNamed(source) === name)
  const own = by(vendor)
  return own.some(({ severity }) => STEPS.includes(severity ?? 'unknown')) ? own : by(BUILT_FROM[vendor])
}

const CVSS_ORDER = ['4.0', '3.1', '3.0', '2.0'] as const

/** A base score's severity: GitHub's and CVSS's own ranges; 0 is no risk. */
export function severityOfScore(score: number): Severity {
  if (!(score >= 0 && score <= 10)) return 'unknown'
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'info'
}

/** The statement that counts, and why it does. */
export interface ChosenSeverity {
  readonly severity: Severity
  readonly statement?: SeverityStatement | undefined
  readonly why: string
}

/** Which statement counts. Without any that says something: `unknown`. */
export function chooseSeverity({
  package: pkg,
  severities,
}: Pick<SecurityDetails, 'package' | 'severities'>): ChosenSeverity {
  const isSystem = SYSTEM_PACKAGES.has(pkg?.ecosystem ?? '') || /^pkg:(?:deb|rpm|apk|alpm)\//.test(pkg?.purl ?? '')
  const vendor = isSystem ? worstWord(ofVendor(severities, pkg?.purl)) : undefined
  if (vendor) return chosen(vendor, `${vendor.source} builds the package`)
  for (const version of CVSS_ORDER) {
    const scored = severities.filter(({ cvss }) => cvss?.version === version && isRisk(cvss.score))
    const [worst] = scored.sort((left, right) => (right.cvss?.score ?? 0) - (left.cvss?.score ?? 0))
    if (worst) {
      return {
        severity: severityOfScore(worst.cvss?.score ?? Number.NaN),
        statement: worst,
        why: `CVSS ${version} of ${worst.source}`,
      }
    }
  }
  const word = worstWord(severities)
  if (word) return chosen(word, `the word of ${word.source}`)
  const none = severities.find(({ cvss }) => cvss?.score === 0)
  return none?.cvss
    ? { severity: 'info', statement: none, why: `CVSS ${none.cvss.version} of ${none.source}` }
    : { severity: 'unknown', why: 'no report gives a severity' }
}

function isRisk(score: number): boolean {
  return severityOfScore(score) !== 'unknown' && score > 0
}

function worstWord(severities: readonly SeverityStatement[]): SeverityStatement | undefined {
  const rated = severities.filter(({ severity }) => STEPS.includes(severity ?? 'unknown'))
  return rated.sort((left, right) => stepOf(left) - stepOf(right))[0]
}

function chosen(statement: SeverityStatement, why: string): ChosenSeverity {
  return { severity: statement.severity ?? 'unknown', statement, why }
}

/** Whether sources are two or more steps apart, as critical and medium are. */
export function isInConflict(severities: readonly SeverityStatement[]): boolean {
  const steps = new Set(severities.map(stepOf).filter((step) => step >= 0))
  return steps.size > 1 && Math.max(...steps) - Math.min(...steps) >= 2
}

const STEPS: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** How far from critical a statement is; -1 where it says nothing. */
function stepOf({ severity, cvss }: SeverityStatement): number {
  return STEPS.indexOf(severity ?? (cvss ? severityOfScore(cvss.score) : 'unknown'))
}

/** Words of scanners, in lower case. */
const WORDS: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['blocker', 'critical'],
  ['urgent', 'critical'],
  ['high', 'high'],
  ['error', 'high'],
  ['important', 'high'],
  ['major', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['warning', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['note', 'low'],
  ['negligible', 'low'],
  ['unimportant', 'low'],
  ['info', 'info'],
  ['information', 'info'],
  ['informational', 'info'],
  ['none', 'info'],
])

/** The severity that a scanner's word means; a word that is not known is `unknown`, never less. */
export function severityOfWord(word: string | undefined): Severity {
  return WORDS.get(word?.trim().toLowerCase() ?? '') ?? 'unknown'
}
