import { isSameComment, type Marker, parseMarker } from '../render/marker.ts'
import { demand, type Fields, fieldsOf, wordOf } from './answer.ts'
import type { Api } from './api.ts'
import { GitHubRefusal } from './refusal.ts'

/** `ghs_`: the token of an app's installation, as GITHUB_TOKEN is one. What it writes has an author of type Bot. */
const INSTALLATION_TOKEN = /^ghs_/

/** Finds among comments those that have the marker and that the token's owner wrote. */
export type FindOwn = (listed: readonly Fields[], marker: Marker) => Promise<readonly Fields[]>

/** Who wrote them is asked once, and only where one has the marker. */
export function ownComments(api: Api, token: string): FindOwn {
  const writers = writersFor(api, token)
  return async (listed, marker) => {
    const marked = listed.filter((comment) => isMarked(comment, marker))
    if (marked.length === 0) return []
    const isOurs = await writers()
    return marked.filter((comment) => isOurs(fieldsOf(comment['user'])))
  }
}

function isMarked(comment: Fields, marker: Marker): boolean {
  const found = parseMarker(wordOf(comment['body']) ?? '')
  return found !== undefined && isSameComment(found, marker)
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
