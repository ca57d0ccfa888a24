import { STATUSES, type Status } from '../model/status.ts'
import type { Reason } from '../model/verdict.ts'
import { type JsonObject, objectOf, own } from './needs.ts'

/** What a gate of the suite left, from its output `verdict` or from its verdict file. */
export interface GateVerdict {
  readonly name: string
  readonly action: string
  readonly status: Status
  /** Reasons by status. */
  readonly counts: Readonly<Record<Status, number>>
  /** The worst first, as many as are kept. */
  readonly reasons: readonly GateReason[]
  readonly repository?: string | undefined
  readonly sha?: string | undefined
  readonly run?: number | undefined
  readonly attempt?: number | undefined
  readonly job?: string | undefined
  readonly leg?: string | undefined
  /** Of the complete document. */
  readonly sha256: string
}

export type GateReason = Pick<Reason, 'status' | 'rule' | 'message'>

/** A verdict, or why what is there cannot be believed. */
export type ReadVerdict = { readonly verdict: GateVerdict } | { readonly problem: string }

export const DIGEST_SCHEMA = 'cicd-verdict-digest/v1'
export const VERDICT_SCHEMA = 'cicd-verdict/v1'

/** Ten times what a digest may have. */
const DIGEST_CHARACTERS = 60 * 1024

/** Reasons that are kept of a verdict: more would not be read. */
const REASONS_KEPT = 50

type Check = (value: unknown) => boolean
const isText: Check = (value) => typeof value === 'string'
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isStatus: Check = (value) => (STATUSES as readonly unknown[]).includes(value)
const isObject: Check = (value) => objectOf(value) !== undefined
const isReasons: Check = (value) => Array.isArray(value) && value.every((reason) => isShaped(reason, REASON))

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)

/** The properties of an object, each with what it has to be. Others are of a later minor version, and skipped. */
type Shape = Readonly<Record<string, Check>>

const REASON: Shape = { status: isStatus, rule: isText, message: isText }
const COUNTS: Shape = { pass: isCount, warn: isCount, unknown: isCount, fail: isCount }
const ABOUT: Shape = {
  repository: optional(isText),
  sha: optional(isText),
  run: optional(isCount),
  attempt: optional(isCount),
  job: optional(isText),
  leg: optional(isText),
}
const DIGEST: Shape = {
  ...ABOUT,
  action: isText,
  name: isText,
  status: isStatus,
  counts: (value) => isShaped(value, COUNTS),
  reasons: isReasons,
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
}
/** What schemas/cicd-verdict-v1.schema.json requires, as far as anything here is read from it. */
const DOCUMENT: Shape = {
  action: isText,
  name: isText,
  version: isText,
  status: isStatus,
  subject: (value) => isShaped(value, ABOUT),
  started: isText,
  finished: isText,
  reasons: isReasons,
  metrics: isObject,
  evidence: Array.isArray,
  paths: isObject,
}

function wrongIn(object: JsonObject, shape: Shape): readonly string[] {
  return Object.entries(shape).flatMap(([key, check]) => (check(own(object, key)) ? [] : [key]))
}

function isShaped(value: unknown, shape: Shape): boolean {
  const object = objectOf(value)
  return object !== undefined && wrongIn(object, shape).length === 0
}

/** Reads the value of an output `verdict`. */
export function readDigest(value: unknown): ReadVerdict {
  if (typeof value !== 'string') return { problem: 'is not a text' }
  if (value.length > DIGEST_CHARACTERS) return { problem: 'is longer than any digest of a verdict' }
  const read = readShaped(value, DIGEST_SCHEMA, DIGEST)
  if ('problem' in read) return read
  // The shape has just been checked: these are its fields.
  const digest = read.object as unknown as GateVerdict
  return believed(withReasons(digest, digest.reasons, digest.counts))
}

/** Reads the text of a verdict file. */
export function readVerdictDocument(text: string, sha256: string): ReadVerdict {
  const read = readShaped(text, VERDICT_SCHEMA, DOCUMENT)
  if ('problem' in read) return read
  const { object } = read
  const { name, action, status, reasons, subject } = object as unknown as GateVerdict & { subject: GateVerdict }
  const counts = Object.fromEntries(
    STATUSES.map((wanted) => [wanted, reasons.filter((reason) => reason.status === wanted).length]),
  ) as Record<Status, number>
  return believed(withReasons({ ...subject, name, action, status, sha256 }, reasons, counts))
}

/** The verdict with nothing in it that this program does not read. */
function withReasons(
  given: Omit<GateVerdict, 'reasons' | 'counts'>,
  reasons: readonly GateReason[],
  { pass, warn, unknown, fail }: Readonly<Record<Status, number>>,
): GateVerdict {
  const { name, action, status, repository, sha, run, attempt, job, leg, sha256 } = given
  const worstFirst = [...reasons].sort((left, right) => STATUSES.indexOf(right.status) - STATUSES.indexOf(left.status))
  const kept = worstFirst.slice(0, REASONS_KEPT).map(({ status, rule, message }) => ({ status, rule, message }))
  const about = { repository, sha, run, attempt, job, leg }
  return { name, action, status, ...about, sha256, counts: { pass, warn, unknown, fail }, reasons: kept }
}

function readShaped(text: string, schema: string, shape: Shape): { object: JsonObject } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { problem: text.trim() === '' ? 'is empty' : `is not JSON, so it is no ${schema}` }
  }
  const object = objectOf(value)
  const named = object && own(object, 'schema')
  if (object === undefined || typeof named !== 'string') return { problem: `is no ${schema}: it names no schema` }
  if (named !== schema) {
    return {
      problem: `has the schema ${JSON.stringify(named.slice(0, 60))}, and ${schema} is read here; use one version of the suite in all jobs`,
    }
  }
  const wrong = wrongIn(object, shape)
  return wrong.length === 0 ? { object } : { problem: `is no ${schema}: missing or wrong is ${wrong.join(', ')}` }
}

/** A verdict must be the worst of its own reasons; `on-unknown: warn` makes of an unknown a warning. */
function believed(verdict: GateVerdict): ReadVerdict {
  const worst = [...STATUSES]
    .reverse()
    .find((status) => verdict.counts[status] > 0 || verdict.reasons.some((reason) => reason.status === status))
  const isTrue = worst === verdict.status || (worst === 'unknown' && verdict.status === 'warn')
  if (isTrue) return { verdict }
  const counted = worst === undefined ? 'it has no reason' : `one of its reasons is ${worst}`
  return { problem: `denies itself: its status is ${verdict.status}, but ${counted}` }
}
