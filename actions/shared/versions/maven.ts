import { canonicalOf } from './canonical.ts'
import { compareDigits, compareText, withoutLeadingZeros } from './digits.ts'
import { keyOfHyphenated } from './pre-release-words.ts'
import { defineScheme, type KeyRead, type VersionRead } from './scheme.ts'

// The order of Maven 3.9 (https://maven.apache.org/pom.html#version-order-specification, and what its ComparableVersion does
// where the page is silent): numbers, words, words with a number ("rc-1" is "rc1"), and lists, which begin at a hyphen or
// where digits and letters meet.

type Item =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'numbered'; readonly word: string; readonly digits: string }
  | List

interface List {
  readonly kind: 'list'
  readonly items: Item[]
}

/** What stands higher of two kinds at one place: `1.1` > `1-1` > `1-rc`. */
const KIND_RANK = { word: 0, numbered: 0, list: 1, number: 2 } as const

/** The known words in their order; 5 is the release itself, and what is unknown comes after all of these, by its letters. */
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'] as const
const RELEASE_RANK = WORDS.indexOf('')
const RELEASE_WORDS: ReadonlySet<string> = new Set(['ga', 'final', 'release'])
const ABBREVIATED: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

function readMaven(text: string): VersionRead<List> | string {
  const refused = /[\s\\/:"<>|?*[\](){},]/.exec(text)?.[0]
  if (refused !== undefined)
    return `has a character that Maven does not allow in a version (${JSON.stringify(refused)})`
  if (!/[0-9A-Za-z]/.test(text)) return 'has neither a digit nor a letter'
  const lower = text.toLowerCase()
  const items = itemsOf(lower)
  const [, numbers = '', suffix = ''] = /^(\d+(?:\.\d+)*)?(.*)$/.exec(lower) ?? []
  const release = numbers === '' ? [] : numbers.split('.').map(withoutLeadingZeros)
  return {
    normal: text,
    release,
    isPrerelease: compareItems(items, { kind: 'list', items: itemsOf(numbers === '' ? '0' : numbers).items }) < 0,
    key: keyOf(text, release, suffix),
    order: items,
  }
}

function keyOf(text: string, release: readonly string[], suffix: string): KeyRead {
  if (release.length === 0) return { none: `"${text}" does not begin with a number` }
  const [, word = '', build = ''] = /^[-._]?([^+]*)(?:\+(.*))?$/.exec(suffix) ?? []
  if (word === '' || RELEASE_WORDS.has(word))
    return { canonical: canonicalOf(release, { build: build.replaceAll(/[-_]/g, '.') }) }
  if (/^cr(?![a-z])/.test(word)) return keyOfHyphenated(text, release, `rc${word.slice(2)}`, build)
  if (/^\d+$/.test(word)) return { canonical: canonicalOf(release, { post: withoutLeadingZeros(word), build }) }
  return keyOfHyphenated(text, release, word, build)
}

/** Cuts a version in small letters into nested lists, each without the empty items at its end. */
function itemsOf(version: string): List {
  const whole: List = { kind: 'list', items: [] }
  const lists = [whole]
  let list = whole
  const open = (): void => {
    const inner: List = { kind: 'list', items: [] }
    list.items.push(inner)
    lists.push(inner)
    list = inner
  }
  // A token is a number, or a word with the number that follows it (a hyphen between them does not count).
  const token = /(\d+)|([^\d.-]+)(?:-?(\d+))?/y
  let at = 0
  while (at < version.length) {
    token.lastIndex = at
    const found = token.exec(version)
    const [, digits, word = '', behind] = found ?? []
    if (found === null) {
      list.items.push({ kind: 'number', digits: '0' })
    } else if (digits !== undefined) {
      list.items.push({ kind: 'number', digits: withoutLeadingZeros(digits) })
    } else {
      const isLast = at + found[0].length === version.length
      if (list.items.length > 0 && (behind !== undefined || isLast)) open()
      list.items.push(
        behind === undefined
          ? { kind: 'word', word: word === 'cr' ? 'rc' : word }
          : { kind: 'numbered', word: fullWord(word), digits: withoutLeadingZeros(behind) },
      )
    }
    at += found?.[0].length ?? 0
    const separator = version.charAt(at)
    if (separator === '-' || (separator !== '' && separator !== '.')) open()
    if (separator === '-' || separator === '.') at += 1
  }
  for (const each of lists.reverse()) trim(each)
  return whole
}

function fullWord(word: string): string {
  if (word === 'cr') return 'rc'
  return Object.hasOwn(ABBREVIATED, word) ? (ABBREVIATED[word] ?? word) : word
}

/** Takes away zeros and empty lists at the end, and before a word: `1.0.0-rc` is `1-rc`. */
function trim(list: List): void {
  for (let index = list.items.length - 1; index >= 0; index -= 1) {
    const item = list.items[index]
    if (item === undefined || !isEmpty(item)) continue
    const next = list.items[index + 1]
    const first = next?.kind === 'list' ? next.items[0] : undefined
    if (next === undefined || next.kind === 'word' || first?.kind === 'word' || first?.kind === 'numbered') {
      list.items.splice(index, 1)
    }
  }
}

function isEmpty(item: Item): boolean {
  if (item.kind === 'number') return item.digits === '0'
  if (item.kind === 'list') return item.items.length === 0
  return item.kind === 'word' && item.word === ''
}

function rankOf(word: string): number {
  if (RELEASE_WORDS.has(word)) return RELEASE_RANK
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
  if ('word' in left && 'word' in right) {
    const order = compareWords(left.word, right.word)
    if (order !== 0) return order
    if (left.kind === 'numbered' && right.kind === 'numbered') return compareDigits(left.digits, right.digits)
    return Number(left.kind === 'numbered') - Number(right.kind === 'numbered')
  }
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
