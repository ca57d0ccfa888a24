import type { SchemeId } from '../versions/scheme.ts'
import type { PathFilter } from './path-filter.ts'
import { readPaths } from './policy-paths.ts'
import type { YamlReader } from './yaml-reader.ts'

/** How a place is found in its file. Each must match once. */
export const PLACE_FINDERS = ['json-path', 'yaml-path', 'toml-path', 'xpath', 'regex', 'line'] as const
export type PlaceFinder = (typeof PLACE_FINDERS)[number]

/** What a place can stand for; a language's version is found by itself. */
export const PLACE_ROLES = ['version', 'appVersion', 'image-tag', 'chart', 'previous'] as const
export type PlaceRole = (typeof PLACE_ROLES)[number]

const SCHEME_IDS = [
  ...(['semver', 'npm', 'cargo', 'helm', 'hex', 'pub', 'go', 'nuget', 'pep440', 'maven', 'rubygems'] as const),
  ...(['composer', 'oci-tag', 'app-version'] as const),
] satisfies readonly SchemeId[]

/** A place of the policy file: `{file: conf/site.json, json-path: $.version}`. */
export interface ConfiguredPlace {
  readonly file: string
  readonly finder: PlaceFinder
  /** A path in the finder's language; for `regex` one with the group `version`; for `line` a text of the line. */
  readonly expression: string
  readonly role: PlaceRole
  /** Whose rules its version is read by, where it is not read as SemVer or PEP 440, whichever it is. */
  readonly scheme?: SchemeId | undefined
  /** Where the policy says it: `.github/cicd.yml:12`. */
  readonly source: string
}

/** Files with one version of their own. */
export interface VersionProject {
  readonly name: string
  readonly paths: PathFilter
}

/** The section `version` of a policy file. */
export interface VersionPolicy {
  readonly places: readonly ConfiguredPlace[]
  /** Without any, the repository is one project. A file belongs to the first that matches. */
  readonly projects: readonly VersionProject[]
  /** Files in which nothing is discovered. */
  readonly ignore?: PathFilter | undefined
  /** Whether the versions of charts are their own (by default) or must be the project's. */
  readonly chart?: 'own' | 'equal' | undefined
  /** Whether build metadata and local versions must be equal too (by default) or not. */
  readonly build?: 'require' | 'ignore' | undefined
}

const SECTION_KEYS = ['places', 'projects', 'ignore', 'chart', 'build'] as const
const PLACE_KEYS = ['file', ...PLACE_FINDERS, 'role', 'scheme'] as const

/** Reads the section `version`. What is wrong is noted in the reader. */
export async function readVersionPolicy(reader: YamlReader, node: unknown, file: string): Promise<VersionPolicy> {
  const fields = reader.fields(node, SECTION_KEYS, 'the section version') ?? {}
  const places =
    fields.places === undefined
      ? []
      : reader.items(fields.places, 'a list of places').map((item) => readPlace(reader, item, file))
  const projects: VersionProject[] = []
  for (const item of fields.projects === undefined ? [] : reader.items(fields.projects, 'a list of projects')) {
    const project = await readProject(reader, item)
    if (project) projects.push(project)
  }
  return {
    places: places.filter((place) => place !== undefined),
    projects,
    ignore: fields.ignore === undefined ? undefined : await readPaths(reader, fields.ignore),
    chart: fields.chart === undefined ? undefined : reader.oneOf(fields.chart, ['own', 'equal'] as const),
    build: fields.build === undefined ? undefined : reader.oneOf(fields.build, ['require', 'ignore'] as const),
  }
}

function readPlace(reader: YamlReader, node: unknown, source: string): ConfiguredPlace | undefined {
  const fields = reader.fields(node, PLACE_KEYS, 'a place')
  if (!fields) return undefined
  const finders = PLACE_FINDERS.filter((name) => fields[name] !== undefined)
  const [finder] = finders
  if (fields.file === undefined) reader.refuse(node, 'a place needs the key file')
  if (finder === undefined || finders.length > 1) {
    reader.refuse(node, `a place needs one of ${PLACE_FINDERS.join(', ')}, which says where in the file it is`)
  }
  const file = fields.file === undefined ? undefined : reader.text(fields.file, 'a path')
  const expression = finder && reader.text(fields[finder], finder)
  const role = fields.role === undefined ? 'version' : reader.oneOf(fields.role, PLACE_ROLES)
  const scheme = fields.scheme === undefined ? undefined : reader.oneOf(fields.scheme, SCHEME_IDS)
  if (file === undefined || finder === undefined || expression === undefined || role === undefined) return undefined
  if (/^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(file)) {
    reader.refuse(fields.file, `${file} leads out of the repository: write the path from its top`)
  }
  return {
    file: file.replaceAll('\\', '/').replace(/^(\.\/)+/, ''),
    ...{ finder, expression, role, scheme },
    source: `${source}:${reader.lineOf(node)}`,
  }
}

async function readProject(reader: YamlReader, node: unknown): Promise<VersionProject | undefined> {
  const fields = reader.fields(node, ['name', 'paths'] as const, 'a project')
  if (!fields) return undefined
  if (fields.name === undefined) reader.refuse(node, 'a project needs the key name')
  if (fields.paths === undefined) reader.refuse(node, 'a project needs the key paths')
  const name = fields.name === undefined ? undefined : reader.text(fields.name, 'a name')
  const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
  return name === undefined || paths === undefined ? undefined : { name, paths }
}
