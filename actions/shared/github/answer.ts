import type { Api, ApiRequest } from './api.ts'
import { GitHubRefusal } from './refusal.ts'

/** Fields of an answer, of which any may be missing. */
export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

export function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}

/** What an answer must hold; without it, something other than GitHub has answered. */
export function demand<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new GitHubRefusal('weather', `GitHub's answer lacks ${what}`)
  return value
}

const PAGE_SIZE = 100
/** 10,000 entries: an end for a server that always has one more page. */
const MOST_PAGES = 100
/** So many entries are what could be read of a list, which may have more. */
export const MOST_ENTRIES = MOST_PAGES * PAGE_SIZE

/** All entries of a list, page by page. Ends where a page is not full, or a Link header names none that follows. */
export async function allPages(api: Api, { route, parameters }: ApiRequest): Promise<readonly Fields[]> {
  const entries: Fields[] = []
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data, headers } = await api({ route, parameters: { ...parameters, per_page: PAGE_SIZE, page } })
    if (!Array.isArray(data)) throw new GitHubRefusal('weather', "GitHub's answer is no list")
    entries.push(...data.map(fieldsOf))
    const { link } = headers
    if (link === undefined ? data.length < PAGE_SIZE : !/;\s*rel="?next"?/.test(link)) break
  }
  return entries
}
