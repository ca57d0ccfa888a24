import type { ComponentRow } from './components.ts'
import { type LicenseCategory, licenseCategory, licenseId } from './license-names.ts'

/*
 * Whether a package's licences are allowed. Expressions are SPDX's (Annex D of https://spdx.github.io/spdx-spec/v2.3/): of `OR`
 * one part is enough, of `AND` all must be allowed, `WITH` grants more than its licence does. What cannot be read is a name,
 * and a name that is not known is never allowed by silence.
 */

/** `unknown`: nobody can say, so that it does not comply. */
export type LicenseAnswer = 'allowed' | 'unknown' | 'denied'

/** Licences that a policy names: SPDX ids, names as reports write them, or the beginning of such before a `*`. */
export interface LicenseLists {
  readonly allow?: readonly string[] | undefined
  readonly deny?: readonly string[] | undefined
}

/** Allowed where no policy says anything: they ask at most that changes to themselves are published. */
export const ALLOWED_CATEGORIES: ReadonlySet<LicenseCategory> = new Set([
  'reciprocal',
  'notice',
  'permissive',
  'unencumbered',
])

/** A parsed expression; a leaf is a licence, with its exception where it has one. */
export type LicenseExpression =
  | { readonly license: string; readonly exception?: string | undefined }
  | { readonly operator: 'AND' | 'OR'; readonly parts: readonly LicenseExpression[] }

const TOKEN = /\s*([()]|[A-Za-z0-9.+:-]+)\s*/y
const DEPTH_LIMIT = 64

/** Parses an expression; a text that is none is one licence of that name. */
export function parseLicense(text: string): LicenseExpression {
  if (licenseId(text) !== undefined) return { license: text.trim() }
  const parsed = new ExpressionParser(tokensOf(text)).parse()
  return parsed ?? { license: text.trim() }
}

/** Nothing where the text has anything that is no token. Cargo wrote `MIT/Apache-2.0` for OR. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = []
  const source = /^[A-Za-z0-9.+-]+(?:\/[A-Za-z0-9.+-]+)+$/.test(text) ? text.replaceAll('/', ' OR ') : text
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
    tokens.push(match[1] as string)
    if (TOKEN.lastIndex === source.length) return tokens
  }
  return []
}

const OPERATORS: ReadonlySet<string | undefined> = new Set(['AND', 'OR', 'WITH', '(', ')'])

class ExpressionParser {
  readonly #tokens: readonly string[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  /** Undefined where it is no expression. */
  parse(): LicenseExpression | undefined {
    const parsed = this.#chain('OR')
    return parsed && this.#at === this.#tokens.length ? parsed : undefined
  }

  #chain(operator: 'AND' | 'OR'): LicenseExpression | undefined {
    const parts: LicenseExpression[] = []
    do {
      const part = operator === 'OR' ? this.#chain('AND') : this.#simple()
      if (!part) return undefined
      parts.push(part)
    } while (this.#takes(operator))
    return parts.length === 1 ? parts[0] : { operator, parts }
  }

  #simple(): LicenseExpression | undefined {
    if (this.#takes('(')) {
      this.#depth += 1
      const inner = this.#depth > DEPTH_LIMIT ? undefined : this.#chain('OR')
      this.#depth -= 1
      return inner && this.#takes(')') ? inner : undefined
    }
    const license = this.#word()
    if (license === undefined) return undefined
    if (!this.#takes('WITH')) return { license }
    const exception = this.#word()
    return exception === undefined ? undefined : { license, exception }
  }

  #word(): string | undefined {
    const token = this.#tokens[this.#at]
    if (token === undefined || OPERATORS.has(token.toUpperCase())) return undefined
    this.#at += 1
    return token
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== word) return false
    this.#at += 1
    return true
  }
}

/** What the lists say of one text of a report. */
export function assessLicense(text: string, lists: LicenseLists): LicenseAnswer {
  return answerOf(parseLicense(text), lists)
}

const ORDER: readonly LicenseAnswer[] = ['allowed', 'unknown', 'denied']

