import type { ChildProcess } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { MOST_BASELINE_BYTES, tooLarge } from '../model/baseline-envelope.ts'
import type { Environment } from './environment.ts'
import { isSystemError } from './system-error.ts'
import { withoutControls } from './text-safety.ts'

/** What the program in a process of its own is asked, and what it answers (baseline-cache-program.ts). */
export interface CacheOrder {
  readonly kind: 'find' | 'restore' | 'save'
  /** Best first. */
  readonly keys: readonly string[]
}
export interface CacheAnswer {
  /** The key of the entry that was found. */
  readonly key?: string | undefined
  /** Of the entry that was saved; -1 where it was not. */
  readonly id?: number | undefined
  readonly problem?: string | undefined
}

/** The one file of an entry, in the folder that the program starts in: so an entry is the same wherever that is. */
export const CACHED_FILE = 'cicd-baseline.bin'

/** The cache service did not do what it was asked. The message is a part of a sentence: `the cache did not answer within 20 s`. */
export class CacheRefusal extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CacheRefusal'
  }
}

/** Entries by their exact keys. Every method rejects with a CacheRefusal. */
export interface BaselineCache {
  /** The first of these keys that has an entry. */
  find(keys: readonly string[]): Promise<string | undefined>
  restore(key: string): Promise<Uint8Array | undefined>
  /** False where there is an entry of that key already. */
  save(key: string, bytes: Uint8Array): Promise<boolean>
}

export interface CacheSurroundings {
  /** `dist/baseline-cache.js`. */
  readonly program: string
  readonly environment: Environment
  /** RUNNER_TEMP: nothing is written elsewhere. */
  readonly temporary: string
  /** How long one order may take. */
  readonly secondsLeft: () => number
}

/** Whether a runner offers its cache to this process. */
export function hasCacheService({
  ACTIONS_RUNTIME_TOKEN,
  ACTIONS_RESULTS_URL,
  ACTIONS_CACHE_URL,
}: Environment): boolean {
  return Boolean(ACTIONS_RUNTIME_TOKEN) && (Boolean(ACTIONS_RESULTS_URL) || Boolean(ACTIONS_CACHE_URL))
}

/** The runner's cache, through @actions/cache in a process of its own that ends when the time is over. */
export function runnerCache(surroundings: CacheSurroundings): BaselineCache {
  return {
    find: async (keys) => (await inPlace(surroundings, { kind: 'find', keys }, () => undefined)).key,
    restore: async (key) => {
      let bytes: Uint8Array | undefined
      await inPlace(surroundings, { kind: 'restore', keys: [key] }, (folder, answer) => {
        if (answer?.key === key) bytes = readRestored(path.join(folder, CACHED_FILE))
      })
      return bytes
    },
    save: async (key, bytes) => {
      const answer = await inPlace(surroundings, { kind: 'save', keys: [key] }, (folder, ended) => {
        if (!ended) writeFileSync(path.join(folder, CACHED_FILE), bytes)
      })
      return (answer.id ?? -1) >= 0
    },
  }
}

/** What an archive brought is anything: a link, a folder, gigabytes. */
function readRestored(file: string): Uint8Array | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (!found) throw new CacheRefusal('the entry in the cache holds no baseline')
  if (!found.isFile()) throw new CacheRefusal('the entry in the cache is not a file')
  if (found.size > MOST_BASELINE_BYTES) throw new CacheRefusal(`the entry in the cache ${tooLarge(found.size)}`)
  return readFileSync(file)
}

type Around = (folder: string, answer?: CacheAnswer) => void

