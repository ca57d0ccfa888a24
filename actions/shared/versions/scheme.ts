import type { CanonicalKey } from './canonical.ts'

/** Whose rules a version string is read by: those of the file that declares it, not those its text would please. */
export type SchemeId =
  | 'semver'
  | 'npm'
  | 'cargo'
  | 'helm'
  | 'hex'
  | 'pub'
  | 'go'
  | 'nuget'
  | 'pep440'
  | 'maven'
  | 'rubygems'
  | 'composer'
  | 'oci-tag'
  | 'app-version'

/** A version as one scheme reads it. Numbers are digits, never JavaScript numbers, so that none is too large. */
export interface ParsedVersion {
  readonly scheme: SchemeId
  /** As it was written. */
  readonly text: string
  /** The scheme's own normal form: PEP 440 makes `1.2.3rc1` of `v1.2.3-RC.1`. */
  readonly normal: string
  /** The release numbers without leading zeros, as many as were written: `['1', '2', '0']`. Empty where the text has none. */
  readonly release: readonly string[]
  readonly isPrerelease: boolean
  /** SemVer's build metadata or PEP 440's local version, without its `+`; '' when there is none. */
  readonly build: string
  /** What other schemes can compare it by. */
  readonly canonical: CanonicalKey | undefined
  /** Why it has no canonical key: a sentence that begins with the version. */
  readonly noCanonical: string | undefined
  /** Where its text means something else in another scheme (`1.2.3-1`): what, and in a sentence. */
  readonly ambiguity: Ambiguity | undefined
  /** What this scheme alone orders by. */
  readonly order: unknown
}

/** A second reading of one text. */
export interface Ambiguity {
  readonly otherReading: CanonicalKey
  readonly why: string
}

/** What other schemes can compare a version by, or why there is nothing. */
export type KeyRead =
  { readonly canonical: CanonicalKey; readonly ambiguity?: Ambiguity | undefined } | { readonly none: string }

export type ParseResult = { readonly parsed: ParsedVersion } | { readonly refused: string }

/** The rules of one ecosystem. */
export interface Scheme {
  readonly id: SchemeId
  /** As its users call it: `PEP 440`, `SemVer (npm)`. */
  readonly title: string
  /** Reads one version; what is not one is refused with a sentence that names the text and the reason. */
  readonly parse: (text: string) => ParseResult
  /** Whether `compare` works: an image's tags, for one, have no order of their own. */
  readonly isOrdered: boolean
  /** Negative when left comes first, 0 when neither does. Both must come from this scheme's `parse`, and it must be ordered. */
  readonly compare: (left: ParsedVersion, right: ParsedVersion) => number
}

/** What a scheme's reader finds, before it is made a `ParsedVersion`. */
export interface VersionRead<Order> {
  readonly normal: string
  readonly release: readonly string[]
  readonly isPrerelease: boolean
  readonly build?: string
  readonly key: KeyRead
  readonly order: Order
}

/** No registry takes longer ones, and reading stays linear. */
export const LONGEST_VERSION = 256

/** A scheme from a reader (its refusals are the reason alone: `has a leading zero`) and an order. */
export function defineScheme<Order>(rules: {
  readonly id: SchemeId
  readonly title: string
  readonly read: (text: string) => VersionRead<Order> | string
  readonly compare: ((left: Order, right: Order) => number) | undefined
}): Scheme {
  return {
    id: rules.id,
    title: rules.title,
    isOrdered: rules.compare !== undefined,
    parse: (text) => {
      const refuse = (reason: string): ParseResult => ({
        refused: `${quoted(text)} is not a version for ${rules.title}: it ${reason}`,
      })
      if (text === '') return { refused: `a version for ${rules.title} is empty` }
      if (text.length > LONGEST_VERSION) return refuse(`has ${text.length} characters, more than ${LONGEST_VERSION}`)
      const templated = templateIn(text)
      if (templated !== undefined) return refuse(`is a template (${templated}), whose value is not known here`)
      const read = rules.read(text)
      if (typeof read === 'string') return refuse(read)
      return {
        parsed: {
          scheme: rules.id,
          text,
          normal: read.normal,
          release: read.release,
          isPrerelease: read.isPrerelease,
          build: read.build ?? '',
          canonical: 'canonical' in read.key ? read.key.canonical : undefined,
          noCanonical: 'none' in read.key ? read.key.none : undefined,
          ambiguity: 'ambiguity' in read.key ? read.key.ambiguity : undefined,
          order: read.order,
        },
      }
    },
    compare: (left, right) => {
      if (rules.compare === undefined || left.scheme !== rules.id || right.scheme !== rules.id) {
        throw new TypeError(`${rules.id} cannot order versions of ${left.scheme} and ${right.scheme}`)
      }
      return rules.compare(left.order as Order, right.order as Order)
    },
  }
}

/** The text in quotes, cut, and with control characters made visible, fit for a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}

function templateIn(text: string): string | undefined {
  return /\{\{|\$\{|\$\(|<%|\{%|@@|^\$[A-Za-z_]/.exec(text)?.[0]
}
