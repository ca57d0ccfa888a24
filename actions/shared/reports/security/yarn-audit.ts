import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, numberField, objectOf, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import type { OpenReader } from '../reader.ts'
import { inWord, tellingList, textsOf, urlOf } from './details.ts'
import { addAdvisory, compareWithSummary, refusalIn } from './npm-advisory.ts'
import { advisoryIn, idList, packageOf } from './packages.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/**
 * `yarn audit --json` of yarn 1 (https://classic.yarnpkg.com/lang/en/docs/cli/audit/): lines with a type, of which an advisory
 * comes once for each way to its package and counts once. `yarn npm audit --json` of yarn 4: a line for each package.
 */
export const open: OpenReader = (context) => {
  const seen = new Set<string>()
  const words = new Set<string>()
  let summary: unknown
  let isClassic = false

  function addAdvisoryOnce(data: unknown, report: SecurityReport): void {
    const advisory = objectOf(field(data, 'advisory'), 'the advisory of a line')
    const key = `${textsOf(field(advisory, 'id'))[0] ?? ''}\0${textField(advisory, 'module_name') ?? ''}`
    if (seen.has(key)) return
    seen.add(key)
    words.add(addAdvisory(advisory, report) ?? '')
  }

  return securityJson({
    tool: SECURITY_PACKAGE_TOOLS.yarnAudit,
    name: 'yarn',
    arrays: [DOCUMENTS],
    element(value, report) {
      const line = objectOf(value, 'a line')
      const data = field(line, 'data')
      const type = textField(line, 'type')
      if (field(line, 'children') !== undefined) {
        addNode(line, report)
        return
      }
      const refused = refusalIn(line)
      if (refused !== undefined) report.missed(`yarn: ${refused}`)
      if (refused !== undefined && type === undefined) return
      if (type === undefined) throw new EvidenceError('a line has neither a "type" nor "children"')
      if (data === undefined) throw new EvidenceError(`a line of the type "${type.slice(0, 40)}" has no "data"`)
      isClassic = true
      if (type === 'auditAdvisory') addAdvisoryOnce(data, report)
      else if (type === 'auditSummary') {
        if (summary !== undefined) {
          report.contradict('a second "auditSummary": these are two reports, one after the other')
        }
        summary = data
      } else if (type === 'error') report.missed(`yarn: ${wordsOf(data)}`)
      else if (type === 'warning' || wordsOf(data) === 'No lockfile found.') report.note(`yarn: ${wordsOf(data)}`)
    },
    finish(report) {
      if (!isClassic) return
      if (summary === undefined) report.contradict('its last line, the "auditSummary", is missing: its end was lost')
      if (numberField(summary, 'totalDependencies') === 0 && report.entries === 0) {
        report.missed('yarn looked at no dependency: its summary counts 0')
      }
      compareWithSummary(field(summary, 'vulnerabilities'), words, 'yarn', report)
    },
  })(context)
}

function wordsOf(data: unknown): string {
  return (typeof data === 'string' ? data : (textField(data, 'message') ?? 'no words')).slice(0, 300)
}

/** Of yarn 4; a deprecated package has its name for an id. */
function addNode(line: unknown, report: SecurityReport): void {
  const node = objectOf(field(line, 'children'), 'the children of a line')
  const name = textField(line, 'value') ?? '?'
  const url = textField(node, 'URL')
  const id = textsOf(field(node, 'ID'))[0]
  const isDeprecation = id?.endsWith('(deprecation)') === true
  const versions = textsOf(tellingList(node, 'Tree Versions'))
  const ids = isDeprecation
    ? ['deprecation']
    : idList(advisoryIn(url), id === undefined ? undefined : /^\d+$/.test(id) ? `npm:${id}` : id)
  report.countEntries(1)
  for (const version of versions.length > 0 ? versions : ['']) {
    report.addBeside({
      rule: ids[0] ?? name,
      message: `${name} ${version}: ${textField(node, 'Issue') ?? ''}`,
      details: {
        kind: isDeprecation ? 'weakness' : 'vulnerability',
        ids,
        package: packageOf('npm', name, version),
        severities: inWord('ghsa', textField(node, 'Severity')),
        url: urlOf(url),
        dependencyPath: dependentOf(textsOf(field(node, 'Dependents'))[0], name),
      },
    })
  }
}

/** `jscodeshift@virtual:95986…#npm:0.14.0` is `jscodeshift`, and brings it; `shop@workspace:.` is the project. */
function dependentOf(dependent: string | undefined, name: string): readonly string[] | undefined {
  const parent = /^(@?[^@]+)@/.exec(dependent ?? '')?.[1]
  if (parent === undefined) return undefined
  return dependent?.includes('@workspace:') === true ? [parent, name] : ['.', parent, name]
}
