import type { LicenseLists } from '../model/licenses.ts'
import type { Grant } from './policy-waivers.ts'

/** A package whose licence somebody has agreed to. */
export interface LicenseException extends Grant {
  /** A package URL or name; `*` at its end stands for the rest, and without a version all of them are meant. */
  readonly package: string
  /** The licence alone, as the report has it; without it whatever licence it has. */
  readonly license?: string | undefined
}

/** The section `licenses`: what is allowed, what is not, and for which packages not to ask. */
export interface LicensePolicy extends LicenseLists {
  readonly exceptions: readonly LicenseException[]
}

/** The section of a file on top of the one that it inherits: what is denied there stays denied. */
export function mergeLicenses(
  inherited: LicensePolicy | undefined,
  own: LicensePolicy | undefined,
): LicensePolicy | undefined {
  if (inherited === undefined || own === undefined) return own ?? inherited
  const allow = own.allow ?? inherited.allow
  const denied = [...(inherited.deny ?? []), ...(own.deny ?? [])]
  return {
    ...(allow !== undefined && { allow }),
    ...((inherited.deny ?? own.deny) !== undefined && { deny: denied }),
    exceptions: [...inherited.exceptions, ...own.exceptions],
  }
}
