import { STATUSES, type Status } from '../model/status.ts'
import type { Reason, Verdict } from '../model/verdict.ts'
import { cut } from '../render/plain.ts'

/**
 * Bytes of the output `verdict`. Everything under `toJSON(needs)` reaches a process as one environment string, and Linux
 * refuses one over 128 KiB, Windows one over 32,767 characters.
 */
export const DIGEST_BYTES = 6 * 1024

const MESSAGE_CHARACTERS = 240

/** What the output `verdict` says of the document in the file. */
export interface VerdictDigest {
  readonly schema: 'cicd-verdict-digest/v1'
  readonly action: string
  readonly name: string
  readonly status: Status
  /** Reasons by status. */
  readonly counts: Readonly<Record<Status, number>>
  /** The worst reasons, as many as fit. */
  readonly reasons: readonly DigestReason[]
  readonly reasonsLeftOut: number
  readonly sha?: string | undefined
  readonly run?: number | undefined
  readonly attempt?: number | undefined
  readonly job?: string | undefined
  readonly leg?: string | undefined
  /** Name and SHA-256 of the complete document. */
  readonly file?: string | undefined
  readonly sha256: string
}

interface DigestReason extends Pick<Reason, 'status' | 'rule' | 'message' | 'actual' | 'limit'> {
  readonly label?: string | undefined
}

/** The digest as one line of JSON, at most DIGEST_BYTES in UTF-8. */
export function verdictDigest(verdict: Verdict, file: string | undefined, sha256: string): string {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>
  for (const { status } of verdict.reasons) counts[status] += 1
  const { sha, run, attempt, job, leg } = verdict.subject
  const about = {
    schema: 'cicd-verdict-digest/v1' as const,
    action: verdict.action,
    name: cut(verdict.name, 100),
    status: verdict.status,
    counts,
    sha: sha && cut(sha, 64),
    run,
    attempt,
    job: job && cut(job, 100),
    leg: leg && cut(leg, 200),
    file: file && cut(file, 400),
    sha256,
  }
  const digest = (reasons: readonly DigestReason[]): string =>
    JSON.stringify({
      ...about,
      reasons,
      reasonsLeftOut: verdict.reasons.length - reasons.length,
    } satisfies VerdictDigest)
  const kept: DigestReason[] = []
  const encoder = new TextEncoder()
  let bytes = encoder.encode(digest([])).length
  for (const reason of verdict.reasons) {
    const { status, rule, message, actual, limit, scope } = reason
    const entry = {
      status,
      rule: cut(rule, 200),
      message: cut(message, MESSAGE_CHARACTERS),
      actual,
      limit,
      label: scope.label && cut(scope.label, 100),
    }
    bytes += encoder.encode(JSON.stringify(entry)).length + 1
    if (bytes > DIGEST_BYTES) break
    kept.push(entry)
  }
  return digest(kept)
}
