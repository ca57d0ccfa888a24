import type { VersionProject } from '../shared/policy/policy-version.ts'
import type { VersionLine } from './guard-time.ts'
import type { LookedProject } from './look.ts'
import { orderedVersion } from './releases-of.ts'

/** What stands before the version in the names of a project's tags: `v1.2.3`, `api-v1.2.3`, `api@1.2.3`, `api/v1.2.3`. */
export function prefixesOf(project: string, tagPrefix: string): readonly string[] {
  return project === '' ? [tagPrefix, ''] : ['-v', '@v', '/v', '-', '@', '/'].map((mark) => project + mark)
}

/** The versions that have releases, and the texts of those that have no order. */
export function versionLines(
  looked: readonly Pick<LookedProject, 'name' | 'reference'>[],
  projects: readonly VersionProject[],
  tagPrefix: string,
): { readonly lines: readonly VersionLine[]; readonly unordered: readonly string[] } {
  const lines: VersionLine[] = []
  const unordered: string[] = []
  for (const { name, reference } of looked) {
    const version = reference && orderedVersion(reference)
    if (version) lines.push({ name, version, prefixes: prefixesOf(name, tagPrefix), paths: pathsOf(name, projects) })
    else if (reference) unordered.push(reference.text)
  }
  return { lines, unordered }
}

/** Globs that git reads as the policy does: without braces, classes, groups and escapes. */
const PLAIN_GLOB = /^!?[\w./*@+ -]+$/
const WITHOUT = 'write the paths of the projects without braces, classes and groups'

/** What is no project's belongs to the repository, unless a project gives some of its paths back. */
function pathsOf(name: string, projects: readonly VersionProject[]): VersionLine['paths'] {
  const own = projects.find((project) => project.name === name)
  const globs = own?.paths.globs ?? projects.flatMap(({ paths }) => paths.globs.map((glob) => `!${glob}`))
  const strange = globs.find((glob) => !PLAIN_GLOB.test(glob))
  if (strange !== undefined) return `git cannot tell which commits are about ${strange.replace(/^!/, '')}: ${WITHOUT}`
  return globs.map((glob) => {
    const [, isExcluded, path = ''] = /^(!?)(?:\.\/)*(.*)$/.exec(glob) ?? []
    return `:(top,glob${isExcluded === '!' ? ',exclude' : ''})${path}`
  })
}
