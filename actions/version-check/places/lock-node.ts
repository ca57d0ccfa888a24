import { compilePaths } from '../../shared/policy/path-filter.ts'
import { finders, type Finder, type Finds, type FinderContext, named } from './finds.ts'
import { type Ask, type Asks, asksOf, folderOf, LockDifferences } from './lock-step.ts'
import type { Source } from './source.ts'
import { at, entriesOf, itemsOf, textAt, UnreadableError, type ValueNode } from './value-tree.ts'
import { readYamlTrees } from './yaml-tree.ts'

/** npm writes these groups of a manifest into its lock file as they are. */
const NPM_GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

export const NODE_LOCK_FINDERS: readonly Finder[] = finders([
  {
    id: 'npm-lock-step',
    matches: named('package-lock.json', 'npm-shrinkwrap.json'),
    find: compareNpm,
  },
  {
    id: 'pnpm-lock-step',
    matches: named('pnpm-lock.yaml'),
    find: comparePnpm,
  },
  {
    id: 'yarn-lock-step',
    matches: named('yarn.lock'),
    find: compareYarn,
  },
])

async function compareNpm(lock: Source, finds: Finds, context: FinderContext): Promise<void> {
  const root = lock.json()
  const packages = at(root, 'packages')
  const manifests = await manifestsOf(lock, context)
  // Folders that are asked for as such (`file:`) are there as well.
  const others = entriesOf(packages).flatMap(
    ([folder]) => context.sourceOf(`${lock.folder}${folder}/package.json`) ?? [],
  )
  for (const manifest of new Set([...manifests, ...others])) {
    const differences = new LockDifferences(finds, manifest, lock, '`npm install`')
    const folder = manifest.folder.slice(lock.folder.length, -1)
    const entry = at(packages, folder)
    if (entry) differences.compare(npmAsks(manifest.json()), npmAsks(entry))
    else if (packages) differences.onManifest(0, `has no entry in ${lock.base}`)
    // Version 1 of the format does not say what was asked for.
    else if (folder === '') compareNames(differences, manifest, root)
    differences.tell(entry ? npmAsks(entry).size === 0 : at(root, 'dependencies') === undefined && !packages)
  }
}

/** What is optional as well is only that, as npm has it. A range of git or of a folder may be spelt in many ways. */
function npmAsks(node: ValueNode): Asks {
  const optional = at(node, 'optionalDependencies')
  return new Map(
    NPM_GROUPS.flatMap((group) =>
      asksOf(at(node, group), group)
        .filter(([, { name }]) => group !== 'dependencies' || at(optional, name) === undefined)
        .map(
          ([key, ask]) => [key, { ...ask, range: /^[^:/]*$|^npm:/.test(ask.range) ? ask.range : 'elsewhere' }] as const,
        ),
    ),
  )
}

function compareNames(differences: LockDifferences, manifest: Source, root: ValueNode): void {
  for (const [key, ask] of npmAsks(manifest.json())) {
    const isNeeded = !key.startsWith('peerDependencies ') && !key.startsWith('optionalDependencies ')
    if (isNeeded && at(root, 'dependencies', ask.name) === undefined) differences.ask(ask, undefined)
  }
}

/** What pnpm and yarn lock of a manifest. */
const LOCKED_GROUPS = ['devDependencies', 'dependencies', 'optionalDependencies']

/** The dependencies of a manifest by their names alone: pnpm takes the last group that has one. */
function asksByName(manifest: Source, groups: readonly string[]): ReadonlyMap<string, Ask> {
  return new Map(groups.flatMap((group) => asksOf(at(manifest.json(), group), '').map(([, ask]) => [ask.name, ask])))
}

/** The head of pnpm's lock file, which says what was asked for; what follows is long, and slow to read as YAML. */
const PNPM_BODY = /^(?:packages|snapshots):/m

