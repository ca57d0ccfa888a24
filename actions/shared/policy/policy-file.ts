import { ConfigurationError } from '../model/errors.ts'
import { SECTIONS, type RulesOfSections } from './defaults.ts'
import { compilePaths, type PathFilter } from './path-filter.ts'
import { RULE_LEVELS, type Rule } from './rule.ts'
import { parseRule } from './rule-parser.ts'
import { readYaml, type YamlReader } from './yaml-reader.ts'

/** What somebody agreed to forgive, until when. */
export interface Waiver {
  /** Id of the finding: `CVE-2024-12345`, `B602`. */
  readonly id: string
  readonly paths?: PathFilter | undefined
  readonly reason: string
  readonly owner: string
  /** The last day on which it holds, `2027-01-31`. */
  readonly expires: string
}

/** A policy file. A section that it does not have is absent, so that the defaults hold there. */
export interface Policy extends RulesOfSections {
  readonly waivers: readonly Waiver[]
  /** What the reader of the verdict must know about the file. */
  readonly notices: readonly string[]
}

const POLICY_KEYS = [...SECTIONS, 'waivers'] as const
const RULE_KEYS = ['rule', 'level', 'label', 'paths'] as const
const WAIVER_KEYS = ['id', 'paths', 'reason', 'owner', 'expires'] as const

/**
 * Reads a policy file (`.github/cicd.yml`). `file` is its path as messages and reasons name it.
 * Rejects with a ConfigurationError that holds every problem as `file:line:column: problem`.
 */
export async function parsePolicy(text: string, file: string): Promise<Policy> {
  const { root, reader } = await readYaml(text, file)
  const policy: { -readonly [Name in keyof Policy]: Policy[Name] } = { waivers: [], notices: [] }
  const fields = root === null ? undefined : reader.fields(root, POLICY_KEYS, 'a policy')
  for (const section of SECTIONS) {
    const node = fields?.[section]
    if (node !== undefined) policy[section] = await readAll(reader, node, 'a list of rules', readRule, file)
  }
  const waivers = fields?.waivers
  if (waivers !== undefined) policy.waivers = await readAll(reader, waivers, 'a list of waivers', readWaiver, file)
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems)
  const count = policy.waivers.length
  if (count > 0) {
    policy.notices = [`${file} has ${count} ${count === 1 ? 'waiver' : 'waivers'}: not judged yet, nothing is forgiven`]
  }
  return policy
}

type ReadItem<T> = (reader: YamlReader, node: unknown, file: string) => Promise<T | undefined>

async function readAll<T>(
  reader: YamlReader,
  list: unknown,
  what: string,
  read: ReadItem<T>,
  file: string,
): Promise<readonly T[]> {
  const items: T[] = []
  for (const node of reader.items(list, what)) {
    const item = await read(reader, node, file)
    if (item !== undefined) items.push(item)
  }
  return items
}

async function readRule(reader: YamlReader, node: unknown, file: string): Promise<Rule | undefined> {
  if (reader.isText(node)) {
    return parsed(reader, node, () => parseRule(reader.text(node, 'a rule') ?? '', { source: file }))
  }
  const fields = reader.fields(node, RULE_KEYS, 'a rule')
  if (!fields) return undefined
  if (fields.rule === undefined) reader.refuse(node, 'a rule needs the key rule')
  const text = fields.rule === undefined ? undefined : reader.text(fields.rule, 'a rule')
  const level = fields.level === undefined ? 'fail' : reader.oneOf(fields.level, RULE_LEVELS)
  const label = fields.label === undefined ? undefined : reader.text(fields.label, 'a label')
  const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
  if (text === undefined) return undefined
  return parsed(reader, fields.rule, () => parseRule(text, { source: file, level, label, paths }))
}

async function readWaiver(reader: YamlReader, node: unknown): Promise<Waiver | undefined> {
  const fields = reader.fields(node, WAIVER_KEYS, 'a waiver')
  if (!fields) return undefined
  const missing = (['id', 'reason', 'owner', 'expires'] as const).filter((key) => fields[key] === undefined)
  if (missing.length > 0) {
    reader.refuse(node, `a waiver needs ${missing.join(', ')}`)
    return undefined
  }
  const id = reader.text(fields.id, 'an id')
  const reason = reader.text(fields.reason, 'a reason')
  const owner = reader.text(fields.owner, 'an owner')
  const expires = reader.text(fields.expires, 'a date')
  const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
  if (id === undefined || reason === undefined || owner === undefined || expires === undefined) return undefined
  if (!isDate(expires)) {
    reader.refuse(fields.expires, `${JSON.stringify(expires)} is not a date such as 2027-01-31`)
    return undefined
  }
  return { id, paths, reason, owner, expires }
}

async function readPaths(reader: YamlReader, node: unknown): Promise<PathFilter | undefined> {
  const known = reader.problems.length
  const nodes = reader.isText(node) ? [node] : reader.items(node, 'a glob or a list of globs')
  const globs = nodes.map((item) => reader.text(item, 'a glob')).filter((glob) => glob !== undefined)
  if (globs.length === 0 && reader.problems.length === known) reader.refuse(node, 'paths needs at least one glob')
  if (reader.problems.length > known) return undefined
  try {
    return await compilePaths(globs)
  } catch (error) {
    refused(reader, node, error)
    return undefined
  }
}

function parsed<T>(reader: YamlReader, node: unknown, parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    refused(reader, node, error)
    return undefined
  }
}

function refused(reader: YamlReader, node: unknown, error: unknown): void {
  if (!(error instanceof ConfigurationError)) throw error
  reader.refuse(node, error.message)
}

/** A day of the calendar: 2027-02-30 is none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
