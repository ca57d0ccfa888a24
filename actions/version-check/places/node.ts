import { assignmentsIn, JAVASCRIPT, tokensOf } from './code-tokens.ts'
import { finders, type Finder, named } from './finds.ts'
import { at, entriesOf, textAt } from './value-tree.ts'

const PACKAGE = { scheme: 'npm', role: 'version', what: 'the npm package version' } as const
const LOCKED = { scheme: 'npm', role: 'version', what: 'the npm package version in the lock file' } as const

/** Names of constants that hold the project's version in a file that is named after it. */
const CONSTANTS = ['version', 'VERSION', 'APP_VERSION', 'appVersion', 'packageVersion', 'PACKAGE_VERSION']
const WORDS = ['export', 'const', 'let', 'var']

export const NODE_FINDERS: readonly Finder[] = finders([
  {
    id: 'npm',
    matches: named('package.json'),
    names: (source) => Promise.resolve([textAt(source.json(), 'name')]),
    find: (source, finds) => {
      finds.declare(at(source.json(), 'version'), PACKAGE)
    },
  },
  {
    id: 'javascript',
    matches: named(/^_?version\.[cm]?[jt]s$/),
    find: (source, finds) => {
      for (const { name, value } of assignmentsIn(tokensOf(source.text, JAVASCRIPT), WORDS)) {
        if (!value || !CONSTANTS.includes(name)) continue
        const declared = { scheme: 'app-version', role: 'version', what: `the constant ${name}` } as const
        // A number alone is that of an interface or a format.
        if (/^v?\d+\.\d+\.\d/.test(value.text)) finds.text(value, declared)
        else finds.elsewhere(value.start, `${declared.what} is "${value.text.slice(0, 40)}", and not of three numbers`)
      }
    },
  },
  {
    id: 'npm-lock',
    matches: named('package-lock.json', 'npm-shrinkwrap.json'),
    find: (source, finds, { files }) => {
      const root = source.json()
      finds.declare(at(root, 'version'), LOCKED)
      for (const [folder, entry] of entriesOf(at(root, 'packages'))) {
        // Other keys are installed packages; these are the repository itself and its workspaces.
        const owner = `${source.folder}${folder === '' ? '' : `${folder}/`}package.json`
        const isOwn = !/(^|\/)node_modules\//.test(folder) && files.has(owner)
        if (isOwn) finds.declare(at(entry, 'version'), { ...LOCKED, owner })
      }
    },
  },
])
