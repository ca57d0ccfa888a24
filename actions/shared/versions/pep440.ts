import { canonicalOf, withoutTrailingZeros } from './canonical.ts'
import { compareDigits, compareReleases, compareText, withoutLeadingZeros } from './digits.ts'
import { phaseOf } from './pre-release-words.ts'
import { defineScheme, type VersionRead } from './scheme.ts'

// https://packaging.python.org/en/latest/specifications/version-specifiers/ (PEP 440). Written from the specification, because
// @renovatebot/pep440 4 and 5 compare numbers over 2^53 as equal and write the local version `+9.5` as `+9,5`.

/** The parts in the order in which they decide; numbers are digits. */
interface Pep440Order {
  readonly epoch: string
  readonly release: readonly string[]
  /** Stage before the number: a development release of the release itself, alpha, beta, rc, none of them. */
  readonly stage: number
  readonly stageNumber: string
  /** '' when it is no post-release. */
  readonly post: string
  /** '' when it is no development release. */
  readonly dev: string
  readonly local: readonly string[]
}

const STAGES = { dev: 0, alpha: 1, beta: 2, rc: 3, none: 4 } as const

const VERSION =
  /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<phase>alpha|beta|preview|pre|rc|a|b|c)[-_.]?(?<phased>\d*))?(?:-(?<implicit>\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<posted>\d*))?(?:[-_.]?(?<dev>dev)[-_.]?(?<developed>\d*))?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i

/** A number behind a word; `rc` alone is `rc0`. */
function numberOf(digits: string | undefined): string {
  return withoutLeadingZeros(digits === undefined || digits === '' ? '0' : digits)
}

function readPep440(text: string): VersionRead<Pep440Order> | string {
  const groups = VERSION.exec(text.replaceAll(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, ''))?.groups
  if (groups === undefined) return reasonAgainst(text)
  const epoch = numberOf(groups['epoch'])
  const release = (groups['release'] ?? '').split('.').map(withoutLeadingZeros)
  const phase = groups['phase'] === undefined ? undefined : phaseOf(groups['phase'])
  const pre = phase && { phase, number: numberOf(groups['phased']) }
  const isPost = groups['implicit'] !== undefined || groups['post'] !== undefined
  const post = isPost ? numberOf(groups['implicit'] ?? groups['posted']) : undefined
  const dev = groups['dev'] === undefined ? undefined : numberOf(groups['developed'])
  const local = localParts(groups['local'])
  const isDevelopmentOfRelease = phase === undefined && post === undefined && dev !== undefined
  return {
    normal: [
      epoch === '0' ? '' : `${epoch}!`,
      release.join('.'),
      pre === undefined ? '' : `${{ alpha: 'a', beta: 'b', rc: 'rc' }[pre.phase]}${pre.number}`,
      post === undefined ? '' : `.post${post}`,
      dev === undefined ? '' : `.dev${dev}`,
      local.length === 0 ? '' : `+${local.join('.')}`,
    ].join(''),
    release,
    isPrerelease: phase !== undefined || dev !== undefined,
    build: local.join('.'),
    key: { canonical: canonicalOf(release, { epoch, pre, post, dev, build: local.join('.') }) },
    order: {
      epoch,
      release: withoutTrailingZeros(release),
      stage: isDevelopmentOfRelease ? STAGES.dev : STAGES[phase ?? 'none'],
      stageNumber: pre?.number ?? '0',
      post: post ?? '',
      dev: dev ?? '',
      local,
    },
  }
}

function localParts(local: string | undefined): readonly string[] {
  if (local === undefined) return []
  return local
    .toLowerCase()
    .split(/[-_.]/)
    .map((part) => (/^\d+$/.test(part) ? withoutLeadingZeros(part) : part))
}

function reasonAgainst(text: string): string {
  const suffix = /^v?[\d.]+-([A-Za-z][\w.-]*)/.exec(text)?.[1]
  if (suffix !== undefined) {
    return `has a pre-release that PEP 440 does not know (${suffix.slice(0, 40)}), only a, b, rc, post and dev`
  }
  if (/^\d+(\.\d+)*\+/.test(text)) {
    return 'has a local version that is not made of letters and numbers with points between'
  }
  if (/^\d+(\.\d+)*\.?[*x]/.test(text)) return 'is a pattern, not one version'
  if (/^[<>=~!]/.test(text)) return 'is a range, not one version'
  return 'is not of the form N.N.N[{a|b|rc}N][.postN][.devN][+local]'
}

function comparePep440(left: Pep440Order, right: Pep440Order): number {
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareReleases(left.release, right.release) ||
    left.stage - right.stage ||
    compareDigits(left.stageNumber, right.stageNumber) ||
    compareAbsentFirst(left.post, right.post) ||
    compareAbsentLast(left.dev, right.dev) ||
    compareLocals(left.local, right.local)
  )
}

function compareAbsentFirst(left: string, right: string): number {
  if (left === '' || right === '') return Number(left !== '') - Number(right !== '')
  return compareDigits(left, right)
}

function compareAbsentLast(left: string, right: string): number {
  if (left === '' || right === '') return Number(left === '') - Number(right === '')
  return compareDigits(left, right)
}

/** Numbers come after words, and the longer of two otherwise equal ones comes last. */
function compareLocals(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [a = '', b = ''] = [left[index], right[index]]
    const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)]
    if (isNumber !== isOtherNumber) return isNumber ? 1 : -1
    const order = isNumber ? compareDigits(a, b) : compareText(a, b)
    if (order !== 0) return order
  }
  return left.length - right.length
}

export const PEP440 = defineScheme({ id: 'pep440', title: 'PEP 440', read: readPep440, compare: comparePep440 })
