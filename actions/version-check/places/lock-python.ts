import { finders, type Finder, type Finds, type FinderContext, named } from './finds.ts'
import { type Ask, compareHash, folderOf, LockDifferences } from './lock-step.ts'
import type { Source } from './source.ts'
import {
  at,
  entriesOf,
  itemsOf,
  type MapNode,
  type ScalarNode,
  textAt,
  UnreadableError,
  type ValueNode,
} from './value-tree.ts'

export const PYTHON_LOCK_FINDERS: readonly Finder[] = finders([
  {
    id: 'uv-lock-step',
    matches: named('uv.lock'),
    find: compareUv,
  },
  {
    id: 'poetry-lock-step',
    matches: named('poetry.lock'),
    find: comparePoetry,
  },
])

async function comparePoetry(lock: Source, finds: Finds, { sourceOf }: FinderContext): Promise<void> {
  const manifest = sourceOf(`${lock.folder}pyproject.toml`)
  const hash = at(await lock.toml(), 'metadata', 'content-hash')
  if (!manifest) return
  if (hash?.kind !== 'scalar') throw new UnreadableError('it has no metadata.content-hash', 0)
  await manifest.toml()
  const [{ parse }, { poetryHashes }] = await Promise.all([import('smol-toml'), import('./lock-hash.ts')])
  const [current, ungrouped, ofTool] = poetryHashes(parse(manifest.text.replace(/^\uFEFF/, '')))
  const [, major = '1', minor = '0'] = /^#.*\bPoetry (\d+)\.(\d+)/.exec(lock.text.replace(/^\uFEFF/, '')) ?? []
  const isBefore = (before: number): boolean => Number(major) * 100 + Number(minor) < before
  // Newer versions write another hash for the same manifest, and take that of the older ones.
  const right = [current, ...(isBefore(203) ? [ungrouped] : []), ...(isBefore(200) ? [ofTool] : [])]
  const told = { lock, hash, manifest: 'pyproject.toml', renew: '`poetry lock`' }
  compareHash(finds, told, isBefore(300) ? right : [...right, undefined])
}

async function compareUv(lock: Source, finds: Finds, { sourceOf }: FinderContext): Promise<void> {
  for (const entry of itemsOf(at(await lock.toml(), 'package'))) {
    const folder = textAt(entry, 'source', 'editable') ?? textAt(entry, 'source', 'virtual')
    const manifest = folder === undefined ? undefined : sourceOf(`${folderOf(lock, folder)}pyproject.toml`)
    if (!manifest) continue
    const tree = await manifest.toml()
    const differences = new LockDifferences(finds, manifest, lock, '`uv lock`')
    const name = at(tree, 'project', 'name')
    if (name?.kind === 'scalar' && normalName(name.text) !== textAt(entry, 'name')) {
      differences.onManifest(
        name.start,
        `is named ${name.text}, where uv.lock has ${textAt(entry, 'name') ?? 'no name'}`,
      )
    }
    const isDynamic = dynamicGroups(tree)
    const asked = grouped([...projectAsks(tree), ...groupAsks(tree)])
    const held = grouped(heldByUv(entry).filter(([group]) => !isDynamic(group)))
    const isRecorded = at(entry, 'metadata') !== undefined
    const isElsewhere = new Set(entriesOf(at(tree, 'tool', 'uv', 'sources')).map(([each]) => normalName(each)))
    for (const [key, asks] of asked) {
      const [ask] = asks
      const found = held.get(key)
      if (!ask || (!isRecorded && found !== undefined)) continue
      const isPlain = !isElsewhere.has(normalName(ask.name)) && asks.every(({ range }) => IS_PLAIN.test(range))
      if (found === undefined || (isPlain && rangesOf(asks) !== rangesOf(found))) {
        differences.ask({ ...ask, range: rangesOf(asks) }, found && rangesOf(found))
      }
    }
    if (isRecorded) for (const [key, [ask]] of held) if (ask && !asked.has(key)) differences.extra(ask)
    differences.tell(!isRecorded && held.size === 0)
  }
}

/** Clauses that uv writes as they are: letters stand for pre-releases, whose spelling it changes. */
const IS_PLAIN = /^[\d.,<>=!~*]*$/

type Grouped = ReadonlyMap<string, readonly Ask[]>

