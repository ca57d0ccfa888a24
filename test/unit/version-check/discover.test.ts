import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { discoverIn, LAYOUTS_FOLDER, readLayout } from './layouts.ts'

interface Declared {
  readonly places: readonly string[]
  readonly remarks: readonly string[]
}

/** What each layout declares, read by a person: `file:line:column role found`. */
const DECLARED = JSON.parse(readFileSync(path.join(LAYOUTS_FOLDER, 'declared.json'), 'utf8')) as Readonly<
  Record<string, Declared>
>

describe('discovery', () => {
  test.each(Object.keys(DECLARED))('finds what %s declares, and nothing else', async (layout) => {
    const files = readLayout(layout)
    const { places, remarks } = await discoverIn(files)
    expect({
      places: places.map(({ file, line, column, role, found }) => `${file}:${line}:${column} ${role} ${found}`),
      remarks: remarks.map(({ file, line, kind, text }) => `${kind} ${file}:${line} ${text}`),
    }).toEqual(DECLARED[layout])
    for (const { file, start, end, found, spelling } of places) {
      const written = files.get(file)?.slice(start, end)
      expect(spelling === 'badge' ? written?.replaceAll('--', '-') : written).toBe(found)
    }
  })
})
