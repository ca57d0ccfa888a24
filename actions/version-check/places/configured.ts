import { ConfigurationError, EvidenceError } from '../../shared/model/errors.ts'
import type { ConfiguredPlace, PlaceFinder, PlaceRole } from '../../shared/policy/policy-version.ts'
import type { MatchingWorker } from '../../shared/runtime/matching-worker.ts'
import type { SchemeId } from '../../shared/versions/scheme.ts'
import type { ReadText } from './discover.ts'
import { Finds } from './finds.ts'
import type { Found, Place, Remark } from './place.ts'
import { linesOf } from './properties.ts'
import { Source } from './source.ts'
import { UnreadableError, type ValueNode } from './value-tree.ts'
import { parseValuePath } from './value-path.ts'
import { parseXmlPath } from './xml-path.ts'

interface Span {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * What the expression of a place means in a file. Throws ConfigurationError for one that is none or runs away,
 * UnreadableError for a file.
 */
type Search = (
  expression: string,
  source: Source,
  limitMs: number,
) => Promise<readonly (Span | ValueNode | undefined)[]>

const SEARCHES: Readonly<Record<PlaceFinder, Search>> = {
  'json-path': (expression, source) => {
    const select = parseValuePath(expression)
    return Promise.resolve(select(source.json()))
  },
  'yaml-path': async (expression, source) => {
    const select = parseValuePath(expression)
    return (await source.yaml()).flatMap(select)
  },
  'toml-path': async (expression, source) => parseValuePath(expression)(await source.toml()),
  xpath: (expression, source) => {
    const select = parseXmlPath(expression)
    return Promise.resolve(select(source.xml()))
  },
  regex: (expression, source, limitMs) => matchesOf(expression, source.text, limitMs),
  line: (expression, source) => Promise.resolve(versionsOfLines(expression, source)),
}

/** Time for one regular expression in one file: what takes longer never ends. */
const REGEX_LIMIT_MS = 5_000

async function matchesOf(expression: string, text: string, limitMs: number): Promise<readonly Span[]> {
  const pattern = compile(expression)
  const worker = await startedWorker()
  const spans = worker.spans(pattern, 'version', text, limitMs)
  if (spans !== undefined) return spans.map(([start, end]) => ({ start, end, text: text.slice(start, end) }))
  throw new ConfigurationError(
    `the regex ${JSON.stringify(expression)} runs away: it was stopped after ${limitMs / 1_000} s; write it without repetitions within repetitions`,
  )
}

let worker: MatchingWorker | undefined

/** One for all places, on a thread that can be ended in the middle of a match. Throws UnreadableError where there is none. */
async function startedWorker(): Promise<MatchingWorker> {
  try {
    worker ??= new (await import('../../shared/runtime/matching-worker.ts')).MatchingWorker()
    worker.start()
    return worker
  } catch (error) {
    throw error instanceof EvidenceError ? new UnreadableError(error.message, 0) : error
  }
}

function compile(expression: string): RegExp {
  if (!/\(\?<version>/.test(expression)) {
    throw new ConfigurationError(`the regex ${JSON.stringify(expression)} has no group (?<version>…)`)
  }
  try {
    return new RegExp(expression, 'dgm')
  } catch (error) {
    throw new ConfigurationError(error instanceof Error ? error.message : 'it is not a regular expression')
  }
}

/** A version in running text: two numbers at least, and what belongs to it. */
const VERSION = /(?<![\w.])v?\d+(?:\.\d+)+(?:[-+]?[0-9A-Za-z]+(?:[.+-][0-9A-Za-z]+)*)?/g
/** What follows a version in the name of a file. */
const SUFFIX =
  /[.-](?:tar|tgz|zip|gz|xz|bz2|whl|jar|deb|rpm|exe|msi|dmg|js|css|min|html|json|yaml|yml)(?:\.[a-z0-9]+)*$/

function versionsOfLines(marker: string, source: Source): readonly Span[] {
  return [...linesOf(source.text)].flatMap(({ start, line }) => {
    if (!line.includes(marker)) return []
    return [...line.matchAll(VERSION)].map(({ 0: whole, index }) => {
      const text = whole.replace(SUFFIX, '')
      return { start: start + index, end: start + index + text.length, text }
    })
  })
}

const SCHEME_OF: Readonly<Record<PlaceRole, SchemeId>> = {
  version: 'app-version',
  appVersion: 'app-version',
  'image-tag': 'oci-tag',
  chart: 'helm',
  previous: 'app-version',
}

/**
 * Finds the places that the policy names. What is not found exactly once is a problem of the policy, named with its line.
 * A file that cannot be read, or whose value is no plain text, is a remark.
 */
export async function findConfigured(
  configured: readonly ConfiguredPlace[],
  read: ReadText,
  limitMs = REGEX_LIMIT_MS,
): Promise<Found & { readonly problems: readonly string[] }> {
  const places: Place[] = []
  const remarks: Remark[] = []
  const problems: string[] = []
  for (const place of configured) {
    const content = read(place.file)
    if (content === undefined) problems.push(`${place.source}: there is no file ${place.file}`)
    else if ('refused' in content) {
      remarks.push({ file: place.file, line: 1, kind: 'unreadable', text: content.refused })
    } else {
      const found = await findOne(place, new Source(place.file, content.text), limitMs)
      places.push(...found.places)
      // A place that the policy names must be there: a template in its stead leaves the question open.
      remarks.push(...found.remarks.map((remark) => ({ ...remark, kind: 'unreadable' as const })))
      problems.push(...found.problems)
    }
  }
  return { places, remarks, problems }
}

async function findOne(
  place: ConfiguredPlace,
  source: Source,
  limitMs: number,
): Promise<Found & { readonly problems: readonly string[] }> {
  const finds = new Finds(source)
  const problems: string[] = []
  const { role, finder, expression, scheme = SCHEME_OF[role] } = place
  const named = `${finder} ${JSON.stringify(expression)}`
  try {
    const values = await SEARCHES[finder](expression, source, limitMs)
    const [value] = values
    if (values.length === 0) problems.push(`${place.source}: ${named} matches nothing in ${place.file}`)
    else if (values.length > 1) {
      const lines = values.map((each) => source.positionOf(each?.start ?? 0).line)
      problems.push(
        `${place.source}: ${named} matches ${values.length} times in ${place.file} (lines ${lines.slice(0, 5).join(', ')}): make it match once`,
      )
    } else if (value === undefined) {
      problems.push(`${place.source}: ${named} leads to an element of ${place.file} that has no text of its own`)
    } else {
      const declared = { scheme, role, what: `the place ${named}`, configured: true } as const
      if ('kind' in value) finds.declare(value, declared)
      else finds.text(value, declared)
    }
  } catch (error) {
    if (error instanceof ConfigurationError) problems.push(`${place.source}: ${error.message}`)
    else if (error instanceof UnreadableError) {
      finds.unreadable(error.offset, `${source.base} cannot be read: ${error.message}`)
    } else throw error
  }
  return { places: finds.places, remarks: finds.remarks, problems }
}

/** Discovered places that are not also configured: what the policy says of a place counts. */
export function besideConfigured(discovered: readonly Place[], configured: readonly Place[]): readonly Place[] {
  const named = new Set(configured.map(({ file, start }) => `${start} ${file}`))
  return discovered.filter(({ file, start }) => !named.has(`${start} ${file}`))
}
