import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parsePolicy } from '../../../actions/shared/policy/policy-file.ts'
import type { VersionPolicy } from '../../../actions/shared/policy/policy-version.ts'
import type { PlaceVerdict } from '../../../actions/version-check/compare-places.ts'
import { look, type Look, type LookRequest } from '../../../actions/version-check/look.ts'
import { discover, type Discovery } from '../../../actions/version-check/places/discover.ts'

export const LAYOUTS_FOLDER = path.resolve('test/fixtures/versions')
export const POLICY_FILE = '.github/cicd.yml'

/** The files of a repository: paths from its top, and their texts. */
export type Files = ReadonlyMap<string, string>

/** A repository, and the version of each of its projects: '' is the whole. */
export interface Layout {
  readonly name: string
  /** The section `version` of its policy. */
  readonly policy?: string
  readonly versions: Readonly<Record<string, string>>
  /** Versions to go to: a pre-release's spelling is known only where there is one. */
  readonly others: Readonly<Record<string, string>>
}

export const CONFIGURED_POLICY = String.raw`version:
  chart: equal
  ignore: [legacy/**]
  places:
    - { file: web/index.html, regex: 'id="version">(?<version>[^<]+)<' }
    - { file: web/templates/base.jinja, regex: 'content="(?<version>[^"]+)"' }
    - { file: conf/site.xml, xpath: /site/release/@number }
    - { file: conf/site.xml, xpath: //notes/b, role: previous }
    - { file: conf/site.json, json-path: '$.apps[?(@.name == "site")].version' }
    - { file: conf/site.toml, toml-path: 'apps[1].version' }
    - { file: conf/site.yaml, yaml-path: 'apps[?@.name=="site"].version' }
    - { file: docs/install.md, line: cicd-version }
    - { file: docs/install.md, line: 'Before:', role: previous }
`

function whole(name: string, version: string, other: string, policy?: string): Layout {
  return { name, versions: { '': version }, others: { '': other }, ...(policy !== undefined && { policy }) }
}

export const LAYOUTS: readonly Layout[] = [
  whole('python-service', '2.4.0rc1', '3.0.0b12'),
  whole('python-poetry', '1.12.0.post1', '11.22.33.post2'),
  whole('python-setup', '0.9.3', '11.22.33'),
  whole('node-service', '3.1.0-beta.2', '11.22.33-rc.4'),
  whole('node-monorepo', '5.0.1', '11.22.33'),
  whole('go-service', '4.2.0', '11.22.33'),
  whole('java-maven', '1.8.0-rc-1', '11.22.33-beta-2'),
  whole('java-gradle', '6.5.4', '11.22.33'),
  whole('rust-workspace', '0.14.0', '11.22.33'),
  whole('dotnet-service', '7.0.2', '11.22.33'),
  whole('helm-umbrella', '2.0.0', '11.22.33', 'version: { chart: equal }\n'),
  whole('php-dart-elixir', '1.3.5', '11.22.33'),
  whole('configured', '4.4.0', '11.22.33', CONFIGURED_POLICY),
  {
    name: 'monorepo-workspaces',
    policy: 'version:\n  projects: [{ name: left, paths: left/** }, { name: right, paths: right/** }]\n',
    versions: { left: '1.0.4', right: '8.2.0' },
    others: { left: '11.22.33', right: '12.0.0' },
  },
  {
    name: 'monorepo-projects',
    policy:
      'version:\n  projects:\n    - { name: alpha, paths: services/alpha/** }\n    - { name: beta, paths: services/beta/** }\n',
    versions: { alpha: '1.0.0', beta: '9.4.1' },
    others: { alpha: '11.22.33', beta: '10.0.0' },
  },
]

export function readLayout(name: string): Files {
  return readFolder(path.join(LAYOUTS_FOLDER, name))
}

export function readFolder(top: string): Files {
  const files = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(top, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
  return new Map(files.map((file) => [file, readFileSync(path.join(top, file), 'utf8')]))
}

export function discoverIn(files: Files): Promise<Discovery> {
  return discover([...files.keys()], (file) => ({ text: files.get(file) ?? '' }))
}

/** What is said beside the places. */
export async function remarksIn(files: Files): Promise<readonly string[]> {
  const { remarks } = await discoverIn(files)
  return remarks.map(({ file, line, kind, text }) => `${kind} ${file}:${line} ${text}`)
}

export async function policyOf({ policy }: Pick<Layout, 'policy'>): Promise<VersionPolicy | undefined> {
  return policy === undefined ? undefined : (await parsePolicy(policy, POLICY_FILE)).version
}

/** What a check is asked, over texts in memory. `expected`: the versions of the projects, where they are given. */
export function requestOf(
  files: Files,
  policy: VersionPolicy | undefined,
  expected: Readonly<Record<string, string>> = {},
): LookRequest {
  return {
    ...{ files: [...files.keys()], policy, repositoryName: 'acme/none-of-them' },
    read: (file) => {
      const text = files.get(file)
      return text === undefined ? undefined : { text }
    },
    expected: (project) => {
      const text = expected[project]
      return text === undefined ? undefined : { text, scheme: 'app-version', from: 'the input expected-version' }
    },
  }
}

/** Every place of a layout with what became of it. */
export async function judged(layout: Layout, files: Files): Promise<Look> {
  return look(requestOf(files, await policyOf(layout)))
}

export function isGreen(verdicts: readonly PlaceVerdict[]): boolean {
  return verdicts.every(({ agreement }) => agreement === 'agrees' || agreement === 'not-compared')
}

/** The layout with one place's value replaced. */
export function withValue(files: Files, place: { file: string; start: number; end: number }, value: string): Files {
  const text = files.get(place.file) ?? ''
  return new Map([...files, [place.file, text.slice(0, place.start) + value + text.slice(place.end)]])
}
