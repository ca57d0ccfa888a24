import type { Finds, Spot } from './finds.ts'
import type { Source } from './source.ts'
import { entriesOf, type ScalarNode, type ValueNode } from './value-tree.ts'

/** What a manifest asks for, or a lock file says that it asked for. */
export interface Ask {
  readonly name: string
  readonly range: string
  readonly offset: number
}

/** By the group of the manifest and the name, so that what changes its group is another. */
export type Asks = ReadonlyMap<string, Ask>

/** More than so many differences of one lock file tell nothing new. */
const MOST_TOLD = 5

/** Tells what a lock file and its manifest do not have in common: some of it, where it is much. */
export class LockDifferences {
  readonly #finds: Finds
  readonly #manifest: Source
  readonly #lock: Source
  readonly #renew: string
  readonly #told: { readonly spot: Spot; readonly text: string }[] = []

  /** `renew`: the command that writes the lock file again. */
  constructor(finds: Finds, manifest: Source, lock: Source, renew: string) {
    this.#finds = finds
    this.#manifest = manifest
    this.#lock = lock
    this.#renew = renew
  }

  /** `held`: what the lock file has for it; nothing where it has nothing. */
  ask({ name, range, offset }: Ask, held: string | undefined): void {
    const text =
      held === undefined
        ? `asks for ${name}, which ${this.#lock.base} does not have`
        : `asks for ${name} ${range || 'in any version'}, where ${this.#lock.base} has ${held || 'any version'}`
    this.onManifest(offset, text)
  }

  /** What the lock file says that its manifest asks for. */
  extra({ name, offset }: Ask): void {
    const text = `${this.#lock.base} says that ${this.#manifest.file} asks for ${name}, which it does not`
    this.#told.push({ spot: { source: this.#lock, offset }, text })
  }

  onManifest(offset: number, text: string): void {
    this.#told.push({ spot: { source: this.#manifest, offset }, text: `${this.#manifest.base} ${text}` })
  }

  /** Differences between what is asked for and what the lock file says that was. */
  compare(asked: Asks, recorded: Asks): void {
    for (const [key, ask] of asked) {
      const held = recorded.get(key)
      if (held === undefined || !isSameRange(ask.range, held.range)) this.ask(ask, held?.range)
    }
    for (const [key, ask] of recorded) if (!asked.has(key)) this.extra(ask)
  }

  /** `isSilent`: the lock file has nothing of this manifest, as one that was not written by its tool. */
  tell(isSilent = false): void {
    if (isSilent && this.#told.length > 0) {
      const text = `${this.#lock.file} says nothing of what ${this.#manifest.base} asks for; ${this.#renew} makes it`
      this.#finds.ofLocks('unlocked', { source: this.#manifest, offset: 0 }, text)
      return
    }
    const rest = this.#told.length - MOST_TOLD
    this.#told.slice(0, MOST_TOLD).forEach(({ spot, text }, index) => {
      const more = rest > 0 && index === MOST_TOLD - 1 ? ` (and ${rest} more such differences)` : ''
      this.#finds.ofLocks('out-of-step', spot, `${text}${more}; ${this.#renew} brings them in step`)
    })
  }
}

/** What is `.` or a folder in a lock file, as the beginning of paths below the lock file's own folder. */
export function folderOf(lock: Source, folder: string): string {
  return `${lock.folder}${folder === '.' ? '' : `${folder}/`}`
}

/**
 * Holds the hash that a lock file has of its manifest against the right ones; nothing among them stands for one that cannot be
 * made here. `renew`: the command that writes the lock file again.
 */
export function compareHash(
  finds: Finds,
  {
    lock,
    hash,
    manifest,
    renew,
  }: { readonly lock: Source; readonly hash: ScalarNode; readonly manifest: string; readonly renew: string },
  right: readonly (string | undefined)[],
): void {
  if (right.includes(hash.text)) return
  if (right.includes(undefined)) finds.elsewhere(hash.start, 'nobody can tell here whether it is in step')
  else {
    const text = `it was made for another ${manifest}; ${renew} brings them in step`
    finds.ofLocks('out-of-step', { source: lock, offset: hash.start }, text)
  }
}

function isSameRange(left: string, right: string): boolean {
  return left.trim() === right.trim()
}

/** The asks of a mapping of names to ranges. */
export function asksOf(node: ValueNode | undefined, group: string): readonly (readonly [string, Ask])[] {
  return entriesOf(node).flatMap(([name, value]) =>
    value.kind === 'scalar' ? [[`${group} ${name}`, { name, range: value.text, offset: value.start }] as const] : [],
  )
}

/** The folder of a file and those above it, the nearest first: '' is the top. */
export function foldersAbove(folder: string): readonly string[] {
  const parts = folder.split('/').slice(0, -1)
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/')}/`), '']
}
