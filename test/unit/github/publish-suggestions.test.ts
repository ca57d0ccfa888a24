import { describe, expect, it } from '@jest/globals'
import { addedLines, findAddedLine } from '../../../actions/shared/github/added-lines.ts'
import type { LineComment, ReviewComments, StoredLineComment } from '../../../actions/shared/github/ports.ts'
import { publishSuggestions } from '../../../actions/shared/github/publish-suggestions.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import { type Marker, parseMarker, renderMarker } from '../../../actions/shared/render/marker.ts'

const PATCH = [
  '@@ -1,4 +1,5 @@ function @@ -9 +9 @@',
  ' {',
  '-  "version": "1.0.0",',
  '+  "version": "1.0.1",',
  '+@@ -1 +90 @@',
  '   "name": "a"',
  '@@ -20 +21 @@',
  '-x',
  '+  same',
  '\\ No newline at end of file',
  '@@ -30,0 +31,2 @@',
  '+  same',
  '++ twice',
].join('\n')

describe('the lines that a patch adds', () => {
  it('have the numbers of the new file, whatever they say', () => {
    expect([...addedLines(PATCH)]).toEqual([
      [2, '  "version": "1.0.1",'],
      [3, '@@ -1 +90 @@'],
      [21, '  same'],
      [31, '  same'],
      [32, '+ twice'],
    ])
    expect(addedLines('').size).toBe(0)
  })

  it.each<[number, string, number | undefined]>([
    [2, '  "version": "1.0.1",', 2],
    [7, '  "version": "1.0.1",', 2],
    [31, '  same', 31],
    [7, '  same', undefined],
    [4, '  "name": "a"', undefined],
    [2, '  "version": "1.0.1", ', undefined],
  ])('are found by number and text: %i %j is %j', (line, text, expected) => {
    expect(findAddedLine(addedLines(PATCH), line, text)).toBe(expected)
  })
})

const markerOf = (run: number, attempt = 1): Marker => ({ action: 'version-check', name: 'v', leg: '', run, attempt })
const bodyOf = (text: string, run = 1): string => `${renderMarker(markerOf(run))}\n\n${text}`
const refusal = new GitHubRefusal('missing', 'GitHub answered 404', 404)

/** Comments on lines in memory; those of `refused` ids are gone when they are to be changed. */
function inMemory(there: readonly Partial<StoredLineComment>[], refused: readonly number[] = []) {
  const comments = there.map((each, index): StoredLineComment => ({
    ...{ id: index + 1, path: 'a', line: 1, body: bodyOf('old'), hasReplies: false },
    ...each,
  }))
  const done: string[] = []
  const change = (id: number, what: string, apply: () => void): Promise<void> => {
    if (refused.includes(id)) return Promise.reject(refusal)
    done.push(`${what} ${id}`)
    apply()
    return Promise.resolve()
  }
  const store: ReviewComments = {
    findByMarker: () => Promise.resolve(comments.filter(({ body }) => parseMarker(body))),
    review: (_body, added) => {
      done.push(`review ${added.map(({ path, line }) => `${path}:${line}`).join(' ')}`)
      return Promise.resolve()
    },
    update: (id, body) =>
      change(id, 'update', () => {
        comments[id - 1] = { ...comments[id - 1]!, body }
      }),
    remove: (id) => change(id, 'remove', () => undefined),
  }
  return { store, done }
}

function publish(store: ReviewComments, comments: readonly LineComment[], run = 2) {
  return publishSuggestions(store, { marker: markerOf(run), body: 'here', comments })
}

describe('suggestions', () => {
  const wanted = (line: number, text = 'new', path = 'a'): LineComment => ({ path, line, body: bodyOf(text, 2) })

  it('are one review', async () => {
    const { store, done } = inMemory([])
    expect(await publish(store, [wanted(1), wanted(3, 'new', 'b')])).toEqual({ isShown: true, notes: [] })
    expect(done).toEqual(['review a:1 b:3'])
  })

  it('are not repeated by a later run, even where an editor has changed the line ends', async () => {
    const { store, done } = inMemory([
      { body: bodyOf('new\ntext') },
      { line: 2, body: bodyOf('new').replaceAll('\n', '\r\n') },
    ])
    expect(await publish(store, [wanted(1, 'new\ntext'), wanted(2)])).toEqual({ isShown: true, notes: [] })
    expect(done).toEqual([])
  })

  it('are rewritten where they say something else, and written anew where that one is gone', async () => {
    const { store, done } = inMemory([{}, { line: 2 }], [2])
    await publish(store, [wanted(1), wanted(2)])
    expect(done).toEqual(['update 1', 'review a:2'])
  })

  it('are written anew where the line has changed since', async () => {
    const { store, done } = inMemory([{ line: undefined, body: bodyOf('new') }])
    await publish(store, [wanted(1)])
    expect(done).toEqual(['review a:1'])
  })

  it('are taken away where they hold no more, twins too, but not what somebody has answered', async () => {
    const { store, done } = inMemory(
      [{ body: bodyOf('new') }, { body: bodyOf('new') }, { line: 5 }, { line: 6, hasReplies: true }],
      [3],
    )
    await publish(store, [wanted(1)])
    expect(done).toEqual(['remove 2'])
    const none = inMemory([])
    await publish(none.store, [])
    expect(none.done).toEqual([])
  })

  it('of a newer run are left as they are', async () => {
    const { store, done } = inMemory([{ body: bodyOf('old', 9) }])
    const { isShown, notes } = await publish(store, [wanted(1)])
    expect([isShown, notes.map(({ text }) => text)]).toEqual([
      false,
      [expect.stringContaining('as run 9, attempt 1 wrote them')],
    ])
    expect(done).toEqual([])
  })
})