async function comparePnpm(lock: Source, finds: Finds, { sourceOf }: FinderContext): Promise<void> {
  const [root] = await readYamlTrees(lock.text.slice(0, PNPM_BODY.exec(lock.text)?.index))
  if (textAt(root, 'lockfileVersion') === undefined) throw new UnreadableError('it has no lockfileVersion', 0)
  const overrides = entriesOf(at(root, 'overrides')).map(([name]) => name)
  const leftOut = itemsOf(at(root, 'ignoredOptionalDependencies')).map((item) => textAt(item))
  const importers = at(root, 'importers')
  for (const [folder, importer] of importers && root ? entriesOf(importers) : [['.', root] as const]) {
    const manifest = sourceOf(`${folderOf(lock, folder)}package.json`)
    if (!manifest) continue
    const differences = new LockDifferences(finds, manifest, lock, '`pnpm install`')
    const specifiers = pnpmSpecifiers(importer)
    const asked = asksByName(manifest, LOCKED_GROUPS)
    const peers = asksByName(manifest, ['peerDependencies'])
    for (const [name, ask] of asked) {
      // An override (`name`, `name@range`) writes its own range there; links may be left out.
      const isOverridden = overrides.some((each) => each === name || each.startsWith(`${name}@`))
      if (isOverridden || leftOut.includes(name) || ask.range.startsWith('link:')) continue
      const held = specifiers.get(name)
      if (held?.range !== ask.range) differences.ask(ask, held?.range)
    }
    for (const [name, ask] of specifiers) if (!asked.has(name) && !peers.has(name)) differences.extra(ask)
    differences.tell(specifiers.size === 0)
  }
}

/** `{specifier, version}` of every dependency; in older lock files a mapping `specifiers`. */
function pnpmSpecifiers(importer: ValueNode | undefined): ReadonlyMap<string, Ask> {
  const recorded = asksOf(at(importer, 'specifiers'), '').map(([, ask]) => [ask.name, ask] as const)
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((group) =>
    entriesOf(at(importer, group)).flatMap(([name, entry]) => {
      const specifier = at(entry, 'specifier')
      return specifier?.kind === 'scalar'
        ? [[name, { name, range: specifier.text, offset: specifier.start }] as const]
        : []
    }),
  )
  return new Map([...recorded, ...groups])
}

/** Protocols whose dependencies yarn's lock file has in other words, or not at all. */
const NOT_LOCKED = /^(?:workspace|link|portal|patch|file|catalog|exec|git|https?|github)[:+]|^[.~/]|^[\w.-]+\/[\w.-]+/

async function compareYarn(lock: Source, finds: Finds, context: FinderContext): Promise<void> {
  if (lock.text.trim() !== '' && !/^(?:# yarn lockfile v1|__metadata:)/m.test(lock.text)) {
    throw new UnreadableError('it is no lock file of yarn', 0)
  }
  const held = new Set<string>()
  for (const [, keys = ''] of lock.text.matchAll(/^(["\w@].*):\r?$/gm)) {
    for (const key of keys.split(',')) held.add(key.trim().replaceAll('"', '').replace('@npm:', '@'))
  }
  const manifests = await manifestsOf(lock, context)
  const own = new Set(manifests.map((manifest) => textAt(manifest.json(), 'name')))
  const resolutions = entriesOf(at(manifests[0]?.json(), 'resolutions')).map(([name]) => name)
  for (const manifest of manifests) {
    const differences = new LockDifferences(finds, manifest, lock, '`yarn install`')
    const asked = asksByName(manifest, LOCKED_GROUPS)
    for (const [name, ask] of asked) {
      const isElsewhere = NOT_LOCKED.test(ask.range) || resolutions.some((each) => each.includes(name))
      const key = `${name}@${ask.range.replace(/^npm:/, '')}`
      if (!own.has(name) && !isElsewhere && !held.has(key)) differences.ask(ask, heldRange(held, name))
    }
    differences.tell(held.size === 0)
  }
}

/** The manifests that one lock file is for: the one beside it, and those of its workspaces. */
async function manifestsOf(lock: Source, { files, sourceOf }: FinderContext): Promise<readonly Source[]> {
  const own = sourceOf(`${lock.folder}package.json`)
  const workspaces = at(own?.json(), 'workspaces')
  const globs = itemsOf(at(workspaces, 'packages') ?? workspaces).flatMap((item) => textAt(item) ?? [])
  const sources = own ? [own] : []
  if (globs.length === 0) return sources
  const { matches } = await compilePaths(globs)
  for (const file of files) {
    if (!file.startsWith(lock.folder) || !file.endsWith('/package.json')) continue
    const folder = file.slice(lock.folder.length, -'/package.json'.length)
    const source = matches(folder) || matches(`${folder}/`) ? sourceOf(file) : undefined
    if (source) sources.push(source)
  }
  return sources
}

function heldRange(held: ReadonlySet<string>, name: string): string | undefined {
  const ranges = [...held].filter((key) => key.startsWith(`${name}@`)).map((key) => key.slice(name.length + 1))
  return ranges.length > 0 ? ranges.join(', ') : undefined
}
