import { ConfigurationError, EvidenceError } from '../model/errors.ts'
import type { MatchAll, MatcherFile } from '../reports/reader.ts'
import { MatchingWorker } from './matching-worker.ts'
import type { Workspace } from './workspace.ts'

/** Time for all regular expressions of one report together. */
export const MATCHING_LIMIT_MS = 10_000

/** One for all reports, which are read one after the other. */
const worker = new MatchingWorker()

/** The problem matcher that a line of `reports` names. Throws EvidenceError where there is none that may be read. */
export function readMatcher(file: string, workspace: Workspace, limitMs = MATCHING_LIMIT_MS): MatcherFile {
  const text = textOf(file, workspace)
  if (text === undefined) throw new EvidenceError(`its problem matcher ${JSON.stringify(file)} is not there`)
  return { name: JSON.stringify(file), text, matchAll: timeLimited(limitMs, JSON.stringify(file)) }
}

function textOf(file: string, workspace: Workspace): string | undefined {
  try {
    return workspace.readText(file, 'its problem matcher')
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    throw new EvidenceError(error.message)
  }
}

/** Matches until the time of all calls together is over: a regular expression can run away, and the reports are hostile. */
function timeLimited(limitMs: number, name: string): MatchAll {
  let leftMs = limitMs
  return (patterns, lines) => {
    worker.start()
    const begin = performance.now()
    const matches = worker.match(patterns, lines, Math.max(1, leftMs))
    leftMs -= performance.now() - begin
    if (matches) return matches
    throw new EvidenceError(
      `matching it was stopped after ${limitMs / 1_000} s: a pattern of the problem matcher ${name} runs away`,
    )
  }
}
