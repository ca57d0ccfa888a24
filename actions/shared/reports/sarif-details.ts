import type { FindingFamily, Level, Severity } from '../model/findings.ts'
import type { PackageReference, SecurityDetails, SecurityKind, SeverityStatement } from '../model/security.ts'
import { severityOfScore } from '../model/severity.ts'
import { toolNamed } from '../tools/tools.ts'
import { type JsonObject, field, listField, textField } from './json/shape.ts'
import type { ResultGroup } from './sarif-results.ts'
import { ruleOf, securityScore, tagsOf } from './sarif-rules.ts'
import { cwesOf, isOfCredentials, urlOf } from './security/details.ts'
import { idList, packageOf, versionsOf } from './security/packages.ts'

/** What all results of a group share. */
export interface GroupReading {
  readonly family: FindingFamily
  readonly rank: Level | Severity
  readonly rule: string
  readonly tool: string
  /** Of the families security, secrets and licenses. */
  readonly details?: SecurityDetails | undefined
  /** What stands for the message of a result: that may quote a secret. */
  readonly message?: string | undefined
}

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['note', 'note'],
  ['none', 'note'],
])
const SEVERITY_OF_LEVEL: Readonly<Record<Level, Severity>> = { error: 'high', warning: 'medium', note: 'low' }

/** Tags by which Trivy tells what it found. */
const FAMILY_OF_TAG: ReadonlyMap<unknown, FindingFamily> = new Map([
  ['secret', 'secrets'],
  ['license', 'licenses'],
])

/** How much the results of a group matter, and what their rule says. */
export function readGroup(group: ResultGroup, run: JsonObject): GroupReading {
  const driver = textField(field(field(run, 'tool'), 'driver'), 'name') ?? 'unknown tool'
  const rule = ruleOf(run, group)
  const tags = tagsOf(rule)
  const stated = group.level ?? textField(field(rule, 'defaultConfiguration'), 'level')
  // Some writers name their own enumeration: `ERROR`, `FAIL`. A word that is not known must not make it less than it was.
  const level = LEVEL.get((stated ?? 'warning').toLowerCase()) ?? 'error'
  const score = group.score ?? securityScore(rule)
  const cwes = cwesOfRule(rule, tags)
  const id = group.ruleId ?? textField(rule, 'id') ?? 'unknown'
  const family = ofSecrets(driver, id, rule) ?? familyOf(driver, tags, score !== undefined || cwes.length > 0)
  if (family !== 'security' && family !== 'secrets' && family !== 'licenses') {
    return { family, rank: level, rule: id, tool: driver }
  }
  // As its own format calls it: a scanner that is read twice has seen a finding once.
  const tool = toolNamed(driver)?.names[0] ?? driver
  // Scanners of secrets that state no level know no severity; Trivy's UNKNOWN has the score 0.
  const isUnknown = score === undefined && ((family === 'secrets' && stated === undefined) || tags.includes('UNKNOWN'))
  const rank = isUnknown
    ? 'unknown'
    : score === undefined
      ? (severityOfTags(tags) ?? SEVERITY_OF_LEVEL[level])
      : severityOfScore(score)
  const details: SecurityDetails = {
    kind: kindOf(family, tags),
    ids: idList(id, id.match(IDS) ?? []),
    severities: [statementOf(tool.toLowerCase(), score, rank)],
    cwes,
    url: urlOf(field(rule, 'helpUri')),
    ...(family === 'secrets' && { secret: {} }),
  }
  if (family === 'licenses') return { family, rank, tool, ...licenseOf(id, details) }
  const isSecret = family === 'secrets' || isOfCredentials(cwes, id)
  return { family, rank, rule: id, tool, details, message: isSecret ? (titleOf(rule) ?? id) : undefined }
}

/** Trivy's rules of licences are `package:licence`, and `:licence` of files. */
function licenseOf(id: string, details: SecurityDetails): Pick<GroupReading, 'rule' | 'details'> {
  const [, name = '', license = id] = /^(.*):([^:]+)$/.exec(id) ?? []
  return {
    rule: license,
    details: { ...details, ids: [license], ...(name !== '' && { package: { name } }) },
  }
}

/** Scanners of security of which nothing else is read than their SARIF. */
const SCANNERS =
  /secur|\bsast\b|\bdast\b|^codeql|opengrep|flawfinder|js-?scan|mobsf|horusec|skim\b|credscan|veracode|checkmarx|^cx|fortify|contrast|scorecard|bearer|black ?duck|scout|anchore|clair|twistlock|prisma|sysdig|appscan|invicti|netsparker|hawk|burp|acunetix|qualys|nessus|tenable|insider|progpilot|pysa|retire/i

/** What a tool looks for, as far as its name tells it. */
export function familyOfTool(name: string): FindingFamily | undefined {
  return toolNamed(name)?.family ?? (SCANNERS.test(name) ? 'security' : undefined)
}

/** Find Security Bugs' rules have their category as a tag. */
const OF_SPOTBUGS = 'SECURITY'

