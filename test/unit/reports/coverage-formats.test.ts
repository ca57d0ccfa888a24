import { describe, expect, it } from '@jest/globals'
import {
  bytesOf,
  contentsOf,
  fixture,
  isDoubted,
  type ReadOptions,
  type ReadReport,
  readBytes,
  readingOf,
  readText,
} from '../../support/read-report.ts'

/** Counts of a report in short: `line 3/6, branch 1/4`. */
function counts({ reading, refused }: ReadReport): string {
  if (!reading) return `refused: ${refused ?? ''}`
  return ['line', 'branch', 'function']
    .filter((kind) => reading.metrics[`coverage.${kind}.total`] !== undefined)
    .map(
      (kind) => `${kind} ${reading.metrics[`coverage.${kind}.covered`]}/${reading.metrics[`coverage.${kind}.total`]}`,
    )
    .join(', ')
}

function files(report: ReadReport): string[] {
  return [...report.tables.coverage.files.keys()]
}

/** Lines of a file as `line:hits`, with branches as `line:hits(covered/total)`. */
function lines(report: ReadReport, path: string): string[] {
  const rows: string[] = []
  report.tables.coverage.files.get(path)?.forEach((line, hits, covered, total) => {
    rows.push(`${line}:${hits}${total > 0 ? `(${covered}/${total})` : ''}`)
  })
  return rows
}

function doubts(report: ReadReport): string[] {
  return readingOf(report).doubts.map(({ kind, text }) => `${kind}: ${text}`)
}

const jacoco = (content: string) => `<?xml version="1.0"?><report name="x">${content}</report>`
const counter = (type: string, missed: number, covered: number) =>
  `<counter type="${type}" missed="${missed}" covered="${covered}"/>`
const clover = (content: string) => `<coverage generated="1"><project timestamp="1">${content}</project></coverage>`
const statements = (covered: number, total: number, more = '') =>
  `<metrics statements="${total}" coveredstatements="${covered}" conditionals="0" coveredconditionals="0" methods="0" coveredmethods="0"${more}/>`

describe('reports of one run in several formats', () => {
  it.each([
    ['istanbul-json/istanbul-final.json', 'line 4/7, branch 3/8, function 2/3'],
    ['istanbul-json/istanbul-summary.json', 'line 4/7, branch 3/8, function 2/3'],
    ['clover/istanbul-nyc.xml', 'line 4/7, branch 3/8, function 2/3'],
    ['cobertura/istanbul-nyc.xml', 'line 4/7, branch 3/8, function 2/3'],
    ['lcov/istanbul-nyc.info', 'line 4/7, branch 3/8, function 2/3'],
    ['coverage-py-json/coverage-py-branch.json', 'line 6/8, branch 1/2, function 2/3'],
    ['lcov/coverage-py.info', 'line 6/8, branch 1/2, function 2/3'],
    ['istanbul-json/c8-summary.json', 'line 15/20, branch 3/6, function 2/3'],
    ['lcov/c8.info', 'line 15/20, branch 3/6, function 2/3'],
    ['jacoco/gcovr.xml', 'line 15/23, branch 8/18, function 4/5'],
    ['lcov/gcovr.info', 'line 15/23, branch 8/18, function 4/5'],
    ['clover/gcovr.xml', 'line 13/21'],
    ['gcov-json/gcovr.json', 'line 13/21, branch 8/18, function 4/5'],
    ['lcov/geninfo.info', 'line 13/21, branch 8/18, function 4/5'],
    ['gcov-json/gcovr-summary.json', 'line 15/23, branch 8/18, function 4/5'],
  ])('%s has %s', (file, expected) => {
    expect(counts(readBytes(fixture(file)))).toBe(expected)
  })

  it.each([
    ['istanbul-json/istanbul-final.json', 'lcov/istanbul-nyc.info'],
    ['clover/istanbul-nyc.xml', 'lcov/istanbul-nyc.info'],
    ['coverage-py-json/coverage-py-branch.json', 'lcov/coverage-py.info'],
    ['clover/gcovr.xml', 'lcov/geninfo.info'],
    ['gcov-json/gcovr.json', 'lcov/geninfo.info'],
  ])('%s has the lines of %s', (left, right) => {
    const covered = (file: string) =>
      contentsOf(readBytes(fixture(file)))
        .files.filter((entry) => entry.lines.length > 0)
        .map((entry) => entry.lines.map(([line, hits]) => `${line}:${Number(hits) > 0}`))
    expect(covered(left)).toEqual(covered(right))
  })

  it("a Go profile's lines are those that gocover-cobertura spreads its blocks over", () => {
    const profile = readBytes(fixture('go-cover/go-count.out'))
    const spread = readBytes(fixture('cobertura/gocover-cobertura.xml'))
    expect(counts(profile)).toBe('line 3/7')
    expect(profile.tables.coverage.totals().line).toEqual(spread.tables.coverage.totals().line)
  })
})

