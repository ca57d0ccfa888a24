import type { SchemeId } from '../../shared/versions/scheme.ts'

/**
 * What a version string stands for, and so what it must agree with.
 * - `version`, `appVersion`: must be the project's version.
 * - `image-tag`: must be one of the tags that the project's version yields.
 * - `chart`: a Helm chart's own version; compared only where the policy says so.
 * - `previous`: must be older than the project's version.
 * - `toolchain`: a language's version; all that pin one language must pin one, and all ranges contain it.
 */
export const ROLES = ['version', 'appVersion', 'image-tag', 'chart', 'previous', 'toolchain'] as const
export type Role = (typeof ROLES)[number]

/** A string in a file that declares a version. */
export interface Place {
  /** From the repository's top, with `/`. */
  readonly file: string
  /** 1-based; the column counts UTF-16 code units. */
  readonly line: number
  readonly column: number
  /** The value alone, without quotes: offsets in UTF-16 code units of the file's text, a byte order mark included. */
  readonly start: number
  readonly end: number
  /** The version as it is written there. */
  readonly found: string
  readonly scheme: SchemeId
  readonly role: Role
  /** How people call it: `npm package version`. */
  readonly what: string
  /** How it is written where that is not plainly: a badge of shields.io doubles each hyphen. */
  readonly spelling?: 'badge' | undefined
  /** Only for `toolchain`. */
  readonly language?: Language | undefined
  /** For `toolchain`: a range that must contain the pinned value. */
  readonly isRange?: boolean | undefined
  /** The manifest that it repeats, where a lock file holds those of several projects. */
  readonly owner?: string | undefined
  /** Its finder's place among the finders: where as many places say one version as another, the lower counts. */
  readonly rank?: number | undefined
  /** Whether the policy names it, and where it does so. */
  readonly configured?: boolean | undefined
}

export const LANGUAGES = ['python', 'node', 'go', 'java', 'rust', 'ruby', 'dotnet', 'php'] as const
export type Language = (typeof LANGUAGES)[number]

/**
 * What must be said about a file beside its places.
 * - `unreadable`: nobody can tell what it declares, so that the verdict is at best `unknown`.
 * - `elsewhere`: its version comes from somewhere else (a tag, a template, a build), and is not guessed.
 * - `out-of-step`: a lock file and its manifest contradict each other, or one that something needs is not there.
 * - `unlocked`: nothing needs a lock file, and yet there should be one.
 */
export interface Remark {
  readonly file: string
  readonly line: number
  readonly kind: 'unreadable' | 'elsewhere' | 'out-of-step' | 'unlocked'
  /** A sentence without its full stop. */
  readonly text: string
}

export interface Found {
  readonly places: readonly Place[]
  readonly remarks: readonly Remark[]
}
