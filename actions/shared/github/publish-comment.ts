import { COMMENT_CHARACTERS } from '../render/comment.ts'
import { isOlder, type Marker, parseMarker } from '../render/marker.ts'
import type { CommentStore, PublishNote, StoredComment } from './ports.ts'
import { GitHubRefusal } from './refusal.ts'

export interface CommentDraft {
  readonly marker: Marker
  /** The body of at most so many characters, with sentences about the publishing; it holds the marker. */
  readonly render: (maxCharacters: number, notes: readonly string[]) => string
  /** Whether a comment is written where none is yet. */
  readonly createsNew: boolean
}

export type CommentOutcome = 'created' | 'updated' | 'kept the newer' | 'not needed'

export interface CommentResult {
  readonly outcome: CommentOutcome
  readonly notes: readonly PublishNote[]
}

const EDITED = 'Someone had edited this comment; it was written anew.'
/** Clocks of GitHub's machines differ; a comment that a race created is not much older than ours. */
const RACE_MILLISECONDS = 10 * 60_000

/**
 * Writes the one comment of a gate and leg: updates the oldest that is there, folds further ones into it, creates it
 * where there is none, and leaves what a newer run has written. Rejects with a GitHubRefusal.
 */
export async function publishComment(store: CommentStore, draft: CommentDraft): Promise<CommentResult> {
  const found = await store.findByMarker(draft.marker)
  if (found.length === 0) return draft.createsNew ? create(store, draft, []) : { outcome: 'not needed', notes: [] }
  const newer = found.map(({ body }) => parseMarker(body)).find((marker) => isNewer(marker, draft.marker))
  if (newer !== undefined) {
    const text = `The comment was left as run ${newer.run}, attempt ${newer.attempt} wrote it: that is newer than this run.`
    return { outcome: 'kept the newer', notes: [{ channel: 'comment', text }] }
  }
  for (const comment of found) {
    const notes = isSealed(comment.body) ? [] : [EDITED]
    if (!(await isUpdated(store, comment.id, bodyOf(draft, notes)))) continue
    await removeAll(
      store,
      found.filter((other) => other !== comment),
    )
    return { outcome: 'updated', notes: notes.map((text) => ({ channel: 'comment', text })) }
  }
  return create(store, draft, [])
}

/** False where the comment was deleted meanwhile, or belongs to another app, whose comments look the same from here. */
async function isUpdated(store: CommentStore, id: number, body: string): Promise<boolean> {
  try {
    await store.update(id, body)
    return true
  } catch (error) {
    if (error instanceof GitHubRefusal && (error.kind === 'missing' || error.kind === 'rights')) return false
    throw error
  }
}

function isNewer(found: Marker | undefined, ours: Marker): found is Marker {
  return found !== undefined && isOlder(ours, found)
}

/** Creates the comment, then looks whether another run, or a request that was sent twice, has done the same. */
async function create(store: CommentStore, draft: CommentDraft, notes: readonly string[]): Promise<CommentResult> {
  const body = bodyOf(draft, notes)
  const created = await store.create(body)
  const result: CommentResult = { outcome: 'created', notes: notes.map((text) => ({ channel: 'comment', text })) }
  try {
    await foldTwins(store, draft.marker, created, body)
  } catch (error) {
    // The comment is there; that there may be two is not worth a word.
    if (!(error instanceof GitHubRefusal)) throw error
  }
  return result
}

async function foldTwins(store: CommentStore, marker: Marker, created: StoredComment, body: string): Promise<void> {
  const since = Date.parse(created.createdAt) - RACE_MILLISECONDS
  const found = await store.findByMarker(marker, Number.isNaN(since) ? undefined : new Date(since).toISOString())
  const [oldest, ...others] = found
  if (oldest === undefined || others.length === 0) return
  // A newer run folds them itself, into what it has to say.
  if (others.some((comment) => isNewer(parseMarker(comment.body), marker))) return
  if (oldest.id !== created.id && !isNewer(parseMarker(oldest.body), marker)) await store.update(oldest.id, body)
  await removeAll(store, others)
}

async function removeAll(store: CommentStore, comments: readonly StoredComment[]): Promise<void> {
  for (const { id } of comments) {
    try {
      await store.remove(id)
    } catch (error) {
      // Another run may have removed it, and a copy that stays harms little.
      if (!(error instanceof GitHubRefusal)) throw error
    }
  }
}

const SEAL = /\n<!-- cicd-actions:seal ([0-9a-f]{8}) -->$/
const SEAL_LENGTH = '\n<!-- cicd-actions:seal 00000000 -->'.length

/** The body with a seal over it, by which the next run sees whether a person has edited it. */
function bodyOf(draft: CommentDraft, notes: readonly string[]): string {
  const body = draft.render(COMMENT_CHARACTERS - SEAL_LENGTH, notes).trimEnd()
  return `${body}\n<!-- cicd-actions:seal ${sum(body)} -->`
}

export function isSealed(stored: string): boolean {
  // GitHub's editor writes CRLF.
  const text = stored.replaceAll('\r\n', '\n').trimEnd()
  const [whole = '', seal] = SEAL.exec(text) ?? []
  return seal !== undefined && sum(text.slice(0, text.length - whole.length)) === seal
}

/** FNV-1a: it tells an edit, it proves nothing. */
function sum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
