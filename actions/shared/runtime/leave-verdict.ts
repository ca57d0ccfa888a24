import type { Verdict } from '../model/verdict.ts'
import type { Step } from './step.ts'
import { verdictDigest } from './verdict-digest.ts'
import { verdictDocument, verdictFileName } from './verdict-file.ts'
import type { Workspace } from './workspace.ts'

/**
 * Leaves a verdict for the steps and jobs that follow: the file first, then the outputs `status`, `verdict` and
 * `verdict-file`. Says where the file is; without `target` and RUNNER_TEMP there is none.
 */
export async function leaveVerdict(
  verdict: Verdict,
  target: string | undefined,
  step: Step,
  workspace: Workspace,
): Promise<string | undefined> {
  const document = verdictDocument(verdict)
  const { createHash } = await import('node:crypto')
  const hash = (content: string): string => createHash('sha256').update(content).digest('hex')
  const temporary = step.environment['RUNNER_TEMP']
  const standard =
    temporary && `${temporary}/cicd/${verdictFileName(verdict.name, verdict.subject, (word) => hash(word).slice(0, 8))}`
  const wanted = target ?? standard
  const file = wanted && workspace.writeText(wanted, document, 'verdict-file')
  step.output('status', verdict.status)
  step.output('verdict', verdictDigest(verdict, file, hash(document)))
  step.output('verdict-file', file ?? '')
  return file
}
