import { SEVERITIES, type Severity } from '../model/findings.ts'
import type { YamlReader } from './yaml-reader.ts'

/** An option of a policy, and where it is written. */
export interface Stated<Value> {
  readonly value: Value
  /** Path of the policy file. */
  readonly source: string
  /** 1-based. */
  readonly line: number
}

/** The section `security-options`: which findings of scanners wait before they count, and what is known of vulnerabilities. */
export interface SecurityOptions {
  /** Vulnerabilities that no version mends do not count. */
  readonly 'ignore-unfixed'?: Stated<boolean> | undefined
  /** Days after its disclosure in which a vulnerability of a severity does not count. */
  readonly grace?: Stated<Readonly<Partial<Record<Severity, number>>>> | undefined
  /** Catalogue of known exploited vulnerabilities of CISA, in JSON. */
  readonly kev?: Stated<string> | undefined
  /** Scores of EPSS, in CSV, as it is or with gzip. */
  readonly epss?: Stated<string> | undefined
  /** Days after which these two files are too old to be believed. */
  readonly 'max-age'?: Stated<number> | undefined
  /** Whether scanners' own files of exceptions in the repository are honoured. */
  readonly 'ignore-files'?: Stated<boolean> | undefined
}

const KEYS = ['ignore-unfixed', 'grace', 'kev', 'epss', 'max-age', 'ignore-files'] as const

/** What catalogues are believed for where the policy does not say. */
export const MAX_AGE_DAYS = 30
const MOST_DAYS = 3_650

/** Reads the section. What is wrong is noted in the reader. */
export function readSecurityOptions(reader: YamlReader, node: unknown, file: string): SecurityOptions {
  const fields = reader.fields(node, KEYS, 'security options')
  if (!fields) return {}
  const stated = <Value>(
    key: (typeof KEYS)[number],
    read: (node: unknown) => Value | undefined,
  ): Stated<Value> | undefined => {
    const written = fields[key]
    if (written === undefined) return undefined
    const value = read(written)
    return value === undefined ? undefined : { value, source: file, line: reader.lineOf(written) }
  }
  return {
    'ignore-unfixed': stated('ignore-unfixed', (value) => reader.flag(value)),
    grace: stated('grace', (value) => readGrace(reader, value)),
    kev: stated('kev', (value) => readFile(reader, value)),
    epss: stated('epss', (value) => readFile(reader, value)),
    'max-age': stated('max-age', (value) => readDays(reader, value)),
    'ignore-files': stated('ignore-files', (value) => reader.flag(value)),
  }
}

function readGrace(reader: YamlReader, node: unknown): Partial<Record<Severity, number>> | undefined {
  const fields = reader.fields(node, SEVERITIES, 'days of grace by severity')
  if (!fields) return undefined
  const days = SEVERITIES.flatMap((severity): [Severity, number][] => {
    const written = fields[severity]
    const count = written === undefined ? undefined : readDays(reader, written)
    return count === undefined ? [] : [[severity, count]]
  })
  return Object.fromEntries(days)
}

/** `14 d`, or 14. */
function readDays(reader: YamlReader, node: unknown): number | undefined {
  const text = reader.isText(node) ? reader.text(node, 'days') : undefined
  const days = reader.isText(node)
    ? Number(/^(\d{1,4})\s*d(?:ays?)?$/.exec(text?.trim() ?? '')?.[1])
    : reader.integer(node, 'days')
  if (days === undefined) return undefined
  if (days >= 0 && days <= MOST_DAYS) return days
  reader.refuse(node, `expected days such as 14 d, at most ${MOST_DAYS} of them`)
  return undefined
}

function readFile(reader: YamlReader, node: unknown): string | undefined {
  const file = reader.text(node, 'the path of a file')?.trim().replaceAll('\\', '/')
  if (file === undefined) return undefined
  if (!/^(?:\/|[A-Za-z]:|.*:\/\/)/.test(file) && !file.split('/').includes('..')) return file
  reader.refuse(node, `${JSON.stringify(file)} is no path within the repository`)
  return undefined
}

/** What a policy that is extended pins: with catalogues of its own a repository could make its locked rules count less. */
const PINNED: ReadonlySet<string> = new Set(['kev', 'epss', 'max-age'])

/** The options of a file on top of those that it inherits, option by option; of catalogues those that it inherits hold. */
export function mergeSecurityOptions(
  inherited: SecurityOptions | undefined,
  own: SecurityOptions | undefined,
): SecurityOptions | undefined {
  if (inherited === undefined || own === undefined) return own ?? inherited
  return Object.fromEntries(
    KEYS.map((key) => [key, PINNED.has(key) ? (inherited[key] ?? own[key]) : (own[key] ?? inherited[key])]),
  )
}
