import { allPages, demand, numberOf, wordOf } from './answer.ts'
import type { Api, Repository } from './api.ts'
import { ownComments } from './own-comments.ts'
import type { ReviewComments } from './ports.ts'

/** The comments on lines of one pull request on GitHub: https://docs.github.com/rest/pulls/comments. Needs `pull-requests: write`. */
export function reviewCommentsOn(api: Api, repository: Repository, pullRequest: number, token: string): ReviewComments {
  const findOwn = ownComments(api, token)
  return {
    async findByMarker(marker) {
      const listed = await allPages(api, {
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
        parameters: { ...repository, pull_number: pullRequest },
      })
      const answered = new Set(listed.map((comment) => comment['in_reply_to_id']))
      const own = await findOwn(listed, marker)
      return own
        .map((comment) => {
          const id = demand(numberOf(comment['id']), 'the id of a comment')
          const path = wordOf(comment['path']) ?? ''
          return {
            id,
            path,
            line: numberOf(comment['line']),
            body: wordOf(comment['body']) ?? '',
            hasReplies: answered.has(id),
          }
        })
        .sort((left, right) => left.id - right.id)
    },
    async review(body, comments) {
      await api({
        route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        parameters: {
          ...repository,
          pull_number: pullRequest,
          event: 'COMMENT',
          body,
          comments: comments.map((comment) => ({ ...comment, side: 'RIGHT' })),
        },
      })
    },
    async update(id, body) {
      await api({
        route: 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
        parameters: { ...repository, comment_id: id, body },
      })
    },
    async remove(id) {
      await api({
        route: 'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}',
        parameters: { ...repository, comment_id: id },
      })
    },
  }
}
