import type { SecurityKind } from '../../model/security.ts'
import { field, listField, textField } from '../json/shape.ts'

/** What each kind of scan finds. */
export const GITLAB_KINDS: ReadonlyMap<string, SecurityKind> = new Map([
  ['sast', 'weakness'],
  ['dast', 'weakness'],
  ['api_fuzzing', 'weakness'],
  ['coverage_fuzzing', 'weakness'],
  ['secret_detection', 'secret'],
  ['dependency_scanning', 'vulnerability'],
  ['container_scanning', 'vulnerability'],
  ['cluster_image_scanning', 'vulnerability'],
])

/** The kind of scan that a vulnerability shows to be of, by its category or its place; nothing where that may be SAST or secrets. */
export function kindOf(vulnerability: unknown): string | undefined {
  if (listField(vulnerability, 'identifiers').some(isOfSecrets)) return 'secret_detection'
  const category = textField(vulnerability, 'category')
  if (category !== undefined && GITLAB_KINDS.has(category)) return category
  const place = field(vulnerability, 'location')
  if (textField(place, 'image') !== undefined) return 'container_scanning'
  if (textField(field(field(place, 'dependency'), 'package'), 'name') !== undefined) return 'dependency_scanning'
  return textField(place, 'hostname') === undefined ? undefined : 'dast'
}

/** What it is of where not even the scan says so. Analyzers of code quote it, too: in itself the quote tells nothing. */
export function likelyKindOf(vulnerability: unknown): string {
  return textField(vulnerability, 'raw_source_code_extract') === undefined ? 'sast' : 'secret_detection'
}

/** Some scans of code run a scanner of secrets beside others. */
function isOfSecrets(identifier: unknown): boolean {
  const ofChecks = /^CKV_SECRET_/.test(textField(identifier, 'value') ?? '')
  return ofChecks || /^(?:gitleaks|trufflehog)_rule_id$/i.test(textField(identifier, 'type') ?? '')
}

/** Lock files and manifests by the purl type of what they list. */
const MANIFESTS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/, 'npm'],
  [
    /(?:^|\/)(?:requirements[^/]*\.(?:txt|pip)|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pyproject\.toml|setup\.py|pipdeptree\.json)$/,
    'pypi',
  ],
  [/(?:^|\/)go\.(?:sum|mod)$/, 'golang'],
  [/(?:^|\/)(?:Gemfile(?:\.lock)?|gems\.locked)$/, 'gem'],
  [/(?:^|\/)composer\.(?:lock|json)$/, 'composer'],
  [
    /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?|gradle\.lockfile|build\.sbt|(?:maven|gradle)[^/]*\.json|ivy-report\.xml)$/,
    'maven',
  ],
  [/(?:^|\/)Cargo\.(?:lock|toml)$/, 'cargo'],
  [/(?:^|\/)(?:packages\.(?:lock\.json|config)|[^/]+\.(?:cs|fs|vb)proj)$/, 'nuget'],
  [/(?:^|\/)conan\.lock$/, 'conan'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:debian|ubuntu)/i, 'deb'],
  [/^(?:alpine|wolfi|chainguard)/i, 'apk'],
  [/^(?:centos|rhel|red ?hat|fedora|rocky|alma|amazon|oracle|suse|opensuse|photon|mariner|azure)/i, 'rpm'],
]

/** The purl type of a package, by the file that brings it or the operating system that it is of. */
export function ecosystemOf(file: string | undefined, system: string | undefined): string | undefined {
  const match = (rows: typeof MANIFESTS, text: string | undefined): string | undefined =>
    text === undefined ? undefined : rows.find(([pattern]) => pattern.test(text))?.[1]
  return match(MANIFESTS, file) ?? match(SYSTEMS, system)
}
