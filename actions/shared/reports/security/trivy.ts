import { EvidenceError } from '../../model/errors.ts'
import type { SecurityDetails } from '../../model/security.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, numberField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { tellingList, textsOf } from './details.ts'
import { imageNames } from './image-names.ts'
import { type SecurityReport, securityJson } from './security-report.ts'
import { addCompliance, isCompliance } from './trivy-compliance.ts'
import { inResult, TRIVY_ITEMS, type TrivyResult } from './trivy-findings.ts'
import { TrivyPackages, type TrivyPlace } from './trivy-packages.ts'
import { WaitingFindings } from './waiting-findings.ts'

/*
 * Trivy's JSON (https://github.com/aquasecurity/trivy, pkg/types/report.go of 0.66): an object with SchemaVersion 2, before
 * 0.20 the list of its Results alone (`null` where there are none), and of clusters a list of resources, each with Results.
 * `--format cosign-vuln` wraps it (pkg/report/predicate/vuln.go).
 */

/** The lists of a result, and the item that each holds. */
const LISTS = [
  ['Vulnerabilities', 'vulnerability'],
  ['Misconfigurations', 'misconfiguration'],
  ['Secrets', 'secret'],
  ['Licenses', 'license'],
] as const
/** Of clusters (pkg/k8s/report), in full, in short, and of 0.27 and before. */
const RESOURCES = ['Resources[]', 'Findings[]', 'Vulnerabilities[]', 'Misconfigurations[]']
const PACKAGES = ['Results[].Packages[]', 'scanner.result.Results[].Packages[]']
const ARRAYS = [
  ...['Results', '', 'scanner.result.Results'].flatMap((results) => LISTS.map(([list]) => `${results}[].${list}[]`)),
  ...RESOURCES,
  ...PACKAGES,
]

export const open: OpenReader = (context) => {
  const waiting = new WaitingFindings<TrivyPlace>(context.tables.findings.kept, ({ result }) => String(result))
  const packages = new TrivyPackages()
  let looked = 0
  /** Misconfigurations that each result lists and that failed. */
  const failures: number[] = []

  return securityJson({
    tool: SECURITY_PACKAGE_TOOLS.trivy,
    name: 'trivy',
    families: [],
    arrays: ARRAYS,
    mayLackLists: true,
    mayBeNull: true,
    element(value, report, stream, outer) {
      const path = ARRAYS[stream] ?? ''
      if (PACKAGES.includes(path)) {
        looked += 1
        packages.note(value, outer)
      } else if (RESOURCES.includes(path)) looked += addResource(value, report)
      else {
        looked += 1
        const found = TRIVY_ITEMS.get(LISTS[stream % LISTS.length]?.[1] ?? '')?.(value)
        if (found?.details.kind === 'misconfiguration' && found.details.suppressed === undefined) {
          failures[outer] = (failures[outer] ?? 0) + 1
        }
        if (found) waiting.add({ result: outer, id: textField(value, 'PkgID') }, found)
      }
    },
    document(whole, report) {
      const value = field(field(whole, 'scanner'), 'result') ?? whole
      if (field(value, 'SchemaVersion') !== 2 && isCompliance(value)) {
        addCompliance(value, report, (part, resource) => {
          addResult(part, resource, report)
        })
        return
      }
      const parts = Array.isArray(value) ? value : listField(value, 'Results')
      const results = parts.map((part) => resultOf(part))
      const scanned = scannedIn(value)
      waiting.addTo(report, (found, place) => {
        const whole = packages.complete(found, place, results[place.result] ?? NO_RESULT)
        return scanned ? { ...whole, details: { ...whole.details, scanned } } : whole
      })
      for (const [index, part] of parts.entries()) {
        addRest(part, results[index] ?? NO_RESULT, report)
        compare(part, failures[index] ?? 0, report)
      }
      if (Array.isArray(value) || value === null) report.doubtSilenceUnless(parts.length > 0, 'it lists no target')
      else addDocument(value, looked, report)
    },
  })(context)
}

/** What an image is called. */
function scannedIn(value: unknown): SecurityDetails['scanned'] {
  if (textField(value, 'ArtifactType') !== 'container_image') return undefined
  const metadata = field(value, 'Metadata')
  const names = [field(value, 'ArtifactName'), field(metadata, 'RepoTags'), field(metadata, 'RepoDigests')]
  return [imageNames(names.flatMap(textsOf))]
}

const NO_RESULT: TrivyResult = { target: '', class: '', type: '' }

