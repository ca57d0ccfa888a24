import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, numberField, objectOf, textField } from '../json/shape.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { cwesOf, inWord, scored, tellingList, textsOf, urlOf } from './details.ts'
import { addAdvisory, compareWithSummary, refusalIn } from './npm-advisory.ts'
import { advisoryIn, idList, packageOf } from './packages.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/**
 * `npm audit --json` (https://docs.npmjs.com/cli/v11/commands/npm-audit; npm/audit-report of npm 7 and later: auditReportVersion 2)
 * and the answer of the registry that npm 6, pnpm, yarn 2 and audit-ci hand on. An entry is a package of the former, of which any
 * number of advisories may tell, and an advisory of the latter.
 */
export const open = securityJson({
  tool: SECURITY_PACKAGE_TOOLS.npmAudit,
  name: 'npm',
  arrays: [],
  document(value, report) {
    const audit = field(value, 'audit')
    const whole = isObject(audit) ? audit : value
    const refused = refusalIn(whole)
    if (refused !== undefined) throw new EvidenceError(`npm could not audit: ${refused}`)
    const version = field(whole, 'auditReportVersion')
    const advisories = field(whole, 'advisories')
    if (version === undefined && isObject(advisories)) addAnswer(advisories, whole, report)
    else if (version === 2 || (version === undefined && isObject(field(whole, 'vulnerabilities')))) {
      addPackages(whole, report)
    } else {
      throw new EvidenceError(
        `its auditReportVersion is ${JSON.stringify(version)}; 2 is read, and npm 6's "advisories"`,
      )
    }
  },
})

function addAnswer(advisories: object, whole: unknown, report: SecurityReport): void {
  const words = new Set<string>()
  for (const advisory of Object.values(advisories) as unknown[]) {
    words.add(addAdvisory(objectOf(advisory, 'an advisory'), report) ?? '')
  }
  const metadata = field(whole, 'metadata')
  compareWithSummary(field(metadata, 'vulnerabilities'), words, 'npm', report)
  const counts = ['dependencies', 'devDependencies', 'optionalDependencies', 'totalDependencies']
  const known = counts.map((key) => numberField(metadata, key)).filter((count) => count !== undefined)
  noDependencies(known, report)
}

function noDependencies(known: readonly number[], report: SecurityReport): void {
  if (known.length > 0 && known.every((count) => count === 0) && report.entries === 0) {
    report.missed('npm looked at no dependency: its metadata counts 0')
  } else if (known.length === 0) report.doubtSilence('it lists no vulnerability, and counts no dependency')
}

function addPackages(whole: unknown, report: SecurityReport): void {
  const packages = field(whole, 'vulnerabilities')
  if (!isObject(packages)) throw new EvidenceError('it has no "vulnerabilities"')
  const names = Object.keys(packages)
  report.countEntries(names.length)
  const pathTo = pathsIn(packages)
  let advisories = 0
  for (const name of names) {
    const item = objectOf(Object.hasOwn(packages, name) ? packages[name] : undefined, 'a vulnerability')
    for (const via of tellingList(item, 'via')) {
      if (isObject(via)) {
        advisories += 1
        addVia(via, name, item, pathTo, report)
      } else if (typeof via !== 'string' || !Object.hasOwn(packages, via)) {
        report.contradict(`${name} is vulnerable through ${String(via)}, of which the report says nothing`)
      }
    }
  }
  if (names.length > 0 && advisories === 0) {
    report.contradict(`npm calls ${names.length} package(s) vulnerable, and names no advisory`)
  }
  const metadata = field(whole, 'metadata')
  const total = numberField(field(metadata, 'vulnerabilities'), 'total')
  if (total !== undefined && total !== names.length) {
    report.contradict(`npm counts ${total} vulnerable packages, the report lists ${names.length}`)
  }
  // The root counts itself among `prod`, and not in the total.
  const dependencies =
    numberField(field(metadata, 'dependencies'), 'total') ?? numberField(metadata, 'totalDependencies')
  noDependencies(dependencies === undefined ? [] : [dependencies], report)
}

/** The way from the project: `effects` are the packages that one makes vulnerable too, up to one that the project names. */
function pathsIn(packages: object): (name: string) => readonly string[] | undefined {
  const graph = new DependencyGraph()
  const direct = new Set<string>()
  for (const [name, item] of Object.entries(packages)) {
    if (field(item, 'isDirect') === true) direct.add(name)
    for (const dependent of textsOf(field(item, 'effects'))) graph.add(dependent, [name])
  }
  return (name) => {
    const path = graph.pathTo(name, direct)
    return path && ['.', ...path]
  }
}

function addVia(
  via: unknown,
  installed: string,
  item: unknown,
  pathTo: (name: string) => readonly string[] | undefined,
  report: SecurityReport,
): void {
  const name = textField(via, 'name') ?? installed
  const url = textField(via, 'url')
  const source = textsOf(field(via, 'source'))[0]
  const ids = idList(
    advisoryIn(url),
    source === undefined ? undefined : /^\d+$/.test(source) ? `npm:${source}` : source,
  )
  const cvss = field(via, 'cvss')
  const score = numberField(cvss, 'score')
  const fix = field(item, 'fixAvailable')
  const told = isObject(fix) ? ` (mended by ${textField(fix, 'name') ?? '?'}@${textField(fix, 'version') ?? '?'})` : ''
  report.addBeside({
    rule: ids[0] ?? name,
    message: `${name} ${textField(via, 'range') ?? ''}: ${textField(via, 'title') ?? ids[0] ?? ''}${told}`,
    details: {
      kind: 'vulnerability',
      ids,
      package: packageOf('npm', name, undefined),
      severities: [
        ...(score === undefined || score === 0 ? [] : scored('ghsa', score, textField(cvss, 'vectorString'))),
        ...inWord('ghsa', textField(via, 'severity')),
      ],
      cwes: cwesOf(field(via, 'cwe')),
      url: urlOf(url),
      // No fixed versions: npm says only whether it could mend the tree, and by which package at its root.
      dependencyPath: pathTo(installed),
    },
  })
}
