import type { Comparison } from './comparison.ts'
import type { Change } from './change.ts'
import type { ComponentTable } from './components.ts'
import type { CoverageTable } from './coverage.ts'
import type { FindingTable } from './finding-table.ts'
import type { Finding } from './findings.ts'
import type { AssessedComponent } from './licenses.ts'
import type { ReportLines } from './report-lines.ts'
import type { TestTable } from './tests.ts'
import type { VexStatement } from './vex.ts'

/** What a report is about. */
export type EvidenceKind = 'tests' | 'coverage' | 'findings' | 'metrics'

/** Whether all of it was there: `partial` is some of it, `none` nothing that could be believed. */
export type Completeness = 'complete' | 'partial' | 'none'

/**
 * A reason not to take a report at its word.
 * `contradiction`: it denies itself, or its tool says that it did not see everything; whatever is judged from it is `unknown`.
 * `reading`: two readings of it are usual and differ; the documented one was taken, the text gives the other.
 */
export interface Doubt {
  readonly kind: 'contradiction' | 'reading'
  readonly text: string
  /** The metrics as the other reading gives them: a rule must hold for both. */
  readonly alternative?: Readonly<Record<string, number>> | undefined
}

/** Where evidence came from. */
export interface Provenance {
  /** Path as the user would write it, relative to the working directory where possible. */
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  /** Id of the report format in the registry. */
  readonly format: string
  readonly tool?: { readonly name: string; readonly version?: string } | undefined
}

/** What part of the project evidence speaks of. */
export interface Scope {
  readonly label?: string | undefined
  readonly path?: string | undefined
  readonly leg?: string | undefined
  /** Of a load test. */
  readonly scenario?: string | undefined
}

/** One measured value, possibly of one function or file. */
export interface Measurement {
  /** A name of the metric catalogue, or a team's own. */
  readonly metric: string
  /** In the metric's unit; always finite. */
  readonly value: number
  /** The function, class or scenario that was measured. */
  readonly subject?: string | undefined
  readonly path?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** 1-based line of the report that says so. */
  readonly reportLine?: number | undefined
}

/** Covered of total, both from one reading of the report. */
export interface Ratio {
  readonly covered: number
  readonly total: number
}

export interface CoverageTotals {
  readonly line?: Ratio | undefined
  readonly branch?: Ratio | undefined
  readonly function?: Ratio | undefined
}

/** What a reader makes of one report. Tables may be shared with other reports of the same scope. */
export interface Reading {
  readonly kind: EvidenceKind
  /** Items as the report holds them: tests, files, findings or metrics. */
  readonly entries: number
  /** Every metric that the report yields by itself, by name of the catalogue (or a team's own name). */
  readonly metrics: Readonly<Record<string, number>>
  readonly completeness: Completeness
  readonly doubts: readonly Doubt[]
  readonly tool?: { readonly name: string; readonly version?: string } | undefined
  /** Values with their places, for metrics that functions or files have one by one. */
  readonly measurements?: readonly Measurement[] | undefined
  /** 1-based lines of the report that declare metrics in total, by metric; `coverage.line` stands for its counts too. */
  readonly declaredAt?: Readonly<Record<string, number>> | undefined
  /** Coverage is declared in total, without its lines: it cannot be united with other reports line by line. */
  readonly totalsOnly?: boolean | undefined
}

/** A report that was read and is believed as far as its doubts allow, or that could not be (`refused`). */
export interface Evidence extends Reading {
  readonly scope: Scope
  readonly provenance: Provenance
  /** Why nothing of it is believed. Then `completeness` is `none` and `metrics` is empty. */
  readonly refused?: string | undefined
  /** Where it says what it says. */
  readonly lines?: ReportLines | undefined
}

/** The reports of one scope, merged line by line and test by test. */
export interface ScopeTables {
  readonly tests: TestTable
  readonly coverage: CoverageTable
  readonly findings: FindingTable
  /** What bills of materials and licence scans list; put there by the first of them. */
  components?: ComponentTable | undefined
  /** What VEX documents say, in the order of reading. */
  vex?: VexStatement[] | undefined
}

/** Something that should be there and is not: a glob that matched nothing, an expected report, an ambiguous file. */
export interface EvidenceGap {
  /** The expectation in the user's words: `reports/**.xml`, `expect: junit >= 100 tests`. */
  readonly expected: string
  /** What was found instead, and the fix. */
  readonly found: string
}

/** Everything a verdict is decided on. Labels key the tables; `''` is the reports without a label. */
export interface EvidenceSet {
  readonly evidence: readonly Evidence[]
  readonly gaps: readonly EvidenceGap[]
  readonly tables: ReadonlyMap<string, ScopeTables>
  readonly paths: PathMapping
  /** What this commit changes, where a rule asked for it. */
  readonly change?: Change | undefined
  /** What the policy forgives. It stays in the tables, and counts under no rule. */
  readonly forgiven?: Forgiven | undefined
  /** The policy has a catalogue of what is known to be exploited, and it was read. */
  readonly hasExploitCatalogue?: boolean | undefined
  /** Packages whose licences are reported, with what the policy says of them, by label; absent where none is. */
  readonly licenses?: ReadonlyMap<string, readonly AssessedComponent[]> | undefined
  /** All of it beside what the base had; absent without a baseline. */
  readonly comparison?: Comparison | undefined
}

/** Findings and tests that somebody vouched for, each with the sentence that says who, why and until when. */
export interface Forgiven {
  readonly findings: ReadonlyMap<Finding, string>
  /** By `testId`. */
  readonly tests: ReadonlyMap<string, string>
}

/** How many distinct paths of the reports are files of the repository. */
export interface PathMapping {
  readonly mapped: number
  readonly unmapped: number
  /** A few that are not, for the summary. */
  readonly examples: readonly string[]
}
