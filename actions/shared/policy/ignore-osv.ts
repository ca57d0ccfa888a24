import { isDay } from './expiry.ts'
import { type IgnoreEntry, type IgnoreFile, lineIn } from './ignore-entry.ts'
import type { PackagePattern } from './package-pattern.ts'
import { type PackageUrl, packageUrlOf } from '../model/package-url.ts'
import { portable } from './path-filter.ts'

/*
 * osv-scanner.toml (https://google.github.io/osv-scanner/configuration/): advisories with their aliases, and packages whose
 * vulnerabilities are set aside. It holds for the files of its own folder, not of those below.
 */

/** OSV's names of ecosystems as purl types, where they differ by more than case. */
const PURL_TYPES: Readonly<Record<string, string>> = {
  'crates.io': 'cargo',
  go: 'golang',
  packagist: 'composer',
  rubygems: 'gem',
  'github actions': 'githubactions',
  swifturl: 'swift',
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  'red hat': 'rpm',
  'rocky linux': 'rpm',
  almalinux: 'rpm',
}

const IGNORED_KEYS = ['id', 'ignoreUntil', 'reason']
const OVERRIDE_KEYS = [
  ...['name', 'version', 'ecosystem', 'group', 'ignore', 'vulnerability', 'license', 'effectiveUntil', 'reason'],
]

/** Parses TOML 1.0; its library is loaded here, so that a run without the file does without it. */
export async function readOsvConfig(text: string, source: string): Promise<IgnoreFile> {
  const { parse } = await import('smol-toml')
  let document: Readonly<Record<string, unknown>>
  try {
    document = parse(text)
  } catch (error) {
    return {
      entries: [],
      problems: [`${source}: ${(error instanceof Error ? error.message : '').split('\n')[0] ?? ''}`],
    }
  }
  const lines = text.split('\n')
  const folder = folderOf(source)
  // A finding of no file is of the project as a whole.
  const isPath = (path: string | undefined): boolean => path === undefined || folderOf(path) === folder
  const problems: string[] = []
  const entries: IgnoreEntry[] = []
  /** A key that is misspelt would set aside more than was meant, or for longer. */
  const isKnown = (table: Table, keys: readonly string[], line: number): boolean => {
    const unknown = Object.keys(table).filter((key) => !keys.includes(key))
    if (unknown.length > 0) {
      problems.push(`${source}:${line}: unknown key ${JSON.stringify(unknown[0])}; known are ${keys.join(', ')}`)
    }
    return unknown.length === 0
  }
  const add = (table: Table, key: string, rest: Pick<IgnoreEntry, 'ids' | 'packages'>, line: number): void => {
    const until = dayIn(table[key])
    const reason = textIn(table['reason'])
    if (table[key] !== undefined && until === undefined) problems.push(`${source}:${line}: ${key} is not a day or time`)
    else entries.push({ ...rest, kinds: ['vulnerability'], isPath, until, reason, source, line })
  }
  for (const [table, line] of placed(document, 'IgnoredVulns', lines)) {
    const id = textIn(table['id'])
    if (!isKnown(table, IGNORED_KEYS, line)) continue
    if (id === undefined) problems.push(`${source}:${line}: IgnoredVulns has no id`)
    else add(table, 'ignoreUntil', { ids: [id] }, line)
  }
  for (const [table, line] of placed(document, 'PackageOverrides', lines)) {
    const vulnerability = table['vulnerability']
    const isIgnored =
      table['ignore'] === true ||
      (isTable(vulnerability) && Object.hasOwn(vulnerability, 'ignore') && vulnerability['ignore'] === true)
    // What else it overrides is about licences and groups, which reports do not have.
    if (!isIgnored || table['group'] !== undefined || !isKnown(table, OVERRIDE_KEYS, line)) continue
    if (textIn(table['name']) === undefined && textIn(table['ecosystem']) === undefined) {
      problems.push(`${source}:${line}: PackageOverrides names neither a package nor an ecosystem`)
    } else add(table, 'effectiveUntil', { ids: [], packages: [overridden(table)] }, line)
  }
  return { entries, problems }
}

/** The tables of a list, each with its line. */
function placed(document: Table, name: string, lines: readonly string[]): readonly (readonly [Table, number])[] {
  let from = 1
  return tablesOf(document[name]).map((table) => {
    const line = lineIn(lines, `[[${name}]]`, from)
    from = line + 1
    return [table, line]
  })
}

function folderOf(path: string): string {
  return portable(path).split('/').slice(0, -1).join('/')
}

type Table = Readonly<Record<string, unknown>>

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function tablesOf(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.filter(isTable) : []
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function dayIn(value: unknown): string | undefined {
  const text = value instanceof Date ? value.toISOString() : textIn(value)
  const day = text?.slice(0, 10)
  return day !== undefined && isDay(day) ? day : undefined
}

/** The packages that an override means: those that have every field that it gives. */
function overridden(table: Table): PackagePattern {
  const [name, version, ecosystem] = ['name', 'version', 'ecosystem'].map((key) => textIn(table[key]))
  const kind = ecosystem?.split(':')[0]?.toLowerCase()
  const type = kind === undefined ? undefined : (PURL_TYPES[kind] ?? kind)
  return {
    text: [ecosystem, name, version].filter((part) => part !== undefined).join(' '),
    matches({ details }) {
      if (!details?.package) return false
      const url = packageUrlOf(details.package)
      const wanted =
        name === undefined ? undefined : packageUrlOf({ ecosystem: url.type, name, version: version ?? '' })
      return (
        (type === undefined || url.type === type) &&
        (wanted === undefined || isSamePackage(url, wanted)) &&
        (version === undefined || (wanted?.version ?? version) === url.version)
      )
    },
  }
}

/** Types whose namespace is the distribution, which OSV has in the ecosystem; of all others it is a part of the name. */
const DISTRIBUTED: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm'])

function isSamePackage(found: PackageUrl, meant: PackageUrl): boolean {
  return found.name === meant.name && (found.namespace === meant.namespace || DISTRIBUTED.has(found.type))
}
