import type { SecurityDetails, SeverityStatement } from '../../model/security.ts'
import { field, listField, textField } from '../json/shape.ts'
import { byVector } from './cvss.ts'
import { cwesOf, dayOf, inWord, leadOf, textsOf, urlOf } from './details.ts'
import { idList } from './packages.ts'

/** Databases by how their ids begin (https://ossf.github.io/osv-schema/#id-modified-fields). */
const DATABASES: ReadonlyMap<string, string> = new Map(
  'GHSA=ghsa CVE=nvd DEBIAN=debian DSA=debian DLA=debian UBUNTU=ubuntu USN=ubuntu ALPINE=alpine RHSA=redhat ALSA=alma RLSA=rocky SUSE=suse OPENSUSE=opensuse CGA=chainguard BIT=bitnami'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
)

/** What an entry of OSV's schema (https://ossf.github.io/osv-schema/, 1.7) says beside the package that was found. */
export function osvDetails(entry: unknown, name: string): Omit<SecurityDetails, 'kind' | 'package'> {
  const id = textField(entry, 'id') ?? ''
  const source = DATABASES.get(id.split('-', 1)[0] ?? '') ?? 'osv'
  const affected = listField(entry, 'affected').filter((one) => textField(field(one, 'package'), 'name') === name)
  const own = field(entry, 'database_specific')
  const ranges = affected
    .flatMap((one) => listField(one, 'ranges'))
    .filter((range) => textField(range, 'type') !== 'GIT')
  const fixes = ranges.flatMap((range) => listField(range, 'events').map((event) => textField(event, 'fixed')))
  // One that is made of several is an alias of none.
  const upstream = textsOf(field(entry, 'upstream'))
  const withdrawn = textField(entry, 'withdrawn')
  return {
    ids: idList(id, textsOf(field(entry, 'aliases')), upstream.length === 1 ? upstream : []),
    fixedVersions: ranges.length === 0 ? undefined : idList(fixes),
    severities: [
      ...[entry, ...affected].flatMap((one) => listField(one, 'severity').flatMap((item) => statement(source, item))),
      ...inWord(source, textField(own, 'severity')),
      ...affected.flatMap((one) => inWord(source, urgency(field(one, 'ecosystem_specific')))),
    ],
    cwes: cwesOf(
      field(own, 'cwe_ids'),
      affected
        .map((one) => listField(field(one, 'database_specific'), 'cwes').map((cwe) => textField(cwe, 'cweId') ?? ''))
        .flat(),
    ),
    url: urlOf(
      field(own, 'url'),
      listField(entry, 'references').map((one) => field(one, 'url')),
    ),
    published: dayOf(textField(entry, 'published')),
    suppressed: withdrawn === undefined ? undefined : `withdrawn ${withdrawn}`,
  }
}

/** `CVSS_V3` with a vector; `Ubuntu` with a word. */
function statement(source: string, item: unknown): readonly SeverityStatement[] {
  const score = textField(item, 'score')
  const type = textField(item, 'type') ?? ''
  return type.startsWith('CVSS') ? byVector(source, score) : inWord(type.toLowerCase() || source, score)
}

/** Debian's; "not yet assigned" says nothing. */
function urgency(value: unknown): string | undefined {
  const word = textField(value, 'urgency') ?? textField(value, 'severity')
  return word === 'not yet assigned' ? undefined : word
}

/** The first line that says what it is. */
export function osvTitle(entry: unknown): string {
  const details = textField(entry, 'details')?.replace(/^[\s\-_=.]+/, '')
  return leadOf(textField(entry, 'summary') || details || textField(entry, 'id') || '')
}
