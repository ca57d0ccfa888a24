import { counted } from '../shared/render/format.ts'
import type { Headline } from '../shared/render/wording.ts'
import type { PlaceAgreement } from './compare-places.ts'
import type { CheckResult } from './judge.ts'

export const AGREEMENT_WORD: Readonly<Record<PlaceAgreement, string>> = {
  agrees: 'agrees',
  disagrees: 'disagrees',
  unclear: 'nobody can tell',
  'not-compared': 'not compared',
}

/** The result in two sentences: what it is, and the first thing against it. */
export function checkHeadline({ verdict, look, version }: CheckResult): Headline {
  const countOf = (...agreements: readonly PlaceAgreement[]): number =>
    look.verdicts.filter(({ agreement }) => agreements.includes(agreement)).length
  const named = version === undefined ? '' : ` ${version}`
  const what = `${verdict.name}: ${verdict.status}${named}`
  const [first] = verdict.reasons
  const agreed = counted(countOf('agrees'), 'place')
  if (first === undefined || first.status === 'pass') return { what, why: `${agreed} agree.` }
  const against = countOf('disagrees', 'unclear')
  const places = counted(look.verdicts.length, 'place')
  return { what, why: `${against === 0 ? '' : `${against} of ${places} do not agree. `}${first.message}` }
}
