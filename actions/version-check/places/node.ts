import { finders, type Finder, named } from './finds.ts'
import { at, entriesOf, textAt } from './value-tree.ts'

const PACKAGE = { scheme: 'npm', role: 'version', what: 'the npm package version' } as const
const LOCKED = { scheme: 'npm', role: 'version', what: 'the npm package version in the lock file' } as const

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
