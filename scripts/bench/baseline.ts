// A baseline of 1,000,000 lines that can be covered, in 5,000 files, packed and unpacked; writes its bytes and the seconds
// that both took as JSON into the file named by the first argument. Which lines are covered follows no pattern that a
// compressor could find.

import { writeFileSync } from 'node:fs'
import { CoverageTable } from '../../actions/shared/model/coverage.ts'
import { packBaseline, unpackBaseline } from '../../actions/shared/runtime/baseline-bytes.ts'

const FILES = 5_000
const LINES = 200

let seed = 1
function chance(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return seed / 2 ** 32
}

const table = new CoverageTable()
for (let index = 0; index < FILES; index += 1) {
  const file = table.file(`packages/part-${index % 90}/src/module-${index}/index.ts`)
  let line = 0
  for (let row = 0; row < LINES; row += 1) {
    line += 1 + Math.floor(chance() * 4)
    file.add(line, chance() < 0.7 ? 1 : 0)
  }
}

const started = performance.now()
const { bytes } = await packBaseline({
  ...{ sha: 'a'.repeat(40), recorded: '2026-01-01T00:00:00.000Z', gate: 'quality-gate' },
  ...{ values: new Map(), findings: [], findingsTotal: 0, streaks: new Map(), trend: [] },
  coverage: new Map([['', table]]),
})
const read = await unpackBaseline(bytes)
const seconds = (performance.now() - started) / 1000
const lines = read.coverage.get('')?.totals().line?.total
if (lines !== FILES * LINES) throw new Error(`${String(lines)} lines came back`)
writeFileSync(process.argv[2] ?? 'baseline.json', JSON.stringify({ seconds, bytes: bytes.length }))
