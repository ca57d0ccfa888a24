import { type Finding, type FindingPlace, placesOf } from '../model/findings.ts'
import type { SeverityStatement } from '../model/security.ts'
import { cut, oneLine, visible } from './plain.ts'
import type { SarifFinding, SuppressedFinding } from './sarif-content.ts'
import { NO_FILE, SarifPlaces } from './sarif-places.ts'
import { fixesOf, sarifLevel, type SarifRules } from './sarif-rules.ts'

interface ResultOptions {
  readonly audience: 'github' | 'full'
  readonly placeOf?: ((finding: Finding) => FindingPlace) | undefined
  readonly fingerprints?: ReadonlyMap<Finding, string> | undefined
}

/** GitHub keeps so many locations of a result. */
const LOCATIONS = 100
const STATEMENTS = 10

/** Writes results as JSON. */
export class SarifResults {
  readonly #rules: SarifRules
  readonly #options: ResultOptions
  readonly #places = new SarifPlaces()
  /** The beginning of a result by its rule and rank. */
  readonly #beginnings = new Map<object, string>()

  constructor(rules: SarifRules, options: ResultOptions) {
    this.#rules = rules
    this.#options = options
  }

  result(found: SarifFinding): string {
    const { finding } = found
    const isFull = this.#options.audience === 'full'
    const place = this.#options.placeOf?.(finding) ?? finding
    const text = JSON.stringify(messageOf(found, place))
    return (
      `${this.#beginning(finding)}${text}},"locations":[${this.#locations(finding, place)}]${this.#fingerprint(finding)}` +
      (isFull ? `,"properties":${JSON.stringify(propertiesOf(found))}}` : '}')
    )
  }

  suppressed({ finding, justification }: SuppressedFinding): string {
    const place = this.#options.placeOf?.(finding) ?? finding
    const found = { finding, seenBy: finding.tool.split(', '), listings: [], isConflicting: false }
    const text = JSON.stringify(messageOf(found, place))
    const suppressions = [{ kind: 'external', status: 'accepted', justification: visible(justification) }]
    return (
      `${this.#beginning(finding)}${text}},"locations":[${this.#locations(finding, place)}]${this.#fingerprint(finding)}` +
      `,"suppressions":${JSON.stringify(suppressions)},"properties":${JSON.stringify(propertiesOf(found))}}`
    )
  }

  #beginning(finding: Finding): string {
    const rule = this.#rules.of(finding)
    let beginning = this.#beginnings.get(rule)
    if (beginning === undefined) {
      const { id, index } = rule
      beginning = `{"ruleId":${JSON.stringify(id)},"ruleIndex":${index},"level":"${sarifLevel(finding.rank)}","message":{"text":`
      this.#beginnings.set(rule, beginning)
    }
    return beginning
  }

  /** GitHub shows the first one only. */
  #locations(finding: Finding, first: FindingPlace): string {
    const isFull = this.#options.audience === 'full'
    const shown = this.#places.location(first, isFull ? undefined : 1) ?? this.#places.location({ path: NO_FILE }, 1)
    if (finding.alsoAt === undefined && first === finding) return shown ?? ''
    const all = [shown, ...placesOf(finding).map((place) => this.#places.location(place, isFull ? undefined : 1))]
    const known = [...new Set(all.filter((location) => location !== undefined))]
    return (isFull ? known : known.slice(0, LOCATIONS)).join(',')
  }

  #fingerprint(finding: Finding): string {
    const hash = this.#options.fingerprints?.get(finding)
    return hash === undefined ? '' : `,"partialFingerprints":{"primaryLocationLineHash":"${hash}"}`
  }
}

/** What a finding says, and what one must know to act: the versions that mend it, who saw it, and who rates it otherwise. */
function messageOf({ finding, seenBy, isConflicting }: SarifFinding, place: FindingPlace): string {
  const { details, message, rule, path, line } = finding
  const said = sentence(message.trim() || rule.trim() || 'unknown')
  const isElsewhere = path !== undefined && (place.path !== path || path.includes('://'))
  if (!details && seenBy.length < 2 && !isElsewhere) return said
  const pkg = details?.package
  const lines = [said]
  if (pkg) {
    const name = oneLine(pkg.version === undefined ? pkg.name : `${pkg.name} ${pkg.version}`)
    // No version mends a licence.
    lines.push(`Package ${name}${details.kind === 'vulnerability' ? `: ${fixesOf(details.fixedVersions)}` : ''}.`)
  }
  const way = (details?.dependencyPath ?? []).filter((step) => step !== '.')
  if (way.length > 1) lines.push(`It comes by ${oneLine(way.join(' > '))}.`)
  if (isElsewhere) lines.push(`Found in ${oneLine(path)}${line === undefined ? '' : `, line ${line}`}.`)
  if (details?.isKnownExploited === true) lines.push('It is known to be exploited.')
  if (details?.secret?.isVerified === true) lines.push('The scanner tried it, and it works.')
  if (seenBy.length > 1) lines.push(`Seen by ${oneLine(seenBy.join(', '))}.`)
  if (isConflicting) lines.push(`Sources differ on its severity: ${statementsOf(details?.severities ?? [])}.`)
  if (details?.suppressedElsewhere !== undefined) lines.push(`Set aside by ${oneLine(details.suppressedElsewhere)}.`)
  return lines.join('\n')
}

/** GitHub makes links of `[text](address)`: a report's words get none (SARIF §3.11.6). */
function sentence(text: string): string {
  const seen = visible(text)
  return seen.includes('](') ? seen.replaceAll('](', '] (') : seen
}

function statementsOf(statements: readonly SeverityStatement[]): string {
  return statements
    .slice(0, STATEMENTS)
    .map(({ source, severity, cvss }) => {
      const score = cvss && `CVSS ${cvss.version} ${cvss.score}`
      return `${cut(oneLine(source), 40)} ${[severity, score].filter((part) => part !== undefined).join(', ')}`
    })
    .join('; ')
}

/** All that is known of a finding, for those who read the full document by program. */
function propertiesOf({ finding, seenBy, listings, isConflicting }: SarifFinding): object {
  const { details, family, rank } = finding
  const { secret, ...known } = details ?? {}
  return {
    family,
    severity: rank,
    seenBy,
    isConflicting,
    ...known,
    // The hash tells it again in one run only.
    ...(secret && { isVerified: secret.isVerified ?? false }),
    witnesses: listings.map(({ finding: { tool, rule, path, line, rank: own, reportLine } }) => {
      return { tool, rule, severity: own, path, line, reportLine }
    }),
  }
}
