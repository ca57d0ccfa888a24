import { EvidenceError } from '../../model/errors.ts'
import { licenseId } from '../../model/license-names.ts'
import { field, listField, objectOf, requiredText, textField } from '../json/shape.ts'
import { POSITION } from '../position.ts'
import type { ReadContext } from '../reader.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { Materials } from './materials.ts'
import { tellingList } from './details.ts'
import { packageOf } from './packages.ts'
import type { SecurityReport } from './security-report.ts'

/** A package of an SPDX 2 document. */
export interface SpdxPackage {
  readonly id: string
  readonly name: string
  readonly version: string | undefined
  readonly purl: string | undefined
  readonly purpose: string | undefined
  readonly license: string | undefined
  readonly references: readonly SpdxReference[]
}

export interface SpdxReference {
  readonly category: string
  readonly type: string
  readonly locator: string
  readonly comment: string
  /** Of the document. */
  readonly reportLine?: number | undefined
}

/** References that may name a vulnerability (Annex F); `cpe23Type` and `swid` name the package. */
const ADVISORIES: ReadonlySet<string> = new Set(['advisory', 'fix', 'url'])

/** Ids of vulnerabilities in addresses and comments. */
const IDS =
  /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|(?:PYSEC|RUSTSEC|GO|OSV|MAL|HSEC|GSD|PSF|ASB-A)-\d{4}-\d+|(?:DSA|DLA|USN|ELSA|ALSA|RLSA|RHSA|ALAS|SNYK)-[\w:.-]{0,150}\d)/gi

/** The document's own id. */
const DOCUMENT = 'SPDXRef-DOCUMENT'
/** As Syft and Trivy call files; a file system is a package. */
const A_FILE = /^SPDXRef-File(?!system)/

/** One SPDX 2 document, of whichever syntax. */
export class SpdxReading {
  readonly #materials: Materials
  readonly #packages: SpdxPackage[] = []
  readonly #described = new Set<string>()
  readonly #graph = new DependencyGraph()
  /** Names of licences that the document itself defines. */
  readonly #ownLicenses = new Map<string, string>()
  #unnamed = 0

  constructor(context: ReadContext) {
    this.#materials = new Materials(context)
  }

  add(item: SpdxPackage): void {
    this.#packages.push(item)
  }

  /** The document is about this package: it is the product, not a part of it. */
  describes(id: string | undefined): void {
    if (id !== undefined) this.#described.add(id)
  }

  /** A relationship (§11.1): what the document is about, and which package needs which. */
  relates(from: string, type: string, to: string): void {
    if (type === 'DESCRIBES' && from === DOCUMENT) this.#described.add(to)
    else if (type === 'DESCRIBED_BY' && to === DOCUMENT) this.#described.add(from)
    // Files are no packages, and there may be very many.
    else if (A_FILE.test(to) || A_FILE.test(from)) return
    else if (type === 'DEPENDS_ON' || type === 'CONTAINS') this.#graph.add(from, [to])
    else if (/^(?:\w+_)?DEPENDENCY_OF$|^CONTAINED_BY$/.test(type)) this.#graph.add(to, [from])
  }

  defines(license: string | undefined, name: string | undefined): void {
    if (license !== undefined && name !== undefined) this.#ownLicenses.set(license, name)
  }

