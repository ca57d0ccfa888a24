import { ConfigurationError } from '../model/errors.ts'
import { SECTIONS, type RulesOfSections } from './defaults.ts'
import { readRule } from './policy-rules.ts'
import { readWaiver, type Waiver } from './policy-waivers.ts'
import { readYaml, type YamlReader } from './yaml-reader.ts'

/** A policy file. A section that it does not have is absent, so that the defaults hold there. */
export interface Policy extends RulesOfSections {
  readonly waivers: readonly Waiver[]
  /** What the reader of the verdict must know about the file. */
  readonly notices: readonly string[]
}

const POLICY_KEYS = [...SECTIONS, 'waivers'] as const

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
