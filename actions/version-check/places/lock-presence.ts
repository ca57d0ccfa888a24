import { ending, finders, type Finder, type Finds, type FinderContext, named } from './finds.ts'
import { requiredModules } from './lock-rust-go.ts'
import { foldersAbove } from './lock-step.ts'
import type { Source } from './source.ts'
import { at, itemsOf, mappingsIn, textAt } from './value-tree.ts'

/** Programs that lock, what they lock, and the file that they lock it in. */
const LOCKS = {
  npm: { manifest: 'package.json', locks: ['package-lock.json', 'npm-shrinkwrap.json'] },
  yarn: { manifest: 'package.json', locks: ['yarn.lock'] },
  pnpm: { manifest: 'package.json', locks: ['pnpm-lock.yaml'] },
  bun: { manifest: 'package.json', locks: ['bun.lock', 'bun.lockb'] },
  uv: { manifest: 'pyproject.toml', locks: ['uv.lock'] },
  cargo: { manifest: 'Cargo.toml', locks: ['Cargo.lock'] },
} as const
type Program = keyof typeof LOCKS
const PROGRAMS = Object.keys(LOCKS) as readonly Program[]

/** Commands that end with an error where there is no lock file. */
const FROZEN: readonly (readonly [command: RegExp, program: Program])[] = [
  [/^\s*(npm (?:ci|clean-install))\b/m, 'npm'],
  [/^\s*(yarn(?: install)? --(?:frozen-lockfile|immutable))\b/m, 'yarn'],
  [/^\s*(pnpm (?:i|install) --frozen-lockfile)\b/m, 'pnpm'],
  [/^\s*(bun (?:ci\b|install --frozen-lockfile\b))/m, 'bun'],
  [/^\s*(uv sync --(?:locked|frozen))\b/m, 'uv'],
  [/^\s*(cargo (?:build|test|check|clippy|run) (?:[^\n;&|]* )?--locked)\b/m, 'cargo'],
]

/** The folder of a command can be another, and the lock file can be made before it: then nobody can tell. */
const ELSEWHERE =
  /^\s*(?:working-directory|repository|path|container):|\bcd\s|\bpushd\s|--prefix|--dir\b|package-lock|lockfile-only|generate-lockfile|cargo (?:update|fetch)|\.lock\b|lock\.ya?ml/m

export const LOCK_PRESENCE_FINDERS: readonly Finder[] = finders([
  {
    id: 'frozen-install',
    matches: ending(['.yml', '.yaml'], (file) => /^\.github\/workflows\/[^/]+$/.test(file)),
    needles: ['npm ', 'yarn ', 'bun ', 'uv ', 'cargo '],
    find: findFrozen,
  },
  {
    id: 'package-manager',
    matches: named('package.json'),
    needles: ['"packageManager"'],
    find: (source, finds, { has }) => {
      const manager = at(source.json(), 'packageManager')
      const program =
        manager?.kind === 'scalar' ? PROGRAMS.find((each) => manager.text.startsWith(`${each}@`)) : undefined
      if (!manager || !program || hasLock(has, source.folder, program)) return
      const other = PROGRAMS.find(
        (each) =>
          LOCKS[each].manifest === 'package.json' && LOCKS[each].locks.some((lock) => has(source.folder + lock)),
      )
      if (other === undefined) return
      const text = `packageManager says ${program}, and the lock file beside it is one of ${other}`
      finds.ofLocks('out-of-step', { source, offset: manager.start }, text)
    },
  },
  {
    id: 'go-sum-there',
    matches: named('go.mod'),
    needles: ['require'],
    find: (source, finds, { has }) => {
      const [first] = requiredModules(source.text)
      // A workspace has sums of its own, and what is vendored is not downloaded.
      const isWorkspace = foldersAbove(source.folder).some((folder) => has(`${folder}go.work`))
      const isThere = ['go.sum', 'vendor/modules.txt'].some((file) => has(source.folder + file))
      if (!first || isThere || isWorkspace) return
      const text = `go.mod requires ${first.path}, and there is no go.sum beside it: \`go mod tidy\` writes one`
      finds.ofLocks('unlocked', { source, offset: first.offset }, text)
    },
  },
  {
    id: 'program-unlocked',
    matches: named('Cargo.toml', 'composer.json', 'pyproject.toml'),
    find: findUnlocked,
  },
])

function hasLock(has: FinderContext['has'], folder: string, program: Program): boolean {
  return foldersAbove(folder).some((each) => LOCKS[program].locks.some((lock) => has(each + lock)))
}

async function findFrozen(source: Source, finds: Finds, { has }: FinderContext): Promise<void> {
  if (ELSEWHERE.test(source.text)) return
  const told = new Set<Program>()
  for (const document of await source.yaml()) {
    for (const step of mappingsIn(document)) {
      const run = at(step, 'run')
      if (
        run?.kind !== 'scalar' ||
        textAt(step, 'if')?.includes('hashFiles') === true ||
        /\bif\s|\|\|/.test(run.text)
      ) {
        continue
      }
      for (const [command, program] of FROZEN) {
        const written = command.exec(run.text)?.[1]
        const { manifest, locks } = LOCKS[program]
        if (written === undefined || told.has(program) || !has(manifest) || hasLock(has, '', program)) continue
        told.add(program)
        const text = `\`${written}\` needs ${locks[0]}, and there is none beside ${manifest}`
        finds.ofLocks('out-of-step', { source, offset: run.start }, text)
      }
    }
  }
}

/** Programs, as far as their manifests tell them from libraries, whose lock files are their own affair. */
async function findUnlocked(source: Source, finds: Finds, { has }: FinderContext): Promise<void> {
  const lacks = (lock: string): boolean => !foldersAbove(source.folder).some((folder) => has(folder + lock))
  const tell = (what: string, lock: string): void => {
    if (!lacks(lock)) return
    finds.ofLocks(
      'unlocked',
      { source, offset: 0 },
      `${what}, and there is no ${lock}: what it is made of can change any day`,
    )
  }
  if (source.base === 'composer.json') {
    if (textAt(source.json(), 'type') === 'project' && at(source.json(), 'require')) {
      tell('it is a project', 'composer.lock')
    }
    return
  }
  const tree = await source.toml()
  if (source.base === 'pyproject.toml') {
    if (textAt(tree, 'tool', 'poetry', 'package-mode') === 'false') {
      tell('Poetry manages it, and it is no package', 'poetry.lock')
    }
    if (textAt(tree, 'tool', 'uv', 'package') === 'false') tell('uv manages it, and it is no package', 'uv.lock')
    return
  }
  const isLibrary = at(tree, 'lib') !== undefined || has(`${source.folder}src/lib.rs`)
  const isProgram = itemsOf(at(tree, 'bin')).length > 0 || has(`${source.folder}src/main.rs`)
  if (at(tree, 'package') && isProgram && !isLibrary) tell('it builds a program', 'Cargo.lock')
}
