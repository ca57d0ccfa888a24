import type { Status } from '../shared/model/status.ts'
import type { PlaceRecord, Reason } from '../shared/model/verdict.ts'
import { canonicalFormOf, type PlaceAgreement, type PlaceVerdict } from './compare-places.ts'
import type { Look } from './look.ts'
import type { Remark } from './places/place.ts'

/** A reason of this check: it rests on places, not on reports. */
export function reason(status: Status, rule: string, message: string, source = 'defaults'): Reason {
  return { status, rule, message, scope: {}, unit: '', source, evidence: [] }
}

const STATUS_OF: Readonly<Record<PlaceAgreement, Status | undefined>> = {
  agrees: undefined,
  'not-compared': undefined,
  disagrees: 'fail',
  unclear: 'unknown',
}

export const PLACES_AGREE = 'all places agree'
const LOCKS_IN_STEP = 'lock files are there and in step'

/** What a remark has against the repository. */
export const AGAINST: Readonly<Record<Remark['kind'], { readonly status: Status; readonly rule: string } | undefined>> =
  {
    unreadable: { status: 'unknown', rule: PLACES_AGREE },
    elsewhere: undefined,
    'out-of-step': { status: 'fail', rule: LOCKS_IN_STEP },
    unlocked: { status: 'warn', rule: LOCKS_IN_STEP },
  }

/** What the places have against the repository; nothing only where they were found and agree. */
export function placeReasons({ projects, verdicts, remarks, problems }: Look): readonly Reason[] {
  const reasons = problems.map((problem) =>
    reason('fail', 'every configured place is found once', problem, problem.replace(/:\d+: .*/s, '')),
  )
  for (const { place, agreement, why } of verdicts) {
    const status = STATUS_OF[agreement]
    if (status) {
      reasons.push(reason(status, PLACES_AGREE, `${place.file}:${place.line}: ${place.what} is ${place.found}: ${why}`))
    }
  }
  for (const { kind, file, line, text } of remarks) {
    const against = AGAINST[kind]
    if (against) reasons.push(reason(against.status, against.rule, `${file}:${line}: ${text}`))
  }
  for (const { name, reference, verdicts: places } of projects) {
    const declared = places.filter(({ place }) => ['version', 'appVersion', 'image-tag'].includes(place.role))
    if (reference !== undefined && declared.length > 0) continue
    const whose = name === '' ? 'the project' : name
    reasons.push(
      reason(
        'unknown',
        PLACES_AGREE,
        `no place declares the version of ${whose}: name one in the section version of the policy`,
      ),
    )
  }
  return reasons
}

export function placeRecords(verdicts: readonly PlaceVerdict[]): readonly PlaceRecord[] {
  return verdicts.map(({ place, agreement, why }) => {
    const canonical = canonicalFormOf(place)
    const { file, line, column, found, role, what } = place
    const agrees = agreement === 'agrees' ? true : agreement === 'disagrees' ? false : null
    return { file, line, column, found, ...(canonical && { canonical }), role, what, agrees, why }
  })
}
