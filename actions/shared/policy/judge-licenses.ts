import { type Component, ComponentTable, keyOf } from '../model/components.ts'
import type { EvidenceSet, ScopeTables } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/findings.ts'
import { type AssessedComponent, assessComponent, isLicensed, type LicenseAnswer } from '../model/licenses.ts'
import { LineNotes } from '../model/report-lines.ts'
import { expiryOf } from './expiry.ts'
import type { LicenseException, LicensePolicy } from './license-policy.ts'
import type { Rule } from './rule.ts'
import { lockText } from './locked-rules.ts'

/** Who speaks in the findings that the policy makes of packages. */
const TOOL = 'licence policy'
/** Those are told without a line. */
const NO_LINE = { lineOf: () => 0 }

/** The rule of a package of which no report says what licence it has. */
export const NO_LICENSE = 'no licence'

const SEVERITY: Readonly<Record<LicenseAnswer, Severity>> = { allowed: 'info', unknown: 'unknown', denied: 'high' }

export interface JudgedLicenses {
  readonly set: EvidenceSet
  /** What people must be told: exceptions that are over, or that mean nothing. */
  readonly notices: readonly string[]
}

/**
 * The evidence with every package whose licences are reported, and whether they are allowed on that day; what is not is added
 * to the findings, once. Without a policy the categories decide. No exception holds against another policy's locked one of the
 * `rules`.
 */
export function judgeLicenses(
  set: EvidenceSet,
  policy: LicensePolicy | undefined,
  day: string,
  rules: readonly Rule[] = [],
): JudgedLicenses {
  if (set.licenses !== undefined) return { set, notices: [] }
  const exceptions = (policy?.exceptions ?? []).map((exception) => new Agreed(exception, day, rules))
  const licenses = new Map<string, readonly AssessedComponent[]>()
  for (const [label, tables] of set.tables) {
    const components = componentsOf(tables)
    if (components.length === 0) continue
    const assessed = components.map((component): AssessedComponent => {
      const found = assessComponent(component, policy ?? {})
      if (found.answer === 'allowed') return found
      const agreed = exceptions
        .filter((one) => one.means(found))
        .find(({ isOver, lock }) => !isOver && lock === undefined)
      return agreed === undefined ? found : { ...found, answer: 'allowed', exception: agreed.words }
    })
    licenses.set(label, assessed)
    addFindings(set, label, tables, assessed)
  }
  if (licenses.size === 0) return { set, notices: [] }
  return { set: { ...set, licenses }, notices: exceptions.flatMap(({ notice }) => notice ?? []) }
}

/** Of bills of materials, and of what scanners list one by one. */
function componentsOf({ components, findings }: ScopeTables): readonly (Component & { isLicenseReported: boolean })[] {
  const listed = findings.rows.filter(({ family, details }) => family === 'licenses' && details?.kind === 'license')
  const table = new ComponentTable()
  table.beginReport()
  for (const { rule, path, details } of listed) {
    const { name, version, purl } = details?.package ?? { name: path ?? rule }
    table.add({ name, version, purl, licenses: rule === 'unknown' ? [] : [rule] })
  }
  const known = new Map((components?.rows() ?? []).filter(isLicensed).map((row) => [keyOf(row), row]))
  for (const row of table.rows()) {
    const same = known.get(keyOf(row))
    known.set(keyOf(row), {
      ...row,
      ...same,
      licenses: [...new Set([...(same?.licenses ?? []), ...row.licenses])],
      isLicenseReported: true,
    })
  }
  return [...known.values()]
}

function addFindings(
  set: EvidenceSet,
  label: string,
  { findings }: ScopeTables,
  assessed: readonly AssessedComponent[],
): void {
  const mark = (rule: string, component: Component): string => `${rule.toLowerCase()}\0${keyOf(component)}`
  const listed = new Set(
    findings.rows.flatMap(({ family, rule, details }) =>
      family === 'licenses' && details?.package ? [mark(rule, { ...details.package, licenses: [] })] : [],
    ),
  )
  const reports = set.evidence.flatMap(({ scope, metrics }, index) =>
    (scope.label ?? '') === label && Object.hasOwn(metrics, 'licenses.compliance') ? [index] : [],
  )
  // Of several reports nobody can say which one it was.
  findings.readFrom(new LineNotes(reports.length === 1 ? (reports[0] ?? -1) : -1, NO_LINE))
  findings.beginReport()
  for (const { component, answer, faulty } of assessed) {
    if (answer === 'allowed') continue
    for (const text of faulty.length > 0 ? faulty : ['']) {
      const rule = text === '' ? NO_LICENSE : text
      if (!listed.has(mark(rule, component))) findings.add(findingOf(component, rule, answer))
    }
  }
}

function findingOf(component: Component, rule: string, answer: LicenseAnswer): Finding {
  const { name, version, purl } = component
  const said =
    rule === NO_LICENSE
      ? 'no report says what licence it has'
      : answer === 'denied'
        ? `${rule} is not allowed`
        : `whether ${rule} is allowed is not known`
  const severity = SEVERITY[answer]
  return {
    family: 'licenses',
    rank: severity,
    tool: TOOL,
    rule,
    message: `${name}${version === undefined ? '' : ` ${version}`}: ${said}`,
    identity: ['license', rule.toLowerCase(), keyOf({ purl, name })].join('\0'),
    details: {
      kind: 'license',
      ids: [rule],
      package: { name, version, purl },
      severities: [{ source: TOOL, severity }],
    },
  }
}

/** An exception on a day, and whether anything was met that it means. */
class Agreed {
  readonly isOver: boolean
  /** The rule that another policy has locked, which it would loosen. */
  readonly lock: Rule | undefined
  readonly #exception: LicenseException
  #isMet = false

  constructor(exception: LicenseException, day: string, rules: readonly Rule[]) {
    this.#exception = exception
    this.lock = rules.find(({ metric, forgivenBy }) => {
      return metric.startsWith('licenses.') && forgivenBy?.includes(exception.source) === false
    })
    this.isOver = expiryOf(exception.expires, day).state === 'expired'
  }

  means({ component, faulty }: AssessedComponent): boolean {
    const { package: wanted, license } = this.#exception
    const { name, version, purl = '' } = component
    const full = [name, `${name}@${version ?? ''}`, purl, purl.replace(/[?#].*$/, ''), purl.replace(/@[^@/]*$/, '')]
    if (!full.some((one) => isMeant(wanted, one))) return false
    const only = license?.toLowerCase()
    if (only !== undefined && (faulty.length === 0 || faulty.some((text) => text.toLowerCase() !== only))) return false
    this.#isMet = true
    return true
  }

  get words(): string {
    const { reason, owner, expires } = this.#exception
    return `${reason} (${owner}, until ${expires})`
  }

  get notice(): string | undefined {
    const { package: name, expires, source, line, owner } = this.#exception
    const place = `${source}:${line}: the licence exception of ${name}`
    if (this.isOver && this.#isMet) return `${place} ended on ${expires}: ask ${owner}, or remove it`
    if (this.lock && this.#isMet) return `${place} does not hold: ${lockText(this.lock)}`
    return this.#isMet ? undefined : `${place} means no package that needs it: remove it`
  }
}

function isMeant(wanted: string, name: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name !== '' && wanted === name
}
