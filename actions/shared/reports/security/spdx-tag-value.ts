import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_SBOM_TOOLS } from '../../tools/security-sbom-tools.ts'
import { utf8Reader } from '../encoding.ts'
import { POSITION } from '../position.ts'
import type { OpenReader } from '../reader.ts'
import { textLines } from '../text/lines.ts'
import { SecurityReport } from './security-report.ts'
import { licenseAmong, purlAmong, SpdxReading, type SpdxReference } from './spdx-reading.ts'

/** Tags that end the part before them. */
const PARTS = /^(?:PackageName|FileName|SnippetSPDXID|LicenseID|Relationship|Annotator)$/

/** Some writers leave out its colon. */
const RELATIONSHIP = /^\s*(Relationship)\s+(\S.*)$/

/** Tag-value text (§5 and 7 of the specification): a line a tag; text in `<text>` may have several. */
export const spdxTagValue: OpenReader = (context) => {
  const report = new SecurityReport(context, SECURITY_SBOM_TOOLS.spdx, 'spdx')
  const reading = new SpdxReading(context)
  const creators: string[] = []
  let version: string | undefined
  let tags: Map<string, string> | undefined
  let references: SpdxReference[] = []
  let license: string | undefined
  let inText = false

  function endPackage(): void {
    const name = tags?.get('PackageName')
    if (tags && name !== undefined) {
      reading.add({
        id: tags.get('SPDXID') ?? '',
        name,
        version: tags.get('PackageVersion'),
        purl: purlAmong(references),
        purpose: tags.get('PrimaryPackagePurpose')?.toLowerCase(),
        license: licenseAmong(tags.get('PackageLicenseConcluded'), tags.get('PackageLicenseDeclared')),
        references,
      })
    }
    tags = undefined
    references = []
  }

  function take(tag: string, value: string): void {
    if (PARTS.test(tag)) endPackage()
    if (tag === 'SPDXVersion') version ??= value
    else if (tag === 'Creator') creators.push(value)
    else if (tag === 'PackageName') tags = new Map([[tag, value]])
    else if (tag === 'LicenseID') license = value
    else if (tag === 'LicenseName') reading.defines(license, value)
    else if (tag === 'Relationship') {
      const [from = '', type = '', to = ''] = value.split(/\s+/)
      reading.relates(from, type, to)
    } else if (tag === 'ExternalRef') {
      const [category = '', type = '', ...rest] = value.split(/\s+/)
      references.push({
        category,
        type,
        locator: rest.join(' '),
        comment: '',
        reportLine: POSITION.lineOf('') || undefined,
      })
    } else if (tag === 'ExternalRefComment') {
      const last = references.pop()
      if (last) references.push({ ...last, comment: value })
    } else if (tags && !tags.has(tag)) tags.set(tag, value)
  }

  const lines = textLines((line, number) => {
    if (inText) {
      inText = !line.includes('</text>')
      return
    }
    if (/^\s*(?:#|$)/.test(line)) return
    const [, tag = '', value = ''] = /^\s*([A-Za-z]+):\s*(.*)$/.exec(line) ?? RELATIONSHIP.exec(line) ?? []
    if (tag === '') throw new EvidenceError(`line ${number} is no tag with a value`)
    inText = value.startsWith('<text>') && !value.includes('</text>')
    take(tag, value.replace(/^<text>|<\/text>\s*$/g, '').trim())
  })
  return utf8Reader(lines, () => {
    if (inText) throw new EvidenceError('it ends inside <text>: it was cut off')
    if (version === undefined) throw new EvidenceError('it has no SPDXVersion')
    endPackage()
    reading.finish(report, { version, creators })
    return report.end()
  })
}
