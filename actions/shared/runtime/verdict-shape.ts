import { type JsonObject, objectOf, own } from '../policy/needs.ts'

/** What a value of a file has to be: says what is wrong with it, or nothing. */
export type Check = (value: unknown, place: string) => string | undefined

const check =
  (what: string, isIt: (value: unknown) => boolean): Check =>
  (value, place) =>
    isIt(value) ? undefined : `${place} is not ${what}`

export const text = check('a text', (value) => typeof value === 'string')
export const flag = check('true or false', (value) => typeof value === 'boolean')
export const number = check('a number', (value) => typeof value === 'number' && Number.isFinite(value))
export const count = check('a count', (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
const integer = check(
  'a whole number',
  (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= -1,
)

export const oneOf = (words: readonly string[]): Check =>
  check(`one of ${words.join(', ')}`, (value) => (words as readonly unknown[]).includes(value))

/** A whole number from 0 that is less than so many: the place of an item in a list. */
export const indexBelow = (length: number): Check =>
  check(`a number below ${length}`, (value) => count(value, '') === undefined && (value as number) < length)

export const optional =
  (inner: Check): Check =>
  (value, place) =>
    value === undefined ? undefined : inner(value, place)

export const either =
  (left: Check, right: Check): Check =>
  (value, place) =>
    left(value, place) === undefined ? undefined : right(value, place)

export const nothing = check('null', (value) => value === null)

export const listOf =
  (inner: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return `${place} is not a list`
    for (const [index, item] of value.entries()) {
      const problem = inner(item, `${place}[${index}]`)
      if (problem !== undefined) return problem
    }
    return undefined
  }

export const mapOf =
  (inner: Check): Check =>
  (value, place) => {
    const object = objectOf(value)
    if (object === undefined) return `${place} is not an object`
    for (const [key, item] of Object.entries(object)) {
      const problem = inner(item, `${place}.${key.slice(0, 60)}`)
      if (problem !== undefined) return problem
    }
    return undefined
  }

/** An object with these properties. Others are of a later minor version, and skipped. */
export const shape =
  (properties: Readonly<Record<string, Check>>): Check =>
  (value, place) => {
    const object: JsonObject | undefined = objectOf(value)
    if (object === undefined) return `${place} is not an object`
    for (const [key, inner] of Object.entries(properties)) {
      const problem = inner(own(object, key), place === '' ? key : `${place}.${key}`)
      if (problem !== undefined) return problem
    }
    return undefined
  }

/** Rows of so many whole numbers, flat in one list. The first of a row is a place in `paths` or, where it may be none, -1. */
export const rowsOf =
  (columns: number, paths: number): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return `${place} is not a list`
    if (value.length % columns !== 0) return `${place} has rows that are not of ${columns} numbers`
    for (const [index, item] of value.entries()) {
      const problem = integer(item, `${place}[${index}]`)
      if (problem !== undefined) return problem
      if (index % columns === 0 && (item as number) >= paths) return `${place}[${index}] names a path that is not there`
    }
    return undefined
  }
