import type { Doubt, Reading } from '../model/evidence.ts'
import type { Tool } from '../tools/tool.ts'
import { TOOLS, toolNamed } from '../tools/tools.ts'

/**
 * What a recorded exit code says against a report of tests without a failure. Several runners write one format, so their
 * readers know of none: where the report names its runner that one's codes count, else those of all that write the format.
 */
export function runnerExitDoubts(
  { kind, tool, metrics }: Pick<Reading, 'kind' | 'tool' | 'metrics'>,
  format: string,
  exitCode: number | undefined,
): readonly Doubt[] {
  const isFailing = (metrics['tests.failed'] ?? 0) + (metrics['tests.errored'] ?? 0) > 0
  if (kind !== 'tests' || exitCode === undefined || exitCode === 0 || isFailing) return []
  const own = tool && toolNamed(tool.name)
  const writers = own ? [own] : Object.values<Tool>(TOOLS).filter(({ formats }) => formats.includes(format))
  if (writers.some(({ exitCodes }) => exitCodes[exitCode] !== undefined)) return []
  const who = own?.title ?? 'what wrote it'
  const text = `${who} ended with exit code ${exitCode}, though no test failed: it did not do all of its work`
  return [{ kind: 'contradiction', text }]
}
