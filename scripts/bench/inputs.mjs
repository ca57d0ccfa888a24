// Reports as large as the promises speak of, written piece by piece: this process must stay small, and none is committed.

import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'

const PIECE = 1 << 20

/** Writes what `pieces` yields, a megabyte at a time, and returns the file's size in bytes. */
function write(file, pieces) {
  const descriptor = openSync(file, 'w')
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < PIECE) continue
    writeSync(descriptor, text)
    text = ''
  }
  writeSync(descriptor, text)
  closeSync(descriptor)
  return statSync(file).size
}

/** A number that looks random and is the same in every run, from 0 up to a limit. */
const scattered = (seed, limit) => (Math.imul(seed, 2_654_435_761) >>> 8) % limit

const padded = (number, digits) => String(number).padStart(digits, '0')

const SUITE = 250

function* junit(tests) {
  const isFailed = (test) => test % 10_000 === 9_999
  const isSkipped = (test) => test % 500 === 250
  const count = (from, to, holds) => Array.from({ length: to - from }, (_, at) => from + at).filter(holds).length
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
  for (let from = 0; from < tests; from += SUITE) {
    const to = Math.min(tests, from + SUITE)
    const name = `com.example.shop.Suite${padded(from / SUITE, 4)}`
    const counts = `tests="${to - from}" failures="${count(from, to, isFailed)}" errors="0" skipped="${count(from, to, isSkipped)}"`
    yield `  <testsuite name="${name}" ${counts}>\n`
    for (let test = from; test < to; test += 1) {
      const time = `0.${padded(scattered(test, 1_000), 3)}`
      const head = `    <testcase classname="${name}" name="case ${test}" time="${time}"`
      if (isFailed(test)) {
        yield `${head}><failure message="expected 7 &lt; 5">at Suite.java:${(test % 300) + 1}</failure></testcase>\n`
      } else if (isSkipped(test)) yield `${head}><skipped/></testcase>\n`
      else yield `${head}/>\n`
    }
    yield '  </testsuite>\n'
  }
  yield '</testsuites>\n'
}

const LINES_OF_A_FILE = 400

/** What both coverage reports tell: line numbers with gaps, hits, and now and then a branch of two ways. */
function* linesOf(file) {
  let number = 0
  for (let index = 0; index < LINES_OF_A_FILE; index += 1) {
    const seed = file * LINES_OF_A_FILE + index
    number += 1 + scattered(seed, 3)
    const hits = scattered(seed + 1, 10) < 8 ? scattered(seed + 2, 1_000) + 1 : 0
    yield { number, hits, taken: index % 10 === 5 ? (hits === 0 ? 0 : 1 + (seed % 2)) : undefined }
  }
}

const coveredFile = (file) => `src/part${padded(file % 100, 2)}/module_${padded(file, 5)}.py`

function* cobertura(files) {
  let [lines, covered, branches, taken] = [0, 0, 0, 0]
  for (let file = 0; file < files; file += 1) {
    for (const line of linesOf(file)) {
      lines += 1
      if (line.hits > 0) covered += 1
      branches += line.taken === undefined ? 0 : 2
      taken += line.taken ?? 0
    }
  }
  yield '<?xml version="1.0" ?>\n'
  yield `<coverage version="7.6.1" timestamp="1700000000000" lines-valid="${lines}" lines-covered="${covered}" line-rate="${(covered / lines).toFixed(4)}" `
  yield `branches-valid="${branches}" branches-covered="${taken}" branch-rate="${(taken / branches).toFixed(4)}" complexity="0">\n`
  yield '\t<packages>\n\t\t<package name="src" complexity="0">\n\t\t\t<classes>\n'
  for (let file = 0; file < files; file += 1) {
    yield `\t\t\t\t<class name="module_${file}.py" filename="${coveredFile(file)}" complexity="0">\n\t\t\t\t\t<methods/>\n\t\t\t\t\t<lines>\n`
    for (const { number, hits, taken: ways } of linesOf(file)) {
      const branch = ways === undefined ? '' : ` branch="true" condition-coverage="${ways * 50}% (${ways}/2)"`
      yield `\t\t\t\t\t\t<line number="${number}" hits="${hits}"${branch}/>\n`
    }
    yield '\t\t\t\t\t</lines>\n\t\t\t\t</class>\n'
  }
  yield '\t\t\t</classes>\n\t\t</package>\n\t</packages>\n</coverage>\n'
}

function* lcov(files) {
  for (let file = 0; file < files; file += 1) {
    yield `TN:\nSF:${coveredFile(file)}\n`
    let [lines, covered, branches, taken] = [0, 0, 0, 0]
    for (const { number, hits, taken: ways } of linesOf(file)) {
      yield `DA:${number},${hits}\n`
      lines += 1
      if (hits > 0) covered += 1
      if (ways === undefined) continue
      branches += 2
      taken += ways
      const word = (way) => (hits === 0 ? '-' : way < ways ? '1' : '0')
      yield `BRDA:${number},0,0,${word(0)}\nBRDA:${number},0,1,${word(1)}\n`
    }
    yield `LF:${lines}\nLH:${covered}\nBRF:${branches}\nBRH:${taken}\nend_of_record\n`
  }
}

const LEVELS = ['error', 'warning', 'warning', 'note']

/** One result, as CodeQL and Semgrep write them: a message, a place, fingerprints. No two are alike. */
function sarifResult(index) {
  return JSON.stringify({
    ruleId: `rule/${index % 200}`,
    ruleIndex: index % 200,
    level: LEVELS[scattered(index, 4)],
    message: {
      text: `The value ${index} that reaches this call comes from a request and is not checked before it is used.`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: `src/part${(index % 5_000) % 97}/module_${index % 5_000}.ts`,
            uriBaseId: '%SRCROOT%',
            index: index % 5_000,
          },
          region: { startLine: (index % 900) + 1, startColumn: 5, endLine: (index % 900) + 1, endColumn: 42 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${index.toString(16).padStart(16, '0')}:1` },
  })
}

function* sarif(bytes) {
  const rules = Array.from({ length: 200 }, (_, rule) => ({
    id: `rule/${rule}`,
    shortDescription: { text: `Rule ${rule}` },
    properties: { tags: ['security'], 'security-severity': (scattered(rule, 100) / 10).toFixed(1) },
  }))
  const head = JSON.stringify({ driver: { name: 'CodeQL', semanticVersion: '2.19.0', rules } })
  yield `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":${head},"results":[\n`
  let written = head.length
  for (let index = 0; written < bytes; index += 1) {
    const result = sarifResult(index)
    yield index === 0 ? result : `,\n${result}`
    written += result.length + 2
  }
  yield '\n]}]}\n'
}

/** Every file by name, and what is written into it. 2,650 bytes of Cobertura a file make about 100 MB of 6,300 files. */
const CONTENTS = {
  'junit.xml': () => junit(500_000),
  'cobertura.xml': () => cobertura(COVERED_FILES),
  'coverage.lcov': () => lcov(COVERED_FILES),
  '100-mb.sarif': () => sarif(100e6),
  '600-mb.sarif': () => sarif(600e6),
}

const COVERED_FILES = 6_300

/** The inputs of one folder, each written when it is first asked for. */
export function inputsIn(folder) {
  const sizes = new Map()
  return {
    /** @param {keyof typeof CONTENTS} name */
    file(name) {
      const file = path.join(folder, name)
      if (!sizes.has(name)) sizes.set(name, write(file, CONTENTS[name]()))
      return file
    },
    megabytes: (name) => (sizes.get(name) ?? 0) / 1e6,
  }
}
