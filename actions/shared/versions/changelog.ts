import type { ConventionalChange, ReadCommit } from './conventional-commits.ts'
import type { RequiredBump } from './required-bump.ts'

/** Groups of a changelog in the order they are shown; types that no reader of a changelog asks for have none. */
const GROUPS: readonly { readonly title: string; readonly type: string }[] = [
  { title: 'Features', type: 'feat' },
  { title: 'Fixes', type: 'fix' },
  { title: 'Performance', type: 'perf' },
  { title: 'Reverts', type: 'revert' },
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
  const entriesOf = (type: string): readonly ChangelogEntry[] =>
    required.counted.flatMap((commit) =>
      changesOf(commit).flatMap((change) => (change.type === type ? [entryOf(commit, change)] : [])),
    )
  return [
    { title: 'Breaking changes', entries: required.counted.flatMap(breakingOf) },
    ...GROUPS.map(({ title, type }) => ({ title, entries: entriesOf(type) })),
    { title: 'Other changes', entries: required.unconventional.map((commit) => entryOf(commit, undefined)) },
  ].filter((group) => group.entries.length > 0)
}

/** What its footers say, else each breaking change that it tells of, those of a squash merge's list among them. */
function breakingOf(commit: ReadCommit): readonly ChangelogEntry[] {
  if (commit.breaking.length > 0) {
    return commit.breaking.map((text) => ({ ...entryOf(commit, commit.change), ...(text === '' ? {} : { text }) }))
  }
  const changes = commit.change === undefined ? commit.squashed : [commit.change, ...commit.squashed]
  return changes.filter((change) => change.isBreaking).map((change) => entryOf(commit, change))
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

/** Hashes and numbers stand in links as they are: git and the pattern of references let nothing else through. */
function line(entry: ChangelogEntry, links: ChangelogLinks): string {
  const scope = entry.scope === undefined ? '' : `**${links.escape(entry.scope)}:** `
  const references = entry.references.map((number) => `[#${number}](${links.issue(number)})`)
  const where = [...references, `[${entry.sha.slice(0, 7)}](${links.commit(entry.sha)})`]
  return `- ${scope}${links.escape(entry.text)} (${where.join(', ')})`
}

/** The header stands for what a squash merge lists, where it says what it changes. */
function changesOf(commit: ReadCommit): readonly ConventionalChange[] {
  if (commit.change !== undefined) return [commit.change]
  const { header } = commit.reverts
  if (header === undefined) return commit.squashed
  return [{ type: 'revert', scope: undefined, description: commit.header, isBreaking: false }]
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
