import { withoutTrailingZeros } from './canonical.ts'
import { compareDigits, compareText, withoutLeadingZeros } from './digits.ts'
import { keyOfHyphenated } from './pre-release-words.ts'
import { defineScheme, type VersionRead } from './scheme.ts'

/**
 * Gem::Version (https://docs.ruby-lang.org/en/master/Gem/Version.html): numbers and words, cut where digits and letters meet.
 * A word makes a pre-release; `-` is `.`, or `.pre.` before a number.
 */
function readGem(text: string): VersionRead<readonly string[]> | string {
  const trimmed = text.trim()
  if (!/^\d+(\.[0-9a-zA-Z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/.test(trimmed)) {
    return /^v/i.test(trimmed)
      ? 'begins with "v", which is for tags only'
      : 'is not made of numbers and words with points between'
  }
  const normal = trimmed
    .split('-')
    .map((part, index) => (index === 0 || /^[^.]*[A-Za-z]/.test(part) ? part : `pre.${part}`))
    .join('.')
  const segments = (normal.match(/\d+|[A-Za-z]+/g) ?? []).map((part) =>
    /^\d/.test(part) ? withoutLeadingZeros(part) : part,
  )
  const firstWord = segments.findIndex((segment) => !/^\d/.test(segment))
  const head = firstWord === -1 ? segments : segments.slice(0, firstWord)
  const tail = firstWord === -1 ? [] : segments.slice(firstWord)
  const written = /^[\d.]+-(\d[\w.-]*)$/.exec(trimmed)?.[1] ?? tail.join('.')
  return {
    normal,
    release: head,
    isPrerelease: tail.length > 0,
    key: keyOfHyphenated(text, head, written, ''),
    order: [...withoutTrailingZeros(head), ...trimmedTail(tail)],
  }
}

/** Without zeros at the end, and without a `pre` that stands before another word. */
function trimmedTail(tail: readonly string[]): readonly string[] {
  let end = tail.length
  while (end > 0 && tail[end - 1] === '0') end -= 1
  return tail.slice(0, end).filter((segment, index) => !(segment === 'pre' && /^[A-Za-z]/.test(tail[index + 1] ?? '')))
}

function compareGems(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a = '0', b = '0'] = [left[index], right[index]]
    const [isNumber, isOtherNumber] = [/^\d/.test(a), /^\d/.test(b)]
    if (isNumber !== isOtherNumber) return isNumber ? 1 : -1
    const order = isNumber ? compareDigits(a, b) : compareText(a, b)
    if (order !== 0) return order
  }
  return 0
}

export const RUBYGEMS = defineScheme({ id: 'rubygems', title: 'RubyGems', read: readGem, compare: compareGems })
