import type { Completeness, Doubt, PathMapping, Scope } from './evidence.ts'
import type { Judged } from './judged.ts'
import type { Status } from './status.ts'
import type { WaiverRecord } from './waived.ts'

/** Why a verdict is what it is: one rule, or one thing that could not be told, judged on its evidence. */
export interface Reason {
  readonly status: Status
  /** The rule as written, or `evidence` where no rule is meant. */
  readonly rule: string
  /** One sentence for people: what was found and, where it helps, what to do. Plain text, not escaped. */
  readonly message: string
  readonly metric?: string | undefined
  readonly scope: Scope
  /** In the metric's unit. Absent where nothing yields it. */
  readonly actual?: number | undefined
  readonly limit?: number | undefined
  readonly unit: string
  readonly baseline?: number | undefined
  /** The file that the rule came from: `defaults`, `input`, a path, or `owner/repo/path@ref`. */
  readonly source: string
  /** Indexes into `Verdict.evidence`. */
  readonly evidence: readonly number[]
  /** Index into `Judged.values`: what it was judged on. */
  readonly values?: number | undefined
}

/** One report, as the verdict remembers it. */
export interface EvidenceRecord {
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly format: string
  readonly kind: string
  readonly entries: number
  readonly completeness: Completeness
  readonly doubts: readonly Doubt[]
  readonly refused?: string | undefined
  readonly scope: Scope
  readonly tool?: { readonly name: string; readonly version?: string } | undefined
  readonly metrics: Readonly<Record<string, number>>
  /** Coverage is declared in total, without its lines. */
  readonly totalsOnly?: boolean | undefined
}

/** What the verdict is about. Every field as the runner gives it; absent at a terminal. */
export interface Subject {
  readonly repository?: string | undefined
  readonly sha?: string | undefined
  readonly ref?: string | undefined
  readonly event?: string | undefined
  readonly run?: number | undefined
  readonly attempt?: number | undefined
  readonly job?: string | undefined
  readonly leg?: string | undefined
  readonly pullRequest?: number | undefined
}

/** What judging yields, before who, where and when are added. */
export interface Assessment {
  readonly status: Status
  /** Worst first; within a status, in the order of the rules. */
  readonly reasons: readonly Reason[]
  /** The merged value of every metric over all reports without a label restriction. */
  readonly metrics: Readonly<Record<string, number>>
  readonly evidence: readonly EvidenceRecord[]
  readonly paths: PathMapping
  /** What deciding again needs. Absent in files of older versions, and where no reports are judged. */
  readonly judged?: Judged | undefined
}

/** A place that declares a version, and what became of it (version-check). */
export interface PlaceRecord {
  readonly file: string
  readonly line: number
  readonly column: number
  /** As it is written. */
  readonly found: string
  /** The same in every spelling; absent where it is no version that others can say. */
  readonly canonical?: string | undefined
  readonly role: string
  /** `the npm package version`. */
  readonly what: string
  /** Null where it was not compared, or nobody can tell. */
  readonly agrees: boolean | null
  readonly why: string
}

/** The document `cicd-verdict/v1`. */
export interface Verdict extends Assessment {
  /** What became of the policy's waivers and of its quarantine, what needs attention first. Absent where it has none. */
  readonly waived?: readonly WaiverRecord[] | undefined
  readonly schema: 'cicd-verdict/v1'
  readonly action: string
  /** The gate's name (input `name`). */
  readonly name: string
  readonly subject: Subject
  /** ISO 8601, UTC. */
  readonly started: string
  readonly finished: string
  /** The suite's own version. */
  readonly version: string
  /** Only of version-check. */
  readonly places?: readonly PlaceRecord[] | undefined
  /** What each reason rests on (`render/explanation.ts`); only in what `cicd explain` prints. */
  readonly explanation?: readonly object[] | undefined
}
