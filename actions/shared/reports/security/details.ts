import { EvidenceError } from '../../model/errors.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { severityOfWord } from '../../model/severity.ts'
import { field } from '../json/shape.ts'

/** A severity in the tool's own word; nothing where it has none. */
export function inWord(source: string, word: string | undefined): readonly SeverityStatement[] {
  return word === undefined || word === '' ? [] : [{ source, severity: severityOfWord(word) }]
}

/** CVSS's versions as reports write them. */
const CVSS_VERSIONS: ReadonlyMap<string | undefined, NonNullable<SeverityStatement['cvss']>['version']> = new Map([
  ['4.0', '4.0'],
  ['4', '4.0'],
  ['3.1', '3.1'],
  ['3.0', '3.0'],
  ['3', '3.0'],
  ['2.0', '2.0'],
  ['2', '2.0'],
])

/**
 * A CVSS base score, of the version that its vector begins with (CVSS 2 has no beginning), else of the `stated` one; nothing
 * where it is none.
 */
export function scored(
  source: string,
  score: unknown,
  vector: string | undefined,
  stated?: string,
): readonly SeverityStatement[] {
  const number = typeof score === 'string' && score.trim() !== '' ? Number(score) : score
  if (typeof number !== 'number' || !(number >= 0 && number <= 10)) return []
  const named = /^CVSS:(\d\.\d)\//.exec(vector ?? '')?.[1]
  const version =
    CVSS_VERSIONS.get(named) ?? (/^\(?AV:/.test(vector ?? '') ? '2.0' : (CVSS_VERSIONS.get(stated) ?? '3.1'))
  return [{ source, cvss: { version, score: number, ...(vector === undefined ? {} : { vector }) } }]
}

/** Texts and numbers of a list, or of a single one, as texts. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  return Array.isArray(value) ? value.flatMap((item: unknown) => (Array.isArray(item) ? [] : textsOf(item))) : []
}

/** Weaknesses as `CWE-79`, of texts and numbers such as `79`, `cwe-79`, `CWE-79: Cross-site Scripting`. */
export function cwesOf(...values: readonly unknown[]): readonly string[] {
  const numbers = values.flatMap(textsOf).map((text) => Number(/^\s*(?:cwe[-_ ]?)?(\d+)\b/i.exec(text)?.[1]))
  return [...new Set(numbers.filter((number) => number > 0).map((number) => `CWE-${number}`))]
}

/** What an advisory begins with: its first line that says something, and no more of it than a table has room for. */
export function leadOf(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? ''
  return line.length <= LEAD_CHARACTERS ? line : `${line.slice(0, LEAD_CHARACTERS).replace(/\s+\S*$/, '')} …`
}

const LEAD_CHARACTERS = 300

/** The day of a time such as `2020-11-18T23:28:12Z`. */
export function dayOf(time: string | undefined): string | undefined {
  return /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(time ?? '')?.[0]
}

/** First and last line: of a number, `"79"` or `"79-82"`. */
export function linesOf(value: unknown): { readonly line?: number; readonly endLine?: number } {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(textsOf(value)[0] ?? '') ?? []
  const line = Number(first)
  const endLine = Number(last)
  return { ...(line >= 1 ? { line } : {}), ...(endLine >= 1 ? { endLine } : {}) }
}

/** The items of a list that tells of findings; nothing where it is left out. What is no list there may have been any number of them. */
export function tellingList(object: unknown, key: string): readonly unknown[] {
  const value = field(object, key)
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new EvidenceError(`its "${key}" are no list`)
  return value
}

/** The first that is an address of the web. */
export function urlOf(...values: readonly unknown[]): string | undefined {
  return values.flatMap(textsOf).find((text) => /^https?:\/\//.test(text))
}

/** Weaknesses of credentials in code. */
const OF_CREDENTIALS: ReadonlySet<string> = new Set(['CWE-259', 'CWE-312', 'CWE-321', 'CWE-522', 'CWE-540', 'CWE-798'])

const NAMED_FOR_CREDENTIALS = /hard-?_?coded|secret|passw(?:or)?d|credential|(?:api|private|access)[-_ ]?key/i

/** Whether a rule is about credentials, by its weaknesses or by what it is called: it may have put what it found into its message. */
export function isOfCredentials(cwes: readonly string[], ...names: readonly string[]): boolean {
  return cwes.some((cwe) => OF_CREDENTIALS.has(cwe)) || names.some((name) => NAMED_FOR_CREDENTIALS.test(name))
}
