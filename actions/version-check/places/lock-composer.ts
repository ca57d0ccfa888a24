import { finders, type Finder, named } from './finds.ts'
import { composerHash } from './lock-hash.ts'
import { at, UnreadableError } from './value-tree.ts'

export const COMPOSER_LOCK_FINDERS: readonly Finder[] = finders([
  {
    id: 'composer-lock-step',
    matches: named('composer.lock'),
    find: (lock, finds, { sourceOf }) => {
      const hash = at(lock.json(), 'content-hash')
      const manifest = sourceOf(`${lock.folder}composer.json`)?.json()
      if (manifest?.kind !== 'map') return
      if (hash?.kind !== 'scalar') throw new UnreadableError('it has no content-hash', 0)
      const right = composerHash(manifest)
      if (right === hash.text) return
      if (right === undefined) finds.elsewhere(hash.start, 'nobody can tell here whether it is in step')
      else {
        const text = 'it was made for another composer.json; `composer update --lock` brings them in step'
        finds.ofLocks('out-of-step', { source: lock, offset: hash.start }, text)
      }
    },
  },
])
