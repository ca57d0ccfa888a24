import { agree } from '../shared/versions/agree.ts'
import type { AgreementResult, AgreeOptions, VersionText } from '../shared/versions/agreement.ts'
import { renderCanonical } from '../shared/versions/canonical.ts'
import { compareVersions, parseVersion, SCHEMES } from '../shared/versions/schemes.ts'
import { compareToolchains } from './compare-toolchains.ts'
import type { Place } from './places/place.ts'

/** Only `agrees` and `not-compared` are green; what is unclear is `unknown`. */
export const AGREEMENTS = ['agrees', 'disagrees', 'unclear', 'not-compared'] as const
export type PlaceAgreement = (typeof AGREEMENTS)[number]

/** What became of one place. */
export interface PlaceVerdict {
  readonly place: Place
  readonly agreement: PlaceAgreement
  /** A sentence without its full stop. */
  readonly why: string
}

/** The version that all places must have, and who says so. */
export interface Reference extends VersionText {
  /** `the input expected-version`, `package.json:3`. */
  readonly from: string
}

export interface Comparison {
  /** Absent where no place declares the project's version and none is expected. */
  readonly reference: Reference | undefined
  /** In the order of the places. */
  readonly verdicts: readonly PlaceVerdict[]
}

export interface ComparisonOptions {
  /** What all must have; without it, what most places have. */
  readonly expected?: Reference | undefined
  /** Whether a chart's own version must be the project's. */
  readonly chart?: 'own' | 'equal' | undefined
  readonly build?: AgreeOptions['build'] | undefined
}

/** Compares the places of one project by their roles. */
export function comparePlaces(places: readonly Place[], options: ComparisonOptions = {}): Comparison {
  const reference = options.expected ?? mostDeclared(places, options)
  const toolchains = new Map(
    compareToolchains(places.filter(({ role }) => role === 'toolchain')).map((each) => [each.place, each]),
  )
  const verdicts = places.map((place) => toolchains.get(place) ?? comparePlace(place, reference, options))
  return { reference, verdicts }
}

/** The canonical form of what a place declares; nothing where it has none. */
export function canonicalFormOf({ found, scheme, role }: Place): string | undefined {
  const result = role === 'toolchain' ? undefined : parseVersion(found, scheme)
  const key = result && 'parsed' in result ? result.parsed.canonical : undefined
  return key && renderCanonical(key)
}

/** What the policy names comes first, then manifests, then what is nearer to the top. */
function byAuthority(left: Place, right: Place): number {
  const isConfigured = (place: Place): number => (place.configured === true ? 0 : 1)
  const isManifest = ({ scheme }: Place): number => (scheme === 'app-version' ? 1 : 0)
  const depth = ({ file }: Place): number => file.split('/').length
  for (const order of [isConfigured, isManifest, depth, ({ rank }: Place) => rank ?? 0]) {
    if (order(left) !== order(right)) return order(left) - order(right)
  }
  return 0
}

/** The version that most places declare, in the words of the first that does. */
function mostDeclared(places: readonly Place[], options: ComparisonOptions): Reference | undefined {
  const groups: { readonly first: Place; count: number }[] = []
  const declaring = places.filter(({ role }) => role === 'version' || role === 'appVersion').sort(byAuthority)
  for (const place of declaring) {
    const group = groups.find(({ first }) => agreement(place, textOf(first), options).verdict === 'same')
    if (group) group.count += 1
    // What is no version of its scheme cannot be what the others must have, unless it is all there is.
    else if (declaring.length === 1 || 'parsed' in parseVersion(place.found, place.scheme)) {
      groups.push({ first: place, count: 1 })
    }
  }
  const [earliest] = groups
  const most = groups.reduce((best, group) => (best && group.count > best.count ? group : best), earliest)
  return most && { ...textOf(most.first), from: `${most.first.file}:${most.first.line}` }
}

function comparePlace(place: Place, reference: Reference | undefined, options: ComparisonOptions): PlaceVerdict {
  const own = parseVersion(place.found, place.scheme)
  if ('refused' in own && place.role !== 'image-tag') return { place, agreement: 'disagrees', why: own.refused }
  if (place.role === 'chart' && options.chart !== 'equal') {
    return {
      place,
      agreement: 'not-compared',
      why: 'a chart has a version of its own unless the policy says otherwise',
    }
  }
  if (reference === undefined) {
    return { place, agreement: 'unclear', why: 'no place declares the version of the project' }
  }
  if (place.role === 'previous') return comparePrevious(place, reference)
  const { verdict, why } = agreement(place, reference, options)
  const told = verdict === 'same' ? why : `${why}; ${reference.from} has ${JSON.stringify(reference.text)}`
  return { place, agreement: AGREEMENT_OF[verdict], why: told }
}

const AGREEMENT_OF: Readonly<Record<AgreementResult['verdict'], PlaceAgreement>> = {
  same: 'agrees',
  different: 'disagrees',
  ambiguous: 'unclear',
  'no-equivalent': 'disagrees',
}

/** Dart's `+4` counts an app's builds in the stores: nobody else has it. */
function agreement(place: Place, reference: VersionText, { build }: ComparisonOptions): AgreementResult {
  const isPub = place.scheme === 'pub' || reference.scheme === 'pub'
  const options = isPub ? { build: 'ignore' as const } : { ...(build && { build }) }
  return agree(textOf(place), reference, options)
}

function comparePrevious(place: Place, reference: Reference): PlaceVerdict {
  const scheme = SCHEMES[reference.scheme].isOrdered ? reference.scheme : place.scheme
  for (const each of [scheme, 'semver', 'pep440'] as const) {
    if (!SCHEMES[each].isOrdered) continue
    const [left, right] = [parseVersion(bare(place.found), each), parseVersion(bare(reference.text), each)]
    if ('refused' in left || 'refused' in right) continue
    const isOlder = compareVersions(left.parsed, right.parsed) < 0
    const than = `${isOlder ? 'older' : 'not older'} than ${reference.text} of ${reference.from}`
    return { place, agreement: isOlder ? 'agrees' : 'disagrees', why: `it is ${than}` }
  }
  return { place, agreement: 'unclear', why: `${place.found} and ${reference.text} have no order in common` }
}

function bare(text: string): string {
  return text.replace(/^v(?=\d)/, '')
}

function textOf({ found, scheme }: Place): VersionText {
  return { text: found, scheme }
}
