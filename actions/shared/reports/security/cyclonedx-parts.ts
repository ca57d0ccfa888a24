import type { PackageReference, SecurityDetails, SeverityStatement } from '../../model/security.ts'
import { severityOfWord } from '../../model/severity.ts'
import type { VexStatus } from '../../model/vex.ts'
import { field, listField, objectOf, requiredText, textField } from '../json/shape.ts'
import { byVector } from './cvss.ts'
import { cwesOf, dayOf, leadOf, scored, tellingList, textsOf, urlOf } from './details.ts'
import { idList, packageOf } from './packages.ts'
import { packageOfPurl } from './purl-package.ts'
import type { SecurityFound } from './security-report.ts'

/** A component as its document has it, as far as findings need it. */
export interface CdxComponent {
  readonly name: string
  readonly version: string | undefined
  readonly purl: string | undefined
  readonly type: string | undefined
  readonly licenses: readonly string[]
  /** A file of the repository that brings it, where the writer notes it. */
  readonly path: string | undefined
  readonly isDevelopment: boolean | undefined
}

/** Who says what of a vulnerability's importance for this product (`analysis`). */
export interface CdxAnalysis {
  readonly status: VexStatus
  readonly words: string
}

const LICENSE_LENGTH = 200

export function componentOf(value: unknown): CdxComponent {
  const component = objectOf(value, 'a component')
  const purl = textField(component, 'purl') || undefined
  const plain = textField(component, 'name') ?? nameless(component, purl)
  const group = textField(component, 'group') ?? ''
  const name =
    group === '' || plain.startsWith(`${group}/`)
      ? plain
      : `${group}${/^pkg:maven\//.test(purl ?? '') ? ':' : '/'}${plain}`
  const property = new Map(
    listField(component, 'properties').map((one) => [textField(one, 'name') ?? '', textField(one, 'value') ?? '']),
  )
  return {
    name,
    version: textField(component, 'version') || undefined,
    purl,
    type: textField(component, 'type'),
    licenses: licensesOf(listField(component, 'licenses')),
    path: pathOf(component, property, purl),
    isDevelopment:
      textField(component, 'scope') === 'excluded' ||
      property.get('cdx:npm:package:development') === 'true' ||
      undefined,
  }
}

/** What a component is called that leaves out its name. */
function nameless(component: unknown, purl: string | undefined): string {
  const said = purl === undefined ? undefined : packageOfPurl(purl)?.name
  return said ?? textField(component, 'bom-ref') ?? requiredText(component, 'name', 'a component')
}

/** SPDX ids, names and expressions; what was concluded stands before what was declared (1.6). */
function licensesOf(choices: readonly unknown[]): readonly string[] {
  const said = choices.map((choice) => {
    const license = field(choice, 'license')
    const text = textField(license, 'id') || textField(license, 'name') || textField(choice, 'expression') || ''
    const isConcluded = (textField(license, 'acknowledgement') ?? textField(choice, 'acknowledgement')) === 'concluded'
    return { text: text.trim().slice(0, LICENSE_LENGTH), isConcluded }
  })
  const known = said.filter(({ text }) => text !== '')
  const concluded = known.filter(({ isConcluded }) => isConcluded)
  return (concluded.length > 0 ? concluded : known).map(({ text }) => text)
}

