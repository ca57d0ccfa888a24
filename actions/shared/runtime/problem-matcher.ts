import vm from 'node:vm'
import { ConfigurationError, EvidenceError } from '../model/errors.ts'
import type { MatcherFile } from '../reports/reader.ts'
import type { Workspace } from './workspace.ts'

/** Time for all regular expressions of one report together. */
export const MATCHING_LIMIT_MS = 10_000

/** The problem matcher that a line of `reports` names. Throws EvidenceError where there is none that may be read. */
export function readMatcher(file: string, workspace: Workspace, limitMs = MATCHING_LIMIT_MS): MatcherFile {
  const text = textOf(file, workspace)
  if (text === undefined) throw new EvidenceError(`its problem matcher ${JSON.stringify(file)} is not there`)
  return { name: JSON.stringify(file), text, bounded: timeLimit(limitMs, JSON.stringify(file)) }
}

function textOf(file: string, workspace: Workspace): string | undefined {
  try {
    return workspace.readText(file, 'its problem matcher')
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    throw new EvidenceError(error.message)
  }
}

/**
 * Runs work and stops it when the time of all its runs together is over: a regular expression can run away, and the reports are
 * hostile. V8 stops it from a thread of its own (the limit of node:vm holds for everything that is called), so that neither the
 * lines nor what was found have to be sent to a worker and back.
 */
function timeLimit(limitMs: number, name: string): (work: () => void) => void {
  const context = vm.createContext({ work: () => undefined })
  const script = new vm.Script('work()')
  let leftMs = limitMs
  return (work) => {
    const begin = performance.now()
    try {
      context['work'] = work
      script.runInContext(context, { timeout: Math.max(1, Math.ceil(leftMs)) })
    } catch (error) {
      if (!isTimeout(error)) throw error
      throw new EvidenceError(
        `matching it was stopped after ${limitMs / 1_000} s: a pattern of the problem matcher ${name} runs away`,
      )
    } finally {
      context['work'] = () => undefined
      leftMs -= performance.now() - begin
    }
  }
}

function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
