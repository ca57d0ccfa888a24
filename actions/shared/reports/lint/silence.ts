import { EvidenceError } from '../../model/errors.ts'
import type { Tool } from '../../tools/tool.ts'

/** Refuses a report without a finding and without a word that all is well, unless the tool's exit code was recorded. */
export function refuseSilence(tool: Tool, exitCode: number | undefined, isEmpty: boolean): void {
  if (isEmpty && tool.emptyWhenClean !== true) {
    throw new EvidenceError(`it is empty, which ${tool.title} never writes when it has done its work`)
  }
  if (exitCode !== undefined) return
  const what = isEmpty ? 'it is empty' : 'it has no finding'
  throw new EvidenceError(
    `${what}, as when all is well and when ${tool.title} did not run; record its exit-code= beside format=`,
  )
}
