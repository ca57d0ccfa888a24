import type { EvidenceGap, Measurement } from './evidence.ts'
import type { NotedLines, ReportLines } from './report-lines.ts'

/** Where an extreme was measured. */
export interface KeptPlace {
  readonly value: number
  /** `parse (src/parser.ts:12)`. */
  readonly place: string
  /** Index of the report. */
  readonly evidence: number
  /** 1-based line of the report. */
  readonly line?: number | undefined
}

/** What all reports of a scope together say about a metric. */
export interface KeptValue {
  readonly value: number
  /** The values that were combined, where they are more than one. */
  readonly parts?: readonly number[] | undefined
  /** Indexes into `Verdict.evidence`. */
  readonly evidence: readonly number[]
  readonly doubt?: string | undefined
  /** Why a rule about it holds whatever it asks: there is nothing that could break it. */
  readonly nothing?: string | undefined
  readonly places?: readonly KeptPlace[] | undefined
  /** Of values of paths: where they stand, by report. Others stand where `Judged.lines` says. */
  readonly lines?: readonly KeptLines[] | undefined
}

/** Lines of one report that a value was made of. */
export interface KeptLines extends NotedLines {
  /** Index of the report. */
  readonly evidence: number
}

/** The values that rules of one scope, one label and the same paths are judged on. */
export interface KeptValues {
  readonly scope: 'project' | 'patch' | 'new' | 'introduced'
  readonly label?: string | undefined
  /** Globs; absent where the rules are about all files. */
  readonly paths?: readonly string[] | undefined
  /** Of a load test. */
  readonly scenario?: string | undefined
  /** Policy files whose waivers count; absent where all do. */
  readonly forgivenBy?: readonly string[] | undefined
  /** By metric; or why there are none. */
  readonly metrics?: Readonly<Record<string, KeptValue>> | undefined
  readonly why?: string | undefined
}

/** What is known file by file of the reports of one label. Rows lie flat in one list, so that thousands are small. */
export interface KeptTable {
  /** `''` for reports without a label. */
  readonly label: string
  /** Rows of COVERAGE_COLUMNS numbers: path, line of the report (0: not known), and covered, total of lines, branches, functions. */
  readonly coverage?: readonly number[] | undefined
  /** Rows of FINDING_COLUMNS numbers: path (-1: none), family and rank, report (-1: not known), line of the report (0: not known). */
  readonly findings?: readonly number[] | undefined
  /** Reports and doubts of the families whose findings can be chosen by path. */
  readonly families?: readonly KeptFamily[] | undefined
}

export interface KeptFamily {
  readonly family: string
  readonly evidence: readonly number[]
  readonly doubt?: string | undefined
}

export const COVERAGE_COLUMNS = 8
export const FINDING_COLUMNS = 4

export interface KeptFiles {
  /** Files as rows name them. */
  readonly paths: readonly string[]
  /** `lint.error` and so on, as rows name them. */
  readonly ranks: readonly string[]
  readonly tables: readonly KeptTable[]
  /** Rows as in `coverage` of files that reports of several labels cover, their lines united. */
  readonly united: readonly number[]
}

/** The baseline that values were compared with. */
export interface KeptBaseline {
  readonly sha: string
  readonly recorded: string
  readonly ref?: string | undefined
  /** By `baselineKey`. */
  readonly values: Readonly<Record<string, number>>
}

/** Findings of scanners whose severity is explained. */
export const SEVERITIES_KEPT = 500

/** Why a finding of a scanner is as severe as it is. */
export interface KeptSeverity {
  /** The metric that counts it: `security.high`. */
  readonly metric: string
  /** Its id, and the package that has it. */
  readonly subject: string
  readonly path?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** Which statement counts. */
  readonly why: string
  /** What other sources say. */
  readonly others: readonly string[]
  /** Sources are two or more steps apart. */
  readonly isConflicting: boolean
}

/** All that rules are judged on, beside the reports' own records: with it a verdict can be decided again, under other rules too. */
export interface Judged {
  readonly onUnknown: 'fail' | 'warn'
  readonly requireBaseline: boolean
  readonly gaps: readonly EvidenceGap[]
  readonly values: readonly KeptValues[]
  readonly files: KeptFiles
  /** Or why there is none. */
  readonly baseline: KeptBaseline | string
  /** By index of the report. */
  readonly lines: readonly (ReportLines | null)[]
  /** What load tests measured by scenario, by index of the report. */
  readonly scenarios: readonly (readonly Measurement[] | null)[]
  /** Of the worst findings of scanners that count, worst first. */
  readonly severities?: readonly KeptSeverity[] | undefined
}
