import { describe, expect, test } from '@jest/globals'
import type { Place } from '../../../actions/version-check/places/place.ts'
import { isGreen, judged, type Layout, readLayout, withValue } from './layouts.ts'

const LAYOUTS: readonly Layout[] = [
  ...['python-service', 'python-poetry', 'python-setup', 'node-service', 'node-monorepo', 'go-service'],
  ...['java-maven', 'java-gradle', 'rust-workspace', 'dotnet-service', 'php-dart-elixir'],
]
  .map((name): Layout => ({ name }))
  .concat([
    { name: 'helm-umbrella', options: { chart: 'equal' } },
    { name: 'monorepo-workspaces', projects: ['left/', 'right/'] },
    { name: 'monorepo-projects', projects: ['services/alpha/', 'services/beta/'] },
  ])

const OTHER_VERSIONS = [
  ...['0.0.1', '0.1.0', '1.0.0-alpha.1', '1.2.4', '1.10.0', '2.0.1', '3.0.0-rc.2', '4.2.1', '9.9.9', '10.20.30'],
]
/** Outside of every range that a layout gives. */
const OTHER_LANGUAGE_VERSIONS = ['30', '31.5', '40.1', '50', '51.2.3', '60.0', '70', '80.1.2', '99.0', '100']

/** A chart's own version is compared only where the policy says so. */
function isCompared({ options }: Layout, place: Place): boolean {
  return place.role !== 'chart' || options?.chart === 'equal'
}

const COUNTS = { layouts: 0, places: 0, mutations: 0, caught: 0 }

describe('every single place that says something else is caught', () => {
  test.each(LAYOUTS)('in $name, which raises no alarm as it is', async (layout) => {
    const files = readLayout(layout.name)
    const { found, verdicts } = await judged(layout, files)
    expect(verdicts.filter(({ agreement }) => agreement !== 'agrees').map(({ place }) => place.role)).toEqual(
      found.places.filter((place) => !isCompared(layout, place)).map(({ role }) => role),
    )
    expect(found.remarks.filter(({ kind }) => kind === 'unreadable')).toEqual([])
    const missed: string[] = []
    const places = found.places.filter((place) => isCompared(layout, place))
    for (const place of places) {
      const others = place.role === 'toolchain' ? OTHER_LANGUAGE_VERSIONS : OTHER_VERSIONS
      for (const other of others) {
        const written = place.spelling === 'badge' ? other.replaceAll('-', '--') : other
        const changed = await judged(layout, withValue(files, place, written))
        COUNTS.mutations += 1
        if (isGreen(changed.verdicts)) missed.push(`${place.file}:${place.line} ${place.found} -> ${other}`)
        else COUNTS.caught += 1
      }
    }
    COUNTS.layouts += 1
    COUNTS.places += places.length
    expect(missed).toEqual([])
    expect(places.length).toBeGreaterThan(1)
  })

  test('as these counts tell', () => {
    const { layouts, places, mutations, caught } = COUNTS
    process.stdout.write(`${layouts} layouts, ${places} places, ${mutations} mutations, ${caught} caught\n`)
    expect(layouts).toBe(LAYOUTS.length)
    expect(mutations).toBe(places * 10)
    expect(caught).toBe(mutations)
  })
})