/** Runs one order in a folder of its own that is gone afterwards; `around` is called before and after it. */
async function inPlace(
  { temporary, ...rest }: CacheSurroundings,
  order: CacheOrder,
  around: Around,
): Promise<CacheAnswer> {
  let place: string | undefined
  try {
    place = mkdtempSync(path.join(temporary, 'cicd-baseline-'))
    const folder = path.join(place, 'entry')
    const work = path.join(place, 'work')
    for (const made of [folder, work]) mkdirSync(made)
    around(folder)
    const answer = await ask(rest, order, folder, work)
    if (answer.problem !== undefined) throw new CacheRefusal(`the cache refused: ${answer.problem}`)
    around(folder, answer)
    return answer
  } catch (error) {
    if (isSystemError(error)) throw new CacheRefusal(`files for the cache cannot be written or read: ${error.message}`)
    throw error
  } finally {
    if (place !== undefined) rmSync(place, { recursive: true, force: true })
  }
}

/** Variables that the program must not have: files that the runner obeys, inputs with tokens, and what makes it talkative. */
const WITHHELD =
  /^(?:INPUT_|GITHUB_(?:OUTPUT|ENV|PATH|STATE|STEP_SUMMARY|TOKEN)$|RUNNER_DEBUG$|NODE_OPTIONS$|TAR_|.*_TAR_OPTIONS$)/i

function environmentFor(environment: Environment, folder: string, work: string): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !WITHHELD.test(name))
  return {
    ...Object.fromEntries(kept),
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: work,
    // The client unpacks with -P, which lets an archive write anywhere. GNU tar takes every name to its last part first.
    TAR_OPTIONS: '--transform=s,.*/,,',
  }
}

async function ask(
  { program, environment, secondsLeft }: Omit<CacheSurroundings, 'temporary'>,
  order: CacheOrder,
  folder: string,
  work: string,
): Promise<CacheAnswer> {
  const { fork } = await import('node:child_process')
  const child = fork(program, [JSON.stringify(order)], {
    cwd: folder,
    env: environmentFor(environment, folder, work),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own, so that tar ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  } as Parameters<typeof fork>[2])
  const said = heardFrom(child)
  const seconds = Math.max(0, secondsLeft())
  const answer = await new Promise<CacheAnswer>((resolve) => {
    const limit = setTimeout(() => {
      resolve({ problem: `no answer within ${Math.ceil(seconds)} s` })
    }, seconds * 1000)
    const end = (value: CacheAnswer): void => {
      clearTimeout(limit)
      resolve(value)
    }
    child.once('message', (message) => {
      end(answerOf(message))
    })
    child.once('error', (error) => {
      end({ problem: error.message })
    })
    child.once('close', () => {
      end({ problem: 'its client ended without an answer' })
    })
  })
  stop(child)
  // The client tells of failures on its output only.
  const failure = failureIn(said())
  return failure === undefined || answer.problem !== undefined ? answer : { problem: failure }
}

function stop(child: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

const HEARD_CHARACTERS = 64 * 1024

function heardFrom(child: ChildProcess): () => string {
  let heard = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    heard = (heard + text).slice(-HEARD_CHARACTERS)
  })
  child.stderr?.resume()
  return () => heard
}

/** `::warning::Failed to restore: …`, `Failed to save: …` */
const FAILURE = /^(?:::(?:warning|error)::)?Failed to (?:restore|save): (.*)$/m
const IS_THERE = /another job may be creating this cache/

function failureIn(said: string): string | undefined {
  const [, failure] = FAILURE.exec(said) ?? []
  return failure === undefined || IS_THERE.test(failure) ? undefined : told(failure)
}

function answerOf(message: unknown): CacheAnswer {
  const { key, id, problem } = (typeof message === 'object' && message !== null ? message : {}) as Record<
    string,
    unknown
  >
  return {
    key: typeof key === 'string' ? key : undefined,
    id: typeof id === 'number' ? id : undefined,
    problem: typeof problem === 'string' ? told(problem) : undefined,
  }
}

/** A server's words in one line, without addresses: signed ones are keys. */
function told(text: string): string {
  const line = withoutControls(text.replace(/%0[AD]|\s+/gi, ' '))
    .replace(/https?:\/\/\S+/gi, '(address)')
    .trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
