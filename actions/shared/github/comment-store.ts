import { allPages, demand, type Fields, fieldsOf, numberOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import { ownComments } from './own-comments.ts'
import type { CommentStore, StoredComment } from './ports.ts'

/** The comments of one pull request on GitHub. */
export function commentsOn(api: Api, repository: Repository, pullRequest: number, token: string): CommentStore {
  const findOwn = ownComments(api, token)
  return {
    async findByMarker(marker, since) {
      const listed = await allPages(api, {
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        parameters: { ...repository, issue_number: pullRequest, ...(since !== undefined && { since }) },
      })
      const own = await findOwn(listed, marker)
      return own.map(storedComment).sort((left, right) => left.id - right.id)
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

function storedComment(comment: Fields): StoredComment {
  return {
    id: demand(numberOf(comment['id']), 'the id of a comment'),
    body: wordOf(comment['body']) ?? '',
    createdAt: wordOf(comment['created_at']) ?? '',
  }
}
