/** A version of a language as its numbers: `3.12` is every 3.12.x. */
type Numbers = readonly number[]

/**
 * Whether a range of Python, npm, Composer or Go's manifests contains a pinned version; undefined where it cannot be read.
 * A pin with fewer numbers stands for every version that begins so: it is contained where any of them is.
 */
export function rangeContains(range: string, pinned: string): boolean | undefined {
  const pin = numbersOf(pinned)
  if (pin === undefined) return undefined
  const results = range.split(/\|\|?/).map((alternative) => allContain(alternative, pin))
  if (results.includes(true)) return true
  return results.includes(undefined) ? undefined : false
}

function allContain(alternative: string, pin: Numbers): boolean | undefined {
  const between = /^\s*v?(\d[\w.]*)\s+-\s+v?(\d[\w.]*)\s*$/.exec(alternative)
  const text = between ? `>=${between[1] ?? ''} <=${between[2] ?? ''}` : alternative
  const parts = text
    .replaceAll(/([<>=~^!]+)\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((part) => part !== '')
  if (parts.length === 0) return undefined
  const results = parts.map((part) => contains(part, pin))
  if (results.includes(undefined)) return undefined
  return results.every(Boolean)
}

function contains(part: string, pin: Numbers): boolean | undefined {
  if (part === '*' || part === 'x') return true
  const [, operator = '', written = ''] = /^(>=|<=|==?=?|!=|~=|>|<|\^|~>|~)?v?(\d[\w.*]*)$/.exec(part) ?? []
  const limit = numbersOf(written.replace(/(\.[*xX])+$/, ''))
  if (limit === undefined) return undefined
  const isWild = /[*xX]$/.test(written)
  switch (operator) {
    case '>=':
      return compare(highest(pin), limit) >= 0
    case '>':
      return compare(highest(pin), limit) > 0 && !(isWild && startsWith(pin, limit))
    case '<':
      return compare(pin, limit) < 0
    case '<=':
      return compare(pin, limit) <= 0
    case '!=':
      return pin.length < limit.length || !startsWith(pin, limit)
    case '~=':
      return within(pin, limit, limit.slice(0, -1))
    case '^':
      return within(pin, limit, limit.slice(0, limit.findIndex((number) => number > 0) + 1 || limit.length))
    case '~':
    case '~>':
      return within(pin, limit, limit.slice(0, 2))
    default:
      return startsWith(pin, limit) || startsWith(limit, pin)
  }
}

/** Not below the limit, and beginning as it does. */
function within(pin: Numbers, limit: Numbers, beginning: Numbers): boolean {
  return compare(highest(pin), limit) >= 0 && (startsWith(pin, beginning) || startsWith(beginning, pin))
}

/** The numbers of a version; undefined where it has anything else. */
export function numbersOf(text: string): Numbers | undefined {
  const bare = text.replace(/^v/, '')
  return /^\d{1,9}(\.\d{1,9})*$/.test(bare) ? bare.split('.').map(Number) : undefined
}

export function startsWith(version: Numbers, beginning: Numbers): boolean {
  return beginning.every((number, index) => version[index] === number)
}

function highest(pin: Numbers): Numbers {
  return [...pin, Number.POSITIVE_INFINITY]
}

function compare(left: Numbers, right: Numbers): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a, b] = [left[index] ?? 0, right[index] ?? 0]
    if (a !== b) return a < b ? -1 : 1
  }
  return 0
}
