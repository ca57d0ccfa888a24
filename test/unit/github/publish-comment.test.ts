import { describe, expect, it } from '@jest/globals'
import type { CommentStore } from '../../../actions/shared/github/ports.ts'
import { isSealed, publishComment } from '../../../actions/shared/github/publish-comment.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import { COMMENT_CHARACTERS } from '../../../actions/shared/render/comment.ts'
import { type Marker, parseMarker, renderMarker } from '../../../actions/shared/render/marker.ts'
import { commentsInMemory } from './store-fakes.ts'

const MARKER: Marker = { action: 'quality-gate', name: 'gate', leg: '', run: 7, attempt: 1, place: 'ci.yml/test' }

function draft(marker: Partial<Marker> = {}, text = 'the verdict', createsNew = true) {
  const whole = { ...MARKER, ...marker }
  return {
    marker: whole,
    createsNew,
    render: (maxCharacters: number, notes: readonly string[]) =>
      `${renderMarker(whole)}\n${[text, ...notes].join('\n')}`.slice(0, maxCharacters),
  }
}

/** What a run has left on a pull request. */
async function written(marker: Partial<Marker> = {}, text = 'the verdict'): Promise<string> {
  const { store, comments } = commentsInMemory()
  await publishComment(store, draft(marker, text))
  return comments[0]!.body
}

const runsOf = (comments: readonly { body: string }[]) => comments.map(({ body }) => parseMarker(body)?.run)

