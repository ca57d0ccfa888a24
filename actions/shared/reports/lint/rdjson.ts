import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { type Found, type JsonFormat, jsonFindings, levelOf } from './json-findings.ts'

const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'note'],
])

/** A diagnostic of reviewdog's format (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf). */
export function diagnosticOf(value: unknown): Found {
  const diagnostic = objectOf(value, 'a diagnostic')
  const location = objectOf(field(diagnostic, 'location'), 'the location of a diagnostic')
  const range = field(location, 'range')
  // Biome's own JSON is alike but for this.
  if (field(location, 'start') !== undefined) throw new EvidenceError('its places have no range')
  const severity = field(diagnostic, 'severity')
  return {
    rank: levelOf(LEVEL, typeof severity === 'number' ? SEVERITY_NUMBER[severity] : textField(diagnostic, 'severity')),
    rule: textField(field(diagnostic, 'code'), 'value') ?? 'unknown',
    message: requiredText(diagnostic, 'message', 'a diagnostic'),
    path: requiredText(location, 'path', 'the location of a diagnostic'),
    line: positionField(field(range, 'start'), 'line'),
    column: positionField(field(range, 'start'), 'column'),
    endLine: positionField(field(range, 'end'), 'line'),
    tool: textField(field(diagnostic, 'source'), 'name'),
  }
}

/** The numbers that stand for severities in protocol buffers. */
const SEVERITY_NUMBER: Readonly<Record<number, string>> = { 1: 'error', 2: 'warning', 3: 'info' }

const NAMES = { tool: LINT_TOOLS.reviewdog, name: 'reviewdog', family: 'lint' } satisfies Partial<JsonFormat>

/**
 * A result: {source, severity, diagnostics}. Its source and severity are those of every diagnostic without one of its own,
 * and may stand behind them: so diagnostics wait for the end.
 */
export const open: OpenReader = jsonFindings({
  ...NAMES,
  arrays: [],
  element: () => undefined,
  document(value, into) {
    const diagnostics = field(value, 'diagnostics')
    if (!Array.isArray(diagnostics)) throw new EvidenceError('it has no list of diagnostics')
    const tool = textField(field(value, 'source'), 'name')
    const inherited = textField(value, 'severity')
    for (const diagnostic of diagnostics as unknown[]) {
      const found = diagnosticOf(diagnostic)
      const own = field(diagnostic, 'severity')
      const rank = own === undefined && inherited !== undefined ? levelOf(LEVEL, inherited) : found.rank
      into.add({ ...found, rank, tool: found.tool ?? tool })
    }
  },
})
