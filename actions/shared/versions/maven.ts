import { canonicalOf } from './canonical.ts'
import { compareDigits, compareText, withoutLeadingZeros } from './digits.ts'
import { keyOfHyphenated } from './pre-release-words.ts'
import { defineScheme, type KeyRead, type VersionRead } from './scheme.ts'

// The order of Maven 3.9 (https://maven.apache.org/pom.html#version-order-specification, and what its ComparableVersion does
// where the page is silent; the fixture of the test was made by it): numbers, words, and lists, which begin at a hyphen or where
// digits and letters meet. Maven 4 differs only where words and hyphens pile up (`1-a-b-1`).

type Item =
  { readonly kind: 'number'; readonly digits: string } | { readonly kind: 'word'; readonly word: string } | List

interface List {
  readonly kind: 'list'
  readonly items: Item[]
}

/** What stands higher of two kinds at one place: `1.1` > `1-1` > `1-rc`. */
const KIND_RANK = { word: 0, list: 1, number: 2 } as const

/** The known words in their order; 5 is the release itself, and what is unknown comes after all of these, by its letters. */
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'] as const
const RELEASE_RANK = WORDS.indexOf('')
const RELEASE_WORDS: ReadonlySet<string> = new Set(['ga', 'final', 'release'])
const ABBREVIATED: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

function readMaven(text: string): VersionRead<List> | string {
  const refused = /[\s\\/:"<>|?*[\](){},]/.exec(text)?.[0]
  if (refused !== undefined) {
    return `has a character that Maven does not allow in a version (${JSON.stringify(refused)})`
  }
  if (!/[0-9A-Za-z]/.test(text)) return 'has neither a digit nor a letter'
  const lower = text.toLowerCase()
  const items = itemsOf(lower)
  const [, numbers = '', suffix = ''] = /^(\d+(?:\.\d+)*)?(.*)$/.exec(lower) ?? []
  const release = numbers === '' ? [] : numbers.split('.').map(withoutLeadingZeros)
  return {
    normal: text,
    release,
    isPrerelease: isBefore(items, itemsOf(numbers === '' ? '0' : numbers)) || TIMESTAMPED_SNAPSHOT.test(text),
    key: keyOf(text, release, suffix),
    order: items,
  }
}

/** What a repository makes of `1.2.3-SNAPSHOT`; Maven orders it behind the release, and no one takes it for a release. */
const TIMESTAMPED_SNAPSHOT = /-\d{8}\.\d{6}-\d+$/

function isBefore(left: List, right: List): boolean {
  return compareLists(left.items, right.items) < 0
}

function keyOf(text: string, release: readonly string[], suffix: string): KeyRead {
  if (release.length === 0) return { none: `"${text}" does not begin with a number` }
  const [, word = '', build = ''] = /^[-._]?([^+]*)(?:\+(.*))?$/.exec(suffix) ?? []
  if (word === '' || RELEASE_WORDS.has(word)) {
    return { canonical: canonicalOf(release, { build: build.replaceAll(/[-_]/g, '.') }) }
  }
  if (/^cr(?![a-z])/.test(word)) return keyOfHyphenated(text, release, `rc${word.slice(2)}`, build)
  if (/^\d+$/.test(word)) return { canonical: canonicalOf(release, { post: withoutLeadingZeros(word), build }) }
  return keyOfHyphenated(text, release, word, build)
}

/** Cuts a version in small letters into nested lists, each without the empty items at its end. */
function itemsOf(version: string): List {
  const root: List = { kind: 'list', items: [] }
  const lists = [root]
  let list = root
  const open = (): void => {
    const inner: List = { kind: 'list', items: [] }
    list.items.push(inner)
    lists.push(inner)
    list = inner
  }
  // Each token with its separator: '' between digits and letters. An empty token is 0.
  for (const found of version.matchAll(/(\d+|[^\d.-]+|(?=[.-]))([.-]?)/g)) {
    const [whole = '', token = '', separator = ''] = found
    const isLast = found.index + whole.length === version.length && separator === ''
    const isNumber = /^\d*$/.test(token)
    // `1.rc1` is `1-rc1` to Maven since 3.9.1, but `1.rc.1` is not `1-rc.1`.
    if (!isNumber && separator === '' && list.items.length > 0) open()
    list.items.push(isNumber ? number(token) : { kind: 'word', word: fullWord(token, separator === '' && !isLast) })
    if (separator === '-' || (separator === '' && !isLast)) open()
  }
  for (const each of lists.reverse()) trim(each)
  return root
}

function number(digits: string): Item {
  return { kind: 'number', digits: withoutLeadingZeros(digits === '' ? '0' : digits) }
}

/** `a1` is `alpha-1`, but `a` alone is a word of its own. */
function fullWord(word: string, isBeforeDigit: boolean): string {
  if (RELEASE_WORDS.has(word)) return ''
  if (word === 'cr') return 'rc'
  return isBeforeDigit && Object.hasOwn(ABBREVIATED, word) ? (ABBREVIATED[word] ?? word) : word
}

/** Takes away zeros, words for a release and empty lists at the end of a list and before the lists at its end. */
function trim(list: List): void {
  for (let index = list.items.length - 1; index >= 0; index -= 1) {
    const item = list.items[index]
    if (item === undefined) continue
    if (isEmpty(item)) list.items.splice(index, 1)
    else if (item.kind !== 'list') return
  }
}

function isEmpty(item: Item): boolean {
  if (item.kind === 'number') return item.digits === '0'
  return item.kind === 'list' ? item.items.length === 0 : item.word === ''
}

function rankOf(word: string): number {
  const rank = (WORDS as readonly string[]).indexOf(word)
  return rank === -1 ? WORDS.length : rank
}

function compareWords(left: string, right: string): number {
  const order = rankOf(left) - rankOf(right)
  return order === 0 && rankOf(left) === WORDS.length ? compareText(left, right) : order
}

/** Compares with nothing, which is the release itself. */
function compareToNothing(item: Item): number {
  if (item.kind === 'number') return item.digits === '0' ? 0 : 1
  if (item.kind !== 'list') return rankOf(item.word) - RELEASE_RANK
  for (const inner of item.items) {
    const order = compareToNothing(inner)
    if (order !== 0) return order
  }
  return 0
}

function compareItems(left: Item, right: Item): number {
  if (left.kind === 'number' && right.kind === 'number') return compareDigits(left.digits, right.digits)
  if (left.kind === 'list' && right.kind === 'list') return compareLists(left.items, right.items)
  if (left.kind === 'word' && right.kind === 'word') return compareWords(left.word, right.word)
  return KIND_RANK[left.kind] - KIND_RANK[right.kind]
}

function compareLists(left: readonly Item[], right: readonly Item[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a, b] = [left[index], right[index]]
    const order =
      a === undefined
        ? b === undefined
          ? 0
          : -compareToNothing(b)
        : b === undefined
          ? compareToNothing(a)
          : compareItems(a, b)
    if (order !== 0) return order
  }
  return 0
}

export const MAVEN = defineScheme({ id: 'maven', title: 'Maven', read: readMaven, compare: compareItems })
