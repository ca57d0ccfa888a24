import type { SchemeId } from '../../shared/versions/scheme.ts'
import { type Declared, type Finder, named } from './finds.ts'
import type { Source } from './source.ts'
import { at, textAt, type ValueNode } from './value-tree.ts'

/** A manifest whose version stands under fixed keys. */
interface PlainManifest {
  readonly id: string
  readonly files: readonly (string | RegExp)[]
  readonly format: 'json' | 'yaml' | 'toml'
  readonly scheme: SchemeId
  readonly what: string
  readonly versions: readonly (readonly string[])[]
  /** Where the names of what it builds stand. */
  readonly names?: readonly (readonly string[])[]
  readonly needles?: readonly string[]
}

const PLAIN_MANIFESTS: readonly PlainManifest[] = [
  {
    id: 'composer',
    files: ['composer.json'],
    ...{ format: 'json', scheme: 'composer', what: 'the Composer package version', versions: [['version']] },
    names: [['name']],
  },
  {
    id: 'deno',
    files: ['deno.json', 'jsr.json'],
    ...{ format: 'json', scheme: 'semver', what: 'the Deno package version', versions: [['version']] },
    names: [['name']],
  },
  {
    id: 'tauri',
    files: ['tauri.conf.json'],
    ...{ format: 'json', scheme: 'semver', what: 'the Tauri app version' },
    versions: [['version'], ['package', 'version']],
  },
  {
    id: 'lerna',
    files: ['lerna.json'],
    ...{ format: 'json', scheme: 'npm', what: 'the Lerna version', versions: [['version']] },
  },
  {
    id: 'pub',
    files: ['pubspec.yaml'],
    ...{ format: 'yaml', scheme: 'pub', what: 'the Dart package version', versions: [['version']], names: [['name']] },
  },
  {
    id: 'citation',
    files: ['CITATION.cff'],
    ...{ format: 'yaml', scheme: 'app-version', what: 'the version to cite', versions: [['version']] },
  },
  {
    id: 'snapcraft',
    files: ['snapcraft.yaml'],
    ...{ format: 'yaml', scheme: 'app-version', what: 'the snap version', versions: [['version']], names: [['name']] },
  },
  {
    id: 'codemeta',
    files: ['codemeta.json'],
    ...{ format: 'json', scheme: 'app-version', what: 'the version of CodeMeta' },
    versions: [['version'], ['softwareVersion']],
  },
  {
    id: 'zenodo',
    files: ['.zenodo.json'],
    ...{ format: 'json', scheme: 'app-version', what: 'the version for Zenodo', versions: [['version']] },
  },
  {
    id: 'openapi-json',
    files: [/^(openapi|swagger)[\w.-]*\.json$/i],
    ...{ format: 'json', scheme: 'app-version', what: 'the OpenAPI version', versions: [['info', 'version']] },
  },
  {
    id: 'openapi-yaml',
    files: [/^(openapi|swagger)[\w.-]*\.ya?ml$/i],
    ...{ format: 'yaml', scheme: 'app-version', what: 'the OpenAPI version', versions: [['info', 'version']] },
  },
]

function treesOf(
  source: Source,
  format: PlainManifest['format'],
): Promise<readonly ValueNode[]> | readonly ValueNode[] {
  if (format === 'json') return [source.json()]
  return format === 'yaml' ? source.yaml() : source.toml().then((tree) => [tree])
}

export const MANIFEST_FINDERS: readonly Finder[] = PLAIN_MANIFESTS.map((manifest) => {
  const { id, files, format, scheme, what, versions, names } = manifest
  const declared: Declared = { scheme, role: 'version', what }
  const readNames = async (source: Source): Promise<readonly (string | undefined)[]> => {
    const [tree] = await treesOf(source, format)
    return (names ?? []).map((keys) => textAt(tree, ...keys))
  }
  return {
    id,
    matches: named(...files),
    ...(names && { names: readNames }),
    find: async (source, finds) => {
      const [tree] = await treesOf(source, format)
      for (const keys of versions) {
        const node = at(tree, ...keys)
        if (id === 'lerna' && textAt(node) === 'independent') {
          finds.elsewhere(0, 'every package of Lerna has its own version')
        } else finds.declare(node, declared)
        const parent = at(tree, ...keys.slice(0, -1))
        if (node === undefined && parent?.kind === 'map' && parent.isMerged) {
          finds.elsewhere(parent.start, `${what} may come from a mapping that is merged in`)
        }
      }
    },
  }
})
