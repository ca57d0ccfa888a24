/*
 * Where the files of package managers name a package: manifests, which people write, and lock files, which tools write.
 */

interface Manager {
  /** Manifests by the ends of their paths, after a slash; `*` stands for anything but a slash. */
  readonly manifests: string
  readonly locks: string
}

/** By the type of package URLs. */
const MANAGERS: ReadonlyMap<string, Manager> = new Map([
  [
    'npm',
    { manifests: 'package.json', locks: 'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock' },
  ],
  [
    'pypi',
    {
      manifests: 'requirements*.in pyproject.toml Pipfile setup.cfg setup.py requirements*.txt',
      locks: 'poetry.lock Pipfile.lock uv.lock pdm.lock pylock.toml',
    },
  ],
  ['golang', { manifests: 'go.mod', locks: 'go.sum' }],
  ['maven', { manifests: 'pom.xml build.gradle build.gradle.kts libs.versions.toml', locks: 'gradle.lockfile' }],
  ['cargo', { manifests: 'Cargo.toml', locks: 'Cargo.lock' }],
  ['gem', { manifests: 'Gemfile *.gemspec', locks: 'Gemfile.lock' }],
  ['composer', { manifests: 'composer.json', locks: 'composer.lock' }],
  ['nuget', { manifests: '*.csproj *.fsproj Directory.Packages.props packages.config', locks: 'packages.lock.json' }],
  ['hex', { manifests: 'mix.exs', locks: 'mix.lock' }],
  ['pub', { manifests: 'pubspec.yaml', locks: 'pubspec.lock' }],
  ['swift', { manifests: 'Package.swift', locks: 'Package.resolved' }],
  ['cocoapods', { manifests: 'Podfile *.podspec', locks: 'Podfile.lock' }],
  ['conan', { manifests: 'conanfile.txt conanfile.py', locks: 'conan.lock' }],
  ['conda', { manifests: 'environment.yml environment.yaml', locks: 'conda-lock.yml' }],
])

const PATTERNS = new Map<string, RegExp>()

function matches(names: string, path: string): boolean {
  let pattern = PATTERNS.get(names)
  if (!pattern) {
    const any = names.split(' ').map((name) => name.replaceAll('.', '\\.').replaceAll('*', '[^/]*'))
    pattern = new RegExp(`(?:^|/)(?:${any.join('|')})$`)
    PATTERNS.set(names, pattern)
  }
  return pattern.test(path)
}

/** Whether a file is a lock file; of an unknown type, of any. */
export function isLockFileOf(type: string, path: string): boolean {
  const known = MANAGERS.get(type)
  return known ? matches(known.locks, path) : [...MANAGERS.values()].some(({ locks }) => matches(locks, path))
}

/** The manifests of a type of packages, those nearest to the root first; only those of a folder (`web/`) where one is given. */
export function manifestsOf(type: string, paths: readonly string[], folder?: string): readonly string[] {
  const known = MANAGERS.get(type)
  if (!known) return []
  return paths
    .filter((path) => {
      const isHere = folder === undefined || path.slice(0, path.lastIndexOf('/') + 1) === folder
      return isHere && matches(known.manifests, path) && !/(?:^|\/)(?:node_modules|vendor)\//.test(path)
    })
    .sort((left, right) => left.split('/').length - right.split('/').length)
}

/**
 * The 1-based line of a manifest, or of a lock file, that names a package; nothing where none does. Comments are passed over,
 * and a manifest's own name.
 */
export function packageLine(text: string, type: string, name: string, isLock = false): number | undefined {
  if (text === '' || name === '') return undefined
  const wanted = nameIn(type, name)
  const quoted = type === 'npm' ? `"${wanted}"` : undefined
  const lines = text.split(/\r\n?|\n/)
  const at = lines.findIndex((line) => {
    if (/^\s*(?:#|\/\/|<!--)/.test(line)) return false
    const said = type === 'pypi' ? line.toLowerCase().replace(/[-_.]+/g, '-') : line
    if (!isLock && OWN_NAME.test(line)) return false
    return (quoted !== undefined && said.includes(quoted)) || hasWord(said, wanted)
  })
  return at < 0 ? undefined : at + 1
}

const OWN_NAME = /^\s*(?:module\s|"?name"?\s*[=:])/

function nameIn(type: string, name: string): string {
  if (type === 'maven') return name.slice(name.lastIndexOf(':') + 1)
  return type === 'pypi' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name
}

/** Whether a line has the name as a word of its own: `serde` is not in `serde_json`, but in `[dependencies.serde]`. */
function hasWord(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    const before = line.slice(0, at)
    const isBegun = before === '' || /[^\w@/.-]$|dependencies\.$|node_modules\/$/.test(before)
    if (isBegun && !/^(?:[\w/-]|\.[A-Za-z])/.test(line.slice(at + name.length))) return true
  }
  return false
}
