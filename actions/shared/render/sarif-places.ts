import type { FindingPlace } from '../model/findings.ts'
import { visible } from './plain.ts'

/** What the addresses of the document are relative to; GitHub knows it as the root of the checkout. */
export const ROOT = '%SRCROOT%'
/** Where a finding stands that has no file at all: GitHub refuses a result without one. */
export const NO_FILE = 'README.md'

/** The largest number of a line or column: GitHub keeps 32 bits. */
const MOST = 2 ** 31 - 1

/**
 * A relative reference (https://www.rfc-editor.org/rfc/rfc3986#section-4.2) of a path as reports write it; nothing where it is
 * none: an address of the web, or empty. Absolute paths, drives and steps upwards are made relative: GitHub refuses them.
 */
export function relativeUri(path: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return undefined
  if (/^[\w./-]+$/.test(path) && !/^[./]|\/[./]|\/$/.test(path)) return path
  const segments: string[] = []
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(encodeURIComponent(visible(segment)))
  }
  return segments.length === 0 ? undefined : segments.join('/')
}

/** Lines and columns as SARIF counts them: from 1, ends never before beginnings; nothing without a line. */
export function regionOf(place: FindingPlace & { readonly column?: number | undefined }): string | undefined {
  const start = position(place.line)
  if (start === undefined) return undefined
  const column = position(place.column)
  const end = position(place.endLine)
  return (
    `{"startLine":${start}` +
    (column === undefined ? '' : `,"startColumn":${column}`) +
    (end === undefined || end <= start ? '}' : `,"endLine":${end}}`)
  )
}

function position(value: number | undefined): number | undefined {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= MOST ? value : undefined
}

/** Writes locations; what is alike in many of them is made once. */
export class SarifPlaces {
  readonly #artifacts = new Map<string, string | undefined>()

  /** A location as JSON; nothing where the place has no file. `line` is what stands there where none is known. */
  location(place: FindingPlace & { readonly column?: number | undefined }, line?: number): string | undefined {
    const artifact = place.path === undefined ? undefined : this.#artifact(place.path)
    if (artifact === undefined) return undefined
    const region = regionOf(place) ?? (line === undefined ? undefined : `{"startLine":${line}}`)
    return `{"physicalLocation":{${artifact}${region === undefined ? '' : `,"region":${region}`}}}`
  }

  #artifact(path: string): string | undefined {
    if (this.#artifacts.has(path)) return this.#artifacts.get(path)
    const uri = relativeUri(path)
    const made = uri === undefined ? undefined : `"artifactLocation":${JSON.stringify({ uri, uriBaseId: ROOT })}`
    this.#artifacts.set(path, made)
    return made
  }
}