/** One name can be asked for several times, for several systems. */
function grouped(asks: readonly (readonly [string, Ask])[]): Grouped {
  const groups = new Map<string, Ask[]>()
  for (const [group, ask] of asks) {
    const key = `${group} ${normalName(ask.name)}`
    groups.set(key, [...(groups.get(key) ?? []), ask])
  }
  return groups
}

function rangesOf(asks: readonly Ask[]): string {
  return [...new Set(asks.map(({ range }) => range.split(',').sort().join(',')))].sort().join(' or ')
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-')
}

/** `name[extra] (>=1,<2) ; marker` (https://packaging.python.org/en/latest/specifications/dependency-specifiers/). */
const REQUIREMENT = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(@|[^;]*)/

function requirementsOf(node: ValueNode | undefined, group: string): readonly (readonly [string, Ask])[] {
  return itemsOf(node).flatMap((item) => {
    const [, name, rest = ''] = item.kind === 'scalar' ? (REQUIREMENT.exec(item.text) ?? []) : []
    if (name === undefined) return []
    return [[group, { name, range: rest.replaceAll(/[\s()]/g, ''), offset: item.start }] as const]
  })
}

/** What pyproject.toml asks for where it does not leave that to a build. */
function projectAsks(tree: MapNode): readonly (readonly [string, Ask])[] {
  const extras = entriesOf(at(tree, 'project', 'optional-dependencies'))
  return [
    ...requirementsOf(at(tree, 'project', 'dependencies'), ''),
    ...extras.flatMap(([extra, list]) => requirementsOf(list, `extra ${normalName(extra)}`)),
  ]
}

/** What a build finds out is in the lock file and not in the manifest. */
function dynamicGroups(tree: MapNode): (group: string) => boolean {
  const dynamic = itemsOf(at(tree, 'project', 'dynamic')).map((item) => textAt(item))
  return (group) =>
    (group === '' && dynamic.includes('dependencies')) ||
    (group.startsWith('extra ') && dynamic.includes('optional-dependencies'))
}

function groupAsks(tree: MapNode): readonly (readonly [string, Ask])[] {
  const groups = at(tree, 'dependency-groups')
  const names = new Map(entriesOf(groups).map(([name, list]) => [normalName(name), list]))
  const membersOf = (name: string, seen: readonly string[], into: string): readonly (readonly [string, Ask])[] => {
    if (seen.includes(name)) return []
    const list = names.get(name)
    const included = itemsOf(list).flatMap((item) => textAt(item, 'include-group') ?? [])
    const inner = included.flatMap((each) => membersOf(normalName(each), [...seen, name], into))
    return [...requirementsOf(list, into), ...inner]
  }
  return [
    ...[...names.keys()].flatMap((name) => membersOf(name, [], `group ${name}`)),
    ...requirementsOf(at(tree, 'tool', 'uv', 'dev-dependencies'), 'group dev'),
  ]
}

/** What uv wrote down of the manifest; in old lock files only what came of it. */
function heldByUv(entry: ValueNode): readonly (readonly [string, Ask])[] {
  const metadata = at(entry, 'metadata')
  const source = metadata ?? entry
  const requires = metadata ? at(metadata, 'requires-dist') : at(entry, 'dependencies')
  const groups = at(source, metadata ? 'requires-dev' : 'dev-dependencies')
  const extras = metadata ? [] : entriesOf(at(entry, 'optional-dependencies'))
  return [
    ...itemsOf(requires).flatMap((item) => heldAsk(item, '')),
    ...extras.flatMap(([extra, list]) => itemsOf(list).flatMap((item) => heldAsk(item, `extra ${extra}`))),
    ...entriesOf(groups).flatMap(([group, list]) => itemsOf(list).flatMap((item) => heldAsk(item, `group ${group}`))),
  ]
}

function heldAsk(item: ValueNode, group: string): readonly (readonly [string, Ask])[] {
  const name = at(item, 'name')
  if (name?.kind !== 'scalar') return []
  const [, extra] = /extra == '([^']+)'/.exec(textAt(item, 'marker') ?? '') ?? []
  return [[extra === undefined ? group : `extra ${extra}`, heldOf(item, name)]]
}

function heldOf(item: ValueNode, name: ScalarNode): Ask {
  return { name: name.text, range: (textAt(item, 'specifier') ?? '').replaceAll(' ', ''), offset: name.start }
}
