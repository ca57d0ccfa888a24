import { formatPackageUrl, packageUrlOf, parsePackageUrl } from '../../model/package-url.ts'
import type { PackageReference } from '../../model/security.ts'

/*
 * What scanners call the world a package is of, in lower case, and what package URLs call it
 * (https://github.com/package-url/purl-spec, PURL-TYPES): the type and, of an operating system's packages, the namespace.
 * Names of Trivy (pkg/fanal/types/const.go), Grype (syft/pkg/type.go), OSV (https://ossf.github.io/osv-schema/#affectedpackage-field)
 * and Snyk's package managers.
 */
const NAMES: Readonly<Record<string, string>> = {
  npm: 'npm yarn pnpm bun node-pkg javascript',
  pypi: 'pypi pip pipenv poetry uv pylock python-pkg python',
  golang: 'golang go gomod gobinary go-module gomodules govendor dep',
  maven: 'maven jar pom gradle sbt java-archive java',
  gem: 'gem rubygems bundler gemspec ruby',
  cargo: 'cargo crates.io rustbinary rust-crate rust',
  composer: 'composer packagist composer-vendor php-composer php',
  nuget: 'nuget dotnet-core packages-props dotnet',
  hex: 'hex mix-lock erlang-otp-application',
  pub: 'pub dart-pub',
  swift: 'swift swifturl',
  cocoapods: 'cocoapods pod',
  conan: 'conan conancenter',
  conda: 'conda conda-pkg',
  cran: 'cran r-package bioconductor',
  julia: 'julia',
  hackage: 'hackage ghc',
  bitnami: 'bitnami',
  githubactions: 'github-action',
  alpm: 'alpm arch arch-linux',
  apk: 'apk',
  'apk/alpine': 'alpine',
  'apk/wolfi': 'wolfi',
  'apk/chainguard': 'chainguard',
  deb: 'deb',
  'deb/debian': 'debian',
  'deb/ubuntu': 'ubuntu',
  rpm: 'rpm',
  'rpm/redhat': 'redhat red-hat rhel',
  'rpm/centos': 'centos',
  'rpm/rocky': 'rocky rocky-linux',
  'rpm/alma': 'alma almalinux',
  'rpm/amazon': 'amazon',
  'rpm/oracle': 'oracle',
  'rpm/fedora': 'fedora',
  'rpm/opensuse': 'opensuse opensuse.leap opensuse.tumbleweed',
  'rpm/suse': 'suse sles slem sle-micro suse-linux-enterprise-server suse-linux-enterprise-micro',
  'rpm/photon': 'photon',
  'rpm/azurelinux': 'azurelinux azure',
  'rpm/cbl-mariner': 'cbl-mariner',
  'rpm/openeuler': 'openeuler',
}

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([type, names]) => names.split(' ').map((name) => [name, type])),
)

/** The package, with a package URL where the report has one or its `world` (`pip`, `Debian:12`) is known. */
export function packageOf(
  world: string | undefined,
  name: string,
  version: string | undefined,
  purl?: string,
): PackageReference {
  const parsed = purl === undefined ? undefined : parsePackageUrl(purl)
  if (parsed) return { purl, ecosystem: parsed.type, name, version: version || parsed.version || undefined }
  const known = TYPES.get((world ?? '').toLowerCase().replace(/:.*$/, '').replaceAll(' ', '-'))
  const [ecosystem, namespace] = known?.split('/') ?? []
  const reference = { ecosystem, name, version: version || undefined }
  if (ecosystem === undefined) return reference
  const parts = packageUrlOf(reference)
  return { ...reference, purl: formatPackageUrl(namespace === undefined ? parts : { ...parts, namespace }) }
}

/** GitHub's id of an advisory in an address or text. */
export function advisoryIn(text: string | undefined): string | undefined {
  return /\bGHSA(?:-[0-9a-z]{4}){3}\b/.exec(text ?? '')?.[0]
}

/** Ids, and lists of them of any length, without those that are missing or said twice. */
export function idList(...ids: readonly (string | undefined | readonly (string | undefined)[])[]): readonly string[] {
  return [...new Set(ids.flat().filter((id) => id !== undefined && id !== ''))] as string[]
}

/** Versions of a list such as `1.2.3, 2.0.1`; nothing where there is no text. */
export function versionsOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  return text
    .split(/,|\|\|/)
    .map((version) => version.trim())
    .filter((version) => version !== '')
}
