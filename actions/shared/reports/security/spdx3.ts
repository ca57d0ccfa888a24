import { EvidenceError } from '../../model/errors.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { severityOfWord } from '../../model/severity.ts'
import type { VexStatus } from '../../model/vex.ts'
import { field, isObject, listField, textField } from '../json/shape.ts'
import type { ReadContext } from '../reader.ts'
import { byVector } from './cvss.ts'
import { dayOf, scored, textsOf } from './details.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { Materials } from './materials.ts'
import { idList, packageOf } from './packages.ts'
import type { SecurityReport } from './security-report.ts'

/*
 * SPDX 3.0 in JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/): a graph of elements, told apart by `type`, that relationships
 * join. Packages, licence expressions, vulnerabilities, what is said of them by VEX and their CVSS scores are read.
 */

interface Relationship {
  readonly type: string
  readonly kind: string
  readonly from: string
  readonly to: readonly string[]
  readonly value: unknown
}

interface Joined {
  readonly vulnerability: string
  readonly of: string
  status: VexStatus | undefined
  words: string | undefined
}

const VEX: ReadonlyMap<string, VexStatus> = new Map([
  ['security_VexAffectedVulnAssessmentRelationship', 'affected'],
  ['security_VexUnderInvestigationVulnAssessmentRelationship', 'under_investigation'],
  ['security_VexNotAffectedVulnAssessmentRelationship', 'not_affected'],
  ['security_VexFixedVulnAssessmentRelationship', 'fixed'],
])
const LICENSES = /^has(?:Concluded|Declared)License$/

const NEEDS: ReadonlySet<string> = new Set(['dependsOn', 'contains'])

export class Spdx3Graph {
  readonly #context: ReadContext
  readonly #elements = new Map<string, unknown>()
  readonly #packages: string[] = []
  readonly #relationships: Relationship[] = []
  readonly #from = new Map<string, Relationship[]>()
  readonly #graph = new DependencyGraph()
  #version: string | undefined
  #tool: string | undefined

  constructor(context: ReadContext) {
    this.#context = context
  }

  add(value: unknown): void {
    const type = textField(value, 'type') ?? textField(value, '@type') ?? ''
    const id = textField(value, 'spdxId') ?? textField(value, '@id') ?? ''
    if (type === 'CreationInfo') this.#version ??= textField(value, 'specVersion')
    else if (type === 'Tool') this.#tool ??= textField(value, 'name')
    else if (/Relationship$/.test(type)) {
      const kind = textField(value, 'relationshipType') ?? ''
      const isPlain = type === 'Relationship' || type === 'LifecycleScopedRelationship'
      if (isPlain && !LICENSES.test(kind) && kind !== 'hasAssociatedVulnerability' && !NEEDS.has(kind)) return
      const from = textField(value, 'from') ?? ''
      if (NEEDS.has(kind)) {
        this.#graph.add(from, textsOf(field(value, 'to')))
        return
      }
      const relationship = { type, kind, from, to: textsOf(field(value, 'to')), value }
      this.#relationships.push(relationship)
      const known = this.#from.get(from)
      if (known) known.push(relationship)
      else this.#from.set(from, [relationship])
    } else if (/^(?:software_Package|security_Vulnerability)$|icense/.test(type)) {
      this.#elements.set(id, value)
      if (type === 'software_Package') this.#packages.push(id)
    }
  }

