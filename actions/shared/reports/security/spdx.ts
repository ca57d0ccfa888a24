import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_SBOM_TOOLS } from '../../tools/security-sbom-tools.ts'
import { field, listField, textField } from '../json/shape.ts'
import { jsonOrText } from '../lint/by-beginning.ts'
import type { OpenReader } from '../reader.ts'
import { textsOf } from './details.ts'
import { securityJson } from './security-report.ts'
import { spdxTagValue } from './spdx-tag-value.ts'
import { creatorsOf, packageIn, SpdxReading } from './spdx-reading.ts'
import { Spdx3Graph } from './spdx3.ts'

/*
 * SPDX 2.0 to 2.3 in JSON and as tag-value text (https://spdx.github.io/spdx-spec/v2.3/), as GitHub's dependency graph wraps it
 * too, and 3.0 in JSON-LD. SPDX 2 has no vulnerabilities: those are read that its references of the category SECURITY name.
 */

/** Where GitHub's API has the document. */
const WRAPPED = 'sbom'
const LISTS = ['packages[]', 'relationships[]', 'files[]', 'snippets[]']
const ARRAYS = [...LISTS, ...LISTS.map((list) => `${WRAPPED}.${list}`), '@graph[]']
const GRAPH = ARRAYS.length - 1

const JSON_READER: OpenReader = (context) => {
  const reading = new SpdxReading(context)
  const graph = new Spdx3Graph(context)
  return securityJson({
    tool: SECURITY_SBOM_TOOLS.spdx,
    name: 'spdx',
    arrays: ARRAYS,
    mayLackLists: true,
    element(value, _report, stream) {
      if (stream === GRAPH) graph.add(value)
      else if (stream % LISTS.length === 0) reading.add(packageIn(value))
      else if (stream % LISTS.length === 1) {
        reading.relates(
          textField(value, 'spdxElementId') ?? '',
          textField(value, 'relationshipType') ?? '',
          textField(value, 'relatedSpdxElement') ?? '',
        )
      }
    },
    document(value, report) {
      if (Array.isArray(field(value, '@graph'))) {
        graph.finish(report)
        return
      }
      const document = field(value, WRAPPED) ?? value
      const version = textField(document, 'spdxVersion')
      if (version === undefined) throw new EvidenceError('it has no "spdxVersion"')
      const packages = field(document, 'packages')
      if (packages !== undefined && packages !== null && !Array.isArray(packages)) {
        throw new EvidenceError('its "packages" are no list')
      }
      for (const id of textsOf(field(document, 'documentDescribes'))) reading.describes(id)
      for (const one of listField(document, 'hasExtractedLicensingInfos')) {
        reading.defines(textField(one, 'licenseId'), textField(one, 'name'))
      }
      reading.finish(report, { version, creators: creatorsOf(document) })
    },
  })(context)
}

export const open = jsonOrText(JSON_READER, spdxTagValue)
