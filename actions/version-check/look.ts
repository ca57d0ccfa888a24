import type { VersionPolicy } from '../shared/policy/policy-version.ts'
import { type Comparison, comparePlaces, type PlaceVerdict, type Reference } from './compare-places.ts'
import { besideConfigured, findConfigured } from './places/configured.ts'
import { discover, type ReadText } from './places/discover.ts'
import type { Place, Remark } from './places/place.ts'

/** Files with one version: the whole repository, or a project of the policy. */
export interface LookedProject extends Comparison {
  /** '' for the whole repository. */
  readonly name: string
}

export interface Look {
  readonly projects: readonly LookedProject[]
  /** Of all projects, and of languages, in the order of the files. */
  readonly verdicts: readonly PlaceVerdict[]
  readonly remarks: readonly Remark[]
  /** What is wrong with the places of the policy. */
  readonly problems: readonly string[]
  readonly filesRead: number
}

export interface LookRequest {
  readonly files: readonly string[]
  readonly read: ReadText
  readonly repositoryName: string
  readonly policy: VersionPolicy | undefined
  /** What a project must have, by its name; nothing where the places decide among themselves. */
  readonly expected: (project: string) => Reference | undefined
}

/** Finds all places and compares them. Reads only through `read`. */
export async function look({ files, read, repositoryName, policy, expected }: LookRequest): Promise<Look> {
  const ignored = policy?.ignore
  const looked = ignored === undefined ? files : files.filter((file) => !ignored.matches(file))
  const found = await discover(looked, read, [repositoryName], files)
  const configured = await findConfigured(policy?.places ?? [], read)
  const places = [...configured.places, ...besideConfigured(found.places, configured.places)]
  const toolchains = places.filter(({ role }) => role === 'toolchain')
  const options = { chart: policy?.chart, build: policy?.build }
  const projects = groupsOf(places, policy).map(({ name, members }): LookedProject => ({
    name,
    ...comparePlaces(members, { ...options, expected: expected(name) }),
  }))
  const verdicts = [...projects.flatMap((project) => project.verdicts), ...comparePlaces(toolchains).verdicts]
  return {
    projects,
    verdicts: verdicts.sort((left, right) => order(left.place, right.place)),
    remarks: [...configured.remarks, ...found.remarks],
    problems: configured.problems,
    filesRead: found.filesRead,
  }
}

function groupsOf(
  places: readonly Place[],
  policy: VersionPolicy | undefined,
): readonly { name: string; members: Place[] }[] {
  const projects = policy?.projects ?? []
  const groups = projects.map(({ name }) => ({ name, members: [] as Place[] }))
  const rest = { name: '', members: [] as Place[] }
  for (const place of places) {
    if (place.role === 'toolchain') continue
    const index = projects.findIndex(({ paths }) => paths.matches(place.owner ?? place.file))
    ;(groups[index] ?? rest).members.push(place)
  }
  return projects.length > 0 && rest.members.length === 0 ? groups : [...groups, rest]
}

function order(left: Place, right: Place): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.start - right.start
}
