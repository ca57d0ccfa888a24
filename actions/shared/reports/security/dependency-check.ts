import { field, isObject, listField, objectOf, requiredText, textField } from '../json/shape.ts'
import { jsonOrText } from '../lint/by-beginning.ts'
import type { OpenReader } from '../reader.ts'
import { tellingList, textsOf, urlOf } from './details.ts'
import {
  addTo,
  type Dependency,
  type DependencyVulnerability,
  FORMAT,
  judge,
  scoreOf,
  suppressedBy,
} from './dependency-check-item.ts'
import { XML_READER } from './dependency-check-xml.ts'
import { securityJson } from './security-report.ts'

/*
 * OWASP Dependency-Check in JSON and XML (https://github.com/dependency-check/DependencyCheck, core/src/main/resources/schema
 * and templates/jsonReport.vsl of 12). A dependency is one file; related ones, which are the same in other places, have all of
 * its vulnerabilities too.
 */
const JSON_READER: OpenReader = (context) => {
  let dependencies = 0
  return securityJson({
    ...FORMAT,
    arrays: ['dependencies[]'],
    element(value, report) {
      dependencies += 1
      const item = objectOf(value, 'a dependency')
      const purl = purlOf(item)
      const dependency = { ...placeOf(item), purl }
      const related = tellingList(item, 'relatedDependencies')
        .filter((one) => textField(one, 'fileName'))
        .map((one) => ({ ...placeOf(one), purl: purlOf(one) ?? purl }))
      for (const one of tellingList(item, 'vulnerabilities')) addTo(report, dependency, related, vulnerabilityIn(one))
      for (const one of listField(item, 'suppressedVulnerabilities')) {
        addTo(report, dependency, [], { ...vulnerabilityIn(one), suppressed: suppressedBy(textField(one, 'notes')) })
      }
    },
    document(value, report) {
      const scan = field(value, 'scanInfo')
      const exceptions = [...listField(scan, 'analysisExceptions'), ...listField(value, 'analysisExceptions')]
      judge(
        {
          dependencies,
          version: textField(scan, 'engineVersion'),
          reportDate: textField(field(value, 'projectInfo'), 'reportDate'),
          sources: listField(scan, 'dataSource').map((one) => ({
            name: textField(one, 'name') ?? '',
            timestamp: textField(one, 'timestamp') ?? '',
          })),
          exceptions: exceptions.map((one) => textField(field(one, 'exception') ?? one, 'message') ?? 'an exception'),
        },
        report,
      )
    },
  })(context)
}

function placeOf(value: unknown): Pick<Dependency, 'fileName' | 'filePath'> {
  return { fileName: requiredText(value, 'fileName', 'a dependency'), filePath: textField(value, 'filePath') }
}

function purlOf(value: unknown): string | undefined {
  return listField(value, 'packages')
    .map((one) => textField(one, 'id'))
    .find((id) => id?.startsWith('pkg:'))
}

function vulnerabilityIn(value: unknown): DependencyVulnerability {
  const item = objectOf(value, 'a vulnerability')
  return {
    source: textField(item, 'source'),
    name: requiredText(item, 'name', 'a vulnerability'),
    severity: textField(item, 'severity'),
    description: textField(item, 'description'),
    cwes: textsOf(field(item, 'cwes')),
    scores: [
      ...scoreOf('4.0', field(field(item, 'cvssv4'), 'baseScore')),
      ...scoreOf(
        textField(field(item, 'cvssv3'), 'version') === '3.0' ? '3.0' : '3.1',
        field(field(item, 'cvssv3'), 'baseScore'),
      ),
      ...scoreOf('2.0', field(field(item, 'cvssv2'), 'score')),
    ],
    url: urlOf(listField(item, 'references').map((one) => textField(one, 'url'))),
    isKnownExploited: isObject(field(item, 'knownExploitedVulnerability')),
    suppressed: undefined,
  }
}

export const open = jsonOrText(JSON_READER, XML_READER)
