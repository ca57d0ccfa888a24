import { type ComponentRow, ComponentTable, keyOf, PRODUCT } from '../model/components.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { everyFinding } from '../model/every-finding.ts'
import type { Finding, Severity } from '../model/findings.ts'
import { licenseCategory, licenseId } from '../model/license-names.ts'
import { parseLicense } from '../model/licenses.ts'
import { formatPackageUrl, parsePackageUrl } from '../model/package-url.ts'
import type { SecurityDetails, SeverityStatement } from '../model/security.ts'
import { toolsOf } from './sarif-content.ts'
import { ruleIdOf } from './sarif-rules.ts'

/*
 * One CycloneDX 1.6 document (https://cyclonedx.org/docs/1.6/json/) of the components that all reports list and of the
 * vulnerabilities that they found in them. What is alike in two runs comes out alike: references are package URLs, lists are in
 * order, and time and serial number are given.
 */

export interface CyclonedxOptions {
  /** What is described: `org/shop`, and the commit. */
  readonly name: string
  readonly version?: string | undefined
  /** ISO 8601. */
  readonly timestamp: string
  /** RFC 4122, without `urn:uuid:`. */
  readonly serialNumber?: string | undefined
  /** Our own. */
  readonly toolVersion: string
}

interface Part {
  readonly ref: string
  readonly component: ComponentRow
}

/** The document in pieces; joined they are JSON. */
export function* renderCyclonedx(set: EvidenceSet, options: CyclonedxOptions): Generator<string> {
  const found = everyFinding(set.tables).filter(({ details }) => details?.kind === 'vulnerability' && details.package)
  const parts = partsOf(set, found)
  const refs = new Map(parts.map(({ ref, component }) => [keyOf(component), ref]))
  const needs = needsOf(set, refs)
  yield `${JSON.stringify(headOf(set, options)).slice(0, -1)},"components":[`
  yield* listed(parts.map(componentOf))
  // Without a report that tells, there is no list: an empty one would say that nothing needs anything.
  if (needs.length > 0) {
    yield '],"dependencies":['
    yield* listed(needs)
  }
  if (isPart(set)) yield `],"compositions":[${JSON.stringify({ aggregate: 'incomplete', assemblies: [PRODUCT_REF] })}`
  yield '],"vulnerabilities":['
  yield* listed(byId(found).map((findings) => vulnerabilityOf(findings, refs)))
  yield ']}\n'
}

/** A report is missing or could not be read: it may have named more. */
function isPart({ evidence, gaps }: EvidenceSet): boolean {
  return gaps.length > 0 || evidence.some(({ refused }) => refused !== undefined)
}

