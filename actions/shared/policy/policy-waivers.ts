import { isDay } from './expiry.ts'
import { didYouMean } from './nearest.ts'
import { type PackagePattern, packagePattern } from './package-pattern.ts'
import type { PathFilter } from './path-filter.ts'
import { readPaths } from './policy-paths.ts'
import type { YamlReader } from './yaml-reader.ts'

/** Why an exception was granted, who answers for it, until when, and where it is written. */
export interface Grant {
  readonly reason: string
  /** `@user`, `@org/team` or an e-mail address. */
  readonly owner: string
  /** The last day on which it holds, in UTC: `2027-01-31`. */
  readonly expires: string
  /** Path of the policy file. */
  readonly source: string
  /** 1-based. */
  readonly line: number
}

/** Findings that somebody agreed to forgive. */
export interface Waiver extends Grant {
  /** Id of the finding, or any alias that a report gives: `CVE-2024-12345`, `B602`. */
  readonly id: string
  readonly package?: PackagePattern | undefined
  readonly paths?: PathFilter | undefined
}

/** A user or team of GitHub, or an e-mail address. */
export const OWNER = /^(?:@[A-Za-z\d][\w-]*(?:\/[A-Za-z\d][\w.-]*)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/

const GRANT_KEYS = ['reason', 'owner', 'expires'] as const
type GrantKey = (typeof GRANT_KEYS)[number]

const WAIVER_KEYS = ['id', 'paths', 'package', ...GRANT_KEYS] as const

/** Reads the items of a list of exceptions; each is met once, so that one that is there twice is refused. */
export type ReadGrant<T> = (reader: YamlReader, node: unknown, file: string) => Promise<T | undefined>

/** Who may answer for exceptions: the policy's list `owners`. What is wrong is noted in the reader. */
export function readOwners(reader: YamlReader, node: unknown): readonly string[] {
  const owners: string[] = []
  for (const item of reader.items(node, 'a list of owners')) {
    const owner = readOwner(reader, item, undefined)
    if (owner === undefined) continue
    if (owners.some((known) => isSame(known, owner))) reader.refuse(item, `${owner} is there twice`)
    else owners.push(owner)
  }
  return owners
}

/** Reads waivers of a policy file. What is wrong is noted in the reader. */
export function waiverReader(owners: readonly string[] | undefined): ReadGrant<Waiver> {
  const known = new Map<string, number>()
  return async (reader, node, file) => {
    const fields = reader.fields(node, WAIVER_KEYS, 'a waiver')
    if (!fields) return undefined
    const grant = readGrant(reader, node, fields, { what: 'a waiver', key: 'id', file, owners })
    const id = fields.id === undefined ? undefined : reader.text(fields.id, 'an id')?.trim()
    const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
    const pattern = fields.package === undefined ? undefined : readPackage(reader, fields.package)
    if (id === undefined || grant === undefined || (fields.package !== undefined && !pattern)) return undefined
    const limits = [...(pattern ? [pattern.text] : []), ...[...(paths?.globs ?? [])].sort()]
    const where = limits.length === 0 ? '' : ` for ${limits.join(', ')}`
    refuseTwice(reader, node, known, `${id.toLowerCase()}${where}`, `the waiver of ${id}${where}`)
    return { id, paths, ...(pattern && { package: pattern }), ...grant }
  }
}

function readPackage(reader: YamlReader, node: unknown): PackagePattern | undefined {
  const text = reader.text(node, 'a package URL')?.trim()
  const pattern = text === undefined ? undefined : packagePattern(text)
  if (text !== undefined && pattern === undefined) {
    reader.refuse(
      node,
      `${JSON.stringify(text)} is no package URL such as pkg:npm/lodash@4.17.* (* stands for any text)`,
    )
  }
  return pattern
}

/** Notes that a list has the same exception twice, with the line of the first. */
export function refuseTwice(
  reader: YamlReader,
  node: unknown,
  known: Map<string, number>,
  key: string,
  what: string,
): void {
  const first = known.get(key)
  if (first === undefined) known.set(key, reader.lineOf(node))
  else {
    reader.refuse(node, `${what} is there already, in line ${first}: two of them contradict each other sooner or later`)
  }
}

interface GrantPlace<Key extends string> {
  readonly what: string
  /** What names the thing that is forgiven. */
  readonly key: Key
  readonly file: string
  readonly owners: readonly string[] | undefined
}

/** The part that all exceptions share. Nothing is forgiven without a reason, an owner and an end. */
export function readGrant<Key extends string>(
  reader: YamlReader,
  node: unknown,
  fields: Partial<Record<GrantKey | Key, unknown>>,
  { what, key, file, owners }: GrantPlace<Key>,
): Grant | undefined {
  const missing = [key, ...GRANT_KEYS].filter((name) => fields[name] === undefined)
  if (missing.length > 0) {
    reader.refuse(node, `${what} needs ${missing.join(', ')}`)
    return undefined
  }
  const reason = reader.text(fields.reason, 'a reason')?.trim()
  const owner = readOwner(reader, fields.owner, owners)
  const expires = reader.text(fields.expires, 'a date')
  if (expires !== undefined && !isDay(expires)) {
    reader.refuse(
      fields.expires,
      `${JSON.stringify(expires)} is not a date such as 2027-01-31 (the last day on which ${what} holds, in UTC)`,
    )
    return undefined
  }
  if (reason === undefined || owner === undefined || expires === undefined) return undefined
  return { reason, owner, expires, source: file, line: reader.lineOf(node) }
}

function readOwner(reader: YamlReader, node: unknown, owners: readonly string[] | undefined): string | undefined {
  const owner = reader.text(node, 'an owner')?.trim()
  if (owner === undefined) return undefined
  if (!OWNER.test(owner)) {
    reader.refuse(node, `${JSON.stringify(owner)} is not an owner: write '@user', '@org/team' or an e-mail address`)
    return undefined
  }
  if (owners !== undefined && !owners.some((known) => isSame(known, owner))) {
    reader.refuse(node, `${owner} is not among the owners of this policy${didYouMean(owner, owners)}`)
    return undefined
  }
  return owner
}

/** GitHub's names and the hosts of addresses know no case. */
function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
