import { agreeAcross, agreeInOneScheme } from './agree-across.ts'
import { agreeWithTag } from './agree-tag.ts'
import type { AgreementResult, AgreeOptions, VersionText } from './agreement.ts'
import { parseVersion } from './schemes.ts'

export type { Agreement, AgreementResult, AgreeOptions, VersionText } from './agreement.ts'

/** Whether two places mean one version. Symmetric; a version that its scheme can read agrees with itself. */
export function agree(left: VersionText, right: VersionText, options: AgreeOptions = {}): AgreementResult {
  const [ours, theirs] = [parseVersion(left.text, left.scheme), parseVersion(right.text, right.scheme)]
  if ('refused' in ours) return { verdict: 'no-equivalent', why: ours.refused }
  if ('refused' in theirs) return { verdict: 'no-equivalent', why: theirs.refused }
  const [a, b] = [ours.parsed, theirs.parsed]
  if (a.scheme === b.scheme) return agreeInOneScheme(a, b, options)
  if (a.scheme === 'oci-tag') return agreeWithTag(a, b, options)
  if (b.scheme === 'oci-tag') return agreeWithTag(b, a, options)
  return agreeAcross(a, b, options)
}
