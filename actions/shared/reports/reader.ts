import type { FormatId } from './format-ids.ts'
import type { EvidenceKind, Reading, ScopeTables } from '../model/evidence.ts'

/** What a reader is given beside the bytes. */
export interface ReadContext {
  /** Where items are put; shared by all reports of one scope, so that shards merge while they are read. */
  readonly tables: ScopeTables
  /**
   * The repository's path for a path of the report, or the report's own, cleaned, where none matches.
   * `roots`: folders that the report says its paths may be relative to.
   */
  readonly mapPath: (path: string, roots?: readonly string[]) => string
  /** The exit code that the tool was recorded to have ended with. */
  readonly exitCode?: number | undefined
  /** The user named the format, so that an empty list may be believed. */
  readonly formatNamed: boolean
  /** Tells equal secrets of one run from others without saying what they are. Absent: secrets are not told apart by value. */
  readonly secretHash?: ((secret: string) => string) | undefined
  /** Its place among all reports. */
  readonly report?: number | undefined
  /** The problem matcher that the user named, for reports of that format. */
  readonly matcher?: MatcherFile | undefined
}

/** A file of problem matchers, and a way to run its regular expressions, each of which may never end. */
export interface MatcherFile {
  /** For messages. */
  readonly name: string
  readonly text: string
  /** Throws EvidenceError when the time of all its calls together is over. */
  readonly matchAll: MatchAll
}

/** Tries every pattern (without state: no flag g or y) on every line. */
export type MatchAll = (patterns: readonly RegExp[], lines: readonly string[]) => readonly PatternMatch[]

/** A pattern that matches a line, both by index, and its groups; the whole match is the first. */
export type PatternMatch = readonly [line: number, pattern: number, groups: readonly (string | undefined)[]]

/** Reads one report in pieces of any size. Both methods throw nothing but EvidenceError. */
export interface ReportReader {
  /** The chunk is only borrowed: its bytes may change after the call. */
  write(chunk: Uint8Array): void
  end(): Reading
}

export type OpenReader = (context: ReadContext) => ReportReader

/** How the beginning of a report gives its format away. All that is stated must hold. */
export interface Signature {
  /** Local names that the root element may have, */
  readonly xmlRoot?: readonly string[]
  /** names that must be among the elements and attributes (`@name`) of the first kilobytes, */
  readonly xmlHas?: readonly string[]
  /** or must not. */
  readonly xmlHasNot?: readonly string[]
  /** What the document is; `lines` is one JSON value after the other. */
  readonly json?: 'object' | 'array' | 'lines' | readonly ('object' | 'array' | 'lines')[]
  /** Key paths that must be seen: `runs`, `runs[].tool`, `[].filename`, `*.complexity` (any key). */
  readonly keys?: readonly string[]
  /** Key paths of which at least one must be seen. */
  readonly anyKeys?: readonly string[]
  readonly notKeys?: readonly string[]
  /** An object of nothing but numbers. */
  readonly numbersOnly?: boolean
  /** How the bytes begin, as Latin-1; for what is no text. */
  readonly bytes?: string
  /** A line of the first kilobytes must match; of several patterns each. */
  readonly text?: RegExp | readonly RegExp[]
  /** A line without a space may be the one: all others are findings and sentences, and such lines are not tried on them. */
  readonly bare?: boolean
  /** No line of them may match. */
  readonly notText?: RegExp
}

/** A row of the registry. */
export interface ReportFormat {
  readonly id: FormatId
  readonly title: string
  readonly kind: EvidenceKind
  /** Any of them is enough. */
  readonly signatures: readonly Signature[]
  readonly load: () => Promise<{ readonly open: OpenReader }>
  /** For the docs: tools that write it, what it yields, what a clean and what a cut report look like. */
  readonly tools: string
  readonly clean: string
  readonly cut: string
}
