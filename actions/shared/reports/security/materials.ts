import { type Component, ComponentTable, keyOf, PRODUCT } from '../../model/components.ts'
import { assessComponent, complianceMetrics, isLicensed } from '../../model/licenses.ts'
import type { VexStatement } from '../../model/vex.ts'
import type { ReadContext } from '../reader.ts'
import type { DependencyGraph } from './dependency-graph.ts'
import type { SecurityReport } from './security-report.ts'

type Named = Pick<Component, 'name' | 'version' | 'purl'>

/** Collects the components of a report and what they say of licences. */
export class Materials {
  readonly #context: ReadContext
  readonly #table: ComponentTable
  #size = 0

  constructor(context: ReadContext) {
    this.#context = context
    this.#table = context.tables.components ??= new ComponentTable()
    this.#table.beginReport()
  }

  /** How many components the report has. */
  get size(): number {
    return this.#size
  }

  add(component: Component): void {
    this.#size += 1
    this.#table.add(component)
  }

  /** What each needs directly, by names of the report; what is no component of it is left out. */
  relate(
    graph: DependencyGraph,
    isProduct: (ref: string) => boolean,
    componentAt: (ref: string) => Named | undefined,
  ): void {
    // Most are named many times.
    const keys = new Map<string, string | undefined>()
    const keyAt = (ref: string): string | undefined => {
      if (keys.has(ref)) return keys.get(ref)
      const component = isProduct(ref) ? undefined : componentAt(ref)
      const key = component ? keyOf(component) : isProduct(ref) ? PRODUCT : undefined
      keys.set(ref, key)
      return key
    }
    for (const [ref, needed] of graph.needs) {
      const key = keyAt(ref)
      if (key === undefined) continue
      this.#table.addNeeds(
        key,
        needed.flatMap((one) => keyAt(one) ?? []),
      )
    }
  }

  state(statement: VexStatement): void {
    const statements = (this.#context.tables.vex ??= [])
    statements.push({ ...statement, report: this.#context.report })
  }

  /** The report's own metrics of licences, by the categories that are allowed where no policy says anything. */
  finish(report: SecurityReport): void {
    const packages = this.#table.rows(true).filter(isLicensed)
    const metrics = complianceMetrics(packages.map((component) => assessComponent(component, {})))
    for (const [name, value] of Object.entries(metrics)) report.metric(name, value)
  }
}
