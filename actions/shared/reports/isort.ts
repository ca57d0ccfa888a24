import type { Doubt } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { TOOLS } from '../tools/tools.ts'
import { utf8Reader } from './encoding.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import type { OpenReader } from './reader.ts'
import { plainLines } from './text/plain-lines.ts'

const FINDING = /^ERROR: (.+?) (Imports are incorrectly sorted and\/or formatted\.)$/
const OTHER_ERROR = /^ERROR: (.+)$/
/** What it prints of files that it did not look at, on purpose. */
const SKIPPED = /^Skipped \d+ files?$/
const CANNOT_READ = /Unable to parse file|^Broken \d+ paths?/

/**
 * What `isort --check-only` prints to stderr (https://pycqa.github.io/isort/docs/configuration/options.html#check): a line for each file
 * that would change, nothing when all is well. A file that does not parse is not told.
 */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  let entries = 0
  let lines = 0

  const splitter = plainLines((text, number) => {
    if (text.trim() === '' || SKIPPED.test(text)) return
    lines += 1
    const finding = FINDING.exec(text)
    const other = OTHER_ERROR.exec(text)
    if (finding || other) {
      entries += 1
      const message = finding?.[2] ?? other?.[1] ?? ''
      tables.findings.add({
        family: 'lint',
        rank: 'error',
        tool: 'isort',
        rule: finding ? 'imports' : 'error',
        message,
        path: finding ? mapPath(finding[1] as string) : undefined,
      })
    } else if (CANNOT_READ.test(text)) {
      doubts.push({ kind: 'contradiction', text: `isort could not read a file: ${text.trim().slice(0, 200)}` })
    } else doubts.push({ kind: 'contradiction', text: `line ${number} is no finding: ${text.slice(0, 200)}` })
  })
  return utf8Reader(splitter, () => {
    if (lines === 0 && exitCode === undefined) {
      throw new EvidenceError(
        'it has no finding, as when all is well and when isort did not run; record its exit-code=',
      )
    }
    doubts.push(...exitCodeDoubts(TOOLS.isort, exitCode, entries))
    return {
      kind: 'findings',
      entries,
      metrics: counter.metrics(['lint']),
      completeness: 'complete',
      doubts,
      tool: { name: 'isort' },
    }
  })
}
