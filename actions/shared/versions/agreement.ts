import type { SchemeId } from './scheme.ts'

/** A version string and whose rules it is read by. */
export interface VersionText {
  readonly text: string
  readonly scheme: SchemeId
}

/**
 * - `same`: one version, perhaps in two spellings.
 * - `different`: two versions.
 * - `ambiguous`: the two schemes read the text differently, or a tag could be of several versions.
 * - `no-equivalent`: one is no version, or has no form in the other's scheme.
 *
 * Only `same` is agreement.
 */
export type Agreement = 'same' | 'different' | 'ambiguous' | 'no-equivalent'

export interface AgreementResult {
  readonly verdict: Agreement
  /** One sentence for the user. */
  readonly why: string
}

export interface AgreeOptions {
  /** Whether build metadata and local versions must be equal too; they must when nothing is said. */
  readonly build?: 'require' | 'ignore'
}
