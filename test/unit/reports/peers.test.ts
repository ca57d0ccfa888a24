import { describe, expect, it } from '@jest/globals'
import { failing } from './samples.ts'
import { bytesOf, emptyTables, isDoubted, readBytes, readingOf, readText } from '../../support/read-report.ts'

/*
 * Every mistake that was seen in a peer, as a small report: what must be true of ours.
 * The peers are named where it helps to look at them: dorny/test-reporter, mikepenz/action-junit-report,
 * EnricoMi/publish-unit-test-result-action, Jenkins' quality-monitor, and readers of coverage.
 */

const FAIL = '<testcase classname="c" name="f"><failure message="no"/></testcase>'
const PASS = '<testcase classname="c" name="p"/>'

function junit(text: string) {
  const report = readText(text)
  return { ...readingOf(report).metrics, doubted: isDoubted(report) }
}

const refused = (text: string | Uint8Array, format?: string): string | undefined => {
  const report = readBytes(typeof text === 'string' ? bytesOf(text) : text, { format })
  return report.refused
}

const utf16 = (text: string, mark: boolean): Uint8Array =>
  new Uint8Array(Buffer.from(`${mark ? '\u{feff}' : ''}${text}`, 'utf16le'))

describe('test reports that peers get wrong', () => {
  it('nested suites are not dropped: one that passes outside and two that fail inside (dorny: success)', () => {
    const inner = `<testsuite name="inner" tests="2" failures="2">${FAIL}${FAIL.replace('"f"', '"g"')}</testsuite>`
    const text = `<testsuites><testsuite name="outer" tests="3" failures="2">${PASS}${inner}</testsuite></testsuites>`
    expect(junit(text)).toMatchObject({ 'tests.total': 3, 'tests.failed': 2, 'tests.passed': 1, doubted: false })
  })

  it('suites may nest to any depth, with tests before and behind', () => {
    let text = FAIL
    for (let depth = 0; depth < 200; depth += 1) {
      text = `<testsuite name="s${depth}"><testcase name="t"/>${text}<testcase name="u"/></testsuite>`
    }
    expect(junit(text)).toMatchObject({ 'tests.total': 401, 'tests.failed': 1 })
  })

  it('the root may be one testsuite, without testsuites', () => {
    expect(junit(`<testsuite name="s" tests="2">${PASS}${FAIL}</testsuite>`)).toMatchObject({
      'tests.total': 2,
      'tests.failed': 1,
    })
  })

  it('what is shown is limited, never what is read: 20 passes, then 5 failures (mikepenz with annotations_limit 10: none failed)', () => {
    const passes = Array.from({ length: 20 }, (_, index) => `<testcase classname="c" name="p${index}"/>`)
    const failures = Array.from({ length: 5 }, (_, index) => FAIL.replace('"f"', `"f${index}"`))
    const text = `<testsuite tests="25" failures="5">${[...passes, ...failures].join('')}</testsuite>`
    expect(junit(text)).toMatchObject({ 'tests.total': 25, 'tests.failed': 5 })
  })

  it('beyond the 2,000 failures whose text is kept, the others still fail', () => {
    const failures = Array.from({ length: 5_000 }, (_, index) => FAIL.replace('"f"', `"f${index}"`))
    const report = readText(`<testsuite>${failures.join('')}</testsuite>`)
    expect(readingOf(report).metrics['tests.failed']).toBe(5_000)
    expect([report.tables.tests.failures.length, report.tables.tests.failuresLeftOut]).toEqual([2_000, 3_000])
  })

  it.each([
    ['that was cut', `<testsuite tests="2">${PASS}<testcase name="x`],
    ['that was cut behind a test', `<testsuite tests="2">${PASS}`],
    ['that is empty', ''],
    ['with a bad ampersand', `<testsuite>${PASS}<testcase name="a & b"/></testsuite>`],
    ['with a DOCTYPE that declares entities', `<!DOCTYPE t [<!ENTITY a "b">]><testsuite>${PASS}</testsuite>`],
    [
      'with an external entity',
      `<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&a;"/></testsuite>`,
    ],
    ['with text behind it', `<testsuite>${PASS}</testsuite>\nDone in 3 s`],
    ['with two roots', `<testsuite>${PASS}</testsuite><testsuite>${FAIL}</testsuite>`],
    ['whose tags cross', `<testsuites><testsuite>${PASS}</testsuites></testsuite>`],
    ['with an attribute twice', '<testsuite><testcase name="a" name="b"/></testsuite>'],
  ])('a report %s is refused (mikepenz: exit code 0)', (_what, text) => {
    expect(refused(text, 'junit')).toBeDefined()
  })

  it('a report in UTF-16 is read, with its failing test', () => {
    const text = `<?xml version="1.0" encoding="UTF-16"?><testsuite tests="1" failures="1">${FAIL}</testsuite>`
    for (const mark of [true, false]) {
      expect(readingOf(readBytes(utf16(text, mark))).metrics).toMatchObject({ 'tests.failed': 1 })
    }
    // .NET writes UTF-8 with this declaration.
    expect(junit(text)).toMatchObject({ 'tests.failed': 1 })
  })

  it.each([
    [
      'no attributes at all',
      '<testsuites><testsuite><testcase/><testcase><failure/></testcase><testcase><error/></testcase><testcase><skipped/></testcase></testsuite></testsuites>',
    ],
    [
      'names only',
      '<testsuite name=""><testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><error/></testcase><testcase name="d"><skipped/></testcase></testsuite>',
    ],
    [
      'times that are none',
      '<testsuite time="NaN"><testcase name="a" time=""/><testcase name="b" time="-1"><failure/></testcase><testcase name="c" time="1e999"><error/></testcase><testcase name="d" time="x"><skipped/></testcase></testsuite>',
    ],
  ])('a report with %s is read (dorny: error)', (_what, text) => {
    expect(junit(text)).toMatchObject({
      'tests.total': 4,
      'tests.passed': 1,
      'tests.failed': 1,
      'tests.errored': 1,
      'tests.skipped': 1,
      'tests.duration': 0,
    })
  })

  it('entities in names and messages are what they stand for', () => {
    const report = readText(
      '<testsuite name="a&amp;b"><testcase name="&lt;x&gt; &#38; &#x1F600;"><failure message="1 &lt; 2"/></testcase></testsuite>',
    )
    expect([report.tables.tests.suite(0), report.tables.tests.name(0)]).toEqual(['a&b', '<x> & 😀'])
    expect(report.tables.tests.failures[0]?.message).toBe('1 < 2')
  })

  it('control characters in output and names do not hide a failure (EnricoMi: parse error)', () => {
    const text = `<testsuite tests="2" failures="1"><testcase name="\u{1b}[31mred\u{8}"><failure message="\u{1b}[0m">\u{1b}[1m</failure></testcase>${PASS}<system-out>\u{7}]]></system-out></testsuite>`
    expect(junit(text)).toMatchObject({ 'tests.total': 2, 'tests.failed': 1, doubted: false })
  })

  it('a root with a namespace, or a prefix, is a JUnit report (EnricoMi: not recognised)', () => {
    expect(
      junit(`<testsuites xmlns="http://example.org/junit"><testsuite>${FAIL}</testsuite></testsuites>`),
    ).toMatchObject({ 'tests.failed': 1 })
    expect(
      junit('<j:testsuite xmlns:j="x"><j:testcase name="f"><j:failure/></j:testcase></j:testsuite>'),
    ).toMatchObject({ 'tests.failed': 1 })
  })

  it('an error of the whole suite fails (dorny and mikepenz: exit code 0)', () => {
    expect(junit(`<testsuite name="s" tests="1" errors="1"><error message="setup"/>${PASS}</testsuite>`)).toMatchObject(
      { 'tests.errored': 1, 'tests.passed': 1 },
    )
  })

  it('errors that are only an attribute of the suite fail, and are doubted', () => {
    for (const attributes of [
      'errors="1"',
      'failures="1"',
      'tests="0" errors="2"',
      'tests="1" errors="1"',
      'tests="1" failures="1"',
      'tests="3" failures="1" errors="1"',
    ]) {
      const { doubted, ...metrics } = junit(`<testsuite name="s" ${attributes}>${PASS}</testsuite>`)
      expect(failing({ metrics })).toBeGreaterThan(0)
      expect(doubted).toBe(true)
    }
  })

  it('failures that only the root declares fail, also where a suite inside leaves out skipped tests', () => {
    const suite = `<testsuite tests="3" skipped="2" failures="0">${PASS}</testsuite>`
    const { doubted, ...metrics } = junit(`<testsuites tests="3" skipped="2" failures="1">${suite}</testsuites>`)
    expect([failing({ metrics }), doubted]).toEqual([1, true])
    expect(junit(`<testsuites tests="3" skipped="2" failures="0">${suite}</testsuites>`)).toMatchObject({
      'tests.total': 3,
      'tests.skipped': 2,
      doubted: false,
    })
  })

  it('a report without a test is no pass', () => {
    for (const text of ['<testsuites/>', '<testsuite tests="0"/>', '<testsuites><testsuite name="s"/></testsuites>']) {
      expect(readingOf(readText(text)).doubts).toEqual([{ kind: 'reading', text: 'it holds no test' }])
    }
  })

  it('a report of skipped tests alone says so', () => {
    expect(readingOf(readText('<testsuite><testcase name="a"><skipped/></testcase></testsuite>')).doubts[0]?.text).toBe(
      'every test in it was skipped',
    )
  })

  it('a failure beside a skip, an error beside a failure: the worse counts', () => {
    expect(junit('<testsuite><testcase name="a"><skipped/><failure/></testcase></testsuite>')).toMatchObject({
      'tests.failed': 1,
      'tests.skipped': 0,
    })
    expect(junit('<testsuite><testcase name="a"><error/><failure/></testcase></testsuite>')).toMatchObject({
      'tests.errored': 1,
      'tests.failed': 0,
    })
  })

  it('reruns that failed are not counted as tests, and a flaky one is no failure', () => {
    const text =
      '<testsuite><testcase name="a"><flakyFailure/><flakyError/></testcase><testcase name="b"><failure/><rerunFailure/></testcase></testsuite>'
    expect(junit(text)).toMatchObject({
      'tests.total': 2,
      'tests.passed': 1,
      'tests.failed': 1,
      'tests.flaky': 1,
      'tests.runs': 5,
    })
  })

  it('the same test in the reports of two shards is one, and fails if it did in either', () => {
    const tables = emptyTables()
    readText(`<testsuite>${PASS}<testcase classname="c" name="f"/></testsuite>`, { tables })
    readText(`<testsuite>${FAIL}</testsuite>`, { tables })
    expect(tables.tests.counts()).toMatchObject({ total: 2, passed: 1, failed: 1, flaky: 1 })
  })

  it('JSON in a file named .xml, and XML of others, are refused', () => {
    expect(refused('{"tests": 1}', 'junit')).toBeDefined()
    for (const text of ['<html><body/></html>', '<suites><suite/></suites>', '<testsuiteX/>', '<!-- nothing -->']) {
      expect(refused(text)).toBeDefined()
    }
  })
})