/** `isOfSecurity`: its rule has a score or a weakness. */
function familyOf(tool: string, tags: readonly unknown[], isOfSecurity: boolean): FindingFamily {
  if (tags.includes(OF_SPOTBUGS)) return 'security'
  const isSecurity = tags.includes('security')
  const family = familyOfTool(tool) ?? (isOfSecurity || isSecurity ? 'security' : 'lint')
  if (family !== 'security' || !isSecurity) return family
  return tags.map((tag) => FAMILY_OF_TAG.get(tag)).find((one) => one !== undefined) ?? family
}

/** Rules of checkov, Semgrep and KICS for secrets, which their other reports tell by the same. */
function ofSecrets(driver: string, id: string, rule: unknown): FindingFamily | undefined {
  const isOfSecrets =
    id.startsWith('CKV_SECRET_') ||
    (/grep/i.test(driver) && /(?:^|\.)secrets?\./.test(id)) ||
    /^Passwords And Secrets/i.test(titleOf(rule) ?? '')
  return isOfSecrets ? 'secrets' : undefined
}

const SEVERITY_TAGS: ReadonlyMap<unknown, Severity> = new Map([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
])

/** gosec calls what it takes for medium an error, and says in a tag what it takes it for. */
function severityOfTags(tags: readonly unknown[]): Severity | undefined {
  return tags.map((tag) => SEVERITY_TAGS.get(tag)).find((severity) => severity !== undefined)
}

function kindOf(family: FindingFamily, tags: readonly unknown[]): SecurityKind {
  if (family === 'secrets') return 'secret'
  if (family === 'licenses') return 'license'
  return tags.includes('misconfiguration') ? 'misconfiguration' : 'weakness'
}

function statementOf(source: string, score: number | undefined, severity: Severity): SeverityStatement {
  // GitHub does not say of which version the number is; those who write it take CVSS 3's.
  return score === undefined ? { source, severity } : { source, cvss: { version: '3.1', score } }
}

/** Of tags as CodeQL and Semgrep write them (`external/cwe/cwe-078`, `CWE-78: …`), and of relations to the taxonomy of CWE. */
function cwesOfRule(rule: unknown, tags: readonly unknown[]): readonly string[] {
  const tagged = tags.flatMap((tag) => (typeof tag === 'string' ? (/\bcwe[-_ ]?\d+/i.exec(tag)?.[0] ?? []) : []))
  const related = listField(rule, 'relationships').flatMap((relationship) => {
    const target = field(relationship, 'target')
    const isCwe = textField(field(target, 'toolComponent'), 'name')?.toLowerCase() === 'cwe'
    return isCwe ? (textField(target, 'id') ?? []) : []
  })
  return cwesOf(tagged, related)
}

/** What the rule is about, in words that no result has a part in. */
export function titleOf(rule: unknown): string | undefined {
  const texts = ['shortDescription', 'fullDescription'].map((key) => textField(field(rule, key), 'text'))
  return [...texts, textField(rule, 'name')].find((text) => text !== undefined && text !== '')
}

/** Ids of vulnerabilities, as they stand in rule ids such as Grype's `CVE-2019-10744-lodash`, and in messages. */
const IDS = /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:PYSEC|RUSTSEC|GO|OSV|MAL)-\d{4}-\d+)/g

interface Installed {
  readonly package: PackageReference
  readonly fixedVersions?: readonly string[] | undefined
}

/** Sentences in which scanners name the package of a result: Trivy's, Grype's, OSV-Scanner's. */
const SENTENCES: readonly (readonly [RegExp, (parts: readonly string[]) => Installed])[] = [
  [
    /^Package: (.+)\nInstalled Version: (.*)(?:[^]*?\nFixed Version: (.*))?/,
    ([, name = '', version = '', fixed]) => ({
      package: packageOf(undefined, name, version),
      fixedVersions: fixed === undefined ? undefined : versionsOf(fixed),
    }),
  ],
  [
    /^An? \w+ vulnerability in ([\w-]+) package: (.{1,300}?), version (.{1,200}?) was found/,
    ([, world = '', name = '', version = '']) => ({ package: packageOf(world, name, version) }),
  ],
  [
    /^Package '(.+)@([^@']+)' is vulnerable to '/,
    ([, name = '', version = '']) => ({ package: packageOf(undefined, name, version) }),
  ],
]
/** How sentences begin, so that most messages are looked at once. */
const BEGINS = /^(?:Package|An? \w+ vulnerability)/

/** Details of one result, where its message names a package; without one it is told by its place, as any weakness. */
export function detailsOf({ family, details }: GroupReading, message: string): SecurityDetails | undefined {
  if (family !== 'security' || details === undefined || !BEGINS.test(message)) return details
  for (const [sentence, read] of SENTENCES) {
    const parts = sentence.exec(message)
    if (parts === null) continue
    const ids = idList(details.ids, message.slice(0, 1_000).match(IDS) ?? [])
    return { ...details, kind: 'vulnerability', ids, ...read(parts) }
  }
  return details
}
