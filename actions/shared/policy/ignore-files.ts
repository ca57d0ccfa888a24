import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, MERGED_FAMILIES, placesOf } from '../model/findings.ts'
import { areAllOf } from './bundled-ids.ts'
import { type IgnoreEntry, type IgnoreFile, isMeantBy } from './ignore-entry.ts'
import type { Rule } from './rule.ts'
import { idsOf, labelledFindings, lockOn } from './waivers.ts'

type ReadIgnores = (text: string, source: string) => IgnoreFile | Promise<IgnoreFile>

/** Scanners' files of exceptions by their names, each looked for in the folder that is judged. */
export const IGNORE_FILES: Readonly<Record<string, ReadIgnores>> = {
  '.trivyignore': async (text, source) => (await import('./ignore-trivy.ts')).readTrivyIgnore(text, source),
  '.trivyignore.yaml': async (text, source) => (await import('./ignore-trivy.ts')).readTrivyIgnoreYaml(text, source),
  'osv-scanner.toml': async (text, source) => (await import('./ignore-osv.ts')).readOsvConfig(text, source),
  '.nsprc': async (text, source) => (await import('./ignore-nsprc.ts')).readNsprc(text, source),
}

/** Findings that are set aside, each with the sentence that says where and until when. */
export interface IgnoredFindings {
  readonly findings: ReadonlyMap<Finding, string>
  readonly notices: readonly string[]
}

const MOST_NOTICES = 20

/**
 * What entries set aside on a day of the findings of security, secrets and licences. One that is over sets nothing aside, and
 * a notice says what counts again; none sets aside what a locked rule counts.
 */
export function applyIgnores(
  set: EvidenceSet,
  entries: readonly IgnoreEntry[],
  day: string,
  rules: readonly Rule[] = [],
): IgnoredFindings {
  if (entries.length === 0) return { findings: new Map(), notices: [] }
  const byId = new Map<string, IgnoreEntry[]>()
  for (const entry of entries) {
    for (const id of entry.ids.length > 0 ? entry.ids : ['']) {
      const key = id.toLowerCase()
      byId.set(key, [...(byId.get(key) ?? []), entry])
    }
  }
  const findings = new Map<Finding, string>()
  const expired = new Map<IgnoreEntry, number>()
  const locked = new Map<IgnoreEntry, Rule>()
  for (const [finding, labels] of labelledFindings(set)) {
    if (!MERGED_FAMILIES.has(finding.family)) continue
    const paths = placesOf(finding).map(({ path }) => path)
    const meant = ['', ...idsOf(finding)].flatMap((id) => byId.get(id) ?? [])
    const holding: IgnoreEntry[] = []
    for (const entry of meant.filter((candidate) => isMeantBy(candidate, finding, paths))) {
      const lock = lockOn(finding, labels, rules, entry.source)
      if (lock) locked.set(entry, lock)
      else if (entry.until !== undefined && day >= entry.until) expired.set(entry, (expired.get(entry) ?? 0) + 1)
      else holding.push(entry)
    }
    const [first] = holding
    // One without an id means whatever is wrong with its package.
    const named = holding.flatMap(({ ids }) => (ids.length === 0 ? [''] : ids))
    if (first && areAllOf(finding, named)) findings.set(finding, sentenceOf(first))
  }
  const notices = [
    ...[...expired].map(([entry, count]) => {
      const what = count === 1 ? '1 finding counts' : `${count} findings count`
      return `${placeOf(entry)}: the exception for ${nameOf(entry)} ended on ${entry.until ?? ''}; ${what} again`
    }),
    ...[...locked].map(([entry, { text, source }]) => {
      return `${placeOf(entry)}: the exception for ${nameOf(entry)} does not hold, as ${source} has locked ${text}`
    }),
  ]
  const more = notices.length - MOST_NOTICES
  return { findings, notices: more > 0 ? [...notices.slice(0, MOST_NOTICES), `and ${more} more exceptions`] : notices }
}

function placeOf({ source, line }: IgnoreEntry): string {
  return `${source}:${line}`
}

function nameOf({ ids, packages = [] }: IgnoreEntry): string {
  return [...ids, ...packages.map(({ text }) => text)].join(', ')
}

function sentenceOf(entry: IgnoreEntry): string {
  const until = entry.until === undefined ? 'without end' : `until ${entry.until}`
  return `set aside in ${placeOf(entry)} ${until}: ${entry.reason ?? 'no reason is given there'}`
}
