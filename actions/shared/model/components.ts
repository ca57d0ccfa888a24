import { packageUrlOf, formatPackageUrl } from './package-url.ts'

/** A package that a bill of materials or a scan lists. */
export interface Component {
  readonly name: string
  readonly version?: string | undefined
  readonly purl?: string | undefined
  /** CycloneDX's word for what it is: `library`, `application`, `container`. */
  readonly type?: string | undefined
  /**
   * What reports say of its licences: an SPDX expression, or a name where the report has no expression. All of them hold
   * at once. Empty where no report says anything.
   */
  readonly licenses: readonly string[]
}

/** A component as the table keeps it. */
export interface ComponentRow extends Component {
  /** A report that tells licences lists it: that it has none there is said, not only left out. */
  readonly isLicenseReported: boolean
}

interface Kept {
  component: Component
  readonly reports: Set<number>
}

const NONE: readonly string[] = []

/** The components of all reports of a scope, each once. */
export class ComponentTable {
  readonly #rows = new Map<string, Kept>()
  readonly #strings = new Map<string, string>()
  /** Reports that tell at least one licence. */
  readonly #telling = new Set<number>()
  /** What is needed directly, by the key of what needs it. */
  readonly #needs = new Map<string, string[]>()
  #report = 0

  /** From here on, components are those of the next report. */
  beginReport(): void {
    this.#report += 1
  }

  /** Components are one where type, namespace, name and version of their package URLs are, or their names where they have none. */
  add(component: Component): void {
    const key = keyOf(component)
    const known = this.#rows.get(key)
    if (component.licenses.length > 0) this.#telling.add(this.#report)
    if (!known) {
      this.#rows.set(key, { component: this.#sharing(component), reports: new Set([this.#report]) })
      return
    }
    known.reports.add(this.#report)
    const more = component.licenses.filter((license) => !known.component.licenses.includes(license))
    if (more.length === 0) return
    known.component = {
      ...known.component,
      licenses: [...known.component.licenses, ...more.map((text) => this.#shared(text))],
    }
  }

  /** Says what a component needs directly, both by their keys: all of that, or nothing. `PRODUCT` is what the report is about. */
  addNeeds(key: string, needed: readonly string[]): void {
    const known = this.#needs.get(key)
    if (known) for (const one of needed) known.push(one)
    else this.#needs.set(key, [...needed])
  }

  /** What is needed directly, both by the keys of components; what no report tells is absent. Some may be there twice. */
  get needs(): ReadonlyMap<string, readonly string[]> {
    return this.#needs
  }

  get size(): number {
    return this.#rows.size
  }

  /** In the order of reading. `ofReport`: those of the current report alone. */
  rows(ofReport = false): readonly ComponentRow[] {
    const rows = [...this.#rows.values()].filter(({ reports }) => !ofReport || reports.has(this.#report))
    return rows.map(({ component, reports }) => ({
      ...component,
      isLicenseReported: [...reports].some((report) => this.#telling.has(report)),
    }))
  }

  #sharing({ name, version, purl, type, licenses }: Component): Component {
    return {
      name,
      version: version === undefined ? undefined : this.#shared(version),
      purl,
      type: type === undefined ? undefined : this.#shared(type),
      licenses: licenses.length === 0 ? NONE : [...new Set(licenses)].map((license) => this.#shared(license)),
    }
  }

  #shared(text: string): string {
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    this.#strings.set(text, text)
    return text
  }
}

/** The key of what the reports are about. */
export const PRODUCT = ''

/** What tells a component again. */
export function keyOf({ purl, name, version }: Pick<Component, 'name' | 'version' | 'purl'>): string {
  return formatPackageUrl(packageUrlOf({ purl, name, version }))
}