  finish(
    report: SecurityReport,
    { version, creators }: { readonly version: string | undefined; readonly creators: readonly string[] },
  ): void {
    if (version !== undefined && !/^SPDX-2\.\d+$/.test(version)) {
      throw new EvidenceError(`it is ${version.slice(0, 20)}; SPDX 2.0 to 2.3 and 3.0 are read`)
    }
    const [, tool, toolVersion] =
      creators.map((text) => /^Tool: (.+?)(?:-v?(\d[\w.+-]*))?$/.exec(text)).find((match) => match !== null) ?? []
    if (tool !== undefined) report.writtenBy(tool.toLowerCase().slice(0, 60), toolVersion)
    report.isNoScan()
    if (this.#packages.length === 0) report.doubtSilence('it lists no package')
    // Where all are described, they are what is shipped.
    const isProduct = this.#described.size < this.#packages.length ? this.#described : new Set<string>()
    for (const item of this.#packages) {
      const { id, name, version: own, purl, purpose } = item
      if (!isProduct.has(id)) {
        this.#materials.add({ name, version: own, purl, type: purpose, licenses: this.#licensesOf(item) })
      }
      this.#addAdvisories(item, report)
    }
    const byId = new Map(this.#packages.map((item) => [item.id, item]))
    this.#materials.relate(
      this.#graph,
      (id) => isProduct.has(id),
      (id) => byId.get(id),
    )
    if (this.#unnamed > 0) report.note(`${this.#unnamed} reference(s) to advisories name no vulnerability`)
    report.note('it names the vulnerabilities that its references name, and says nothing of others')
    this.#materials.finish(report)
  }

  #licensesOf({ license }: SpdxPackage): readonly string[] {
    if (license === undefined) return []
    return [license.replace(/LicenseRef-[A-Za-z0-9.-]+/g, (id) => licenseId(this.#ownLicenses.get(id) ?? '') ?? id)]
  }

  #addAdvisories(item: SpdxPackage, report: SecurityReport): void {
    const found = new Map<string, SpdxReference>()
    for (const reference of item.references) {
      const { category, type, locator, comment } = reference
      if (category.toUpperCase() !== 'SECURITY' || !ADVISORIES.has(type.toLowerCase())) continue
      const ids = `${locator} ${comment}`.match(IDS) ?? []
      if (ids.length === 0 && type.toLowerCase() === 'advisory') this.#unnamed += 1
      for (const id of ids) {
        const canonical = /^GHSA/i.test(id) ? `GHSA${id.slice(4).toLowerCase()}` : id.toUpperCase()
        if (!found.has(canonical)) found.set(canonical, reference)
      }
    }
    for (const [id, { locator, reportLine }] of found) {
      report.add({
        rule: id,
        reportLine,
        message: `${item.name}${item.version === undefined ? '' : ` ${item.version}`}: ${id}`,
        details: {
          kind: 'vulnerability',
          ids: [id],
          package: packageOf(undefined, item.name, item.version, item.purl),
          severities: [],
          url: /^https?:\/\//.test(locator) ? locator : undefined,
        },
      })
    }
  }
}

const LICENSE_LENGTH = 500

/** A package in JSON. */
export function packageIn(value: unknown): SpdxPackage {
  const item = objectOf(value, 'a package')
  const references = tellingList(item, 'externalRefs').map((one) => ({
    category: textField(objectOf(one, 'a reference of a package'), 'referenceCategory') ?? '',
    type: textField(one, 'referenceType') ?? '',
    locator: textField(one, 'referenceLocator') ?? '',
    comment: textField(one, 'comment') ?? '',
    reportLine: POSITION.lineOf(textField(one, 'referenceLocator') ?? '') || undefined,
  }))
  return {
    id: textField(item, 'SPDXID') ?? '',
    name: textField(item, 'name') ?? requiredText(item, 'SPDXID', 'a package'),
    version: textField(item, 'versionInfo') || undefined,
    purl: purlAmong(references),
    purpose: textField(item, 'primaryPackagePurpose')?.toLowerCase(),
    license: licenseAmong(textField(item, 'licenseConcluded'), textField(item, 'licenseDeclared')),
    references,
  }
}

export function purlAmong(references: readonly SpdxReference[]): string | undefined {
  return references.find(({ type, locator }) => type.toLowerCase() === 'purl' && locator.startsWith('pkg:'))?.locator
}

/** What was concluded, else what the package declares; NOASSERTION and NONE are no licence. */
export function licenseAmong(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && !/^(?:NOASSERTION|NONE|\s*)$/.test(text))?.slice(0, LICENSE_LENGTH)
}

export function creatorsOf(document: unknown): readonly string[] {
  return listField(field(document, 'creationInfo'), 'creators').filter((one) => typeof one === 'string')
}
