// Finds the format of every file of a folder, and reads each before: writes the seconds of both, the best of many rounds,
// as JSON into the file named by the second argument.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { recognise } from '../../actions/shared/reports/recognise.ts'

const ROUNDS = 40
const [folder = '', told = ''] = process.argv.slice(2)
const files = readdirSync(folder).map((name) => path.join(folder, name))

function seconds(work: () => void): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1_000
}

const best = { reading: Infinity, finding: Infinity }
for (let round = 0; round < ROUNDS; round += 1) {
  let contents: Uint8Array[] = []
  const reading = seconds(() => {
    contents = files.map((file) => readFileSync(file))
  })
  const finding = seconds(() => {
    for (const content of contents) if (recognise(content).length !== 1) throw new Error('a format was not found')
  })
  best.reading = Math.min(best.reading, reading)
  best.finding = Math.min(best.finding, finding)
}
writeFileSync(told, JSON.stringify(best))