function cobertura(content: string, attributes = ''): string {
  return `<coverage ${attributes}><packages><package name="p"><classes>${content}</classes></package></packages></coverage>`
}

const line = (number: number | string, hits: number | string, more = ''): string =>
  `<line number="${number}" hits="${hits}" ${more}/>`
const classOf = (lines: string, methods = '', filename = 'a.py'): string =>
  `<class name="c" filename="${filename}"><methods>${methods}</methods><lines>${lines}</lines></class>`
const method = (lines: string, name = 'm'): string =>
  `<method name="${name}" signature=""><lines>${lines}</lines></method>`

function coverage(text: string) {
  const report = readText(text)
  const { metrics, doubts } = readingOf(report)
  const lines = `${metrics['coverage.line.covered'] ?? '-'}/${metrics['coverage.line.total'] ?? '-'}`
  const branches = `${metrics['coverage.branch.covered'] ?? '-'}/${metrics['coverage.branch.total'] ?? '-'}`
  return { lines, branches, doubts: doubts.map(({ kind }) => kind) }
}

describe('Cobertura reports that peers get wrong', () => {
  it('lines of methods count only where the class has none (Istanbul lists functions there, Swift only these)', () => {
    expect(coverage(cobertura(classOf(line(1, 1) + line(2, 0), method(line(4, 1)))))).toMatchObject({ lines: '1/2' })
    expect(coverage(cobertura(classOf('', method(line(1, 1) + line(2, 0)) + method(line(5, 1), 'n'))))).toMatchObject({
      lines: '2/3',
    })
  })

  it('a line that stands once per function is one line; the declared totals are taken, the other reading is kept (gcovr)', () => {
    const text = cobertura(classOf(line(1, 0) + line(1, 1) + line(2, 1)), 'lines-covered="2" lines-valid="3"')
    const { metrics, doubts } = readingOf(readText(text))
    expect(metrics).toMatchObject({ 'coverage.line.covered': 2, 'coverage.line.total': 3 })
    expect(doubts).toMatchObject([
      { kind: 'reading', alternative: { 'coverage.line.covered': 2, 'coverage.line.total': 2 } },
    ])
  })

  it('totals that its contents contradict are doubted (trimmed reports)', () => {
    expect(coverage(cobertura(classOf(line(1, 1)), 'lines-covered="90" lines-valid="100"'))).toEqual({
      lines: '90/100',
      branches: '-/-',
      doubts: ['contradiction'],
    })
    expect(coverage(cobertura('', 'lines-covered="90" lines-valid="100"')).doubts).toEqual(['contradiction'])
    expect(coverage(cobertura(classOf(line(1, 1) + line(2, 1)), 'lines-covered="3" lines-valid="2"')).doubts).toEqual([
      'contradiction',
    ])
  })

  it('without totals the distinct lines count, whatever line-rate says (altcover, OpenCppCoverage, Cobertura 1)', () => {
    expect(coverage(cobertura(classOf(line(1, 1) + line(2, 0)), 'line-rate="0.9"'))).toEqual({
      lines: '1/2',
      branches: '-/-',
      doubts: [],
    })
  })

  it('totals that are no numbers are none', () => {
    for (const bad of ['NaN', '-1', '', 'x', '1e3']) {
      expect(coverage(cobertura(classOf(line(1, 1)), `lines-covered="${bad}" lines-valid="${bad}"`))).toMatchObject({
        lines: '1/1',
      })
    }
  })

  it('duplicate classes and methods of one file are united', () => {
    const text = cobertura(
      classOf(line(1, 0) + line(2, 1), method(line(1, 0))) + classOf(line(1, 1) + line(3, 0), method(line(1, 1))),
    )
    expect(coverage(text)).toMatchObject({ lines: '2/3' })
    expect(readingOf(readText(text)).entries).toBe(1)
  })

  it('branch="True" and branch="true" without (x/y) are lines all the same', () => {
    const lines =
      line(1, 1, 'branch="True" condition-coverage="50% (1/2)"') +
      line(2, 1, 'branch="true"') +
      line(3, 0, 'branch="false"')
    expect(coverage(cobertura(classOf(lines)))).toMatchObject({ lines: '2/3', branches: '1/2' })
  })

  it('branches that were not measured are absent, not 0 %', () => {
    expect(
      coverage(
        cobertura(
          classOf(line(1, 1)),
          'lines-covered="1" lines-valid="1" branches-covered="0" branches-valid="0" branch-rate="0"',
        ),
      ),
    ).toMatchObject({ branches: '-/-' })
  })

  it('hits may be decimals; NaN and negative ones are no hits, and doubted', () => {
    expect(coverage(cobertura(classOf(line(1, '1.0') + line(2, '0.5') + line(3, '0.0'))))).toEqual({
      lines: '2/3',
      branches: '-/-',
      doubts: [],
    })
    expect(coverage(cobertura(classOf(line(1, 1) + line(2, 'NaN') + line(3, '-1'))))).toEqual({
      lines: '1/3',
      branches: '-/-',
      doubts: ['contradiction'],
    })
  })

  it('hits up to 2^64 - 1 are hits', () => {
    expect(coverage(cobertura(classOf(line(1, '18446744073709551615'))))).toMatchObject({ lines: '1/1' })
  })

  it('line number 0 is a line like any other; one that is no number is doubted', () => {
    expect(coverage(cobertura(classOf(line(0, 1) + line(1, 0))))).toMatchObject({ lines: '1/2', doubts: [] })
    expect(coverage(cobertura(classOf(line('x', 1) + line(1, 0)))).doubts).toEqual(['contradiction'])
    expect(coverage(cobertura(classOf(line('99999999999999999', 1) + line(1, 0)))).doubts).toEqual(['contradiction'])
  })

  it('files of the same name are told apart by their folders', () => {
    expect(
      readingOf(readText(cobertura(classOf(line(1, 1), '', 'a/x.py') + classOf(line(1, 0), '', 'b/x.py')))).metrics,
    ).toMatchObject({ 'coverage.line.covered': 1, 'coverage.line.total': 2 })
  })

  it("paths are found under the report's sources", () => {
    const text = `<coverage><sources><source>/build/shop/app</source></sources><packages><package><classes>${classOf(line(1, 1), '', 'main.py')}</classes></package></packages></coverage>`
    const report = readText(text, { files: ['app/main.py', 'lib/main.py'] })
    expect([...report.tables.coverage.files.keys()]).toEqual(['app/main.py'])
  })

  it('a report of nothing is no 100 % and no 0 %', () => {
    const { metrics } = readingOf(readText(cobertura('', 'lines-covered="0" lines-valid="0" line-rate="1"')))
    expect(metrics['coverage.line']).toBeUndefined()
    expect(isDoubted(readText(cobertura('', 'lines-covered="0" lines-valid="0" line-rate="1"')))).toBe(true)
  })

  it("SonarQube's generic coverage is not read as Cobertura, where it would be 0 of 0", () => {
    const text =
      '<coverage version="1"><file path="a.ts"><lineToCover lineNumber="1" covered="true"/></file></coverage>'
    expect(readText(text).format).not.toBe('cobertura')
    const scoverage = '<scoverage statement-rate="80.00"><packages/></scoverage>'
    expect(refused(scoverage)).toBeDefined()
  })

  it('a DOCTYPE, a BOM, CRLF and one long line change nothing', () => {
    const text = cobertura(classOf(line(1, 1) + line(2, 0)))
    const doctype = '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
    for (const other of [
      `${doctype}${text}`,
      `\u{feff}<?xml version="1.0"?>\r\n${doctype}\r\n${text}\r\n`,
      text.replace('</classes>', `<!--${'x'.repeat(240_000)}--></classes>`),
    ]) {
      expect(coverage(other)).toEqual(coverage(text))
    }
  })
})

