import { ConfigurationError } from '../model/errors.ts'
import { SECTIONS, type RulesOfSections } from './defaults.ts'
import type { LicensePolicy } from './license-policy.ts'
import { quarantineReader, type QuarantinedTest } from './policy-quarantine.ts'
import { readReports } from './policy-reports.ts'
import { readExtends } from './policy-extends.ts'
import type { PolicyReference } from './policy-reference.ts'
import { readRules } from './policy-rules.ts'
import type { VersionPolicy } from './policy-version.ts'
import { readOwners, type Waiver, waiverReader } from './policy-waivers.ts'
import type { ReportLine } from './report-lines.ts'
import { readSecurityOptions, type SecurityOptions } from './security-options.ts'
import { readYaml, toldOf, type YamlReader } from './yaml-reader.ts'

/** A policy file. A section that it does not have is absent, so that the defaults hold there. */
export interface Policy extends RulesOfSections {
  /** The files that it stands on, the one that counts least first. */
  readonly extends?: readonly PolicyReference[] | undefined
  readonly waivers: readonly Waiver[]
  /** Tests whose failures are forgiven for a while. */
  readonly quarantine: readonly QuarantinedTest[]
  /** Who may answer for waivers and quarantined tests; absent where anybody may. */
  readonly owners?: readonly string[] | undefined
  /** What to read where the input `reports` does not say it. */
  readonly reports?: readonly ReportLine[] | undefined
  readonly securityOptions?: SecurityOptions | undefined
  /** Licences that are allowed; absent where the categories decide. */
  readonly licenses?: LicensePolicy | undefined
  /** Where versions stand, beside what is discovered. */
  readonly version?: VersionPolicy | undefined
  /** What the reader of the verdict must know about the file. */
  readonly notices: readonly string[]
}

const POLICY_KEYS = [
  ...(['extends', ...SECTIONS, 'version', 'reports', 'security-options', 'licenses'] as const),
  ...(['waivers', 'quarantine', 'owners'] as const),
] as const

/**
 * Reads a policy file (`.github/cicd.yml`). `file` is its path as messages and reasons name it.
 * Rejects with a ConfigurationError that holds every problem as `file:line:column: problem`.
 */
export async function parsePolicy(text: string, file: string): Promise<Policy> {
  const { root, reader } = await readYaml(text, file)
  const policy: { -readonly [Name in keyof Policy]: Policy[Name] } = { waivers: [], quarantine: [], notices: [] }
  const fields = root === null ? undefined : reader.fields(root, POLICY_KEYS, 'a policy')
  if (fields?.extends !== undefined) policy.extends = readExtends(reader, fields.extends)
  for (const section of SECTIONS) {
    const node = fields?.[section]
    if (node !== undefined) policy[section] = await readRules(reader, node, file)
  }
  if (fields?.reports !== undefined) policy.reports = readReports(reader, fields.reports)
  const options = fields?.['security-options']
  if (options !== undefined) policy.securityOptions = readSecurityOptions(reader, options, file)
  if (fields?.owners !== undefined) policy.owners = readOwners(reader, fields.owners)
  if (fields?.version !== undefined) {
    const { readVersionPolicy } = await import('./policy-version.ts')
    policy.version = await readVersionPolicy(reader, fields.version, file)
  }
  if (fields?.licenses !== undefined) {
    const { readLicenses } = await import('./policy-licenses.ts')
    policy.licenses = readLicenses(reader, fields.licenses, file, policy.owners)
  }
  const { waivers, quarantine } = fields ?? {}
  if (waivers !== undefined) {
    policy.waivers = await readAll(reader, waivers, 'a list of waivers', waiverReader(policy.owners), file)
  }
  if (quarantine !== undefined) {
    const read = quarantineReader(policy.owners)
    policy.quarantine = await readAll(reader, quarantine, 'a list of quarantined tests', read, file)
  }
  if (reader.problems.length > 0) throw new ConfigurationError(toldOf(reader.problems, file))
  return policy
}

type ReadItem<T> = (reader: YamlReader, node: unknown, file: string) => Promise<T | undefined>

async function readAll<T>(
  reader: YamlReader,
  list: unknown,
  what: string,
  read: ReadItem<T>,
  file: string,
): Promise<readonly T[]> {
  const items: T[] = []
  for (const node of reader.items(list, what)) {
    const item = await read(reader, node, file)
    if (item !== undefined) items.push(item)
  }
  return items
}
