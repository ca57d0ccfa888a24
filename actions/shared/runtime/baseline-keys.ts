import type { Baseline } from '../model/baseline.ts'
import { EvidenceError } from '../model/errors.ts'
import { BASELINE_VERSION } from '../model/baseline-envelope.ts'

/** Whose baseline is meant. */
export interface BaselineOwner {
  readonly repository?: string | undefined
  readonly gate: string
  readonly leg?: string | undefined
}

/** The key of a commit's baseline in the cache. Names of gates can hold what keys may not, so they come as a hash. */
export async function baselineKeys({ gate, leg }: BaselineOwner): Promise<(sha: string) => string> {
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256')
    .update(JSON.stringify([gate, leg ?? null]))
    .digest('hex')
    .slice(0, 16)
  return (sha) => `cicd-baseline-${BASELINE_VERSION}-${hash}-${sha}`
}

/** Throws EvidenceError where a baseline is somebody else's: `is of the repository acme/other, not of acme/shop`. */
export function demandOwn(baseline: Baseline, { repository, gate, leg }: BaselineOwner, sha?: string): void {
  const differs = (what: string, theirs: string | undefined, ours: string | undefined): void => {
    if (theirs !== ours) throw new EvidenceError(`is of ${what} ${quoted(theirs)}, not of ${quoted(ours)}`)
  }
  // At a terminal nobody says which repository this is.
  if (repository !== undefined && baseline.repository !== undefined) {
    differs('the repository', baseline.repository.toLowerCase(), repository.toLowerCase())
  }
  differs('the gate', baseline.gate, gate)
  differs('the matrix leg', baseline.leg, leg)
  if (sha !== undefined) differs('the commit', baseline.sha, sha)
}

function quoted(name: string | undefined): string {
  return name === undefined ? '(none)' : JSON.stringify(name)
}
