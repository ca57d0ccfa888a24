import { isSameComment, type Marker, parseMarker } from '../render/marker.ts'
import { allPages, demand, type Fields, fieldsOf, numberOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import type { CommentStore, StoredComment } from './ports.ts'
import { GitHubRefusal } from './refusal.ts'

/** `ghs_`: the token of an app's installation, as GITHUB_TOKEN is one. What it writes has an author of type Bot. */
const INSTALLATION_TOKEN = /^ghs_/

/** The comments of one pull request on GitHub. */
export function commentsOn(api: Api, repository: Repository, pullRequest: number, token: string): CommentStore {
  const writers = writersFor(api, token)
  return {
    async findByMarker(marker, since) {
      const listed = await allPages(api, {
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        parameters: { ...repository, issue_number: pullRequest, ...(since !== undefined && { since }) },
      })
      const marked = listed.filter((comment) => isMarked(comment, marker))
      if (marked.length === 0) return []
      const isOurs = await writers()
      return marked
        .filter((comment) => isOurs(fieldsOf(comment['user'])))
        .map(storedComment)
        .sort((left, right) => left.id - right.id)
    },
    async create(body) {
      const { data } = await api({
        route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
        parameters: { ...repository, issue_number: pullRequest, body },
      })
      return storedComment(fieldsOf(data))
    },
    async update(id, body) {
      await api({
        route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
        parameters: { ...repository, comment_id: id, body },
      })
    },
    async remove(id) {
      await api({
        route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
        parameters: { ...repository, comment_id: id },
      })
    },
  }
}

function isMarked(comment: Fields, marker: Marker): boolean {
  const found = parseMarker(wordOf(comment['body']) ?? '')
  return found !== undefined && isSameComment(found, marker)
}

function storedComment(comment: Fields): StoredComment {
  return {
    id: demand(numberOf(comment['id']), 'the id of a comment'),
    body: wordOf(comment['body']) ?? '',
    createdAt: wordOf(comment['created_at']) ?? '',
  }
}

/**
 * Tells our own comments from those into which a person has copied the marker, to capture or to silence the gate.
 * A person's token writes as that person; an installation's cannot ask who it is, but no person can be a bot.
 */
function writersFor(api: Api, token: string): () => Promise<(author: Fields) => boolean> {
  const isBot = (author: Fields): boolean => author['type'] === 'Bot'
  let known: Promise<(author: Fields) => boolean> | undefined
  const ask = async (): Promise<(author: Fields) => boolean> => {
    try {
      const { data } = await api({ route: 'GET /user', parameters: {} })
      const login = demand(wordOf(fieldsOf(data)['login']), 'the login of the token')
      return (author) => author['login'] === login
    } catch (error) {
      if (error instanceof GitHubRefusal && (error.kind === 'rights' || error.kind === 'missing')) return isBot
      throw error
    }
  }
  return () => (known ??= INSTALLATION_TOKEN.test(token) ? Promise.resolve(isBot) : ask())
}