function lcov(...records: string[]): string {
  return [...records, 'end_of_record', ''].join('\n')
}

describe('LCOV reports that peers get wrong', () => {
  it('LF and LH without any DA are taken (cargo-llvm-cov)', () => {
    expect(coverage(lcov('SF:a.rs', 'LF:10', 'LH:7'))).toEqual({ lines: '7/10', branches: '-/-', doubts: [] })
  })

  it('DA without LF and LH is counted (geninfo, simplecov-lcov)', () => {
    expect(coverage(lcov('SF:a.rb', 'DA:1,1', 'DA:2,0'))).toEqual({ lines: '1/2', branches: '-/-', doubts: [] })
  })

  it('a repeated DA is one line; LF that counts each is taken, with the other reading as a doubt', () => {
    const text = lcov('SF:a.c', 'DA:1,0', 'DA:1,3', 'DA:2,1', 'LF:3', 'LH:2')
    expect(readingOf(readText(text)).doubts).toMatchObject([
      { kind: 'reading', alternative: { 'coverage.line.covered': 2, 'coverage.line.total': 2 } },
    ])
    expect(coverage(text).lines).toBe('2/3')
  })

  it('LF and LH that its lines contradict are doubted', () => {
    expect(coverage(lcov('SF:a.c', 'DA:1,1', 'LF:100', 'LH:90')).doubts).toEqual(['contradiction'])
    expect(coverage(lcov('SF:a.c', 'LF:10', 'LH:11')).doubts).toEqual(['contradiction'])
    expect(coverage(lcov('SF:a.c', 'DA:1,1', 'BRF:2', 'BRH:5')).doubts).toEqual(['contradiction'])
    expect(coverage(lcov('SF:a.c', 'DA:1,1', 'FNF:2', 'FNH:5')).doubts).toEqual(['contradiction'])
  })

  it('hits of 2^64 - 1 are hits, negative ones none', () => {
    expect(
      coverage(
        lcov('SF:a.c', 'DA:1,18446744073709551615', 'DA:2,-1', 'DA:3,-18446744073709551615', 'DA:4,1e3', 'DA:5,0.0'),
      ),
    ).toMatchObject({ lines: '2/5' })
  })

  it.each([
    'DA:1',
    'DA:1,',
    'DA:,1',
    'DA:x,1',
    'DA:-1,1',
    'DA:1,x',
    'DA:1,NaN',
    'DA:99999999999,1',
    'LF:x',
    'LF:-1',
    'LF:',
    'LF:1e999',
    'hello',
  ])('%s is refused', (record) => {
    expect(refused(lcov('SF:a.c', 'DA:1,1', record))).toBeDefined()
  })

  it('a name may hold anything but a line end', () => {
    for (const name of ['dist/<define:DATA>', 'a,b.js', 'a:b.js', 'with space.js', 'é.js', 'webpack:///./a.js']) {
      expect([...readText(lcov(`SF:${name}`, 'DA:1,1')).tables.coverage.files.keys()]).toHaveLength(1)
    }
  })

  it('names of functions may hold commas, and FN may have a last line', () => {
    const text = lcov('SF:a.cc', 'FN:1,f(int, char)', 'FN:4,7,g', 'FNDA:2,f(int, char)', 'FNDA:0,g', 'DA:1,1')
    expect(readingOf(readText(text)).metrics).toMatchObject({
      'coverage.function.covered': 1,
      'coverage.function.total': 2,
    })
  })

  it('branches that were never reached are branches', () => {
    expect(coverage(lcov('SF:a.c', 'DA:1,1', 'BRDA:1,0,0,1', 'BRDA:1,0,1,-', 'BRDA:1,e0,2,0'))).toMatchObject({
      branches: '1/3',
    })
  })

  it('the same file in two records is one, covered where either says so', () => {
    const text = lcov('SF:a.c', 'DA:1,1', 'DA:2,0') + lcov('SF:a.c', 'DA:1,0', 'DA:2,1')
    const report = readText(text)
    expect(readingOf(report).entries).toBe(1)
    expect(report.tables.coverage.totals().line).toEqual({ covered: 2, total: 2 })
  })

  it('a record that has no end, or no beginning, shows a cut', () => {
    expect(refused('SF:a.c\nDA:1,1\n')).toMatch(/cut/)
    expect(refused('SF:a.c\nDA:1,1\nSF:b.c\nend_of_record\n')).toMatch(/cut/)
    expect(refused('DA:1,1\nend_of_record\n', 'lcov')).toMatch(/SF/)
    expect(refused('TN:\n', 'lcov')).toBeDefined()
  })
})