function* listed(items: readonly object[]): Generator<string> {
  for (const [index, item] of items.entries()) yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(item)}`
}

function headOf(set: EvidenceSet, { name, version, timestamp, serialNumber, toolVersion }: CyclonedxOptions): object {
  const tools = [{ name: 'cicd-actions', version: toolVersion }, ...toolsOf(set)]
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    ...(serialNumber !== undefined && { serialNumber: `urn:uuid:${serialNumber}` }),
    version: 1,
    metadata: {
      timestamp,
      tools: { components: tools.map((tool) => ({ type: 'application', ...tool })) },
      component: { 'bom-ref': PRODUCT_REF, type: 'application', name, ...(version !== undefined && { version }) },
    },
  }
}

/** Components of all labels, and packages that only findings name, each once. */
function partsOf({ tables }: EvidenceSet, found: readonly Finding[]): readonly Part[] {
  const all = new ComponentTable()
  for (const { components } of tables.values()) {
    all.beginReport()
    for (const component of components?.rows() ?? []) all.add(component)
  }
  all.beginReport()
  for (const { details } of found) if (details?.package) all.add({ ...details.package, type: 'library', licenses: [] })
  const rows = [...all.rows()].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
  const taken = new Set([PRODUCT_REF])
  return rows.map((component) => {
    const { name, version = '' } = component
    let ref = component.purl ?? (version === '' ? name : `${name}@${version}`)
    while (taken.has(ref)) ref += '#'
    taken.add(ref)
    return { ref, component }
  })
}

const PRODUCT_REF = 'product'

/** What needs what directly, as all reports tell it together, in the order of the references. */
function needsOf({ tables }: EvidenceSet, refs: ReadonlyMap<string, string>): readonly object[] {
  const needs = new Map<string, Set<string>>()
  for (const { components } of tables.values()) {
    for (const [key, needed] of components?.needs ?? []) {
      const ref = key === PRODUCT ? PRODUCT_REF : refs.get(key)
      if (ref === undefined) continue
      const known = needs.get(ref) ?? new Set()
      needs.set(ref, known)
      for (const one of needed) {
        const other = refs.get(one)
        if (other !== undefined && other !== ref) known.add(other)
      }
    }
  }
  return [...needs]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([ref, needed]) => ({ ref, dependsOn: [...needed].sort() }))
}

const TYPES: ReadonlySet<string> = new Set(
  'application framework library container platform operating-system device device-driver firmware file machine-learning-model data cryptographic-asset'.split(
    ' ',
  ),
)

function componentOf({ ref, component }: Part): object {
  const { name, version, purl, type, licenses } = component
  const url = purl === undefined ? undefined : parsePackageUrl(purl)
  return {
    'bom-ref': ref,
    type: TYPES.has(type ?? '') ? type : 'library',
    name,
    ...(version !== undefined && { version }),
    ...(url && { purl: /^[!-~]+$/.test(purl ?? '') ? purl : formatPackageUrl(url) }),
    ...(licenses.length > 0 && { licenses: licensesOf(licenses) }),
  }
}

/** An expression may stand alone only; several texts are names and ids. */
function licensesOf(texts: readonly string[]): readonly object[] {
  const [only = ''] = texts
  if (texts.length === 1 && 'operator' in parseLicense(only)) return [{ expression: only }]
  return texts.map((text) => ({ license: isListed(text) ? { id: licenseId(text) } : { name: text } }))
}

/** In our table by the names that scanners give them, and not in SPDX's list. */
const UNLISTED: ReadonlySet<string> = new Set(['Facebook-2-Clause', 'Facebook-3-Clause', 'Lil-1.0'])

/** Only SPDX's own ids may stand as `id`: names of ours such as `BSD` have no version. */
function isListed(text: string): boolean {
  const id = licenseId(text)
  return (
    id !== undefined &&
    id.toLowerCase() === text.toLowerCase() &&
    !UNLISTED.has(id) &&
    /\d|^(?:MIT|ISC|Zlib|Unlicense|X11|curl|NCSA|JSON|ICU|NTP|IJG|HPND|Vim|TCL|FTL|W3C|Ruby|Sleepycat|PostgreSQL|OpenSSL|Libpng|ImageMagick|FreeImage|ClArtistic|Xnet|WTFPL|bzip2)$/.test(
      id,
    ) &&
    licenseCategory(id) !== undefined
  )
}

/** Findings of one vulnerability, in the order of its id: that of its CVE, whichever name a scanner gives it. */
function byId(found: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of found) {
    const id = ruleIdOf(finding)
    const group = groups.get(id)
    if (group) group.push(finding)
    else groups.set(id, [finding])
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, findings]) => findings)
}

/** CycloneDX knows no warning, and says `unknown` as we do. */
const METHODS: Readonly<Record<string, string>> = {
  '2.0': 'CVSSv2',
  '3.0': 'CVSSv3',
  '3.1': 'CVSSv31',
  '4.0': 'CVSSv4',
}

function vulnerabilityOf(findings: readonly Finding[], refs: ReadonlyMap<string, string>): object {
  const [first] = findings
  const own = first ? ruleIdOf(first) : 'unknown'
  const details = findings.map((finding) => finding.details)
  const ids = new Set(details.flatMap((one) => one?.ids ?? []).filter((id) => id !== own))
  const ratings = new Map(
    details.flatMap((one) => (one?.severities ?? []).map((said) => [JSON.stringify(said), ratingOf(said)])),
  )
  const cwes = new Set(details.flatMap((one) => one?.cwes ?? []).map((cwe) => Number(cwe.replace(/^CWE-/, ''))))
  const affected = new Set(details.flatMap((one) => (one?.package ? (refs.get(keyOf(one.package)) ?? []) : [])))
  const url = details.map((one) => one?.url).find((one) => one !== undefined)
  const upgrades = [...new Set(details.flatMap((one) => upgradeOf(one) ?? []))].join('; ')
  const published = details.map((one) => one?.published).find((one) => one !== undefined)
  return {
    id: own,
    ...(url !== undefined && { source: { url } }),
    ...(ids.size > 0 && { references: [...ids].map((id) => ({ id, source: { name: sourceOf(id) } })) }),
    ...(ratings.size > 0 && { ratings: [...ratings.values()] }),
    ...(cwes.size > 0 && { cwes: [...cwes] }),
    ...(first && { description: first.message }),
    ...(upgrades !== '' && { recommendation: upgrades }),
    ...(published !== undefined && { published: `${published}T00:00:00Z` }),
    affects: [...affected].map((ref) => ({ ref })),
  }
}

/** In the words of Trivy's own documents, which readers of these know. */
function upgradeOf({ package: of, fixedVersions = [] }: Partial<SecurityDetails> = {}): string | undefined {
  return of && fixedVersions.length > 0 ? `Upgrade ${of.name} to version ${fixedVersions.join(', ')}` : undefined
}

function sourceOf(id: string): string {
  return id.startsWith('CVE-') ? 'NVD' : id.startsWith('GHSA-') ? 'GitHub' : (id.split('-', 1)[0] ?? id)
}

function ratingOf({ source, severity, cvss }: SeverityStatement): object {
  const word: Severity | undefined = severity
  return {
    source: { name: source },
    ...(cvss && { score: cvss.score, method: METHODS[cvss.version] }),
    ...(word !== undefined && { severity: word }),
    ...(cvss?.vector !== undefined && { vector: cvss.vector }),
  }
}