function answerOf(expression: LicenseExpression, lists: LicenseLists): LicenseAnswer {
  if ('license' in expression) return leafAnswer(expression.license, expression.exception, lists)
  const places = expression.parts.map((part) => ORDER.indexOf(answerOf(part, lists)))
  return ORDER[expression.operator === 'OR' ? Math.min(...places) : Math.max(...places)] ?? 'unknown'
}

function leafAnswer(license: string, exception: string | undefined, { allow, deny }: LicenseLists): LicenseAnswer {
  const id = idOf(license)
  if (exception !== undefined && allow?.some((entry) => isCalled(entry, `${id} WITH ${exception}`))) return 'allowed'
  // `GPL-3.0-only` in a list of what is denied means GPL-3.0-or-later too.
  if (deny?.some((entry) => isCalled(entry, id) || isCalled(versionOf(idOf(entry)), versionOf(id)))) return 'denied'
  const isKnown = licenseCategory(id) !== undefined
  if (allow !== undefined) {
    // Whoever may use a later version may use this one.
    const ways = [id, license, id.replace(/-or-later$/, '-only'), id.replace(/\+$/, '')]
    if (allow.some((entry) => ways.some((way) => isCalled(entry, way)))) return 'allowed'
    return isKnown ? 'denied' : 'unknown'
  }
  if (deny !== undefined) return isKnown ? 'allowed' : 'unknown'
  const category = licenseCategory(id.replace(/\+$/, ''))
  if (category === undefined) return 'unknown'
  return ALLOWED_CATEGORIES.has(category) ? 'allowed' : 'denied'
}

/** SPDX's id where it is known, else the text. Ids without `-only` are SPDX's of before 3.0. */
function idOf(text: string): string {
  const [, gnu, later] = /^((?:A|L)?GPL-\d\.\d)(\+)?$/i.exec(text) ?? []
  return licenseId(gnu === undefined ? text : `${gnu}-${later === undefined ? 'only' : 'or-later'}`) ?? text
}

function versionOf(id: string): string {
  return id.replace(/-(?:only|or-later)$|\+$/, '')
}

function isCalled(entry: string, name: string): boolean {
  const [wanted, given] = [entry.toLowerCase(), name.toLowerCase()]
  if (wanted.endsWith('*')) return given.startsWith(wanted.slice(0, -1))
  return wanted === given || idOf(entry).toLowerCase() === given
}

/** Types of CycloneDX that are packages though nothing else says so; lock files, systems and images are none. */
const PACKAGE_TYPES: ReadonlySet<string> = new Set(['library', 'framework'])

/** Whether licences are asked of it: a package, in a report that tells licences. */
export function isLicensed({ purl, type, licenses, isLicenseReported }: ComponentRow): boolean {
  if (licenses.length > 0) return true
  return isLicenseReported && (purl !== undefined || PACKAGE_TYPES.has(type ?? 'library'))
}

/** What a policy, or without one the categories, says of a component. */
export interface AssessedComponent {
  readonly component: ComponentRow
  readonly answer: LicenseAnswer
  /** The licences that are not allowed, as reports write them; empty where it complies or where none is reported. */
  readonly faulty: readonly string[]
  /** It complies because somebody agreed to it: why, who, until when. */
  readonly exception?: string | undefined
}

/** A component with all that is said of its licences; none at all is unknown. */
export function assessComponent(component: ComponentRow, lists: LicenseLists): AssessedComponent {
  const answers = component.licenses.map((text) => [text, assessLicense(text, lists)] as const)
  const faulty = answers.filter(([, answer]) => answer !== 'allowed').map(([text]) => text)
  const worst = answers.reduce(
    (most, [, answer]) => Math.max(most, ORDER.indexOf(answer)),
    answers.length === 0 ? 1 : 0,
  )
  return { component, answer: ORDER[worst] ?? 'unknown', faulty }
}

/** Components that comply, and all whose licences are reported, as metrics; nothing where no licence is reported. */
export function complianceMetrics(components: readonly Pick<AssessedComponent, 'answer'>[]): Record<string, number> {
  const total = components.length
  if (total === 0) return {}
  const covered = components.filter(({ answer }) => answer === 'allowed').length
  return {
    'licenses.compliance': (100 * covered) / total,
    'licenses.compliance.covered': covered,
    'licenses.compliance.total': total,
  }
}
