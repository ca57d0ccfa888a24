import { EvidenceError } from '../../model/errors.ts'
import { formatPackageUrl, packageUrlOf } from '../../model/package-url.ts'
import { field, listField, objectOf, textField } from '../json/shape.ts'
import { POSITION } from '../position.ts'
import type { ReadContext } from '../reader.ts'
import {
  analysisOf,
  type CdxComponent,
  componentOf,
  fixesIn,
  packageAt,
  targetsOf,
  vulnerabilityOf,
} from './cyclonedx-parts.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { tellingList, textsOf } from './details.ts'
import { Materials } from './materials.ts'
import type { SecurityFound, SecurityReport } from './security-report.ts'
import { WaitingFindings } from './waiting-findings.ts'

/** What a finding waits for: its component may stand behind it. */
interface Affected {
  readonly ref: string
  readonly recommendation: string | undefined
  /** Of the document: where its id stands. */
  readonly reportLine: number | undefined
}

/** What is said of a vulnerability, until all components are known. */
interface Analysed {
  readonly value: unknown
  readonly ids: readonly string[]
  readonly owner: CdxComponent | undefined
  readonly refs: readonly string[]
}

/** Tools that write an empty list of vulnerabilities only when they looked for them; Trivy writes it always. */
const SCANNERS: ReadonlySet<string> = new Set(['grype', 'dep-scan', 'owasp dep-scan', 'osv-scanner'])

/** Checkov's components for secrets are named by the SHA-1 of what it found, which weak secrets do not survive. */
const SECRETS = 'pkg:secrets/'

/** What checkov says of a secret, without that name; its place stands before it: `pkg:secrets/cli_repo/app/main.tf/5baa…@sha1:…`. */
function secretOf({ rule, details }: SecurityFound, ref: string, reportLine: number | undefined): SecurityFound {
  const { ids, severities } = details
  const path = /^pkg:secrets\/[^/]+\/(.+)\/[^/]+$/.exec(ref)?.[1]
  return {
    family: 'secrets',
    rule,
    message: rule,
    path,
    reportLine,
    details: { kind: 'secret', ids, severities, secret: {} },
  }
}

/** One CycloneDX document, of whichever syntax, as JSON has it. */
export class CdxReading {
  readonly #context: ReadContext
  readonly #materials: Materials
  readonly #byRef = new Map<string, CdxComponent>()
  readonly #waiting: WaitingFindings<Affected>
  readonly #analysed: Analysed[] = []
  readonly #graph = new DependencyGraph()
  #product = ''
  #vulnerabilities = 0

  constructor(context: ReadContext) {
    this.#context = context
    this.#materials = new Materials(context)
    this.#waiting = new WaitingFindings(context.tables.findings.kept, ({ ref }) => ref)
  }

