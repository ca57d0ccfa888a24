import type { Level } from '../../model/findings.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { field, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings, levelOf } from './json-findings.ts'

/** zizmor's severities as its own GitHub format tells them. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['high', 'error'],
  ['medium', 'warning'],
  ['low', 'warning'],
  ['informational', 'note'],
  ['unknown', 'note'],
])

/** zizmor's `json` (https://docs.zizmor.sh/usage/#json). Its place is the primary location; ignored findings are none. */
export const open: OpenReader = jsonFindings({
  tool: LINT_TOOLS.zizmor,
  name: 'zizmor',
  family: 'lint',
  arrays: ['[]'],
  element(value, into) {
    const finding = objectOf(value, 'a finding')
    if (field(finding, 'ignored') === true) return
    const locations = listField(finding, 'locations')
    const primary =
      locations.find((location) => textField(field(location, 'symbolic'), 'kind') === 'Primary') ?? locations[0]
    const symbolic = field(primary, 'symbolic')
    const local = field(field(symbolic, 'key'), 'Local')
    const place = field(field(primary, 'concrete'), 'location')
    const annotation = textField(symbolic, 'annotation')
    into.add({
      rank: levelOf(LEVEL, textField(field(finding, 'determinations'), 'severity')),
      rule: requiredText(finding, 'ident', 'a finding'),
      message: requiredText(finding, 'desc', 'a finding') + (annotation === undefined ? '' : `: ${annotation}`),
      path: textField(local, 'verbatim_path') ?? textField(local, 'given_path'),
      line: oneBased(field(place, 'start_point'), 'row'),
      column: oneBased(field(place, 'start_point'), 'column'),
      endLine: oneBased(field(place, 'end_point'), 'row'),
    })
  },
})

/** Rows and columns begin at 0. */
function oneBased(point: unknown, key: string): number | undefined {
  const value = numberField(point, key)
  return value === undefined || value < 0 ? undefined : Math.floor(value) + 1
}