describe('JaCoCo XML', () => {
  it('counts a class without a source file once, by the counters of the root', () => {
    const report = jacoco(
      `<package name="a"><class name="a/B"><method name="m" desc="()V">${counter('METHOD', 0, 1)}</method>${counter('LINE', 1, 1)}</class>
       <class name="a/C" sourcefilename="C.java"><method name="n" desc="()V">${counter('METHOD', 1, 0)}</method>${counter('LINE', 0, 1)}</class>
       <sourcefile name="C.java"><line nr="3" mi="0" ci="2" mb="0" cb="0"/>${counter('LINE', 0, 1)}</sourcefile>${counter('LINE', 0, 1)}</package>${counter('LINE', 0, 1)}${counter('METHOD', 1, 1)}`,
    )
    expect(counts(readText(report))).toBe('line 1/1, function 1/2')
    expect(doubts(readText(report))).toEqual([])
  })

  it('keeps files of one name in two modules apart, and finds both in the repository', () => {
    const module = (name: string, ci: number) =>
      `<group name="${name}"><package name="a"><sourcefile name="B.java"><line nr="1" mi="1" ci="${ci}" mb="0" cb="0"/></sourcefile></package></group>`
    const report = jacoco(`${module('core', 0)}${module('web', 1)}${counter('LINE', 1, 1)}`)
    expect(files(readText(report))).toEqual(['core/a/B.java', 'web/a/B.java'])
    expect(files(readText(report, { files: ['core/a/B.java', 'web/a/B.java'] }))).toEqual([
      'core/a/B.java',
      'web/a/B.java',
    ])
    expect(doubts(readText(report))).toEqual([])
  })

  it("takes Pester's DOCTYPE with an empty internal subset", () => {
    const report = `<?xml version="1.0" encoding="UTF-8" standalone="no"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"[]>
      <report name="Pester"><sessioninfo id="this" start="1" dump="2"/><package name="src"><class name="src/a" sourcefilename="a.ps1"/>
      <sourcefile name="a.ps1"><line nr="2" mi="0" ci="1" mb="0" cb="0"/></sourcefile></package>${counter('LINE', 0, 1)}</report>`
    expect(counts(readText(report))).toBe('line 1/1')
    expect(lines(readText(report), 'src/a.ps1')).toEqual(['2:1'])
  })

  it('does not unite lines that do not say whether they were run', () => {
    const report = readBytes(fixture('jacoco/gcovr.xml'))
    expect(readingOf(report).totalsOnly).toBe(true)
    expect(files(report)).toEqual([])
  })

  it.each([
    ['lost lines', counter('LINE', 0, 9)],
    ['a lost counter', ''],
    ['lost branches', `${counter('LINE', 0, 1)}${counter('BRANCH', 4, 4)}`],
  ])('%s contradict the counters', (_, counters) => {
    const report = jacoco(
      `<package name="a"><sourcefile name="B.java"><line nr="1" mi="0" ci="1" mb="0" cb="0"/></sourcefile></package>${counters}`,
    )
    expect(isDoubted(readText(report))).toBe(true)
  })
})

