import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_SBOM_TOOLS } from '../../tools/security-sbom-tools.ts'
import { field, isObject, textField } from '../json/shape.ts'
import { jsonOrText } from '../lint/by-beginning.ts'
import type { OpenReader } from '../reader.ts'
import { CdxReading } from './cyclonedx-reading.ts'
import { cdxXml } from './cyclonedx-xml.ts'
import { securityJson } from './security-report.ts'

/*
 * CycloneDX in JSON (1.2 and later) and XML (1.0 and later) (https://cyclonedx.org/docs/1.6/json/), with the vulnerabilities that
 * 1.4 brought and those of the extension before it. An entry is a vulnerability in one component.
 */
const COMPONENTS = 0

const JSON_READER: OpenReader = (context) => {
  const reading = new CdxReading(context)
  return securityJson({
    tool: SECURITY_SBOM_TOOLS.cyclonedx,
    name: 'cyclonedx',
    arrays: ['components[]', 'vulnerabilities[]'],
    mayLackLists: true,
    element(value, _report, stream) {
      if (stream === COMPONENTS) reading.component(value)
      else reading.vulnerability(value)
    },
    document(value, report) {
      const format = textField(value, 'bomFormat')
      if (
        !isObject(value) ||
        (format !== 'CycloneDX' && (format !== undefined || field(value, 'specVersion') === undefined))
      ) {
        throw new EvidenceError('it has no "bomFormat": "CycloneDX"')
      }
      for (const name of ['components', 'vulnerabilities']) {
        const list = field(value, name)
        if (list !== undefined && list !== null && !Array.isArray(list)) {
          throw new EvidenceError(`its "${name}" are no list`)
        }
      }
      reading.document(value, report, Array.isArray(field(value, 'vulnerabilities')))
    },
  })(context)
}

export const open = jsonOrText(JSON_READER, cdxXml)
