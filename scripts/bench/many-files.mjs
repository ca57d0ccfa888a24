// Rows about many reports at once: shards of a matrix, findings in a large repository, formats to be found.

import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundled } from './bundled.mjs'
import { bestTimes, timed } from './measure.mjs'

const SHARDS = 200
/** Shards of different contents; the others are the same again under another name, as legs of a matrix are. */
const DISTINCT_SHARDS = 10
const SHARD_TESTS = 58_000
const SHARD_FILES = 640
const SHARD_LINES = 750

function junitShard(shard) {
  const cases = Array.from(
    { length: SHARD_TESTS },
    (_, test) => `<testcase classname="shop.Suite${test % 400}" name="case ${shard} ${test}" time="0.01"/>\n`,
  )
  return `<testsuite name="shop" tests="${SHARD_TESTS}">\n${cases.join('')}</testsuite>\n`
}

function lcovShard(shard) {
  const sections = Array.from({ length: SHARD_FILES }, (_, file) => {
    const lines = Array.from({ length: SHARD_LINES }, (_line, line) => `DA:${line + 1},${(line + shard) % 7}\n`)
    return `SF:src/part${file % 40}/module_${file}.py\n${lines.join('')}end_of_record\n`
  })
  return sections.join('')
}

function writeShards(folder, extension, shard) {
  mkdirSync(folder, { recursive: true })
  const nameOf = (number) => path.join(folder, `shard-${number}.${extension}`)
  for (let number = 0; number < SHARDS; number += 1) {
    if (number < DISTINCT_SHARDS) writeFileSync(nameOf(number), shard(number))
    else linkSync(nameOf(number % DISTINCT_SHARDS), nameOf(number))
  }
  return Array.from({ length: SHARDS }, (_, number) => nameOf(number))
}

/** Merged by one gate, beside `inspect`, which reads the same files each for itself. */
function shardsRow(extension, shard, rule) {
  return async ({ bundle, folder, rounds }) => {
    const place = path.join(folder, `shards-${extension}`)
    const files = writeShards(place, extension, shard)
    const cli = path.join(bundle, 'cli', 'index.js')
    const command = ['quality-gate', '--reports', `${place}/*.${extension}`, '--rules', rule]
    const ours = { parameters: [cli, ...command], folder: place }
    const floor = { parameters: [cli, 'inspect', '--json', ...files], folder: place }
    const best = await bestTimes({ ours, floor }, Math.min(rounds, 2))
    return { figure: best.ours, floor: best.floor, limit: 1.3, unit: 's', beside: 'reading them one by one' }
  }
}

const FILES = 60_000
const FINDINGS = 10_000
const EMPTY_BLOB = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'

/** A repository with an index of so many files, and a report that names some of them as another machine did. */
async function mappingRow({ bundle, folder, rounds }) {
  const repository = path.join(folder, 'large-repository')
  mkdirSync(repository, { recursive: true })
  const git = (parameters, input) => execFileSync('git', parameters, { cwd: repository, input, stdio: 'pipe' })
  const fileOf = (number) => `services/service${number % 300}/src/part${number % 70}/module_${number}.ts`
  git(['init', '-q'])
  git(['hash-object', '-w', '-t', 'blob', '--stdin'], '')
  const entries = Array.from({ length: FILES }, (_, number) => `100644 ${EMPTY_BLOB} 0\t${fileOf(number)}\n`)
  git(['update-index', '--index-info'], entries.join(''))
  const results = Array.from({ length: FINDINGS }, (_, number) => ({
    ruleId: `rule-${number % 50}`,
    level: 'warning',
    message: { text: `finding ${number}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: `file:///home/build/work/${fileOf(number * 5)}` },
          region: { startLine: (number % 500) + 1 },
        },
      },
    ],
  }))
  const report = { version: '2.1.0', runs: [{ tool: { driver: { name: 'linter' } }, results }] }
  writeFileSync(path.join(repository, 'report.sarif'), JSON.stringify(report))
  const command = ['quality-gate', '--reports', 'report.sarif', '--rules', 'lint.error == 0']
  const programs = {
    ours: { parameters: [path.join(bundle, 'cli', 'index.js'), ...command], folder: repository },
    floor: { program: 'git', parameters: ['ls-files', '-z'], folder: repository },
  }
  const best = await bestTimes(programs, rounds)
  return { figure: best.ours - best.floor, limit: 1, unit: 's', beside: 'git ls-files, taken off' }
}

const SMALL_FILES = 1_000

/** In one process, so that its start hides nothing. */
async function formatsRow({ folder }) {
  const place = path.join(folder, 'small-files')
  mkdirSync(place, { recursive: true })
  const contents = [
    (number) => `<testsuite name="s${number}" tests="1"><testcase classname="c" name="n${number}"/></testsuite>`,
    (number) => `{"bundle.size": ${number}}`,
    (number) => `SF:src/${number}.py\nDA:1,1\nend_of_record\n`,
    (number) => `[{"filePath":"/a/${number}.js","messages":[],"errorCount":0,"warningCount":0}]`,
    (number) => `<?xml version="1.0"?><checkstyle version="8"><file name="a${number}.java"/></checkstyle>`,
  ]
  for (let number = 0; number < SMALL_FILES; number += 1) {
    writeFileSync(path.join(place, `report-${number}`), contents[number % contents.length](number))
  }
  const told = path.join(folder, 'formats.json')
  await timed({ parameters: [await bundled('recognise-all', folder), place, told] })
  const { finding, reading } = JSON.parse(readFileSync(told, 'utf8'))
  return { figure: finding * 1e3, floor: reading * 1e3, limit: 3, unit: 'ms', beside: 'reading them' }
}

export const MANY_FILES_ROWS = {
  'shards.junit': {
    about: '200 shards of 5 MB JUnit, merged',
    measure: shardsRow('xml', junitShard, 'tests.failed == 0'),
  },
  'shards.lcov': {
    about: '200 shards of 5 MB LCOV, merged',
    measure: shardsRow('info', lcovShard, 'coverage.line >= 50'),
  },
  mapping: { about: '10,000 findings in 60,000 files', measure: mappingRow },
  formats: { about: 'formats of 1,000 small files found', measure: formatsRow },
}