describe('coverage.py JSON', () => {
  const report = (file: object, totals: object) =>
    JSON.stringify({ meta: { version: '6.0', branch_coverage: true }, files: { 'a.py': file }, totals })

  it('takes an empty file whose executed line is 0, and percentages that are texts', () => {
    const summary = { covered_lines: 0, num_statements: 0, percent_covered: '100' }
    const read = readText(report({ executed_lines: [0], missing_lines: [], excluded_lines: [], summary }, summary))
    expect(counts(read)).toBe('line 0/0')
    expect(readingOf(read).metrics['coverage.line']).toBeUndefined()
    expect(doubts(read)).toEqual([])
  })

  it('does not take percent_covered, which mixes branches in', () => {
    expect(readingOf(readBytes(fixture('coverage-py-json/coverage-py-branch.json'))).metrics['coverage.line']).toBe(75)
  })

  it('takes declared branches where versions before 7.0 do not list them', () => {
    const summary = { covered_lines: 1, num_statements: 2, covered_branches: 1, num_branches: 2 }
    const read = readText(report({ executed_lines: [1], missing_lines: [2], summary }, summary))
    expect(counts(read)).toBe('line 1/2, branch 1/2')
    expect(doubts(read)).toEqual([])
  })

  it('gives lines their branches, exits included', () => {
    const summary = { covered_lines: 2, num_statements: 2, covered_branches: 1, num_branches: 2 }
    const file = {
      executed_lines: [1, 2],
      missing_lines: [],
      executed_branches: [[1, 2]],
      missing_branches: [[1, -1]],
      summary,
    }
    expect(lines(readText(report(file, summary)), 'a.py')).toEqual(['1:1(1/2)', '2:1'])
  })

  it('lost lines and lost files contradict the totals', () => {
    const summary = { covered_lines: 9, num_statements: 10 }
    expect(isDoubted(readText(report({ executed_lines: [1], missing_lines: [], summary }, summary)))).toBe(true)
    expect(
      isDoubted(
        readText(
          report({ executed_lines: [1], missing_lines: [], summary: { covered_lines: 1, num_statements: 1 } }, summary),
        ),
      ),
    ).toBe(true)
  })
})

