import { argumentsIn, assignmentsIn, PYTHON, tokensOf } from './code-tokens.ts'
import { ending, finders, type Finder, type Finds, named } from './finds.ts'
import { linesOf, propertiesOf } from './properties.ts'
import { at, itemsOf, textAt, type ValueNode } from './value-tree.ts'

const VERSION = { scheme: 'pep440', role: 'version' } as const
const PROJECT = { ...VERSION, what: 'the Python package version' } as const

/** Files in which a plain VERSION is the project's. Elsewhere it can be anything's. */
const VERSION_FILES =
  /(^|\/)(_?_?version_?_?|__init__|__about__|_about|about|config|settings|main|app|constants|const|meta|metadata|setup|conf)\.py$/
const DUNDER = ['__version__']
const PLAIN = ['VERSION', 'APP_VERSION', 'PROJECT_VERSION', 'app_version', 'version', 'project_version', 'release']
const TAKING_VERSION = ['FastAPI', 'Starlette', 'FastMCP', 'setup', 'Litestar', 'NinjaAPI', 'APIFlask']

/** Tools that make the version of a tag, by where pyproject.toml configures them. */
const DERIVING: readonly (readonly [keys: readonly string[], tool: string])[] = [
  [['tool', 'setuptools_scm'], 'setuptools-scm'],
  [['tool', 'hatch', 'version'], 'Hatch'],
  [['tool', 'setuptools', 'dynamic', 'version'], 'setuptools'],
  [['tool', 'poetry-dynamic-versioning'], 'poetry-dynamic-versioning'],
  [['tool', 'pdm', 'version'], 'PDM'],
  [['tool', 'versioneer'], 'Versioneer'],
  [['tool', 'flit', 'module'], 'Flit'],
]

export const PYTHON_FINDERS: readonly Finder[] = finders([
  {
    id: 'pyproject',
    matches: named('pyproject.toml'),
    names: async (source) => {
      const tree = await source.toml()
      return [textAt(tree, 'project', 'name'), textAt(tree, 'tool', 'poetry', 'name')]
    },
    find: async (source, finds) => {
      const tree = await source.toml()
      finds.declare(at(tree, 'project', 'version'), PROJECT)
      const poetry = at(tree, 'tool', 'poetry', 'version')
      if (textAt(tree, 'tool', 'poetry-dynamic-versioning', 'enable') !== 'true') finds.declare(poetry, PROJECT)
      for (const keys of [
        ['tool', 'bumpversion', 'current_version'],
        ['tool', 'commitizen', 'version'],
      ]) {
        finds.declare(at(tree, ...keys), { ...PROJECT, what: `the current version of ${keys[1] ?? ''}` })
      }
      sayWhereFrom(tree, finds)
    },
  },
  {
    id: 'uv-lock',
    matches: named('uv.lock'),
    find: async (source, finds, { files }) => {
      for (const entry of itemsOf(at(await source.toml(), 'package'))) {
        const folder = textAt(entry, 'source', 'editable') ?? textAt(entry, 'source', 'virtual')
        if (folder === undefined) continue
        const owner = `${source.folder}${folder === '.' ? '' : `${folder}/`}pyproject.toml`
        const declared = { ...VERSION, what: 'the Python package version in the lock file', owner }
        if (files.has(owner)) finds.declare(at(entry, 'version'), declared)
      }
    },
  },
  {
    id: 'setup-cfg',
    matches: named('setup.cfg', '.bumpversion.cfg'),
    find: (source, finds) => {
      for (const { section, key, ...span } of propertiesOf(source.text)) {
        if (section === 'metadata' && key === 'version') {
          if (/^(attr|file)\s*:/.test(span.text)) {
            finds.elsewhere(span.start, `${PROJECT.what} is taken from ${span.text}`)
          } else finds.text(span, PROJECT)
        }
        if (section === 'bumpversion' && key === 'current_version') {
          finds.text(span, { ...PROJECT, what: 'the current version of bumpversion' })
        }
      }
    },
  },
  {
    id: 'python',
    matches: ending(['.py']),
    needles: ['__version__', 'VERSION', 'version=', 'version:', 'version ', 'version\t', 'release=', 'release '],
    find: (source, finds) => {
      const tokens = tokensOf(source.text, PYTHON)
      const names = VERSION_FILES.test(source.file) ? [...DUNDER, ...PLAIN] : DUNDER
      const isInFunction = functionsOf(source.text)
      for (const { name, value, index } of assignmentsIn(tokens)) {
        if (!names.includes(name) || isInFunction(tokens[index]?.start ?? 0)) continue
        if (value) finds.textOrWord(value, { ...VERSION, what: name })
        else if (name === '__version__') {
          finds.elsewhere(tokens[index]?.start ?? 0, '__version__ is computed when it is imported')
        }
      }
      for (const value of argumentsIn(tokens, TAKING_VERSION, 'version')) {
        finds.textOrWord(value, { ...VERSION, what: 'the argument version' })
      }
    },
  },
])

/** Tells of offsets, asked for in their order, whether they stand in the body of a function, by the indentation of lines. */
function functionsOf(text: string): (offset: number) => boolean {
  const lines = linesOf(text)
  let next = lines.next()
  /** The indentation of the outermost function that is open. */
  let open: number | undefined
  return (offset) => {
    for (; next.done !== true && next.value.start <= offset; next = lines.next()) {
      const { line } = next.value
      const indentation = line.search(/\S/)
      if (indentation < 0) continue
      if (open !== undefined && indentation <= open) open = undefined
      if (open === undefined && /^\s*(?:async\s+)?def\s/.test(line)) open = indentation
    }
    return open !== undefined
  }
}

function sayWhereFrom(tree: ValueNode, finds: Finds): void {
  const dynamic = itemsOf(at(tree, 'project', 'dynamic')).find((item) => textAt(item) === 'version')
  const tool = DERIVING.find(([keys]) => at(tree, ...keys) !== undefined)?.[1]
  const isPoetry = textAt(tree, 'tool', 'poetry-dynamic-versioning', 'enable') === 'true'
  if (dynamic === undefined && !isPoetry) return
  const by = tool === undefined ? 'the build' : tool
  finds.elsewhere(dynamic?.start ?? 0, `${PROJECT.what} is dynamic: ${by} finds it when it builds`)
}
