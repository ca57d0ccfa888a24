import { EvidenceError } from '../../model/errors.ts'

/** A JSON object whose keys are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; refuses anything else. `what` names it for people: `a result of Bandit`. */
export function objectOf(value: unknown, what: string): JsonObject {
  if (!isObject(value)) throw new EvidenceError(`${what} is not an object`)
  return value
}

/** An own property, so that `__proto__` and the like are only data. What JSON.parse makes has no functions of its own. */
export function field(object: unknown, key: string): unknown {
  if (!isObject(object)) return undefined
  const value = object[key]
  return typeof value === 'function' || (key === '__proto__' && !Object.hasOwn(object, key)) ? undefined : value
}

export function textField(object: unknown, key: string): string | undefined {
  const value = field(object, key)
  return typeof value === 'string' ? value : undefined
}

/** Refuses an object without the text. */
export function requiredText(object: unknown, key: string, what: string): string {
  const value = textField(object, key)
  if (value === undefined) throw new EvidenceError(`${what} has no "${key}"`)
  return value
}

export function numberField(object: unknown, key: string): number | undefined {
  const value = field(object, key)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A line or column: 1 or more, else nothing. */
export function positionField(object: unknown, key: string): number | undefined {
  const value = numberField(object, key)
  return value !== undefined && value >= 1 ? Math.floor(value) : undefined
}

/** The items of a list; nothing where there is no list. */
export function listField(object: unknown, key: string): readonly unknown[] {
  const value = field(object, key)
  return Array.isArray(value) ? value : []
}