describe('Clover XML', () => {
  it('takes distinct lines, and keeps statements as the other reading', () => {
    const read = readText(
      clover(
        `${statements(2, 18)}<file name="/a.js">${statements(2, 18)}<line num="1" count="3" type="stmt"/>${Array.from({ length: 16 }, (_, at) => `<line num="${at + 2}" count="0" type="stmt"/>`).join('')}</file>`,
      ),
    )
    expect(counts(read)).toBe('line 1/17')
    expect(doubts(read)).toEqual(['reading: it declares 2 of 18 statements covered, its distinct lines are 1 of 17'])
    expect(readingOf(read).doubts[0]?.alternative).toMatchObject({
      'coverage.line.covered': 2,
      'coverage.line.total': 18,
    })
  })

  it("does not count the tests' own project", () => {
    const read = readText(
      `<coverage clover="1" generated="1"><project>${statements(1, 1)}<package name="p"><file name="a.c" path="src/a.c">${statements(1, 1)}<line num="1" type="stmt" count="1"/></file></package></project>
       <testproject>${statements(0, 5)}<package name="dummy"><file name="dummy" path="dummy">${statements(0, 5)}<line num="1" type="stmt" count="0"/></file></package></testproject></coverage>`,
    )
    expect(counts(read)).toBe('line 1/1')
    expect(files(read)).toEqual(['src/a.c'])
  })

  it('finds packages inside <metrics>, as Istanbul writes them', () => {
    const read = readText(
      clover(
        `<metrics statements="2" coveredstatements="1" conditionals="0" coveredconditionals="0" methods="0" coveredmethods="0"><package name="p">${statements(1, 2)}
         <file name="a.js" path="/r/a.js">${statements(1, 2)}<line num="1" count="1" type="stmt"/><line num="2" count="0" type="stmt"/></file></package></metrics>`,
      ),
    )
    expect(counts(read)).toBe('line 1/2')
    expect(doubts(read)).toEqual([])
  })

  it('tells files of one name apart by their path, else by their package', () => {
    const file = (attributes: string) => `<file name="A.java"${attributes}><line num="1" type="stmt" count="1"/></file>`
    const read = readText(
      clover(
        `${file(' path="/r/x/A.java"')}${file(' path="/r/y/A.java"')}<package name="com.shop">${file('')}</package>`,
      ),
    )
    expect(files(read)).toEqual(['r/x/A.java', 'r/y/A.java', 'com/shop/A.java'])
  })

  it.each([
    ['taken branches, as OpenClover writes them', 'truecount="7" falsecount="0"', 1, 2, '4:7(1/2)'],
    ['numbers of branches, as Istanbul writes them', 'count="7" truecount="2" falsecount="2"', 2, 4, '4:7(2/4)'],
  ])('reads truecount and falsecount as %s', (_, attributes, covered, total, line) => {
    const metrics = `<metrics statements="1" coveredstatements="1" conditionals="${total}" coveredconditionals="${covered}" methods="0" coveredmethods="0"/>`
    const read = readText(
      clover(`${metrics}<file name="/a">${metrics}<line num="4" type="cond" ${attributes}/></file>`),
    )
    expect(counts(read)).toBe(`line 1/1, branch ${covered}/${total}`)
    expect(lines(read, 'a')).toEqual([line])
    expect(doubts(read)).toEqual([])
  })

  it.each([
    [
      'a lost file',
      `${statements(3, 3)}<file name="/a">${statements(1, 1)}<line num="1" type="stmt" count="1"/></file>`,
    ],
    [
      'all lines of a file lost',
      `${statements(2, 2)}<file name="/a">${statements(1, 1)}</file><file name="/b">${statements(1, 1)}<line num="1" type="stmt" count="1"/></file>`,
    ],
    [
      'more lines than statements',
      `${statements(1, 1)}<file name="/a">${statements(1, 1)}<line num="1" type="stmt" count="1"/><line num="2" type="stmt" count="0"/></file>`,
    ],
    ['no files at all', statements(5, 5)],
  ])('%s contradicts what is declared', (_, content) => {
    const read = readText(clover(content))
    if (content === statements(5, 5)) expect(readingOf(read).totalsOnly).toBe(true)
    else expect(isDoubted(read)).toBe(true)
  })
})

describe('Istanbul JSON', () => {
  const at = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } })
  const file = {
    path: '/r/a.js',
    statementMap: { 0: at(2), 1: at(2), 2: at(5) },
    fnMap: { 0: { name: 'f', decl: at(1), loc: at(1) } },
    branchMap: { 0: { type: 'if', loc: at(2), locations: [at(2), at(9)] } },
    s: { 0: 0, 1: 4, 2: 0 },
    f: { 0: 4 },
    b: { 0: [4, 0] },
  }

  it.each([
    ['as it is', { '/r/a.js': file }],
    ['with each file under `data`', { '/r/a.js': { data: file } }],
    ['all under `data`', { data: { '/r/a.js': file } }],
  ])('takes the lines where statements begin, %s', (_, report) => {
    const read = readText(JSON.stringify(report))
    expect(counts(read)).toBe('line 1/2, branch 1/2, function 1/1')
    expect(lines(read, 'r/a.js')).toEqual(['2:4(1/2)', '5:0'])
  })

  it('a count without a place and a place without a count contradict it', () => {
    expect(isDoubted(readText(JSON.stringify({ a: { ...file, s: { 0: 1, 1: 1 } } })))).toBe(true)
    expect(isDoubted(readText(JSON.stringify({ a: { ...file, fnMap: {} } })))).toBe(true)
  })

  it('the files of a summary must add up to its total', () => {
    const some = (covered: number) => ({
      lines: { total: 5, covered, skipped: 0, pct: 'Unknown' },
      functions: { total: 0, covered: 0 },
      branches: { total: 0, covered: 0 },
    })
    const read = readText(JSON.stringify({ total: some(4), a: some(4) }))
    expect(counts(read)).toBe('line 4/5')
    expect(readingOf(read)).toMatchObject({ totalsOnly: true, entries: 1, doubts: [] })
    expect(isDoubted(readText(JSON.stringify({ total: some(4), a: some(3) })))).toBe(true)
    expect(isDoubted(readText(JSON.stringify({ total: some(4) })))).toBe(true)
  })
})

