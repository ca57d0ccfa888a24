import { isOlder, type Marker, parseMarker } from '../render/marker.ts'
import type { LineComment, PublishNote, ReviewComments, StoredLineComment } from './ports.ts'
import { GitHubRefusal } from './refusal.ts'

export interface SuggestionsDraft {
  readonly marker: Marker
  /** Markdown above the comments, where any is new. */
  readonly body: string
  /** One for each line; each body holds the marker. */
  readonly comments: readonly LineComment[]
}

export interface SuggestionsResult {
  /** Whether the lines have their comments, whoever wrote them. */
  readonly isShown: boolean
  readonly notes: readonly PublishNote[]
}

/**
 * Brings the comments on lines to what the draft says: leaves what is there, rewrites what says something else, takes away
 * what holds no more and nobody has answered, and writes the missing ones as one review. Rejects with a GitHubRefusal.
 */
export async function publishSuggestions(store: ReviewComments, draft: SuggestionsDraft): Promise<SuggestionsResult> {
  const found = await store.findByMarker(draft.marker)
  const newer = found.map(({ body }) => parseMarker(body)).find((marker) => marker && isOlder(draft.marker, marker))
  if (newer !== undefined) {
    const text = `The suggestions were left as run ${newer.run}, attempt ${newer.attempt} wrote them: that is newer than this run.`
    return { isShown: false, notes: [{ channel: 'suggestion', text }] }
  }
  // GitHub itself folds those whose line has changed.
  const open = new Set(found.filter(({ line }) => line !== undefined))
  const missing: LineComment[] = []
  for (const comment of draft.comments) {
    const there = [...open].find(({ path, line }) => path === comment.path && line === comment.line)
    if (there) open.delete(there)
    if (!there || !(await isBrought(store, there, comment))) missing.push(comment)
  }
  if (missing.length > 0) await store.review(draft.body, missing)
  for (const { id, hasReplies } of open) if (!hasReplies) await attempt(() => store.remove(id))
  return { isShown: true, notes: [] }
}

/** Whether a comment says what it should, by now. */
async function isBrought(store: ReviewComments, there: StoredLineComment, { body }: LineComment): Promise<boolean> {
  return said(there.body) === said(body) || attempt(() => store.update(there.id, body))
}

/** What is there without the marker, which names the run. GitHub's editor writes CRLF. */
function said(body: string): string {
  return body
    .replaceAll('\r\n', '\n')
    .replace(/^<!-- cicd-actions:.*-->\n/, '')
    .trim()
}

/** False where it was deleted meanwhile, or belongs to another app, whose comments look the same from here. */
async function attempt(change: () => Promise<void>): Promise<boolean> {
  try {
    await change()
    return true
  } catch (error) {
    if (error instanceof GitHubRefusal && (error.kind === 'missing' || error.kind === 'rights')) return false
    throw error
  }
}
