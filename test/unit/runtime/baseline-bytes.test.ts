import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { CoverageTable } from '../../../actions/shared/model/coverage.ts'
import { envelope } from '../../../actions/shared/model/baseline-envelope.ts'
import { packBaseline, unpackBaseline } from '../../../actions/shared/runtime/baseline-bytes.ts'
import { baselineOf } from '../../support/baseline.ts'

describe('a packed baseline', () => {
  it('unpacks to what it was', async () => {
    const baseline = baselineOf({ 'coverage.line': 80 })
    const { bytes, leftOut } = await packBaseline(baseline)
    expect(leftOut).toEqual([])
    expect(await unpackBaseline(bytes)).toEqual(baseline)
  })

  it('takes at most 2 MB for a million lines that no pattern makes smaller', async () => {
    const table = new CoverageTable()
    let seed = 1
    const chance = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32
    for (let index = 0; index < 5000; index += 1) {
      const file = table.file(`packages/part-${index % 90}/src/module-${index}/index.ts`)
      let line = 0
      for (let row = 0; row < 200; row += 1) {
        line += 1 + Math.floor(chance() * 40)
        file.add(line, chance() < 0.5 ? 1 : 0)
      }
    }
    const baseline = baselineOf({}, { coverage: new Map([['', table]]) })
    const { bytes } = await packBaseline(baseline)
    expect(bytes.length).toBeLessThan(2_000_000)
    const read = await unpackBaseline(bytes)
    expect(read.coverage.get('')?.totals()).toEqual(table.totals())
  })

  it('leaves out tests, then findings, then lines where there is no room, and says so', async () => {
    const tests = new Map(
      Array.from({ length: 2000 }, (_, index) => [
        `${Math.sin(index)}`,
        { outcome: 'passed' as const, isFlaky: false },
      ]),
    )
    const baseline = baselineOf({ 'coverage.line': 80 }, { tests })
    const { bytes, leftOut } = await packBaseline(baseline, 2000)
    expect(leftOut).toEqual(['tests'])
    const read = await unpackBaseline(bytes)
    expect([read.tests, read.values.get('coverage.line')]).toEqual([undefined, 80])
  })

  it('is refused where not even its values have room', async () => {
    await expect(packBaseline(baselineOf({ 'coverage.line': 80 }), 10)).rejects.toThrow('cannot be recorded')
  })

  it.each([
    [
      'unpacks to more than it says',
      { compressed: deflateRawSync(new Uint8Array(10_000_000)), unpackedLength: 1000 },
      'cannot be unpacked',
    ],
    [
      'unpacks to less than it says',
      { compressed: deflateRawSync(new Uint8Array(10)), unpackedLength: 1000 },
      'another length',
    ],
    ['was not compressed', { compressed: new Uint8Array([255, 255, 255]), unpackedLength: 1000 }, 'cannot be unpacked'],
  ])('is refused where it %s', async (_what, parts, sentence) => {
    await expect(unpackBaseline(envelope(parts))).rejects.toThrow(sentence)
  })
})