describe('Go cover profiles', () => {
  const block = 'm/a.go:1.1,3.2'

  it.each([
    ['counts statements, not blocks', `mode: set\n${block} 4 1\nm/a.go:4.1,5.2 2 0\n`, 'line 4/6'],
    [
      'a block that stands again is one, covered if it is anywhere',
      `mode: count\n${block} 4 0\n${block} 4 7\n${block} 4 0\n`,
      'line 4/4',
    ],
    ['blocks without statements are none', `mode: atomic\n${block} 0 3\nm/a.go:9.1,9.2 1 0\n`, 'line 0/1'],
    ['blocks on one line differ by column', `mode: set\nm/a.go:1.1,1.5 1 1\nm/a.go:1.5,1.9 1 0\n`, 'line 1/2'],
    ['paths may have colons and spaces', `mode: set\nC:\\my code\\a.go:1.1,3.2 1 1\n`, 'line 1/1'],
    ['ends of lines may be CRLF', `mode: set\r\n${block} 4 1\r\n`, 'line 4/4'],
    ['profiles may be put together', `mode: set\n${block} 4 1\nmode: set\nm/b.go:1.1,3.2 1 0\n`, 'line 4/5'],
    ['nothing but a mode is nothing', 'mode: set\n', 'line 0/0'],
    [
      'modes do not mix',
      `mode: set\n${block} 4 1\nmode: count\n`,
      'refused: line 3 begins another mode; merge profiles of one mode only',
    ],
    ['a broken line is refused', `mode: set\n${block} 4\n`, 'refused: line 2 is no block of a Go cover profile'],
    [
      'a backward block is refused',
      `mode: set\nm/a.go:9.1,3.2 1 1\n`,
      'refused: line 2 is no block of a Go cover profile',
    ],
    [
      'a forged block does not fill the memory',
      `mode: set\nm/a.go:1.1,999999999.2 1 1\n`,
      'refused: its blocks span more than 50000000 lines',
    ],
  ])('%s', (_, text, expected) => {
    expect(counts(readText(text))).toBe(expected)
  })

  it('keeps the lines of blocks, covered if any block on them is', () => {
    const read = readText(`mode: count\n${block} 4 0\nm/a.go:3.2,4.9 2 5\n${block} 4 0\n`)
    expect(lines(read, 'm/a.go')).toEqual(['1:0', '2:0', '3:5', '4:5'])
  })

  it('a block with another number of statements, and a last line that does not end, contradict it', () => {
    expect(isDoubted(readText(`mode: set\n${block} 4 1\n${block} 5 1\n`))).toBe(true)
    expect(isDoubted(readText(`mode: set\n${block} 4 1`))).toBe(true)
  })

  it.each(['\0cvm', '\0cwm'])('refuses the binary profile that begins with %j, and says how to convert it', (magic) => {
    for (const chunks of [[1], [100]]) {
      expect(readBytes(bytesOf(`${magic}\u0001\0\0\0`), { chunks }).refused).toContain('go tool covdata textfmt')
    }
  })
})

