import { keyOf } from '../model/components.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Finding } from '../model/findings.ts'
import type { AssessedComponent, LicenseAnswer } from '../model/licenses.ts'

/** A licence, or several that hold at once, and the packages that have it. */
export interface LicenceRow {
  /** As reports write it; empty where none is reported. */
  readonly licence: string
  readonly answer: LicenseAnswer
  /** `lodash 4.17.21`, in the order of their names. */
  readonly packages: readonly string[]
  /** Why some of them may have it all the same: who agreed, until when. */
  readonly exceptions: readonly string[]
}

export const ANSWER_WORD: Readonly<Record<LicenseAnswer, string>> = {
  denied: 'not allowed',
  unknown: 'not known',
  allowed: 'allowed',
}

const ORDER: readonly LicenseAnswer[] = ['denied', 'unknown', 'allowed']

/** Every licence that reports tell of, those that are not allowed first, then the most frequent. */
export function licenceRows({ licenses }: Pick<EvidenceSet, 'licenses'>): readonly LicenceRow[] {
  const components = new Map<string, AssessedComponent>()
  for (const assessed of licenses?.values() ?? []) {
    for (const found of assessed) components.set(`${keyOf(found.component)}\0${found.answer}`, found)
  }
  const groups = new Map<string, AssessedComponent[]>()
  for (const found of components.values()) {
    const key = `${found.answer}\0${licenceOf(found)}`
    const group = groups.get(key)
    if (group) group.push(found)
    else groups.set(key, [found])
  }
  const rows = [...groups.values()].flatMap((group): LicenceRow[] => {
    const [first] = group
    if (first === undefined) return []
    return [
      {
        licence: licenceOf(first),
        answer: first.answer,
        packages: group.map(({ component: { name, version = '' } }) => `${name} ${version}`.trim()).sort(),
        exceptions: [...new Set(group.flatMap(({ exception }) => exception ?? []))],
      },
    ]
  })
  return rows.sort(
    (left, right) =>
      ORDER.indexOf(left.answer) - ORDER.indexOf(right.answer) ||
      right.packages.length - left.packages.length ||
      (left.licence < right.licence ? -1 : 1),
  )
}

/**
 * Whether a finding only says that a package has a licence which is allowed: some scanners list the licences of all packages as
 * findings.
 */
export function hasAllowedLicence({ licenses }: Pick<EvidenceSet, 'licenses'>): (finding: Finding) => boolean {
  const faulty = new Map<string, Set<string>>()
  for (const { component, answer, faulty: of } of [...(licenses?.values() ?? [])].flat()) {
    const known = faulty.get(keyOf(component)) ?? new Set()
    faulty.set(keyOf(component), known)
    if (answer !== 'allowed') for (const text of of.length > 0 ? of : [ANY]) known.add(text)
  }
  return ({ family, rule, path, details }) =>
    family === 'licenses' &&
    details?.kind === 'license' &&
    isFreeOf(faulty.get(keyOf(details.package ?? { name: path ?? rule })), rule)
}

/** Whatever a report says of a package without a licence that could be named. */
const ANY = ''

function isFreeOf(faulty: ReadonlySet<string> | undefined, rule: string): boolean {
  return faulty !== undefined && !faulty.has(rule) && !faulty.has(ANY)
}

function licenceOf({ component: { licenses } }: AssessedComponent): string {
  return licenses.join(' and ')
}

/** `41 packages: 2 not allowed, 1 not known, 38 allowed` */
export function countByAnswer(
  rows: readonly LicenceRow[],
): readonly { readonly answer: LicenseAnswer; readonly count: number }[] {
  return ORDER.map((answer) => ({
    answer,
    count: rows.filter((row) => row.answer === answer).reduce((sum, { packages }) => sum + packages.length, 0),
  })).filter(({ count }) => count > 0)
}
