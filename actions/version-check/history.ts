import type { Git } from '../shared/runtime/git.ts'
import type { Commit } from '../shared/versions/conventional-commits.ts'

/** What git tells of releases. */
export interface History {
  /** Names of tags; absent where there is no git. */
  readonly tags: readonly string[] | undefined
  /** Commits or tags may be missing: nobody knows what else there is. */
  readonly isShallow: boolean
}

/** More tags are no releases of one project. */
const MOST_TAGS = 100_000
const MOST_COMMITS = 5_000

export async function readHistory(git: Git, top: string): Promise<History> {
  const [listed, shallow] = await Promise.all([
    git(top, ['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags']),
    git(top, ['rev-parse', '--is-shallow-repository']),
  ])
  const tags = listed?.split(/\r?\n/).filter((tag) => tag !== '')
  return { tags: tags?.slice(0, MOST_TAGS), isShallow: shallow?.trim() === 'true' }
}

/** A commit that a tag has and HEAD has not; nothing where there is none, or git cannot tell. */
export async function commitBeyond(git: Git, top: string, tag: string): Promise<string | undefined> {
  const found = await git(top, ['rev-list', '--max-count=1', '--end-of-options', `HEAD..refs/tags/${tag}`, '--'])
  return found?.trim() || undefined
}

/** The commits since a tag, of these pathspecs, the newest first; undefined where git cannot tell. */
export async function commitsSince(
  git: Git,
  top: string,
  tag: string | undefined,
  paths: readonly string[] = [],
): Promise<readonly Commit[] | undefined> {
  const range = tag === undefined ? 'HEAD' : `refs/tags/${tag}..HEAD`
  const log = await git(top, [
    'log',
    '-z',
    `--max-count=${MOST_COMMITS}`,
    '--format=%H%n%B',
    '--end-of-options',
    range,
    '--',
    ...paths,
  ])
  return log
    ?.split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const end = entry.indexOf('\n')
      return { sha: entry.slice(0, end), message: entry.slice(end + 1) }
    })
}
