import { type ComponentRow, ComponentTable, keyOf } from '../model/components.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { everyFinding } from '../model/every-finding.ts'
import type { Finding, Severity } from '../model/findings.ts'
import { licenseCategory, licenseId } from '../model/license-names.ts'
import { parseLicense } from '../model/licenses.ts'
import { parsePackageUrl } from '../model/package-url.ts'
import type { SeverityStatement } from '../model/security.ts'

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
  yield `${JSON.stringify(headOf(options)).slice(0, -1)},"components":[`
  yield* listed(parts.map(componentOf))
  yield '],"vulnerabilities":['
  yield* listed(byId(found).map((findings) => vulnerabilityOf(findings, refs)))
  yield ']}\n'
}

function* listed(items: readonly object[]): Generator<string> {
  for (const [index, item] of items.entries()) yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(item)}`
}

function headOf({ name, version, timestamp, serialNumber, toolVersion }: CyclonedxOptions): object {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    ...(serialNumber !== undefined && { serialNumber: `urn:uuid:${serialNumber}` }),
    version: 1,
    metadata: {
      timestamp,
      tools: { components: [{ type: 'application', name: 'cicd-actions', version: toolVersion }] },
      component: { 'bom-ref': 'product', type: 'application', name, ...(version !== undefined && { version }) },
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
  const taken = new Set(['product'])
  return rows.map((component) => {
    const { name, version = '' } = component
    const ref = component.purl ?? (version === '' ? name : `${name}@${version}`)
    const own = taken.has(ref) ? keyOf(component) : ref
    taken.add(own)
    return { ref: own, component }
  })
}

const TYPES: ReadonlySet<string> = new Set(
  'application framework library container platform operating-system device device-driver firmware file machine-learning-model data cryptographic-asset'.split(
    ' ',
  ),
)

function componentOf({ ref, component }: Part): object {
  const { name, version, purl, type, licenses } = component
  return {
    'bom-ref': ref,
    type: TYPES.has(type ?? '') ? type : 'library',
    name,
    ...(version !== undefined && { version }),
    ...(purl !== undefined && parsePackageUrl(purl) && { purl }),
    ...(licenses.length > 0 && { licenses: licensesOf(licenses) }),
  }
}

/** An expression may stand alone only; several texts are names and ids. */
function licensesOf(texts: readonly string[]): readonly object[] {
  const [only = ''] = texts
  if (texts.length === 1 && 'operator' in parseLicense(only)) return [{ expression: only }]
  return texts.map((text) => ({ license: isListed(text) ? { id: licenseId(text) } : { name: text } }))
}

/** Only SPDX's own ids may stand as `id`: names of ours such as `BSD` have no version. */
function isListed(text: string): boolean {
  const id = licenseId(text)
  return (
    id !== undefined &&
    id.toLowerCase() === text.toLowerCase() &&
    /\d|^(?:MIT|ISC|Zlib|Unlicense|X11|curl|NCSA|JSON|ICU|NTP|IJG|HPND|Vim|TCL|FTL|W3C|Ruby|Sleepycat|PostgreSQL|OpenSSL|Libpng|ImageMagick|FreeImage|ClArtistic|Xnet|WTFPL|bzip2)$/.test(
      id,
    ) &&
    licenseCategory(id) !== undefined
  )
}

/** Findings of one vulnerability, in the order of its id. */
function byId(found: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of found) {
    const group = groups.get(finding.rule)
    if (group) group.push(finding)
    else groups.set(finding.rule, [finding])
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
  const details = findings.map((finding) => finding.details)
  const ids = new Set(details.flatMap((one) => one?.ids ?? []).filter((id) => id !== first?.rule))
  const ratings = new Map(
    details.flatMap((one) => (one?.severities ?? []).map((said) => [JSON.stringify(said), ratingOf(said)])),
  )
  const cwes = new Set(details.flatMap((one) => one?.cwes ?? []).map((cwe) => Number(cwe.replace(/^CWE-/, ''))))
  const affected = new Set(details.flatMap((one) => (one?.package ? (refs.get(keyOf(one.package)) ?? []) : [])))
  const url = details.map((one) => one?.url).find((one) => one !== undefined)
  const published = details.map((one) => one?.published).find((one) => one !== undefined)
  return {
    id: first?.rule ?? 'unknown',
    ...(url !== undefined && { source: { url } }),
    ...(ids.size > 0 && { references: [...ids].map((id) => ({ id, source: { name: sourceOf(id) } })) }),
    ...(ratings.size > 0 && { ratings: [...ratings.values()] }),
    ...(cwes.size > 0 && { cwes: [...cwes] }),
    ...(first && { description: first.message }),
    ...(published !== undefined && { published: `${published}T00:00:00Z` }),
    affects: [...affected].map((ref) => ({ ref })),
  }
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
