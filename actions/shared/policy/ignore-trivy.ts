import { ConfigurationError } from '../model/errors.ts'
import type { SecurityKind } from '../model/security.ts'
import { isDay } from './expiry.ts'
import type { IgnoreEntry, IgnoreFile } from './ignore-entry.ts'
import { type PackagePattern, packagePattern } from './package-pattern.ts'
import { compilePaths } from './path-filter.ts'
import { readYaml, type YamlReader } from './yaml-reader.ts'

/*
 * Trivy's files of exceptions (https://trivy.dev/latest/docs/configuration/filtering/ and aquasecurity/trivy,
 * pkg/result/ignore.go): one id a line with an optional `exp:` day, or YAML by kind. What expires on a day does not hold on it.
 */

/** `.trivyignore`: `CVE-2022-40897 exp:2027-01-31`. */
export function readTrivyIgnore(text: string, source: string): IgnoreFile {
  const entries: IgnoreEntry[] = []
  const problems: string[] = []
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
    const [id, ...rest] = written.trim().split(/\s+/)
    if (id === undefined || id === '' || id.startsWith('#')) continue
    const until = rest.find((word) => word.startsWith('exp:'))?.slice(4)
    if (until !== undefined && !isDay(until)) {
      problems.push(`${source}:${index + 1}: ${JSON.stringify(until)} is not a day such as 2027-01-31`)
    } else entries.push({ ids: [id], until, source, line: index + 1 })
  }
  return { entries, problems }
}

const KINDS = {
  vulnerabilities: ['vulnerability'],
  misconfigurations: ['misconfiguration'],
  secrets: ['secret'],
  licenses: ['license'],
} as const satisfies Record<string, readonly SecurityKind[]>
const SECTIONS = Object.keys(KINDS) as (keyof typeof KINDS)[]

/** `.trivyignore.yaml`. */
export async function readTrivyIgnoreYaml(text: string, source: string): Promise<IgnoreFile> {
  try {
    const { root, reader } = await readYaml(text, source)
    const sections = root === null ? undefined : reader.fields(root, SECTIONS, 'a file of exceptions of Trivy')
    const entries: IgnoreEntry[] = []
    for (const section of SECTIONS) {
      const list = sections?.[section]
      for (const node of list === undefined ? [] : reader.items(list, `a list of ${section}`)) {
        const entry = await readEntry(reader, node, source, KINDS[section])
        if (entry) entries.push(entry)
      }
    }
    return { entries, problems: reader.problems }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return { entries: [], problems: error.problems }
  }
}

const KEYS = ['id', 'paths', 'purls', 'expired_at', 'statement'] as const

async function readEntry(
  reader: YamlReader,
  node: unknown,
  source: string,
  kinds: readonly SecurityKind[],
): Promise<IgnoreEntry | undefined> {
  const before = reader.problems.length
  const fields = reader.fields(node, KEYS, 'an exception')
  const id = fields?.id === undefined ? undefined : reader.text(fields.id, 'an id')
  if (fields && fields.id === undefined) reader.refuse(node, 'an exception needs an id')
  const texts = (list: unknown, what: string): string[] =>
    list === undefined
      ? []
      : reader.items(list, `a list of ${what}s`).flatMap((item) => reader.text(item, `a ${what}`) ?? [])
  const globs = texts(fields?.paths, 'path')
  // To Trivy it is a file of that name; to our globs, whatever is not meant by it.
  if (globs.some((glob) => glob.startsWith('!'))) {
    reader.refuse(fields?.paths, 'a path that begins with ! means no file')
  }
  const packages = texts(fields?.purls, 'package URL').flatMap((text): PackagePattern[] => {
    const pattern = packagePattern(text)
    if (!pattern) reader.refuse(fields?.purls, `${JSON.stringify(text)} is no package URL`)
    return pattern ? [pattern] : []
  })
  const written = fields?.expired_at === undefined ? undefined : reader.text(fields.expired_at, 'a day')
  // A moment ends it on its day.
  const until = written?.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, '$1')
  if (until !== undefined && !isDay(until)) reader.refuse(fields?.expired_at, `${JSON.stringify(until)} is not a day`)
  const reason = fields?.statement === undefined ? undefined : reader.text(fields.statement, 'a statement')
  if (id === undefined || reader.problems.length > before) return undefined
  return {
    ...{ ids: [id], kinds, until, reason, source, line: reader.lineOf(node) },
    ...(packages.length > 0 && { packages }),
    ...(globs.length > 0 && { isPath: await pathTest(globs) }),
  }
}

async function pathTest(globs: readonly string[]): Promise<IgnoreEntry['isPath']> {
  const { matches } = await compilePaths(globs)
  return (path) => path !== undefined && matches(path)
}
