import { field, listField, positionField, textField } from '../json/shape.ts'
import { DependencyGraph } from './dependency-graph.ts'
import { textsOf } from './details.ts'
import type { SecurityFound } from './security-report.ts'
import { inResult, type TrivyResult } from './trivy-findings.ts'

/** Which result an item is of, and the package that it names. */
export interface TrivyPlace {
  readonly result: number
  readonly id: string | undefined
}

interface Listed {
  readonly name: string
  readonly line: number | undefined
  readonly isDevelopment: boolean
  /** `root`, `workspace`, `direct`, `indirect`; before 0.53 it is not told. */
  readonly relationship: string | undefined
}

/** The project, where no package of the report is. */
const PROJECT = '.'
const PROJECTS: ReadonlySet<string | undefined> = new Set(['root', 'workspace'])

/** What `Packages` says of packages beside their names, by result and id. */
export class TrivyPackages {
  readonly #packages = new Map<string, Listed>()
  readonly #graph = new DependencyGraph()
  readonly #direct = new Set<string>()
  /** The project's own name, by result. */
  readonly #projects = new Map<number, string>()

  note(value: unknown, result: number): void {
    const id = textField(value, 'ID')
    if (id === undefined) return
    const key = `${result}\0${id}`
    const name = textField(value, 'Name') ?? id
    const line = positionField(listField(value, 'Locations')[0], 'StartLine')
    const relationship = textField(value, 'Relationship')
    const isDevelopment = field(value, 'Dev') === true
    if (relationship !== undefined || line !== undefined || isDevelopment) {
      this.#packages.set(key, { name, line, isDevelopment, relationship })
    }
    if (relationship === 'root') this.#projects.set(result, name)
    if (relationship === 'direct') this.#direct.add(key)
    if (relationship === undefined || PROJECTS.has(relationship)) return
    this.#graph.add(
      key,
      textsOf(field(value, 'DependsOn')).map((child) => `${result}\0${child}`),
    )
  }

  /** The finding with what its result and its package say. */
  complete(found: SecurityFound, { result, id }: TrivyPlace, of: TrivyResult): SecurityFound {
    const key = `${result}\0${id ?? ''}`
    const listed = this.#packages.get(key)
    const placed = inResult(found, of)
    if (!listed) return placed
    return {
      ...placed,
      line: placed.line ?? (placed.path === undefined ? undefined : listed.line),
      details: {
        ...placed.details,
        ...(listed.isDevelopment && { isDevelopment: true }),
        // A system's packages have no project.
        ...(of.class === 'lang-pkgs' && { dependencyPath: this.#pathTo(key, result) }),
      },
    }
  }

  #pathTo(key: string, result: number): readonly string[] | undefined {
    const path = this.#graph.pathTo(key, this.#direct)
    const names = path?.map((step) => this.#packages.get(step)?.name ?? PROJECT)
    return names && [this.#projects.get(result) ?? PROJECT, ...names]
  }
}
