import type * as Yaml from 'yaml'
import { ConfigurationError } from '../model/errors.ts'
import { readYaml } from './yaml-reader.ts'

/** What a change does to the policy file. Plain text, not escaped. */
export interface PolicyDiff {
  /** `- quality: coverage.line >= 80`, `+ quality: coverage.line >= 60`; what is replaced stands before what replaces it. */
  readonly lines: readonly string[]
  /** Lines beside these. */
  readonly left: number
  /** Why the lines do not tell it, as far as they do not. */
  readonly note?: string | undefined
}

const MOST_LINES = 200
const LINE_LIMIT = 300
const DEEPEST = 6

/**
 * Compares two texts of a policy file by what they say: rules, waivers and the like that are added, removed or changed.
 * Order, comments and layout say nothing. An absent text is no file; `file` is its name in messages.
 */
export async function policyDiff(
  before: string | undefined,
  after: string | undefined,
  file: string,
): Promise<PolicyDiff> {
  const [old, ours] = [await statements(before, file), await statements(after, file)]
  const unread = [
    ...(typeof old === 'string' ? [`the base branch's version cannot be read: ${old}`] : []),
    ...(typeof ours === 'string' ? [`the version of this change cannot be read: ${ours}`] : []),
  ]
  if (typeof old === 'string' || typeof ours === 'string') return { lines: [], left: 0, note: unread.join('; ') }
  const lines = compared(old, ours)
  const note = after === undefined ? 'the change removes the file' : lines.length === 0 ? UNCHANGED : undefined
  return { lines: lines.slice(0, MOST_LINES), left: Math.max(0, lines.length - MOST_LINES), note }
}

const UNCHANGED = 'nothing that it asks for is different: only order, comments or layout are'

/** One thing that a policy says. */
interface Statement {
  /** What it is about: two that share it are two versions of one. */
  readonly subject: string
  readonly text: string
}

function compared(before: readonly Statement[], after: readonly Statement[]): string[] {
  const kept = new Set(after.map(({ text }) => text))
  const known = new Set(before.map(({ text }) => text))
  const removed = before.filter(({ text }) => !kept.has(text))
  const added = after.filter(({ text }) => !known.has(text))
  const bySubject = new Map<string, { removed: string[]; added: string[] }>()
  const of = (subject: string): { removed: string[]; added: string[] } => {
    const known = bySubject.get(subject) ?? { removed: [], added: [] }
    bySubject.set(subject, known)
    return known
  }
  for (const { subject, text } of removed) of(subject).removed.push(`- ${text}`)
  for (const { subject, text } of added) of(subject).added.push(`+ ${text}`)
  return [...bySubject.values()]
    .flatMap((change) => [...change.removed, ...change.added])
    .map((line) => line.slice(0, LINE_LIMIT))
}

/** What a text says, section by section; or why it cannot be read. */
async function statements(text: string | undefined, file: string): Promise<readonly Statement[] | string> {
  if (text === undefined) return []
  try {
    const { root } = await readYaml(text, file)
    const yaml = await import('yaml')
    if (root === null) return []
    return yaml.isMap(root) ? root.items.flatMap(({ key, value }) => ofSection(yaml, key, value)) : 'it is no mapping'
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems[0] ?? error.message
    throw error
  }
}

function ofSection(yaml: typeof Yaml, key: unknown, value: unknown): Statement[] {
  const section = flat(yaml, key)
  if (!yaml.isSeq(value) || value.items.length === 0) {
    return [{ subject: section, text: `${section}: ${flat(yaml, value)}` }]
  }
  return value.items.map((item) => ({
    subject: `${section} ${subjectOf(yaml, item)}`,
    text: `${section}: ${flat(yaml, item)}`,
  }))
}

/** The metric of a rule with its scope, the id of a waiver, the name of a test; else the item itself. */
function subjectOf(yaml: typeof Yaml, item: unknown): string {
  const rule = (text: string): string => /^[^\s<>=!]+/.exec(text.trim())?.[0] ?? text
  if (!yaml.isMap(item)) return rule(flat(yaml, item))
  const field = (name: string): string => (item.has(name) ? flat(yaml, item.get(name, true)) : '')
  return [rule(field('rule')), ...['label', 'paths', 'package', 'id', 'test'].map(field)].join(' ').trimEnd()
}

/** A node on one line: keys of mappings in one order, whatever order they were written in. */
function flat(yaml: typeof Yaml, node: unknown, depth = 0): string {
  if (yaml.isScalar(node)) return String(node.value).trim().replace(/\s+/g, ' ')
  if (yaml.isAlias(node)) return `*${node.source}`
  if (depth >= DEEPEST) return '…'
  if (yaml.isSeq(node)) return `[${node.items.map((item) => flat(yaml, item, depth + 1)).join(', ')}]`
  if (!yaml.isMap(node)) return ''
  const pairs = node.items.map(({ key, value }) => [flat(yaml, key, depth + 1), flat(yaml, value, depth + 1)] as const)
  const order = (name: string) => (MAIN_KEYS.includes(name) ? MAIN_KEYS.indexOf(name) : MAIN_KEYS.length)
  const sorted = pairs.sort(([left], [right]) => order(left) - order(right) || (left < right ? -1 : 1))
  return sorted.map(([name, value]) => (name === 'rule' ? value : `${name}: ${value}`)).join(', ')
}

const MAIN_KEYS = ['rule', 'id', 'test', 'paths', 'package', 'reason', 'owner', 'expires']