  finish(report: SecurityReport): void {
    if (this.#version !== undefined && !this.#version.startsWith('3.')) {
      throw new EvidenceError(`it is SPDX ${this.#version.slice(0, 20)} in a graph; 3.0 is read`)
    }
    if (this.#version === undefined && this.#packages.length === 0) {
      throw new EvidenceError('its graph is no SPDX 3 document')
    }
    report.isNoScan()
    if (this.#tool !== undefined) report.writtenBy(this.#tool.toLowerCase().slice(0, 60), undefined)
    if (this.#packages.length === 0) report.doubtSilence('it lists no package')
    const materials = new Materials(this.#context)
    for (const id of this.#packages) {
      const { name, version, purl } = this.#packageAt(id)
      const type = textField(this.#elements.get(id), 'software_primaryPurpose')?.toLowerCase()
      materials.add({ name, version, purl, type, licenses: this.#licensesOf(id) })
    }
    const known = new Set(this.#packages)
    materials.relate(
      this.#graph,
      () => false,
      (id) => (known.has(id) ? this.#packageAt(id) : undefined),
    )
    for (const joined of this.#joined().values()) this.#addFinding(joined, report, materials)
    materials.finish(report)
  }

  #packageAt(id: string) {
    const item = this.#elements.get(id)
    const identifiers = listField(item, 'externalIdentifier')
    const purl =
      textField(item, 'software_packageUrl') ??
      textField(
        identifiers.find((one) => textField(one, 'externalIdentifierType') === 'packageUrl'),
        'identifier',
      )
    return packageOf(undefined, textField(item, 'name') ?? purl ?? id, textField(item, 'software_packageVersion'), purl)
  }

  #licensesOf(id: string): readonly string[] {
    const of = (kind: string): readonly string[] =>
      (this.#from.get(id) ?? [])
        .filter((one) => one.kind === kind)
        .flatMap(({ to }) => to.map((license) => this.#licenseText(license)))
        .filter((text) => !/(?:NoAssertion|None)(?:License)?$|^$/.test(text))
    const concluded = of('hasConcludedLicense')
    return concluded.length > 0 ? concluded : of('hasDeclaredLicense')
  }

  #licenseText(id: string): string {
    const element = this.#elements.get(id)
    // Licences of SPDX's list may be named by their address alone.
    return (
      textField(element, 'simplelicensing_licenseExpression') ??
      textField(element, 'name') ??
      id.replace(/^https?:\/\/spdx\.org\/licenses\//, '')
    )
  }

  /** Vulnerabilities with what they are said to be in. */
  #joined(): ReadonlyMap<string, Joined> {
    const joined = new Map<string, Joined>()
    const join = (vulnerability: string, of: string, status?: VexStatus, words?: string): void => {
      const key = JSON.stringify([vulnerability, of])
      const known = joined.get(key)
      if (!known) joined.set(key, { vulnerability, of, status, words })
      // Whoever says that it is affected is believed.
      else if (status !== undefined && known.status !== 'affected') Object.assign(known, { status, words })
    }
    for (const { type, kind, from, to, value } of this.#relationships) {
      const status = VEX.get(type)
      const words = ['security_justificationType', 'security_impactStatement', 'security_statusNotes'].map((key) =>
        textField(value, key),
      )
      if (status !== undefined) {
        for (const of of to) join(from, of, status, words.filter((word) => word !== undefined).join(': '))
      } else if (kind === 'hasAssociatedVulnerability') for (const one of to) join(one, from)
    }
    return joined
  }

  #addFinding({ vulnerability, of, status, words }: Joined, report: SecurityReport, materials: Materials): void {
    const element = this.#elements.get(vulnerability)
    const identifiers = listField(element, 'externalIdentifier').map((one) => textField(one, 'identifier'))
    const ids = idList(
      textField(element, 'name'),
      identifiers.filter((id) => id !== undefined && !/^https?:/.test(id)),
    )
    const rule = ids[0] ?? vulnerability
    const pkg = this.#packageAt(of)
    const isAside = status === 'not_affected' || status === 'fixed'
    const suppressed = [status, words].filter((word) => word !== undefined && word !== '').join(': ')
    const text = textField(element, 'summary') ?? textField(element, 'description') ?? rule
    report.add({
      rule,
      message: `${pkg.name}${pkg.version === undefined ? '' : ` ${pkg.version}`}: ${text}`.slice(0, 500),
      details: {
        kind: 'vulnerability',
        ids: idList(rule, ids),
        package: pkg,
        severities: this.#severitiesOf(vulnerability),
        published: dayOf(textField(element, 'security_publishedTime')),
        suppressed: isAside ? suppressed : undefined,
      },
    })
    if (status !== undefined) {
      materials.state({ ids: idList(rule, ids), status, packages: [pkg.purl ?? pkg.name], justification: words })
    }
  }

  #severitiesOf(vulnerability: string): readonly SeverityStatement[] {
    return (this.#from.get(vulnerability) ?? []).flatMap(({ type, value }): readonly SeverityStatement[] => {
      if (!/^security_CvssV\d/.test(type) || !isObject(value)) return []
      const vector = textField(value, 'security_vectorString')
      const [stated] = [...scored('spdx', field(value, 'security_score'), vector), ...byVector('spdx', vector)]
      const word = textField(value, 'security_severity')
      return stated ? [stated] : word === undefined ? [] : [{ source: 'spdx', severity: severityOfWord(word) }]
    })
  }
}