describe('publishComment', () => {
  it('creates a comment, and looks whether a race has made two', async () => {
    const { store, comments, done } = commentsInMemory('LGTM')
    expect(await publishComment(store, draft())).toEqual({ outcome: 'created', notes: [] })
    expect(comments).toHaveLength(2)
    expect(done).toEqual(['find', 'create', 'find'])
  })

  it('updates it from then on', async () => {
    const { store, comments, done } = commentsInMemory(await written())
    expect(await publishComment(store, draft({ run: 8 }, 'better'))).toEqual({ outcome: 'updated', notes: [] })
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toContain('better')
    expect(done).toEqual(['find', 'update 1'])
  })

  it('begins none where none is wished, and updates the one that is there', async () => {
    const empty = commentsInMemory()
    expect((await publishComment(empty.store, draft({}, 'fine', false))).outcome).toBe('not needed')
    expect(empty.comments).toEqual([])
    const { store, comments } = commentsInMemory(await written())
    expect((await publishComment(store, draft({ run: 8 }, 'fine', false))).outcome).toBe('updated')
    expect(comments[0]?.body).toContain('fine')
  })

  it.each<[string, Partial<Marker>, boolean]>([
    ['a newer run', { run: 8 }, true],
    ['a newer attempt of the same run', { attempt: 2 }, true],
    ['the same attempt', {}, false],
    ['an older attempt', { attempt: 0 }, false],
    ['an older run with more attempts', { run: 6, attempt: 9 }, false],
  ])('knows what %s has written', async (_name, marker, isKept) => {
    const { store, comments } = commentsInMemory(await written(marker, 'from before'))
    const { outcome, notes } = await publishComment(store, draft({}, 'ours'))
    expect(outcome).toBe(isKept ? 'kept the newer' : 'updated')
    expect(comments[0]?.body).toContain(isKept ? 'from before' : 'ours')
    expect(notes.map(({ text }) => text).join()).toEqual(isKept ? expect.stringContaining('newer than this run') : '')
  })

  it.each<[string, Partial<Marker>]>([
    ['another gate', { name: 'other' }],
    ['another leg', { leg: 'os: linux' }],
    ['another action', { action: 'status-summary' }],
    ['another job', { place: 'ci.yml/lint' }],
    ['another workflow', { place: 'nightly.yml/test' }],
    ['no workflow', { place: undefined }],
  ])('leaves the comment of %s alone', async (_name, marker) => {
    const { store, comments } = commentsInMemory(await written(marker, 'theirs'))
    expect((await publishComment(store, draft())).outcome).toBe('created')
    expect(comments[0]?.body).toContain('theirs')
    expect(comments).toHaveLength(2)
  })

  it('writes a comment anew that a person has edited, and says so', async () => {
    const before = await written()
    const { store, comments } = commentsInMemory(`${before.replaceAll('\n', '\r\n')}\r\nBut I think it is fine!`)
    const { outcome, notes } = await publishComment(store, draft({ run: 8 }))
    expect(outcome).toBe('updated')
    expect(notes).toEqual([{ channel: 'comment', text: 'Someone had edited this comment; it was written anew.' }])
    expect(comments[0]?.body).toContain('Someone had edited this comment')
    expect(comments[0]?.body).not.toContain('But I think')
    expect((await publishComment(store, draft({ run: 9 }))).notes).toEqual([])
    expect(comments[0]?.body).not.toContain('Someone had edited')
  })

  it('creates it again when it was deleted between finding and updating', async () => {
    const { store, comments } = commentsInMemory(await written())
    const racing: CommentStore = {
      ...store,
      update: (id, body) => {
        comments.splice(0, 1)
        return store.update(id, body)
      },
    }
    expect((await publishComment(racing, draft({ run: 8 }))).outcome).toBe('created')
    expect(runsOf(comments)).toEqual([8])
  })

  it("leaves another app's comment, which it may not write, and keeps to its own", async () => {
    const { store, comments, done } = commentsInMemory(await written({}, 'of another app'))
    const refuse = () => Promise.reject(new GitHubRefusal('rights', 'GitHub answered 403', 403))
    const careful: CommentStore = {
      ...store,
      update: (id, body) => (id === 1 ? refuse() : store.update(id, body)),
      remove: (id) => (id === 1 ? refuse() : store.remove(id)),
    }
    expect((await publishComment(careful, draft({ run: 8 }))).outcome).toBe('created')
    expect((await publishComment(careful, draft({ run: 9 }))).outcome).toBe('updated')
    expect(runsOf(comments)).toEqual([7, 9])
    expect(done.filter((step) => step === 'create')).toHaveLength(1)
    await expect(publishComment({ ...careful, create: refuse, update: refuse }, draft({ run: 10 }))).rejects.toThrow(
      '403',
    )
  })

  it('keeps the oldest of several and removes the others', async () => {
    const { store, comments } = commentsInMemory(await written({ run: 5 }), 'LGTM', await written({ run: 6 }))
    expect((await publishComment(store, draft())).outcome).toBe('updated')
    expect(comments.map(({ id }) => id)).toEqual([1, 2])
    expect(parseMarker(comments[0]?.body ?? '')?.run).toBe(7)
  })

  it.each<[string, number, number[]]>([
    ['an older run: ours goes into its place', 6, [7]],
    ['the same run, sent twice', 7, [7]],
    ['a newer run, which stays', 8, [8]],
  ])('folds what a race has created before ours: %s', async (_name, run, left) => {
    const { store, comments, add } = commentsInMemory()
    const body = await written({ run })
    const racing: CommentStore = {
      ...store,
      create: (ours) => {
        add(body)
        return store.create(ours)
      },
    }
    expect((await publishComment(racing, draft())).outcome).toBe('created')
    expect(runsOf(comments)).toEqual(left)
    expect(comments[0]?.id).toBe(1)
  })

  it('leaves the folding to a newer run that came second', async () => {
    const { store, comments, add } = commentsInMemory()
    const body = await written({ run: 8 })
    const racing: CommentStore = {
      ...store,
      create: async (ours) => {
        const created = await store.create(ours)
        add(body)
        return created
      },
    }
    await publishComment(racing, draft())
    expect(runsOf(comments)).toEqual([7, 8])
    await publishComment(store, draft({ run: 9 }))
    expect(runsOf(comments)).toEqual([9])
  })

  it('has written a comment even when nobody may look for twins or remove them', async () => {
    const refuse = () => Promise.reject(new GitHubRefusal('rights', 'GitHub answered 403', 403))
    const { store } = commentsInMemory(await written({ run: 5 }), await written({ run: 6 }))
    expect((await publishComment({ ...store, remove: refuse }, draft())).outcome).toBe('updated')
    const empty = commentsInMemory()
    let looked = 0
    const blind: CommentStore = {
      ...empty.store,
      findByMarker: () => (looked++ === 0 ? Promise.resolve([]) : refuse()),
    }
    expect((await publishComment(blind, draft())).outcome).toBe('created')
  })

  it('fits with its seal into what GitHub takes', async () => {
    const { store, comments } = commentsInMemory()
    await publishComment(store, draft({}, 'x'.repeat(COMMENT_CHARACTERS)))
    expect(comments[0]?.body).toHaveLength(COMMENT_CHARACTERS)
    expect(isSealed(comments[0]?.body ?? '')).toBe(true)
    expect(isSealed((comments[0]?.body ?? '').replace('xxx', 'xyx'))).toBe(false)
  })
})
