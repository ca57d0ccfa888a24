import { finders, type Finder, named } from './finds.ts'
import { at, itemsOf, textAt } from './value-tree.ts'

const CRATE = { scheme: 'cargo', role: 'version', what: 'the crate version' } as const

export const RUST_FINDERS: readonly Finder[] = finders([
  {
    id: 'cargo',
    matches: named('Cargo.toml'),
    names: async (source) => [textAt(await source.toml(), 'package', 'name')],
    find: async (source, finds) => {
      const tree = await source.toml()
      const version = at(tree, 'package', 'version')
      // `version.workspace = true`: the workspace's own is a place.
      if (textAt(version, 'workspace') !== 'true') finds.declare(version, CRATE)
      finds.declare(at(tree, 'workspace', 'package', 'version'), {
        ...CRATE,
        what: 'the version of the Cargo workspace',
      })
    },
  },
  {
    id: 'cargo-lock',
    matches: named('Cargo.lock'),
    find: async (source, finds, { names }) => {
      for (const entry of itemsOf(at(await source.toml(), 'package'))) {
        // A crate of the registry or of git has a source; one in this repository has none.
        const owner =
          at(entry, 'source') === undefined ? names.get(textAt(entry, 'name')?.toLowerCase() ?? '') : undefined
        if (owner) finds.declare(at(entry, 'version'), { ...CRATE, what: 'the crate version in the lock file', owner })
      }
    },
  },
])
