import type { Comparison } from '../model/comparison.ts'
import type { Finding, Level, Severity } from '../model/findings.ts'
import type { PackageReference, SeverityStatement } from '../model/security.ts'
import { chooseSeverity, isInConflict } from '../model/severity.ts'
import { formatQuantity } from './format.ts'
import { commandOf, fixOf } from './select-security.ts'

/** Texts about findings of scanners. Plain text, not escaped for any channel. */

/** `lodash 4.17.20` */
export function packageText({ name, version }: PackageReference): string {
  return version === undefined ? name : `${name} ${version}`
}

/** `critical`, and `unrated` where no report says how bad it is. */
export function rankText(rank: Level | Severity): string {
  return rank === 'unknown' ? 'unrated' : rank
}

/** Ids that everybody knows, best first. A tool's own number of a vulnerability says nothing to who has another tool. */
const KNOWN_IDS = [/^CVE-/, /^GHSA-/]

/** What a finding is called: its best known id, for a secret and a licence what it is. */
export function idText({ rule, tool, details }: Finding): string {
  const ids = details?.kind === 'vulnerability' ? [rule, ...details.ids] : []
  const known = KNOWN_IDS.map((shape) => ids.find((id) => shape.test(id))).find((id) => id !== undefined)
  return known ?? (rule === '' ? tool : rule)
}

/** Its other ids. */
export function aliasesOf(finding: Finding): readonly string[] {
  const shown = idText(finding)
  return [...new Set([finding.rule, ...(finding.details?.ids ?? [])])].filter((id) => id !== shown && id !== '')
}

/** The versions that mend it: `4.17.21`; `no fix yet` where the report says so; empty where nobody says anything. */
export function fixedText({ details }: Finding): string {
  if (details?.fixedVersions === undefined) return ''
  return details.fixedVersions.length === 0 ? 'no fix yet' : details.fixedVersions.slice(0, 5).join(', ')
}

/** `nvd 9.8 (CVSS 3.1)`, `ghsa medium` */
export function statementText({ source, severity, cvss }: SeverityStatement): string {
  const score = cvss === undefined ? [] : [`${formatQuantity(cvss.score, '')} (CVSS ${cvss.version})`]
  return [source, ...(severity === undefined ? [] : [rankText(severity)]), ...score].join(' ')
}

const STATEMENTS_TOLD = 6

/** Who says what, where sources are two or more steps apart; empty where they agree. */
export function conflictText({ details }: Finding): string {
  if (!details || !isInConflict(details.severities)) return ''
  return `sources disagree: ${statementsText(details.severities)}`
}

export function statementsText(severities: readonly SeverityStatement[]): string {
  const told = severities.slice(0, STATEMENTS_TOLD).map(statementText).join(', ')
  return severities.length > STATEMENTS_TOLD ? `${told}, …` : told
}

/** Why it has the severity that it has: `high, by CVSS 3.1 of nvd`. Empty where nobody says. */
export function severityWhy({ details, rank }: Finding): string {
  if (!details || details.severities.length === 0) return ''
  const { severity, why } = chooseSeverity(details)
  return severity === rank ? `${rankText(rank)} by ${why}` : `${rankText(rank)}, the worst that a scanner gives it`
}

/** What it is, without the package that is shown beside it. */
export function messageText({ message, details }: Finding): string {
  const start = details?.package === undefined ? '' : `${packageText(details.package)}: `
  return start !== '' && message.startsWith(start) ? message.slice(start.length) : message
}

/** What makes it more urgent, or more doubtful, than its severity says. */
export function remarksOf(finding: Finding, comparison?: Comparison): readonly string[] {
  return [...newRemark(finding, comparison), ...ownRemarks(finding)]
}

/** Of whom it is: of this change, or of the day. */
function newRemark(finding: Finding, comparison: Comparison | undefined): readonly string[] {
  const { added, disclosed, unknownBefore = 0 } = comparison?.findings ?? {}
  if (added?.has(finding) !== true) return []
  if (disclosed?.has(finding) === true) return ['newly disclosed, not brought by this change']
  if (unknownBefore > 0) return ['new, or one that the baseline did not keep']
  return [finding.details?.package === undefined || disclosed === undefined ? 'new' : 'introduced by this change']
}

function ownRemarks(finding: Finding): readonly string[] {
  const { details } = finding
  if (!details) return []
  const { isKnownExploited, epss, isDevelopment, suppressedElsewhere, dependencyPath = [] } = details
  return [
    ...(isKnownExploited === true ? ['known to be exploited'] : []),
    ...(epss !== undefined && epss >= 0.1 ? [`exploit likely: EPSS ${formatQuantity(epss * 100, '%')}`] : []),
    ...(conflictText(finding) === '' ? [] : [conflictText(finding)]),
    ...(suppressedElsewhere === undefined ? [] : [`set aside by ${suppressedElsewhere}; it counts all the same`]),
    ...(isDevelopment === true ? ['only in development'] : []),
    ...(dependencyPath.length > 2 ? [`brought by ${dependencyPath.slice(1, -1).slice(0, 4).join(' › ')}`] : []),
  ]
}

/** What to do about it, for a remark beside the code; empty where nobody knows more than the message says. */
export function adviceOf(finding: Finding): string {
  if (finding.family === 'secrets') return 'Revoke it and issue a new one: what was pushed stays in the history.'
  const fix = fixOf(finding)
  const command = commandOf(finding, fix)
  const fixed = fixedText(finding)
  if (finding.details?.package === undefined || fixed === '') return ''
  if (fixed === 'no fix yet') return 'No version mends it yet.'
  return `Fixed in ${fixed}.${command === undefined ? '' : ` Upgrade: ${command}`}`
}

/** The title of a remark: `critical CVE-2021-23337 in lodash 4.17.20 (trivy, grype)`. */
export function titleText(finding: Finding): string {
  const where = finding.details?.package === undefined ? '' : ` in ${packageText(finding.details.package)}`
  const what = finding.family === 'secrets' ? 'secret' : rankText(finding.rank)
  return `${what} ${idText(finding)}${where}${finding.rule === '' ? '' : ` (${finding.tool})`}`
}
