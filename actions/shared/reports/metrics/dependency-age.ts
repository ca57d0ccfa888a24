import { jsonReader } from '../json/reader.ts'
import { numberField, objectOf, requiredText } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { MetricSheet } from './metric-sheet.ts'
import { POSITION } from '../position.ts'

const NAMES_KEPT = 5

/**
 * `libyear --json` (https://github.com/jdanil/libyear#readme): for each dependency the years from the release in use to the
 * newest one (`drift`). An older line that was released later than the newest version is not behind: its drift is negative.
 */
export const open: OpenReader = () => {
  const sheet = new MetricSheet()
  const undated: string[] = []
  let entries = 0
  let negative = 0
  let total = 0
  let most = 0

  return jsonReader(
    ['[]'],
    {
      element(value) {
        const dependency = objectOf(value, 'a dependency')
        const name = requiredText(dependency, 'dependency', 'a dependency')
        const drift = numberField(dependency, 'drift')
        entries += 1
        if (drift === undefined) {
          undated.push(name)
          return
        }
        if (drift < 0) negative += 1
        const years = Math.max(0, drift)
        total += years
        most = Math.max(most, years)
        const reportLine = POSITION.lineOf(name)
        sheet.measurements.push({ metric: 'version.dependency-age.max', value: years, subject: name, reportLine })
      },
    },
    () => {
      if (entries === 0) {
        sheet.contradict('it lists no dependency: nothing was dated (--quiet leaves out those up to date)')
      } else if (undated.length < entries) {
        sheet.set('version.dependency-age.max', most)
        sheet.set('version.dependency-age.total', total)
      }
      if (undated.length > 0) {
        sheet.contradict(`${undated.length} dependencies have no date: ${undated.slice(0, NAMES_KEPT).join(', ')}`)
      }
      if (negative > 0) {
        sheet.note(`${negative} dependencies are newer than the newest version, and count as up to date`)
      }
      return sheet.reading('libyear', entries)
    },
  )
}
