import type { Api, ApiResponse, Transport } from './api.ts'
import { answered, GitHubRefusal, messageOf, refusalOf } from './refusal.ts'

/** Time and chance, so that tests need neither. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** From 0 to 1. */
  readonly random: () => number
}

export const REAL_TIME: Timing = {
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
}

export interface WeatherLimits {
  /** For all requests of an action together, from the first one on. */
  readonly totalMilliseconds: number
  readonly attemptMilliseconds: number
  readonly attempts: number
}

export const WEATHER_LIMITS: WeatherLimits = { totalMilliseconds: 60_000, attemptMilliseconds: 10_000, attempts: 5 }

const FIRST_PAUSE_MILLISECONDS = 500
const LONGEST_PAUSE_MILLISECONDS = 8_000
/** GitHub's advice for a secondary limit that names no time: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const SECONDARY_PAUSE_MILLISECONDS = 60_000

/** Why an attempt is worth another one, and how long GitHub asks to wait where it does. */
interface Setback {
  readonly why: string
  readonly pauseMilliseconds?: number | undefined
}

/**
 * Requests that are repeated while that can help and there is time: after 5xx, limits, resets, hangs and answers cut off.
 * A request may so reach GitHub twice; whoever creates something looks afterwards whether there are two of it.
 */
export function throughWeather(transport: Transport, timing: Timing, limits: WeatherLimits = WEATHER_LIMITS): Api {
  let deadline: number | undefined
  // Once a request was given up on, the following ones are tried once each: the storm is probably still there.
  let allowed = limits.attempts
  return async (request) => {
    const started = timing.now()
    deadline ??= started + limits.totalMilliseconds
    let setback: Setback = { why: `the ${limits.totalMilliseconds / 1000} s for GitHub's API were used up before` }
    let attempts = 0
    while (attempts < allowed && timing.now() < deadline) {
      const left = deadline - timing.now()
      const outcome = await once(transport, request, Math.min(limits.attemptMilliseconds, left), timing.now())
      attempts += 1
      if ('response' in outcome) {
        allowed = limits.attempts
        if (outcome.response.status < 300) return outcome.response
        throw refusalOf(outcome.response)
      }
      setback = outcome
      const pause = outcome.pauseMilliseconds ?? backoff(attempts, timing.random())
      const isLate = timing.now() + pause >= deadline
      if (isLate && outcome.pauseMilliseconds !== undefined) {
        throw new GitHubRefusal('busy', `${setback.why}, and asks to wait ${Math.ceil(pause / 1000)} s`)
      }
      if (isLate || attempts >= allowed) break
      await timing.sleep(pause)
    }
    if (attempts > 0) allowed = 1
    const seconds = Math.round((timing.now() - started) / 1000)
    const tried = attempts > 1 ? `; tried ${attempts} times in ${seconds} s` : ''
    throw new GitHubRefusal('weather', `${setback.why}${tried}`)
  }
}

/** Twice as long each time, by a random share of up to a half less. */
function backoff(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1))
  return longest * (1 - random / 2)
}

async function once(
  transport: Transport,
  request: Parameters<Transport>[0],
  milliseconds: number,
  now: number,
): Promise<{ readonly response: ApiResponse } | Setback> {
  const control = new AbortController()
  let timer: NodeJS.Timeout | undefined
  // The transport is told to stop, and not waited for: a name that is being resolved hears no signal.
  const expired = new Promise<Setback>((resolve) => {
    timer = setTimeout(() => {
      resolve({ why: 'GitHub gave no answer in time' })
      control.abort()
    }, milliseconds)
  })
  const carried = transport(request, control.signal).then(
    (response) => setbackOf(response, now) ?? { response },
    (error: unknown): Setback => ({ why: `GitHub could not be reached (${causeOf(error)})` }),
  )
  try {
    return await Promise.race([carried, expired])
  } finally {
    clearTimeout(timer)
  }
}

/** The innermost cause says most: `fetch failed` comes from a `TypeError` around `connect ECONNREFUSED`. */
function causeOf(error: unknown): string {
  let told = 'no reason was given'
  let inner = error
  for (let depth = 0; depth < 5 && typeof inner === 'object' && inner !== null; depth += 1) {
    const code: unknown = 'code' in inner ? inner.code : undefined
    told = messageOf(inner) || (typeof code === 'string' ? code : told)
    inner = 'cause' in inner ? inner.cause : undefined
  }
  return told
}

function setbackOf(response: ApiResponse, now: number): Setback | undefined {
  const { status, data, headers } = response
  if (status < 300) {
    // Octokit hands over the text where it is no JSON: the answer was cut off, or a proxy answered.
    const isReadable = status === 204 || (typeof data === 'object' && data !== null)
    return isReadable ? undefined : { why: "GitHub's answer was cut off or no JSON" }
  }
  if (status >= 500 || status === 408) return { why: answered(response), pauseMilliseconds: retryAfter(headers, now) }
  if (status !== 429 && status !== 403) return undefined
  const isSecondary = /secondary rate limit|abuse detection/i.test(messageOf(data))
  const asked = retryAfter(headers, now) ?? untilReset(headers, now)
  if (status === 403 && asked === undefined && !isSecondary) return undefined
  return { why: answered(response), pauseMilliseconds: asked ?? SECONDARY_PAUSE_MILLISECONDS }
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfter(headers: ApiResponse['headers'], now: number): number | undefined {
  const asked = headers['retry-after']?.trim()
  if (asked === undefined || asked === '') return undefined
  const milliseconds = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds)
}

function untilReset(headers: ApiResponse['headers'], now: number): number | undefined {
  if (headers['x-ratelimit-remaining'] !== '0') return undefined
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  return Number.isNaN(reset) ? undefined : Math.max(0, reset * 1000 - now)
}
