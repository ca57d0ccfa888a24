import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type ComparisonOptions,
  comparePlaces,
  type PlaceVerdict,
} from '../../../actions/version-check/compare-places.ts'
import { discover, type Discovery } from '../../../actions/version-check/places/discover.ts'

export const LAYOUTS_FOLDER = path.resolve('test/fixtures/versions')

/** The files of a repository: paths from its top, and their texts. */
export type Files = ReadonlyMap<string, string>

export interface Layout {
  readonly name: string
  readonly options?: ComparisonOptions
  /** Folders that are projects of their own; by default the whole repository is one. */
  readonly projects?: readonly string[]
}

export function readLayout(name: string): Files {
  return readFolder(path.join(LAYOUTS_FOLDER, name))
}

export function readFolder(top: string): Files {
  const files = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(top, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
  return new Map(files.map((file) => [file, readFileSync(path.join(top, file), 'utf8')]))
}

export function discoverIn(files: Files): Promise<Discovery> {
  return discover([...files.keys()], (file) => ({ text: files.get(file) ?? '' }))
}

/** Every place of a layout with what became of it. */
export async function judged(
  layout: Layout,
  files: Files,
): Promise<{ found: Discovery; verdicts: readonly PlaceVerdict[] }> {
  const found = await discoverIn(files)
  const toolchains = found.places.filter(({ role }) => role === 'toolchain')
  const rest = found.places.filter(({ role }) => role !== 'toolchain')
  const groups = (layout.projects ?? ['']).map((folder) =>
    rest.filter(({ file, owner }) => (owner ?? file).startsWith(folder)),
  )
  const verdicts = [...groups, toolchains].flatMap((places) => comparePlaces(places, layout.options).verdicts)
  return { found, verdicts }
}

export function isGreen(verdicts: readonly PlaceVerdict[]): boolean {
  return verdicts.every(({ agreement }) => agreement === 'agrees' || agreement === 'not-compared')
}

/** The layout with one place's value replaced. */
export function withValue(files: Files, place: { file: string; start: number; end: number }, value: string): Files {
  const text = files.get(place.file) ?? ''
  return new Map([...files, [place.file, text.slice(0, place.start) + value + text.slice(place.end)]])
}
