import { createHash } from 'node:crypto'
import { entriesOf, type MapNode, type ValueNode } from './value-tree.ts'

/** What Composer's lock file is for (Composer\Package\Locker::getContentHash). */
const COMPOSER_KEYS = [
  ...['conflict', 'extra', 'minimum-stability', 'name', 'prefer-stable', 'provide', 'replace', 'repositories'],
  ...['require', 'require-dev', 'version'],
]

/** The hash that Composer writes into its lock file; nothing where this reader cannot write what PHP would. */
export function composerHash(manifest: MapNode): string | undefined {
  const relevant = new Map(entriesOf(manifest).filter(([key]) => COMPOSER_KEYS.includes(key)))
  const config = manifest.entries.get('config')
  const platform = config?.kind === 'map' ? config.entries.get('platform') : undefined
  // PHP takes no key for set that is null.
  const isSet = platform && !(platform.kind === 'scalar' && platform.readAs === 'null')
  if (isSet) relevant.set('config', { ...manifest, entries: new Map([['platform', platform]]) })
  const sorted = [...relevant.keys()].sort()
  const written = phpJson({ ...manifest, entries: new Map(sorted.map((key) => [key, relevant.get(key) ?? manifest])) })
  return written === undefined ? undefined : createHash('md5').update(written).digest('hex')
}

/** `json_encode` of what `json_decode` makes of a text: an empty object is an empty list, a slash and what is not ASCII are escaped. */
function phpJson(node: ValueNode): string | undefined {
  if (node.kind === 'alias') return undefined
  if (node.kind === 'scalar') {
    if (node.isText) return escaped(JSON.stringify(node.text)).replaceAll('/', '\\/')
    return /^(-?\d{1,15}|true|false|null)$/.test(node.text) ? node.text : undefined
  }
  if (node.kind === 'list') return enclosed('[', node.items.map(phpJson), ']')
  if (node.entries.size === 0) return '[]'
  const entries = [...node.entries].map(([key, value]) => {
    const written = phpJson(value)
    // A key that is a number makes a list of it, or another order.
    if (written === undefined || /^-?\d+$/.test(key)) return undefined
    return `${escaped(JSON.stringify(key)).replaceAll('/', '\\/')}:${written}`
  })
  return enclosed('{', entries, '}')
}

function enclosed(
  open: string,
  parts: readonly (string | undefined)[],
  close: string,
  comma = ',',
): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(comma)}${close}`
}

function escaped(text: string): string {
  return text.replaceAll(/[\u007f-\uffff]/g, (character) => {
    // PHP and Python both leave DEL as it is.
    if (character === '\u007f') return character
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

type Table = Readonly<Record<string, unknown>>

/**
 * The hashes that Poetry would take for the lock file of a pyproject.toml, as tomllib reads it
 * (poetry.packages.locker.Locker._get_content_hash): since 2.3, since 2.0 and before. Undefined where this reader cannot
 * write what Python would.
 */
export function poetryHashes(manifest: Table): readonly (string | undefined)[] {
  const project = picked(tableAt(manifest, 'project'), ['requires-python', 'dependencies', 'optional-dependencies'])
  const groups = tableAt(manifest, 'dependency-groups')
  const tool = tableAt(tableAt(manifest, 'tool'), 'poetry')
  return [poetryHash(tool, project, groups), poetryHash(tool, project, {}), poetryHash(tool, {}, {})]
}

/** Keys that are written even where they are not set, as long as nothing stands in the tables that Poetry has not made. */
const OLD_POETRY_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies']

function poetryHash(tool: Table, project: Table, groups: Table): string | undefined {
  const [hasProject, hasGroups] = [Object.keys(project).length > 0, Object.keys(groups).length > 0]
  const poetry = picked(tool, [...OLD_POETRY_KEYS, 'group'])
  const content =
    hasProject || hasGroups
      ? { ...(hasProject && { project }), ...(hasGroups && { 'dependency-groups': groups }), tool: { poetry } }
      : { ...Object.fromEntries(OLD_POETRY_KEYS.map((key) => [key, null])), ...poetry }
  const written = pythonJson(content)
  return written === undefined ? undefined : createHash('sha256').update(written).digest('hex')
}

function tableAt(table: Table, key: string): Table {
  const found = table[key]
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Table) : {}
}

function picked(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(keys.flatMap((key) => (table[key] === undefined ? [] : [[key, table[key]]])))
}

/** `json.dumps(value, sort_keys=True)`; nothing for what JSON does not have, or what both write in other ways. */
function pythonJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return escaped(JSON.stringify(value))
  if (Array.isArray(value)) return enclosed('[', value.map(pythonJson), ']', ', ')
  if (typeof value !== 'object' || value instanceof Date) return undefined
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return enclosed(
    '{',
    entries.map(([key, inner]) => {
      const written = pythonJson(inner)
      return written === undefined ? undefined : `${escaped(JSON.stringify(key))}: ${written}`
    }),
    '}',
    ', ',
  )
}
