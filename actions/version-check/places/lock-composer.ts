import { finders, type Finder, named } from './finds.ts'
import { readJsonTree } from './json-tree.ts'
import { compareHash } from './lock-step.ts'
import { at, UnreadableError, type ValueNode } from './value-tree.ts'

export const COMPOSER_LOCK_FINDERS: readonly Finder[] = finders([
  {
    id: 'composer-lock-step',
    matches: named('composer.lock'),
    find: async (lock, finds, { sourceOf }) => {
      const hash = at(lock.json(), 'content-hash')
      const manifest = sourceOf(`${lock.folder}composer.json`)?.json()
      if (manifest?.kind !== 'map') return
      if (hash?.kind !== 'scalar') throw new UnreadableError('it has no content-hash', 0)
      const { composerHash } = await import('./lock-hash.ts')
      const told = { lock, hash, manifest: 'composer.json', renew: '`composer update --lock`' }
      compareHash(finds, told, [composerHash(manifest)])
    },
  },
])

/**
 * The lock file's text for another text of its manifest: Composer's hash is of the version too. Nothing where it was not in
 * step before, or has no such hash.
 */
export async function relocked(lock: string, manifest: string, changed: string): Promise<string | undefined> {
  const { composerHash } = await import('./lock-hash.ts')
  const hash = at(readable(lock), 'content-hash')
  const [before, after] = [readJsonTree(manifest), readJsonTree(changed)]
  if (hash?.kind !== 'scalar' || before.kind !== 'map' || after.kind !== 'map') return undefined
  const next = composerHash(after)
  if (next === undefined || hash.text !== composerHash(before)) return undefined
  return lock.slice(0, hash.start) + next + lock.slice(hash.end)
}

/** That a lock file cannot be read is said where it is looked at. */
function readable(text: string): ValueNode | undefined {
  try {
    return readJsonTree(text)
  } catch (error) {
    if (error instanceof UnreadableError) return undefined
    throw error
  }
}
