import { rangeContains } from '../language-ranges.ts'
import { finders, type Finder, type Finds, type FinderContext, named } from './finds.ts'
import { LockDifferences } from './lock-step.ts'
import { linesOf } from './properties.ts'
import type { Source } from './source.ts'
import { at, entriesOf, itemsOf, type MapNode, textAt, type ValueNode } from './value-tree.ts'

export const RUST_GO_LOCK_FINDERS: readonly Finder[] = finders([
  {
    id: 'cargo-lock-step',
    matches: named('Cargo.lock'),
    find: compareCargo,
  },
  {
    id: 'go-sum-step',
    matches: named('go.sum'),
    find: compareGoSum,
  },
])

async function compareCargo(lock: Source, finds: Finds, { files, sourceOf }: FinderContext): Promise<void> {
  const packages = itemsOf(at(await lock.toml(), 'package'))
  const workspace = sourceOf(`${lock.folder}Cargo.toml`)
  const top = workspace && (await workspace.toml())
  for (const file of files) {
    const manifest = file.endsWith('Cargo.toml') && file.startsWith(lock.folder) ? sourceOf(file) : undefined
    const tree = manifest && (await manifest.toml())
    const name = at(tree, 'package', 'name')
    if (!manifest || !tree || name?.kind !== 'scalar') continue
    const differences = new LockDifferences(finds, manifest, lock, '`cargo update --workspace`')
    const entry = packages.find((each) => textAt(each, 'name') === name.text && at(each, 'source') === undefined)
    // A crate below can be left out of the workspace; the one beside its lock file cannot.
    if (!entry && manifest === workspace) {
      differences.onManifest(name.start, `is the crate ${name.text}, which Cargo.lock does not have`)
    }
    // What a crate is tested with is locked for members of the workspace alone.
    const isMember = manifest === workspace || at(top, 'workspace') !== undefined
    for (const each of entry ? cargoAsks(tree, top, isMember) : []) {
      const held = lockedVersions(packages, entry, each.name)
      const ask = { name: each.name, range: each.range ?? '', offset: each.offset }
      if (held.length === 0) differences.ask(ask, undefined)
      else if (
        each.range !== undefined &&
        held.every((version) => cargoContains(each.range ?? '', version) === false)
      ) {
        differences.ask(ask, held.join(', '))
      }
    }
    differences.tell(entry !== undefined && at(entry, 'dependencies') === undefined)
  }
}

interface CargoAsk {
  readonly name: string
  readonly range: string | undefined
  readonly offset: number
}

function cargoAsks(tree: MapNode, top: MapNode | undefined, isMember: boolean): readonly CargoAsk[] {
  const kinds = ['dependencies', 'build-dependencies', ...(isMember ? ['dev-dependencies'] : [])]
  const holders = [tree, ...entriesOf(at(tree, 'target')).map(([, target]) => target)]
  return holders.flatMap((holder) =>
    kinds.flatMap((kind) =>
      entriesOf(at(holder, kind)).map(([key, node]) => {
        const isOfWorkspace = textAt(node, 'workspace') === 'true'
        const declared = isOfWorkspace ? at(top, 'workspace', 'dependencies', key) : node
        const name = textAt(declared, 'package') ?? key
        const range = declared?.kind === 'scalar' ? declared.text : textAt(declared, 'version')
        return { name, range, offset: node.start }
      }),
    ),
  )
}

/** The versions of a crate that another uses: `"rand"`, or `"rand 0.8.5"` where the lock file has several. */
function lockedVersions(packages: readonly ValueNode[], entry: ValueNode | undefined, name: string): readonly string[] {
  const wanted = name.replaceAll('-', '_')
  return itemsOf(at(entry, 'dependencies')).flatMap((item) => {
    const [used = '', version] = textAt(item)?.split(' ') ?? []
    if (used.replaceAll('-', '_') !== wanted) return []
    if (version !== undefined) return [version]
    const found = packages.find((each) => textAt(each, 'name') === used)
    return [textAt(found, 'version') ?? '']
  })
}

/** A requirement without an operator is one with `^` (https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html). */
function cargoContains(range: string, version: string): boolean | undefined {
  const carets = range
    .split(',')
    .map((part) => part.trim().replace(/^(?=\d[\w.]*$)/, '^'))
    .map((part) => (/[*xX]/.test(part) ? part.replace(/^\^/, '') : part))
  return rangeContains(carets.join(','), version.replace(/\+.*$/, ''))
}

interface GoModule {
  readonly path: string
  readonly version: string
  readonly offset: number
}

/** The modules that go.mod requires from elsewhere, as they are replaced (https://go.dev/ref/mod#go-mod-file). */
export function requiredModules(text: string): readonly GoModule[] {
  const required: GoModule[] = []
  const replaced = new Map<string, string>()
  let block = ''
  for (const { start, line } of linesOf(text)) {
    const words = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/)
    if (block !== '' && words[0] === ')') block = ''
    else if (words[1] === '(') block = words[0] ?? ''
    else {
      const [verb, rest] = block === '' ? [words[0], words.slice(1)] : [block, words]
      const [path = '', version = ''] = rest.map((word) => word.replaceAll('"', ''))
      if (verb === 'require' && version !== '') required.push({ path, version, offset: start + line.indexOf(path) })
      if (verb === 'replace') {
        const arrow = rest.indexOf('=>')
        replaced.set(rest.slice(0, arrow).join(' '), rest.slice(arrow + 1).join(' '))
      }
    }
  }
  return required.flatMap((each) => {
    const by = replaced.get(`${each.path} ${each.version}`) ?? replaced.get(each.path)
    if (by === undefined) return [each]
    const [path = '', version = ''] = by.split(' ')
    return version === '' ? [] : [{ ...each, path, version }]
  })
}

function compareGoSum(lock: Source, finds: Finds, { sourceOf }: FinderContext): void {
  const manifest = sourceOf(`${lock.folder}go.mod`)
  if (!manifest) return
  const held = new Set([...linesOf(lock.text)].map(({ line }) => line.split(' ').slice(0, 2).join(' ')))
  const differences = new LockDifferences(finds, manifest, lock, '`go mod tidy`')
  for (const { path, version, offset } of requiredModules(manifest.text)) {
    if (held.has(`${path} ${version}/go.mod`)) continue
    const other = [...held].find((key) => key.startsWith(`${path} `) && key.endsWith('/go.mod'))
    differences.ask({ name: path, range: version, offset }, other?.slice(path.length + 1, -'/go.mod'.length))
  }
  differences.tell()
}
