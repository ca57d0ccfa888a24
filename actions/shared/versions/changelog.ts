import type { ConventionalChange, ReadCommit } from './conventional-commits.ts'
import type { RequiredBump } from './required-bump.ts'

/** Groups of a changelog in the order they are shown; types that no reader of a changelog asks for have none. */
const GROUPS: readonly { readonly title: string; readonly types: readonly string[] }[] = [
  { title: 'Features', types: ['feat'] },
  { title: 'Fixes', types: ['fix'] },
  { title: 'Performance', types: ['perf'] },
  { title: 'Reverts', types: ['revert'] },
]

export interface ChangelogEntry {
  readonly sha: string
  readonly scope: string | undefined
  readonly text: string
  /** Numbers of the issues and pull requests that its header names. */
  readonly references: readonly string[]
}

export interface ChangelogGroup {
  readonly title: string
  readonly entries: readonly ChangelogEntry[]
}

/** How text and addresses get into Markdown; render's `text` and the host's links, given by the caller. */
export interface ChangelogLinks {
  /** Makes hostile text harmless. */
  readonly escape: (text: string) => string
  readonly commit: (sha: string) => string
  readonly issue: (number: string) => string
  /** Compares the previous release with this one; undefined for the first. */
  readonly compare: string | undefined
}

/** What changed, grouped; a breaking change stands first, in a group of its own, and again with its kind. */
export function changelogGroups(required: RequiredBump): readonly ChangelogGroup[] {
  const changes = required.counted.flatMap(changesOf)
  const breaking = required.counted.flatMap((commit): readonly ChangelogEntry[] => {
    if (commit.breaking.length > 0) {
      return commit.breaking.map((text) => ({
        ...entryOf(commit, commit.change),
        text: text === '' ? commit.header : text,
      }))
    }
    return changesOf(commit).flatMap(({ change }) => (change?.isBreaking === true ? [entryOf(commit, change)] : []))
  })
  const typed = GROUPS.map(({ title, types }) => ({
    title,
    entries: changes.flatMap(({ commit, change }) =>
      types.includes(change?.type ?? '') ? [entryOf(commit, change)] : [],
    ),
  }))
  const other = required.unconventional.map((commit) => entryOf(commit, undefined))
  return [
    { title: 'Breaking changes', entries: breaking },
    ...typed,
    { title: 'Other changes', entries: other },
  ].filter((group) => group.entries.length > 0)
}

/** A section of a changelog in Markdown, that ends with a line break. */
export function renderChangelog(
  version: string,
  date: string,
  groups: readonly ChangelogGroup[],
  links: ChangelogLinks,
): string {
  const name = links.escape(version)
  const lines = [`## ${links.compare === undefined ? name : `[${name}](${links.compare})`} (${links.escape(date)})`, '']
  for (const group of groups) {
    lines.push(`### ${group.title}`, '', ...group.entries.map((entry) => line(entry, links)), '')
  }
  if (groups.length === 0) lines.push('No change that users see.', '')
  return lines.join('\n')
}

function line(entry: ChangelogEntry, links: ChangelogLinks): string {
  const scope = entry.scope === undefined ? '' : `**${links.escape(entry.scope)}:** `
  const references = entry.references.map((number) => `[${links.escape(`#${number}`)}](${links.issue(number)})`)
  const where = [...references, `[${links.escape(entry.sha.slice(0, 7))}](${links.commit(entry.sha)})`]
  return `- ${scope}${links.escape(entry.text)} (${where.join(', ')})`
}

function changesOf(
  commit: ReadCommit,
): readonly { readonly commit: ReadCommit; readonly change: ConventionalChange | undefined }[] {
  if (commit.change !== undefined) return [{ commit, change: commit.change }]
  return commit.squashed.map((change) => ({ commit, change }))
}

/** The description without the pull request at its end, which becomes a link. */
function entryOf(commit: ReadCommit, change: ConventionalChange | undefined): ChangelogEntry {
  const text = change?.description ?? commit.header
  const references = [...commit.header.matchAll(/\(#(\d{1,10})\)/g)].map(([, number = '']) => number)
  return {
    sha: commit.sha,
    scope: change?.scope,
    text: text.replaceAll(/ *\(#\d{1,10}\)/g, ''),
    references: [...new Set(references)],
  }
}