describe('reports of findings that peers get wrong', () => {
  const sarif = (run: object): string =>
    JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, ...run }] })
  const read = (run: object) => {
    const report = readText(sarif(run))
    return { failing: failing(readingOf(report)), doubted: isDoubted(report) }
  }

  it('Bandit: a file that it could not read is no clean run (exit code 0, results [])', () => {
    const text = JSON.stringify({
      errors: [{ filename: 'a.py', reason: 'syntax error' }],
      generated_at: 'x',
      metrics: { _totals: { loc: 5 } },
      results: [],
    })
    expect(isDoubted(readText(text))).toBe(true)
    expect(isDoubted(readText(text.replace(/\[\{.*?\}\]/, '[]')))).toBe(false)
    expect(isDoubted(readText(text.replace(/\[\{.*?\}\]/, '[]').replace('"loc":5', '"loc":0')))).toBe(true)
  })

  it('SARIF: results as null, or none, say that the tool did not look', () => {
    expect(read({ results: null })).toEqual({ failing: 0, doubted: true })
    expect(read({})).toEqual({ failing: 0, doubted: true })
    expect(read({ results: [] })).toEqual({ failing: 0, doubted: false })
    expect(readText('{"version": "2.1.0", "runs": []}').refused).toMatch(/no run/)
  })

  it('SARIF: a tool that failed is doubted, whatever it found', () => {
    expect(read({ results: [], invocations: [{ executionSuccessful: false }] }).doubted).toBe(true)
    expect(
      read({
        results: [],
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: [{ level: 'error', message: { text: 'x' } }] },
        ],
      }).doubted,
    ).toBe(true)
    expect(
      read({
        results: [],
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning', message: { text: 'x' } }] },
        ],
      }).doubted,
    ).toBe(false)
  })

  it("SARIF: a result without a level has its rule's, and rules may stand in extensions (CodeQL since 2021)", () => {
    const rule = {
      id: 'r',
      defaultConfiguration: { level: 'error' },
      properties: { 'security-severity': '9.8', tags: ['security'] },
    }
    const tool = { driver: { name: 'CodeQL' }, extensions: [{ name: 'q', rules: [{ id: 'other' }, rule] }] }
    const report = readText(
      sarif({ tool, results: [{ message: { text: 'm' }, rule: { id: 'r', index: 1, toolComponent: { index: 0 } } }] }),
    )
    expect(readingOf(report).metrics).toMatchObject({ 'security.critical': 1, 'security.total': 1 })
  })

  it('SARIF: suppressed results are listed and not counted, those under review are counted', () => {
    const result = (...status: (string | undefined)[]) => ({
      message: {},
      suppressions: status.map((word) => ({ kind: 'inSource', ...(word === undefined ? {} : { status: word }) })),
    })
    expect(read({ results: [result('accepted'), result(undefined)] }).failing).toBe(0)
    expect(
      read({ results: [result('underReview'), result('rejected'), result('accepted', 'rejected'), result()] }).failing,
    ).toBe(4)
  })

  it('SARIF: rules may stand behind the results, and the version behind both', () => {
    const text =
      '{"runs": [{"results": [{"ruleIndex": 0, "message": {"text": "m"}}], "tool": {"driver": {"rules": [{"id": "r", "defaultConfiguration": {"level": "error"}}], "name": "x"}}}], "version": "2.1.0"}'
    const report = readText(text)
    expect(readingOf(report).metrics).toMatchObject({ 'lint.error': 1 })
    expect(report.tables.findings.rows[0]).toMatchObject({ rule: 'r', tool: 'x', message: 'm' })
  })

  it('SARIF of another version is refused', () => {
    expect(readText(sarif({ results: [] }).replace('2.1.0', '2.0.0')).refused).toMatch(/2\.0\.0/)
    expect(isDoubted(readText(sarif({ results: [] }).replace('2.1.0', '2.1.0-rtm.5')))).toBe(false)
  })

  it('mypy: nothing, without an exit code, is no clean run; nor is one that stopped', () => {
    expect(isDoubted(readText('', { format: 'mypy' }))).toBe(true)
    expect(isDoubted(readText('', { format: 'mypy', exitCode: 0 }))).toBe(false)
    for (const exitCode of [1, 2, 137]) expect(isDoubted(readText('', { format: 'mypy', exitCode }))).toBe(true)
    expect(isDoubted(readText('Success: no issues found in 3 source files\n'))).toBe(false)
    expect(isDoubted(readText('a.py:1: error: x  [y]\nFound 2 errors in 1 file (checked 3 source files)\n'))).toBe(true)
    expect(
      isDoubted(readText('a.py:1: error: x  [y]\nFound 1 error in 1 file (errors prevented further checking)\n')),
    ).toBe(true)
    expect(
      isDoubted(
        readText(
          'a.py:1: error: x  [y]\nTraceback (most recent call last):\nFound 1 error in 1 file (checked 3 source files)\n',
        ),
      ),
    ).toBe(true)
  })

  it('an exit code that the report does not explain is doubted', () => {
    expect(isDoubted(readText('[]', { format: 'ruff', exitCode: 0 }))).toBe(false)
    expect(isDoubted(readText('[]', { format: 'ruff', exitCode: 1 }))).toBe(true)
    expect(isDoubted(readText('[]', { format: 'ruff', exitCode: 2 }))).toBe(true)
  })

  it('radon: a file that it could not read is no simple file', () => {
    expect(isDoubted(readText('{"a.py": {"error": "invalid syntax"}}', { format: 'radon-cc' }))).toBe(true)
    expect(isDoubted(readText('{"a.py": {"error": "invalid syntax"}}', { format: 'radon-mi' }))).toBe(true)
  })
})
