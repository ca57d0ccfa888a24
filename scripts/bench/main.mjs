// `npm run bench [row…]`: measures what is promised, each beside its floor or peer in the same run, and ends with 1
// where a promise does not hold. `--bundle FOLDER` says what is measured (build/dist/ where it is there, else dist/),
// `--rounds N` how often, `--json FILE` where to keep the numbers.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { within } from '../toolchain.mjs'
import { inputsIn } from './inputs.mjs'
import { measuringNode, NotMeasured, rowsOf } from './rows.mjs'

const COLUMNS = ['Promise', 'Ours', 'Beside', 'Ratio', 'Limit', '']

const digits = (number) => (number < 10 ? 2 : number < 100 ? 1 : 0)
const amount = (number, unit) => `${number.toFixed(digits(number))} ${unit}`

/** A row as it is shown and kept. `state` is `ok`, `over`, `not measured` or `failed`: never green without a number. */
function judged(name, about, measured) {
  const { figure, floor, limit } = measured
  const ratio = floor === undefined ? undefined : figure / floor
  return { name, about, ...measured, ratio, state: (ratio ?? figure) <= limit ? 'ok' : 'over' }
}

function cells({ about, figure, floor, ratio, limit, unit, beside, note, state, why }) {
  if (why !== undefined) return [about, '', '', '', '', `${state}: ${why}`]
  return [
    about,
    amount(figure, unit),
    floor === undefined ? '' : `${amount(floor, unit)}  ${beside}`,
    ratio === undefined ? '' : `${ratio.toFixed(2)} ×`,
    ratio === undefined ? amount(limit, unit) : `${limit} ×`,
    note === undefined ? state : `${state} (${note})`,
  ]
}

function table(rows) {
  const lines = [COLUMNS, ...rows.map(cells)]
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(column === 5 ? 0 : widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function chosenRows(rows, wanted) {
  for (const word of wanted) {
    if (!Object.keys(rows).some((name) => name.startsWith(word))) {
      throw new Error(`there is no row ${word}; rows: ${Object.keys(rows).join(', ')}`)
    }
  }
  return Object.entries(rows).filter(([name]) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
}

async function measure(name, { about, measure: measureRow }, surroundings) {
  try {
    return judged(name, about, await measureRow(surroundings))
  } catch (error) {
    if (error instanceof NotMeasured) return { name, about, state: 'not measured', why: error.message }
    const told = error instanceof Error ? error.message : String(error)
    return { name, about, state: 'failed', why: told.replace(/\s+/g, ' ').slice(0, 240) }
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bundle: { type: 'string' }, rounds: { type: 'string' }, json: { type: 'string' } },
  })
  const built = within('build', 'dist')
  const source = path.resolve(values.bundle ?? (existsSync(built) ? built : within('dist')))
  if (!existsSync(path.join(source, 'index.js'))) {
    throw new Error(`there is no bundle in ${source}: run \`npm run build\` first`)
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-bench-'))
  try {
    // A copy, so that a build beside this one changes nothing while it is measured.
    const bundle = path.join(folder, 'dist')
    mkdirSync(bundle)
    cpSync(source, bundle, { recursive: true })
    const rounds = Number(values.rounds ?? 3)
    const surroundings = { bundle, folder, rounds, inputs: inputsIn(folder) }
    const results = []
    for (const [name, row] of chosenRows(rowsOf(bundle), positionals)) {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${row.about} …`)
      results.push(await measure(name, row, surroundings))
    }
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
    const about = [
      `${path.relative(process.cwd(), source) || source} on Node ${measuringNode()}`,
      `${os.cpus().length} × ${os.cpus()[0]?.model ?? os.arch()} under a load of ${os.loadavg()[0].toFixed(1)}`,
      `best of ${rounds}`,
    ].join(', ')
    console.log(`${about}\n\n${table(results)}`)
    const counts = ['ok', 'over', 'failed', 'not measured'].map(
      (state) => `${results.filter((row) => row.state === state).length} ${state}`,
    )
    console.log(`\n${counts.join(', ')}`)
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ about, rows: results }, null, 2)}\n`)
    return results.some(({ state }) => state === 'over' || state === 'failed') ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