function resultOf(value: unknown, resource?: string): TrivyResult {
  return {
    target:
      textField(value, 'Target') ??
      (textField(value, 'Class') === undefined ? requiredText(value, 'Target', 'a result') : ''),
    class: textField(value, 'Class') ?? '',
    type: textField(value, 'Type') ?? '',
    resource,
  }
}

/** What of a result is not in its four lists. */
function addRest(part: unknown, result: TrivyResult, report: SecurityReport): void {
  report.speaksOf(result.class === 'secret' ? 'secrets' : /^license/.test(result.class) ? 'licenses' : 'security')
  for (const modified of listField(part, 'ExperimentalModifiedFindings')) {
    const type = textField(modified, 'Type') ?? ''
    const found = TRIVY_ITEMS.get(type)?.(field(modified, 'Finding'))
    if (!found) {
      report.contradict(`it has a modified finding of the type "${type}", which is not known here`)
      continue
    }
    const words = ['Status', 'Statement', 'Source'].map((key) => textField(modified, key))
    const suppressed = words.filter((word) => word !== undefined && word !== '').join(': ') || 'modified'
    const placed = inResult(found, result)
    report.suppress({ ...placed, details: { ...placed.details, suppressed } })
  }
  const custom = listField(part, 'CustomResources').length
  if (custom > 0) report.note(`${custom} custom resource(s) of ${result.target || 'a module'} are not judged`)
}

/** Trivy counts after all that it leaves out (pkg/result/filter.go). */
function compare(part: unknown, listed: number, report: SecurityReport): void {
  const declared = numberField(field(part, 'MisconfSummary'), 'Failures') ?? 0
  if (declared <= listed) return
  report.contradict(
    `Trivy counts ${declared} failures in ${textField(part, 'Target') ?? 'a result'}, and lists ${listed}`.slice(
      0,
      300,
    ),
  )
}

/** A resource of a cluster. Returns how many things were looked at. */
function addResource(value: unknown, report: SecurityReport): number {
  const name = [textField(value, 'Namespace'), textField(value, 'Kind'), textField(value, 'Name')]
    .filter((text) => text !== undefined && text !== '')
    .join('/')
  const error = textField(value, 'Error')
  if (error !== undefined && error !== '') report.missed(`Trivy could not look at ${name}: ${error}`.slice(0, 300))
  const results = tellingList(value, 'Results')
  if (!isObject(value) || (!Array.isArray(field(value, 'Results')) && name === '')) {
    throw new EvidenceError('a resource has neither a name nor a list "Results"')
  }
  for (const part of results) addResult(part, name, report)
  return 1
}

/** A result with its lists. */
function addResult(part: unknown, resource: string, report: SecurityReport): void {
  const result = resultOf(part, resource)
  let failures = 0
  for (const [list, item] of LISTS) {
    for (const entry of tellingList(part, list)) {
      const found = TRIVY_ITEMS.get(item)?.(entry)
      if (found) report.add(inResult(found, result))
      if (found?.details.kind === 'misconfiguration' && found.details.suppressed === undefined) failures += 1
    }
  }
  compare(part, failures, report)
  addRest(part, result, report)
}

function addDocument(value: unknown, looked: number, report: SecurityReport): void {
  report.version(textField(field(value, 'Trivy'), 'Version'))
  const schema = numberField(value, 'SchemaVersion')
  const isCluster = field(value, 'ClusterName') !== undefined
  if (!isCluster && schema === undefined) throw new EvidenceError('it has no "SchemaVersion"')
  if (schema !== undefined && schema !== 2 && schema !== 0) {
    throw new EvidenceError(`its SchemaVersion is ${schema}; 2 is read, and the lists of before`)
  }
  const results = field(value, 'Results')
  if (results !== undefined && results !== null && !Array.isArray(results)) {
    throw new EvidenceError('its "Results" are no list')
  }
  if (isCluster ? looked === 0 : listField(value, 'Results').length === 0) {
    report.missed(
      isCluster
        ? `Trivy looked at no resource of the cluster ${textField(value, 'ClusterName') ?? ''}`
        : `Trivy found nothing in ${textField(value, 'ArtifactName') ?? 'it'} that it can scan: there are no Results`,
    )
  }
  const os = field(field(value, 'Metadata'), 'OS')
  if (field(os, 'EOSL') === true) {
    report.missed(
      `${textField(os, 'Family') ?? 'the system'} ${textField(os, 'Name') ?? ''} is no longer supported by its distribution (EOSL), so that its vulnerabilities may be missing`,
    )
  }
}