/** Where Syft, Trivy and others say that they found it; the database of a system's packages is no such place. */
function pathOf(
  component: unknown,
  property: ReadonlyMap<string, string>,
  purl: string | undefined,
): string | undefined {
  if (/^pkg:(?:deb|rpm|apk|alpm)\//.test(purl ?? '')) return undefined
  const occurrence = listField(field(component, 'evidence'), 'occurrences')[0]
  const path =
    textField(occurrence, 'location') ??
    property.get('syft:location:0:path') ??
    property.get('aquasecurity:trivy:FilePath') ??
    property.get('SrcFile')
  return path?.replace(/^\/(?!\/)/, '') || undefined
}

const METHODS: ReadonlyMap<string, string> = new Map([
  ['cvssv2', '2.0'],
  ['cvssv3', '3.0'],
  ['cvssv31', '3.1'],
  ['cvssv3.1', '3.1'],
  ['cvssv4', '4.0'],
])

/** How Grype writes its namespaces: `debian-distro-debian-12`, `github-language-go`, `nvd-cpe`; with colons before 0.43. */
const NAMESPACE = /^(.+?)(?:-(?:distro|language)-.*|-cpe)$/

/** Other names of those who say something. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['github', 'ghsa'],
  ['rhel', 'redhat'],
  ['sles', 'suse'],
])

/** Who says it: `vulnerabilities:debian:10` is Debian, `github:language:go` GitHub, `nvd:cpe` NVD. */
function sourceOf(source: unknown): string | undefined {
  const text = (textField(source, 'name') ?? '').toLowerCase().trim()
  const [first = '', second] = text.split(':')
  const whole = first === 'vulnerabilities' && second !== undefined ? second : first
  const name = NAMESPACE.exec(whole)?.[1] ?? whole
  return SOURCES.get(name) ?? (name || undefined)
}

/** Every rating. What is no CVSS (`OWASP`, `SSVC`, `other`) has a scale of its own: only its word is taken. */
function ratings(vulnerability: unknown): readonly SeverityStatement[] {
  const author = sourceOf(field(vulnerability, 'source')) ?? 'cyclonedx'
  return listField(vulnerability, 'ratings').flatMap((rating): readonly SeverityStatement[] => {
    const source = sourceOf(field(rating, 'source')) ?? author
    const word = textField(rating, 'severity')
    const severity = word === undefined ? {} : { severity: severityOfWord(word) }
    const method = METHODS.get((textField(rating, 'method') ?? '').toLowerCase())
    const bare = textField(rating, 'vector') || undefined
    const vector =
      bare === undefined || bare.startsWith('CVSS:') || /\bAu:/.test(bare) ? bare : `CVSS:${method ?? '3.1'}/${bare}`
    const score = textsOf(field(field(rating, 'score'), 'base') ?? field(rating, 'score'))[0]
    // Without a method or a vector nobody knows what the number is of, unless it is all that there is.
    const isScored =
      method !== undefined || vector !== undefined || (word === undefined && field(rating, 'method') === undefined)
    const [stated] = isScored ? [...scored(source, score, vector), ...byVector(source, vector)] : []
    if (!stated) return word === undefined ? [] : [{ source, ...severity }]
    const cvss =
      stated.cvss && vector === undefined && method !== undefined ? { ...stated.cvss, version: method } : stated.cvss
    return [{ source, ...severity, cvss } as SeverityStatement]
  })
}

/** What Grype puts among the ratings since 1.7: the chance of an exploit (FIRST's EPSS), and that one is known (CISA). */
function exploits(vulnerability: unknown): Pick<SecurityDetails, 'epss' | 'isKnownExploited'> {
  const list = listField(vulnerability, 'ratings')
  const of = (name: RegExp): unknown =>
    list.find((rating) => ['name', 'url'].some((key) => name.test(textField(field(rating, 'source'), key) ?? '')))
  const chance = Number(textsOf(field(of(/\bepss\b/i), 'score'))[0] ?? Number.NaN)
  return {
    epss: chance >= 0 && chance <= 1 ? chance : undefined,
    isKnownExploited: of(/\bCISA KEV\b|known-exploited-vulnerabilities/i) !== undefined || undefined,
  }
}

const STATES: ReadonlyMap<string, VexStatus> = new Map([
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['false_positive', 'not_affected'],
  ['not_affected', 'not_affected'],
])

export function analysisOf(vulnerability: unknown): CdxAnalysis | undefined {
  const analysis = field(vulnerability, 'analysis')
  const state = textField(analysis, 'state') ?? ''
  const status = STATES.get(state)
  if (status === undefined) return undefined
  const words = [state, textField(analysis, 'justification'), textField(analysis, 'detail')]
  return {
    status,
    words: words
      .filter((word) => word !== undefined && word !== '')
      .join(': ')
      .slice(0, 500),
  }
}

/** A thing that it affects. */
export interface CdxTarget {
  /** `bom-ref`, or a BOM-Link to another document. */
  readonly ref: string
  /** All versions that are listed for it are unaffected. */
  readonly isUnaffected: boolean
}

export function targetsOf(vulnerability: unknown): readonly CdxTarget[] {
  return tellingList(vulnerability, 'affects').map((target) => {
    const versions = listField(target, 'versions')
    const isUnaffected = versions.length > 0 && versions.every((one) => textField(one, 'status') === 'unaffected')
    return { ref: textField(target, 'ref') ?? '', isUnaffected }
  })
}

/** The vulnerability without what only the component knows. */
export function vulnerabilityOf(value: unknown): SecurityFound {
  const vulnerability = objectOf(value, 'a vulnerability')
  const references = listField(vulnerability, 'references').map((one) => textField(one, 'id'))
  const ids = idList(textField(vulnerability, 'id'), references)
  // Sonatype's ids are UUIDs, with the CVE beside them.
  const rule = ids.find((id) => !/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id)) ?? ids[0] ?? 'unknown'
  const text = textField(vulnerability, 'description') || textField(vulnerability, 'detail') || rule
  const source = field(vulnerability, 'source')
  const rejected = textField(vulnerability, 'rejected')
  const analysis = analysisOf(vulnerability)
  const isAside = analysis?.status === 'fixed' || analysis?.status === 'not_affected'
  return {
    rule,
    message: leadOf(text) || rule,
    details: {
      kind: 'vulnerability',
      ids: ids.length > 0 ? ids : [rule],
      severities: ratings(vulnerability),
      ...exploits(vulnerability),
      cwes: cwesOf(field(vulnerability, 'cwes')),
      url: urlOf(
        field(source, 'url'),
        listField(vulnerability, 'advisories').map((one) =>
          typeof one === 'string' ? one : (textField(one, 'url') ?? ''),
        ),
      ),
      published: dayOf(textField(vulnerability, 'published') ?? textField(vulnerability, 'created')),
      suppressed: isAside
        ? analysis.words
        : rejected === undefined
          ? undefined
          : `rejected on ${dayOf(rejected) ?? rejected}`,
    },
  }
}

