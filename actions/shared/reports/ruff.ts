import { TOOLS } from '../tools/tools.ts'
import { FindingCounter, exitCodeDoubts } from './finding-metrics.ts'
import { jsonReader } from './json/reader.ts'
import { field, objectOf, positionField, requiredText, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'

/** Ruff's `--output-format json` (https://docs.astral.sh/ruff/settings/#output-format). Every finding fails `ruff check`, so every one is an error. */
export const open: OpenReader = ({ tables, mapPath, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  let entries = 0
  return jsonReader(
    ['[]'],
    {
      element(value) {
        const finding = objectOf(value, 'an item of the report')
        const location = field(finding, 'location')
        entries += 1
        tables.findings.add({
          family: 'lint',
          rank: 'error',
          tool: 'ruff',
          // A syntax error has no rule.
          rule: textField(finding, 'code') ?? 'syntax-error',
          message: requiredText(finding, 'message', 'an item of the report'),
          path: mapPath(requiredText(finding, 'filename', 'an item of the report')),
          line: positionField(location, 'row'),
          column: positionField(location, 'column'),
          endLine: positionField(field(finding, 'end_location'), 'row'),
        })
      },
    },
    () => ({
      kind: 'findings',
      entries,
      metrics: counter.metrics(['lint']),
      completeness: 'complete',
      doubts: exitCodeDoubts(TOOLS.ruff, exitCode, entries),
      tool: { name: 'ruff' },
    }),
  )
}