describe('OpenCover XML', () => {
  const point = (kind: string, attributes: string) => `<${kind}Point uspid="1" ordinal="0" offset="0" ${attributes}/>`
  const method = (points: string, file = '<FileRef uid="1"/>') =>
    `<Method visited="false"><Name>A::b()</Name>${file}${points}</Method>`
  const module = (methods: string) =>
    `<Module><Files><File uid="1" fullPath="/r/a.cs"/></Files><Classes><Class><FullName>A</FullName><Methods>${methods}</Methods></Class></Classes></Module>`
  const session = (content: string, summary = '') =>
    `<CoverageSession>${summary}<Modules>${content}</Modules></CoverageSession>`

  it('takes lines where points begin, of all overloads and parts of a class, and keeps sequence points as the other reading', () => {
    const report = readBytes(fixture('opencover/hand-written.xml'))
    expect(lines(report, 'repo/src/Price.cs')).toEqual(['7:2', '8:2(1/2)', '9:0', '12:1', '13:1'])
    expect(lines(report, 'repo/src/Price.Refund.cs')).toEqual(['7:0', '8:0'])
    expect(report.tables.coverage.totals().function).toEqual({ covered: 2, total: 3 })
    expect(doubts(report)).toEqual([
      'reading: it declares 5 of 8 sequence points covered, its distinct lines are 4 of 7',
    ])
  })

  it('finds the file of points without a fileid by their method, and the line of branch points by its beginning', () => {
    const points = `${point('Sequence', 'vc="1" sl="4"')}${point('Branch', 'vc="0" path="0"')}${point('Branch', 'vc="3" path="1"')}`
    const report = readText(session(module(method(points))))
    expect(lines(report, 'r/a.cs')).toEqual(['4:1(1/2)'])
    expect(counts(report)).toBe('line 1/1, branch 1/2, function 1/1')
  })

  it('a file that two modules compile has its lines and branches once', () => {
    const once = (hits: number) =>
      module(
        method(
          `${point('Sequence', `vc="${hits}" sl="4" fileid="1"`)}${point('Branch', `vc="${hits}" sl="4" path="0" fileid="1"`)}`,
        ),
      )
    expect(counts(readText(session(`${once(0)}${once(2)}`)))).toMatch(/^line 1\/1, branch 1\/1/)
  })

  it.each([
    ['a point without a file', session(module(method(point('Sequence', 'vc="1" sl="4" fileid="9"'), '')))],
    [
      'lost points',
      session(
        module(method(point('Sequence', 'vc="1" sl="4"'))),
        '<Summary numSequencePoints="9" visitedSequencePoints="9"/>',
      ),
    ],
    [
      'more visited than there are',
      session(
        module(method(point('Sequence', 'vc="1" sl="4"'))),
        '<Summary numSequencePoints="1" visitedSequencePoints="2"/>',
      ),
    ],
  ])('%s contradicts it', (_, text) => {
    expect(isDoubted(readText(text))).toBe(true)
  })
})

describe('SimpleCov JSON', () => {
  it('unites what several commands ran, in old files too', () => {
    const runs = {
      RSpec: { coverage: { '/r/a.rb': [null, 1, 0, 0] } },
      Cucumber: { coverage: { '/r/a.rb': [null, 0, 5, 0] }, timestamp: 1 },
    }
    const report = readText(JSON.stringify(runs))
    expect(lines(report, 'r/a.rb')).toEqual(['2:1', '3:5', '4:0'])
    expect(counts(report)).toBe('line 2/3')
  })

  it('gives lines the branches of their condition', () => {
    expect(lines(readBytes(fixture('simplecov/hand-written-resultset.json')), 'repo/lib/price.rb')).toContain(
      '3:2(1/2)',
    )
  })

  it.each([{ result: { line: 90.1, branch: 80 } }, { result: { covered_percent: 90.1 } }])(
    'refuses .last_run.json and names what to read: %j',
    (value) => {
      const report = readText(JSON.stringify(value))
      expect(report.format).toBe('simplecov')
      expect(report.refused).toContain('.resultset.json')
    },
  )

  it("is told apart from coverage.py's report, which has `meta` too", () => {
    expect(readBytes(fixture('simplecov/hand-written-coverage.json')).format).toBe('simplecov')
    expect(readBytes(fixture('coverage-py-json/coverage-py-branch.json')).format).toBe('coverage-py')
  })
})