/** Versions that mend it, where the recommendation is Trivy's sentence: `Upgrade NAME to version 1.2, 2.0; …`. */
export function fixesIn(recommendation: string | undefined, name: string): readonly string[] | undefined {
  if (recommendation === undefined) return undefined
  // All that a vulnerability is in have one recommendation, one after the other.
  if (recommendation !== recommended.text) recommended = { text: recommendation, versions: versionsIn(recommendation) }
  const ends = [...name.matchAll(/[/:]/g)].slice(-NAME_PARTS).map(({ index }) => name.slice(index + 1))
  const told = [name, ...ends].map((end) => recommended.versions.get(end)).find((versions) => versions !== undefined)
  return told?.split(',').flatMap((one) => /^\s*(v?\d[\w.+~:-]*?)\.?(?:\s|$)/.exec(one)?.[1] ?? [])
}

/** Of a name as package URLs have it, its sentence may have the last ones alone. */
const NAME_PARTS = 10

let recommended: { readonly text: string; readonly versions: ReadonlyMap<string, string> } = {
  text: '',
  versions: new Map(),
}

/** By what is to be upgraded; of two sentences about one the first. */
function versionsIn(recommendation: string): ReadonlyMap<string, string> {
  const sentences = [...recommendation.matchAll(/Upgrade (\S+) to version ([^;]+)/g)]
  return new Map(sentences.reverse().map(([, of = '', versions = '']) => [of, versions]))
}

/** The package that a target means: a component, or a package URL that is no component of this document. */
export function packageAt(component: CdxComponent | undefined, ref: string): PackageReference | undefined {
  if (component) return packageOf(undefined, component.name, component.version, component.purl)
  const purl = purlIn(ref)
  return purl === undefined ? undefined : packageOfPurl(purl)
}

/** BOM-Links end with the reference (https://cyclonedx.org/capabilities/bomlink/). */
function purlIn(ref: string): string | undefined {
  if (ref.startsWith('pkg:')) return ref
  const [, fragment] = /^urn:cdx:[^#]*#(.+)$/.exec(ref) ?? []
  if (fragment === undefined) return undefined
  const text = fragment.startsWith('pkg:') ? fragment : safelyDecoded(fragment)
  return text.startsWith('pkg:') ? text : undefined
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
