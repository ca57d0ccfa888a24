import { type PackageUrl, packageUrlOf } from '../model/package-url.ts'
import type { PackageReference } from '../model/security.ts'
import { compareVersions } from './version-order.ts'

/** What decides how a package is upgraded. */
export interface Upgradable {
  readonly package: PackageReference
  /** The version to go to. */
  readonly version: string
  /** The file that names it, where the report says which. */
  readonly path?: string | undefined
  readonly dependencyPath?: readonly string[] | undefined
  readonly isDevelopment?: boolean | undefined
}

type Write = (name: string, version: string, about: Upgradable) => string

/** How the packages of one world are named, as its own rules have it, and upgraded. */
interface World {
  readonly name: RegExp
  readonly command: Write
  /** Where a lock file says that another program manages them. */
  readonly locks?: Readonly<Record<string, Write>>
}

const WORD = /^[A-Za-z0-9][\w.-]*$/
const SYSTEM = /^[A-Za-z0-9][\w.+-]*$/

/** By purl type. Names and versions that are not plain give no command, so that nothing in one can be meant for a shell. */
const WORLDS: Readonly<Record<string, World>> = {
  npm: {
    name: /^(?:@[A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9_][\w.-]*$/,
    command: (name, version, { dependencyPath = [], isDevelopment }) =>
      // What another package brings is not a dependency of the project: installing it would make it one.
      dependencyPath.length > 2
        ? `npm update ${name}`
        : `npm install ${isDevelopment === true ? '--save-dev ' : ''}${name}@${version}`,
    locks: {
      'pnpm-lock.yaml': (name, version) => `pnpm update ${name}@${version}`,
      'yarn.lock': (name, version) => `yarn upgrade ${name}@${version}`,
    },
  },
  pypi: {
    name: WORD,
    command: (name, version) => `pip install '${name}>=${version}'`,
    locks: {
      'poetry.lock': (name) => `poetry update ${name}`,
      'uv.lock': (name) => `uv lock --upgrade-package ${name}`,
      'Pipfile.lock': (name) => `pipenv upgrade ${name}`,
    },
  },
  golang: {
    name: /^[A-Za-z0-9](?:[\w~-]|\.(?!\.)|\/(?!\/))*$/,
    command: (name, version) => `go get ${name === 'stdlib' ? 'go' : name}@${goVersion(name, version)}`,
  },
  cargo: {
    name: /^[A-Za-z]\w*(?:-\w+)*$/,
    command: (name, version, { package: { version: installed = '' } }) =>
      // A lock file may have several versions of a crate: its name alone would mean none of them.
      `cargo update -p ${name}${PLAIN_VERSION.test(installed) ? `@${installed}` : ''} --precise ${version}`,
  },
  gem: { name: WORD, command: (name) => `bundle update --conservative ${name}` },
  composer: {
    name: /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/,
    command: (name, version) => `composer update ${name} --with '${name}:>=${version}'`,
  },
  nuget: { name: WORD, command: (name, version) => `dotnet add package ${name} --version ${version}` },
  maven: {
    name: /^[A-Za-z0-9][\w.-]*:[A-Za-z0-9][\w.-]*$/,
    command: (name, version) =>
      `mvn versions:use-dep-version -Dincludes=${name} -DdepVersion=${version} -DforceVersion=true`,
  },
  hex: { name: WORD, command: (name) => `mix deps.update ${name}` },
  pub: { name: WORD, command: (name) => `dart pub upgrade ${name}` },
  cocoapods: { name: WORD, command: (name) => `pod update ${name}` },
  deb: { name: SYSTEM, command: (name) => `apt-get install --only-upgrade ${name}` },
  apk: { name: SYSTEM, command: (name) => `apk add --upgrade ${name}` },
  rpm: { name: SYSTEM, command: (name) => `dnf upgrade ${name}` },
}

const PLAIN_VERSION = /^v?\d[\w.+~-]{0,99}$/

/** Go's own versions have no `v`, all others one. */
function goVersion(name: string, version: string): string {
  const bare = version.replace(/^v/, '')
  return name === 'stdlib' ? bare : `v${bare}`
}

/** The command by which a person upgrades a package, safe to paste into a shell; nothing where its world has none or a name is not plain. */
export function upgradeCommand(about: Upgradable): string | undefined {
  const parts = packageUrlOf(about.package)
  const world = Object.hasOwn(WORLDS, parts.type) ? WORLDS[parts.type] : undefined
  const name = nameIn(parts)
  if (!world?.name.test(name) || name.length > 200 || !PLAIN_VERSION.test(about.version)) return undefined
  const file = about.path?.replaceAll('\\', '/').split('/').at(-1) ?? ''
  const write = world.locks && Object.hasOwn(world.locks, file) ? world.locks[file] : undefined
  return (write ?? world.command)(name, about.version, about)
}

/** Types whose namespace is the vendor's and no part of the name. */
const NAMELESS: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm'])

function nameIn({ type, namespace, name }: PackageUrl): string {
  if (namespace === '' || NAMELESS.has(type)) return name
  return type === 'maven' ? `${namespace}:${name}` : `${namespace}/${name}`
}

/** The nearest of the versions that mend something, above the one that is there; nothing where none can be told. */
export function nearestFix(installed: string | undefined, fixed: readonly string[] | undefined): string | undefined {
  const versions = (fixed ?? []).map((text) => text.trim().replace(/^(?:>=|==|=)\s*/, ''))
  const plain = versions.filter((text) => PLAIN_VERSION.test(text))
  const above = plain.filter((text) => installed === undefined || compareVersions(text, installed) > 0)
  return above.sort(compareVersions)[0]
}
