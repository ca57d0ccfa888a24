import type { Severity } from './findings.ts'

/** What kind of thing a security finding is: decides how it is told again, merged and forgiven. */
export type SecurityKind = 'vulnerability' | 'weakness' | 'misconfiguration' | 'secret' | 'license'

/** What one source says of how bad a finding is. All of them are kept; `model/severity.ts` says which one counts. */
export interface SeverityStatement {
  /** Who says it, lower case: the tool, or a database that it names: `nvd`, `ghsa`, `redhat`, `debian`. */
  readonly source: string
  /** The source's own word, translated. */
  readonly severity?: Severity | undefined
  /** A CVSS base score from 0 to 10 with the version that it is of. */
  readonly cvss?: { readonly version: '2.0' | '3.0' | '3.1' | '4.0'; readonly score: number; readonly vector?: string }
}

/** A package as scanners name it. */
export interface PackageReference {
  /** Package URL (https://github.com/package-url/purl-spec) where the report has one or enough to make one. */
  readonly purl?: string | undefined
  /** The purl type where it is known: `npm`, `pypi`, `golang`, `deb`. */
  readonly ecosystem?: string | undefined
  readonly name: string
  readonly version?: string | undefined
}

/** What scanners know of a finding beyond rule, message and place. Strings are shared by the table. */
export interface SecurityDetails {
  readonly kind: SecurityKind
  /** Every id that the report gives it, as written there, the tool's own first: `CVE-2021-44228`, `GHSA-jfh8-c2jp-5v3q`. */
  readonly ids: readonly string[]
  readonly package?: PackageReference | undefined
  /** Versions that mend it, as the report lists them; empty where the report says that there are none. */
  readonly fixedVersions?: readonly string[] | undefined
  /** Every statement of the report, in its order. */
  readonly severities: readonly SeverityStatement[]
  /** `CWE-79`. */
  readonly cwes?: readonly string[] | undefined
  /** A page that explains it. */
  readonly url?: string | undefined
  /** ISO day on which it was disclosed. */
  readonly published?: string | undefined
  /** Of a secret: a salted hash that tells it again, never the secret; and whether the scanner tried it and it worked. */
  readonly secret?: { readonly hash?: string | undefined; readonly isVerified?: boolean | undefined } | undefined
  /** The path of packages that brings it, from the project to it. */
  readonly dependencyPath?: readonly string[] | undefined
  /** Only in tests or builds, as the report says. */
  readonly isDevelopment?: boolean | undefined
  /** The scanner, or a person through it, has set it aside: its own words. It counts under no rule and is shown. */
  readonly suppressed?: string | undefined
  /** A scanner set it aside, in its words, and another one did not: it counts all the same. */
  readonly suppressedElsewhere?: string | undefined
  /** Exploit prediction, 0 to 1, and whether it is known to be exploited, where the report says so. */
  readonly epss?: number | undefined
  readonly isKnownExploited?: boolean | undefined
  /** What was scanned, of each report that lists it: everything that it is called. Nothing where a report does not say. */
  readonly scanned?: readonly (readonly string[])[] | undefined
}
