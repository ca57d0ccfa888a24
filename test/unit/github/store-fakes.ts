import type {
  CheckOutput,
  CheckRun,
  CheckRuns,
  CommentStore,
  StoredComment,
} from '../../../actions/shared/github/ports.ts'
import { GitHubRefusal } from '../../../actions/shared/github/refusal.ts'
import { isSameComment, parseMarker } from '../../../actions/shared/render/marker.ts'

const DAY = Date.parse('2026-11-21T00:00:00Z')

/** The comments of a pull request, in memory; `tell` hears of every change. */
export function commentsInMemory(...bodies: readonly string[]) {
  let next = 0
  const comments: StoredComment[] = []
  const done: string[] = []
  const add = (body: string): StoredComment => {
    next += 1
    const comment = { id: next, body, createdAt: new Date(DAY + next * 1000).toISOString() }
    comments.push(comment)
    return comment
  }
  bodies.forEach(add)
  const placeOf = (id: number): number => {
    const place = comments.findIndex((comment) => comment.id === id)
    if (place < 0) throw new GitHubRefusal('missing', 'GitHub answered 404 (Not Found)', 404)
    return place
  }
  const store: CommentStore = {
    findByMarker: (marker) => {
      done.push('find')
      const isOurs = ({ body }: StoredComment): boolean => {
        const found = parseMarker(body)
        return found !== undefined && isSameComment(found, marker)
      }
      return Promise.resolve(comments.filter(isOurs))
    },
    create: (body) => {
      done.push('create')
      return Promise.resolve(add(body))
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a refusal must be a rejection
    update: async (id, body) => {
      done.push(`update ${id}`)
      const place = placeOf(id)
      comments[place] = { ...comments[place]!, body }
    },
    // eslint-disable-next-line @typescript-eslint/require-await
    remove: async (id) => {
      done.push(`remove ${id}`)
      comments.splice(placeOf(id), 1)
    },
  }
  return { store, comments, done, add }
}

/** Check runs in memory, which refuse from the given request on. */
export function checksInMemory(refusal?: GitHubRefusal, from = 0) {
  const runs: { run: CheckRun; outputs: CheckOutput[] }[] = []
  let requests = 0
  const refuse = (): void => {
    if (refusal !== undefined && requests >= from) throw refusal
    requests += 1
  }
  const checks: CheckRuns = {
    // eslint-disable-next-line @typescript-eslint/require-await
    create: async (run, output) => {
      refuse()
      return runs.push({ run, outputs: [output] })
    },
    // eslint-disable-next-line @typescript-eslint/require-await
    addAnnotations: async (id, output) => {
      refuse()
      runs[id - 1]!.outputs.push(output)
    },
  }
  return { checks, runs }
}
