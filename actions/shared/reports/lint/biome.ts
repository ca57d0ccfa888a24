import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, numberField, objectOf, positionField, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings, levelOf } from './json-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['fatal', 'error'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['information', 'note'],
  ['info', 'note'],
  ['hint', 'note'],
])

/** Biome's `--reporter json` (https://biomejs.dev/reference/reporters/). Until 2.3 a place was an offset into the source, without its line. */
export const open: OpenReader = jsonFindings({
  tool: LINT_TOOLS.biome,
  name: 'biome',
  family: 'lint',
  arrays: ['diagnostics[]'],
  element(value, into) {
    const diagnostic = objectOf(value, 'a diagnostic')
    const location = field(diagnostic, 'location')
    const path = field(location, 'path')
    const message = field(diagnostic, 'message')
    into.add({
      rank: levelOf(LEVEL, textField(diagnostic, 'severity')),
      rule: textField(diagnostic, 'category') ?? 'unknown',
      message: typeof message === 'string' ? message : (textField(diagnostic, 'description') ?? ''),
      path: typeof path === 'string' ? path : textField(path, 'file'),
      line: positionField(field(location, 'start'), 'line'),
      column: positionField(field(location, 'start'), 'column'),
      endLine: positionField(field(location, 'end'), 'line'),
    })
  },
  document(value, into) {
    const summary = field(value, 'summary')
    if (summary === undefined) into.contradict('its summary is missing')
    const hidden = numberField(summary, 'diagnosticsNotPrinted') ?? 0
    if (hidden > 0) into.contradict(`${hidden} more diagnostic(s) were not printed; use --max-diagnostics=none`)
    else {
      into.declared.add('error', numberField(summary, 'errors'))
      into.declared.add('warning', numberField(summary, 'warnings'))
    }
    const files = (numberField(summary, 'changed') ?? 0) + (numberField(summary, 'unchanged') ?? 0)
    if (summary !== undefined && files === 0) into.contradict('Biome looked at no file')
  },
})
