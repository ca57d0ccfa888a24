import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Links } from './links.ts'

/** What every section is made from. */
export interface Matter {
  readonly verdict: Verdict
  readonly set: EvidenceSet
  readonly links: Links
}
