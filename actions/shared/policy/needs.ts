import { ConfigurationError } from '../model/errors.ts'
import { didYouMean } from './nearest.ts'

/** A job that this one waits for, as the runner's context `needs` has it. */
export interface NeededJob {
  readonly id: string
  /** `success`, `failure`, `cancelled` or `skipped`; nothing where `needs` has no such text. */
  readonly result: string | undefined
  readonly outputs: ReadonlyMap<string, unknown>
}

/** GitHub keeps 1 MB of outputs per job and 50 MB per run; what a step is handed is at most 128 KiB. */
const NEEDS_CHARACTERS = 50 * 1024 * 1024

/** More than any workflow has: 256 jobs is already the most of a matrix. */
const MOST_JOBS = 5_000

const FIX = 'write `needs: ${{ toJSON(needs) }}`, and list the jobs to wait for under `needs:` of this job'

/** Reads the JSON of `${{ toJSON(needs) }}`, in its order. Throws ConfigurationError for anything else. */
export function parseNeeds(text: string): readonly NeededJob[] {
  if (text.length > NEEDS_CHARACTERS) throw new ConfigurationError(`is longer than ${NEEDS_CHARACTERS} characters`)
  const needs = objectOf(parsed(text))
  if (needs === undefined) throw new ConfigurationError(`is not an object of jobs: ${FIX}`)
  const entries = Object.entries(needs)
  if (entries.length === 0) throw new ConfigurationError(`names no job, so there is nothing to judge: ${FIX}`)
  if (entries.length > MOST_JOBS) {
    throw new ConfigurationError(`names ${entries.length} jobs, more than the ${MOST_JOBS} that are read`)
  }
  const problems: string[] = []
  const jobs = entries.map(([id, value]): NeededJob => {
    const job = objectOf(value)
    const outputs = job && objectOf(own(job, 'outputs') ?? {})
    if (outputs === undefined) problems.push(`the job ${quoted(id)} is not as GitHub writes it: ${FIX}`)
    const result = job && own(job, 'result')
    return {
      id,
      result: typeof result === 'string' ? result : undefined,
      outputs: new Map(Object.entries(outputs ?? {})),
    }
  })
  if (problems.length > 0) throw new ConfigurationError(problems)
  return jobs
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new ConfigurationError(`${quoted(text.trim())} is not JSON: ${FIX}`)
  }
}

/** Says of each list of names which of them no job has; `lists` is keyed by how the user writes the input. */
export function unknownNames(
  jobs: readonly NeededJob[],
  lists: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const known = new Set(jobs.map(({ id }) => id))
  const candidates = [...known].filter((id) => id.length <= LONGEST_NAME)
  return Object.entries(lists).flatMap(([input, names]) =>
    names
      .filter((name) => !known.has(name))
      .map((name) => `${input}: ${quoted(name)} is no job of needs${didYouMean(name, candidates)}`),
  )
}

const LONGEST_NAME = 100

function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text)
}

export type JsonObject = Readonly<Record<string, unknown>>

/** A JSON object, or nothing for any other value. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** A value that the JSON itself has: `__proto__` and `constructor` are names like any other. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
