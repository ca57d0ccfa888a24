import { type CacheAnswer, CACHED_FILE, type CacheOrder } from './baseline-cache.ts'

/** The service takes so many keys at once. */
const KEYS_AT_ONCE = 10

/**
 * Asks the cache of GitHub Actions for one thing, in a process of its own: the client prints what servers send it, knows
 * no end of waiting, and unpacks into the folder that it takes for the workspace.
 * The order is the first argument, as JSON; the answer goes to the parent as one message.
 */
export async function run(): Promise<void> {
  const answer = await obey(JSON.parse(process.argv[2] ?? '') as CacheOrder)
  await new Promise((resolve) => process.send?.(answer, resolve))
  process.disconnect()
}

async function obey({ kind, keys }: CacheOrder): Promise<CacheAnswer> {
  try {
    const cache = await import('@actions/cache')
    if (kind === 'save') return { id: await cache.saveCache([CACHED_FILE], keys[0] ?? '', undefined, true) }
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      const [first = '', ...others] = keys.slice(at, at + KEYS_AT_ONCE)
      const key = await cache.restoreCache([CACHED_FILE], first, others, { lookupOnly: kind === 'find' }, true)
      // The service finds longer keys, too.
      if (key !== undefined && keys.includes(key)) return { key }
    }
    return {}
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