  /** A component with those inside it. `isListed`: it is a part of the product, not the product. */
  component(value: unknown, isListed = true): void {
    const component = componentOf(value)
    const ref = textField(value, 'bom-ref')
    for (const key of [ref, component.purl]) {
      if (key !== undefined && !this.#byRef.has(key)) this.#byRef.set(key, component)
    }
    const { name, version, purl, type, licenses } = component
    if (isListed && purl?.startsWith(SECRETS) !== true) {
      this.#materials.add({ name, version, purl, type, licenses })
    }
    for (const inner of tellingList(value, 'components')) this.component(inner)
    // The extension for XML of 1.2 and 1.3.
    for (const vulnerability of tellingList(value, 'vulnerabilities')) this.#add(vulnerability, component)
  }

  /** What a component needs: names of others, or of XML elements with them. */
  dependency(value: unknown): void {
    const needed = [...textsOf(field(value, 'dependsOn')), ...listField(value, 'dependencies').flatMap(refOf)]
    this.#graph.add(textField(value, 'ref') ?? '', needed)
  }

  /** From the product to the component. What is no package, such as the lock file, is left out. */
  #pathTo(ref: string): readonly string[] | undefined {
    if (ref === '' || this.#product === '') return undefined
    const path = this.#graph.pathTo(ref, [this.#product])
    const steps = path?.filter((step, index) => index === 0 || this.#componentAt(step)?.purl !== undefined)
    return steps?.map((step) => this.#componentAt(step)?.name ?? step)
  }

  /** An entry of the document's own list. */
  vulnerability(value: unknown): void {
    this.#add(value, undefined)
  }

  #add(value: unknown, owner: CdxComponent | undefined): void {
    this.#vulnerabilities += 1
    const found = vulnerabilityOf(value)
    const recommendation = textField(value, 'recommendation')
    const own = textField(value, 'ref') ?? ''
    const reportLine = POSITION.lineOf(found.rule) || undefined
    const targets = owner ? [] : targetsOf(value)
    for (const { ref, isUnaffected } of targets) {
      const aside = isUnaffected && found.details.suppressed === undefined
      const details = aside ? { ...found.details, suppressed: 'unaffected' } : found.details
      this.#waiting.add({ ref, recommendation, reportLine }, { ...found, details })
    }
    if (owner) {
      const item = { ref: '', recommendation, reportLine }
      this.#waiting.add(item, this.#completed(found, owner, item))
    } else if (targets.length === 0) this.#waiting.add({ ref: own, recommendation, reportLine }, found)
    const analysis = field(value, 'analysis')
    if (analysis !== undefined) {
      const refs = targets.map(({ ref }) => ref)
      this.#analysed.push({ value: { analysis }, ids: found.details.ids, owner, refs })
    }
  }

  #state({ value, ids, owner, refs }: Analysed): void {
    const analysis = analysisOf(value)
    if (!analysis) return
    const references = owner ? [packageAt(owner, '')] : refs.map((ref) => packageAt(this.#componentAt(ref), ref))
    const packages = references.flatMap((reference) =>
      reference ? [reference.purl ?? formatPackageUrl(packageUrlOf(reference))] : [],
    )
    this.#materials.state({ ids, status: analysis.status, packages, justification: analysis.words })
  }

  /** A BOM-Link may lead back into the document itself. */
  #componentAt(ref: string): CdxComponent | undefined {
    return this.#byRef.get(ref) ?? this.#byRef.get(/^urn:cdx:[^#]*#(.+)$/.exec(ref)?.[1] ?? '')
  }

  #completed(
    found: SecurityFound,
    component: CdxComponent | undefined,
    { ref, recommendation, reportLine = found.reportLine }: Affected,
  ): SecurityFound {
    if (ref.startsWith(SECRETS)) return secretOf(found, ref, reportLine)
    if (found.details.package) return { ...found, reportLine }
    const reference = packageAt(component, ref)
    const name = reference?.name ?? ref
    const version = reference?.version
    return {
      ...found,
      message: name === '' ? found.message : `${name}${version === undefined ? '' : ` ${version}`}: ${found.message}`,
      path: component?.path,
      reportLine,
      details: {
        ...found.details,
        package: reference,
        fixedVersions: fixesIn(recommendation, name),
        isDevelopment: component?.isDevelopment,
        dependencyPath: this.#pathTo(ref),
      },
    }
  }

  /** The rest of the document, with components and vulnerabilities left out. `hasList`: it has a list of vulnerabilities. */
  document(value: unknown, report: SecurityReport, hasList: boolean): void {
    const document = objectOf(value, 'the document')
    const version = textField(document, 'specVersion')
    if (version !== undefined && !/^1\.\d+$/.test(version)) {
      throw new EvidenceError(`it is CycloneDX ${version.slice(0, 20)}; 1.0 to 1.7 are read`)
    }
    const metadata = field(document, 'metadata')
    const product = field(metadata, 'component')
    if (['name', 'purl', 'bom-ref'].some((key) => textField(product, key) !== undefined)) this.component(product, false)
    this.#product = textField(product, 'bom-ref') ?? ''
    for (const one of listField(document, 'dependencies')) this.dependency(one)
    this.#materials.relate(
      this.#graph,
      (ref) => ref !== '' && ref === this.#product,
      (ref) => this.#componentAt(ref),
    )
    const writer = writerOf(metadata)
    if (writer) report.writtenBy(writer.name, writer.version)
    const purl = textField(product, 'purl')
    // What is said of the product as a whole is said of all that is in it.
    const scanned = purl === undefined ? undefined : [[purl]]
    this.#waiting.addTo(report, (found, item) => {
      const whole = this.#completed(found, this.#componentAt(item.ref), item)
      return scanned ? { ...whole, details: { ...whole.details, scanned } } : whole
    })
    for (const item of this.#analysed) this.#state(item)
    this.#judgeSilence(report, hasList, writer?.name ?? '')
    const isPart = listField(document, 'compositions').some((one) =>
      /^incomplete/.test(textField(one, 'aggregate') ?? ''),
    )
    if (isPart) report.note('it says of itself that its list of components is incomplete')
    this.#materials.finish(report)
  }

  #judgeSilence(report: SecurityReport, hasList: boolean, writer: string): void {
    const isSaid = this.#context.formatNamed && this.#context.exitCode !== undefined
    const { size } = this.#materials
    if (size === 0 && this.#vulnerabilities === 0) {
      report.doubtSilence('it lists neither components nor vulnerabilities')
      return
    }
    // A document of nothing but statements about another one's components is no scan either.
    if (this.#vulnerabilities > 0 ? size > 0 : isSaid || (hasList && SCANNERS.has(writer))) return
    report.isNoScan()
    if (this.#vulnerabilities > 0) return
    report.note(
      hasList
        ? 'its list of vulnerabilities is empty, as when none was found and when none was looked for: it is read for its components alone; name format=cyclonedx and exit-code=0 where it was a scan'
        : 'it lists components alone, and says nothing of vulnerabilities',
    )
  }
}

function refOf(value: unknown): readonly string[] {
  const ref = textField(value, 'ref')
  return ref === undefined ? [] : [ref]
}

/** Before 1.5 a list of tools, then components. */
function writerOf(metadata: unknown): { readonly name: string; readonly version: string | undefined } | undefined {
  const tools = field(metadata, 'tools')
  const [tool] = Array.isArray(tools) ? (tools as readonly unknown[]) : listField(tools, 'components')
  const own = textField(tool, 'name')?.toLowerCase().trim().slice(0, 60)
  const name = own === 'cli' ? `${textField(tool, 'vendor')?.toLowerCase().slice(0, 60) ?? ''} cli`.trim() : own
  return name ? { name, version: textField(tool, 'version') } : undefined
}