describe('llvm-cov JSON', () => {
  const text = new TextDecoder().decode(fixture('llvm-cov/hand-written.json'))

  it('takes the totals and no lines from segments', () => {
    const report = readText(text)
    expect(readingOf(report)).toMatchObject({ totalsOnly: true, entries: 2, doubts: [] })
    expect(files(report)).toEqual([])
  })

  it('files that do not add up to the totals contradict it; other exports are refused', () => {
    expect(isDoubted(readText(text.replace('"lines":{"count":3', '"lines":{"count":2')))).toBe(true)
    expect(readText(text.replace('llvm.coverage.json', 'other.json')).refused).toContain('llvm.coverage.json.export')
  })
})

describe('gcov and gcovr JSON', () => {
  const line = (number: number, count: number, more: object = {}) => ({
    line_number: number,
    count,
    branches: [],
    ...more,
  })
  const report = (...list: object[]) =>
    JSON.stringify({
      gcc_version: '13',
      format_version: '2',
      current_working_directory: '/b',
      files: [{ file: 'a.cpp', functions: [], lines: list }],
    })

  it('a line of several functions is one, its branches the most of any', () => {
    const unrun = line(3, 0, { branches: [{ count: 0 }, { count: 0 }] })
    const read = readText(report(unrun, line(3, 2, { branches: [{ count: 2 }, { count: 0 }] }), line(4, 0)))
    expect(files(read)).toEqual(['a.cpp'])
    expect(lines(read, 'a.cpp')).toEqual(['3:2(1/2)', '4:0'])
    expect(counts(read)).toBe('line 1/2, branch 1/2')
  })

  it('reads one document after the other, as gcov --stdout writes them', () => {
    expect(counts(readText(`${report(line(3, 1))}\n${report(line(3, 0), line(9, 0))}\n`))).toBe('line 1/2')
  })

  it('leaves out what gcovr excludes', () => {
    const list = [
      line(3, 1),
      line(4, 0, { 'gcovr/excluded': true }),
      line(5, 1, { branches: [{ count: 1 }, { count: 0, 'gcovr/excluded': true }] }),
      line(6, 0, { 'gcovr/noncode': true }),
    ]
    const text = JSON.stringify({ 'gcovr/format_version': '0.15', files: [{ file: 'a', lines: list }] })
    expect(counts(readText(text))).toBe('line 2/2, branch 1/1')
  })
})

describe('a report that is cut anywhere', () => {
  const CUT: readonly (readonly [string, ReadOptions])[] = [
    ['jacoco/jacoco-maven.xml', { format: 'jacoco' }],
    ['jacoco/gcovr.xml', { format: 'jacoco' }],
    ['clover/phpunit.xml', { format: 'clover' }],
    ['clover/istanbul-nyc.xml', { format: 'clover' }],
    ['coverage-py-json/coverage-py-lines-only.json', { format: 'coverage-py' }],
    ['istanbul-json/istanbul-final.json', { format: 'istanbul' }],
    ['istanbul-json/istanbul-summary.json', { format: 'istanbul-summary' }],
    ['opencover/hand-written.xml', { format: 'opencover' }],
    ['simplecov/hand-written-resultset.json', { format: 'simplecov' }],
    ['simplecov/hand-written-coverage.json', { format: 'simplecov' }],
    ['llvm-cov/hand-written.json', { format: 'llvm-cov' }],
    ['gcov-json/gcovr.json', { format: 'gcov-json' }],
    ['gcov-json/gcovr-summary.json', { format: 'gcov-json' }],
  ]

  it.each(CUT)('%s is refused', (file, options) => {
    const bytes = fixture(file)
    const end = new TextDecoder().decode(bytes).trimEnd().length
    const believed = []
    for (let length = 0; length < end; length += 1) {
      if (readBytes(bytes.slice(0, length), options).reading) believed.push(length)
    }
    expect(believed).toEqual([])
  })

  it('a Go profile is refused or doubted, but for the end of a line', () => {
    const bytes = fixture('go-cover/go-count.out')
    for (let length = 0; length < bytes.length; length += 1) {
      if (bytes[length - 1] !== 0x0a) {
        expect(isDoubted(readBytes(bytes.slice(0, length), { format: 'go-cover' }))).toBe(true)
      }
    }
  })
})
