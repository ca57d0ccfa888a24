import { describe, expect, it } from '@jest/globals'
import { fixture, readText } from '../../support/read-report.ts'
import { greenCuts, itReads, itStaysRed, type Sample } from '../../support/sample-table.ts'

function trx(results: string, { summary = '<ResultSummary outcome="Completed"/>', definitions = '' } = {}): string {
  return `<?xml version="1.0"?><TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>${results}</Results><TestDefinitions>${definitions}</TestDefinitions>${summary}</TestRun>`
}
const result = (name: string, outcome: string, id = 'a', inside = ''): string =>
  `<UnitTestResult testId="${id}" testName="${name}" duration="00:00:01.5" ${outcome === '' ? '' : `outcome="${outcome}"`}>${inside}</UnitTestResult>`
const definition = (id: string, className: string): string =>
  `<UnitTest id="${id}"><TestMethod className="${className}" name="x"/></UnitTest>`

const TRX: readonly Sample[] = [
  {
    is: 'classes come from the definitions behind the results, so that equal names are two tests',
    format: 'trx',
    text: trx(result('Works', 'Passed', 'a') + result('Works', 'Failed', 'b'), {
      definitions: definition('a', 'Shop.A, Shop, Version=1.0') + definition('b', 'Shop.B'),
      summary: '<ResultSummary outcome="Failed"><Counters total="2" passed="1" failed="1"/></ResultSummary>',
    }),
    metrics: { 'tests.total': 2, 'tests.failed': 1, 'tests.passed': 1, 'tests.flaky': 0, 'tests.duration': 3 },
  },
  {
    is: 'a result without an outcome is an error, and so is one that did not end',
    format: 'trx',
    text: trx(
      result('A', '') +
        result('B', 'InProgress') +
        result('C', 'Aborted') +
        result('D', 'NotRunnable') +
        result('E', 'Timeout'),
    ),
    metrics: { 'tests.total': 5, 'tests.errored': 5 },
  },
  {
    is: 'inconclusive and not executed tests are skipped',
    format: 'trx',
    text: trx(
      result('A', 'Passed') + result('B', 'Inconclusive') + result('C', 'NotExecuted') + result('D', 'Warning'),
    ),
    metrics: { 'tests.total': 4, 'tests.passed': 2, 'tests.skipped': 2 },
  },
  {
    is: 'rows of a data-driven test are counted beside it, whether the counters do so or not',
    format: 'trx',
    text: trx(
      result(
        'Rows',
        'Failed',
        'a',
        `<InnerResults>${result('Rows (1)', 'Passed')}${result('Rows (2)', 'Failed')}</InnerResults>`,
      ),
      {
        summary: '<ResultSummary outcome="Failed"><Counters total="1" failed="1"/></ResultSummary>',
      },
    ),
    metrics: { 'tests.total': 3, 'tests.failed': 2, 'tests.flaky': 0 },
  },
  {
    is: 'rows that share one name are one test, as bad as the worst of them, and not flaky',
    format: 'trx',
    text: trx(result('Same', 'Passed') + result('Same', 'Failed')),
    metrics: { 'tests.total': 1, 'tests.failed': 1, 'tests.runs': 2, 'tests.flaky': 0 },
  },
  {
    is: 'a failure that only the counters know makes it red and doubtful',
    format: 'trx',
    text: trx(result('A', 'Passed') + result('B', 'Passed'), {
      summary: '<ResultSummary outcome="Failed"><Counters total="2" passed="1" failed="1"/></ResultSummary>',
    }),
    metrics: { 'tests.total': 2, 'tests.failed': 1, 'tests.passed': 1 },
    contradicts: /the run failed, and no test in it did[^]*declares 1 failures and errors and lists 0/,
  },
  {
    is: 'fewer results than counted',
    format: 'trx',
    text: trx(result('A', 'Passed'), {
      summary: '<ResultSummary outcome="Completed"><Counters total="7" passed="7"/></ResultSummary>',
    }),
    metrics: { 'tests.total': 1 },
    contradicts: /declares 7 tests and lists 1/,
  },
  {
    is: 'a test host that crashed',
    format: 'trx',
    text: trx(result('A', 'Passed'), {
      summary:
        '<ResultSummary outcome="Completed"><RunInfos><RunInfo outcome="Error"><Text>The active test run was aborted.</Text></RunInfo></RunInfos></ResultSummary>',
    }),
    contradicts: /the active test run was aborted/i,
  },
  {
    is: 'what xUnit.net tells of a failed test once more is no crash',
    format: 'trx',
    text: trx(result('A', 'Failed'), {
      summary:
        '<ResultSummary outcome="Failed"><RunInfos><RunInfo outcome="Error"><Text>[xUnit.net 00:00:00.5]     Shop.A [FAIL]</Text></RunInfo></RunInfos></ResultSummary>',
    }),
    metrics: { 'tests.failed': 1 },
  },
  {
    is: 'the namespace of 2006 with a prefix',
    format: 'trx',
    text: '<v:TestRun xmlns:v="x"><v:Results><v:UnitTestResult testId="1" testName="A" outcome="Passed"/></v:Results></v:TestRun>',
    metrics: { 'tests.passed': 1 },
  },
  {
    is: 'a DOCTYPE that declares an entity',
    format: 'trx',
    text: '<!DOCTYPE TestRun [<!ENTITY x "y">]><TestRun/>',
    options: { format: 'trx' },
    refused: /DOCTYPE/,
  },
]

const run3 = (inside: string, attributes = ''): string =>
  `<test-run ${attributes}><test-suite type="Assembly" name="Shop.dll" result="Passed">${inside}</test-suite></test-run>`
const case3 = (name: string, outcome: string, more = ''): string =>
  `<test-case name="${name}" fullname="Shop.A.${name}" classname="Shop.A" result="${outcome}" ${more}/>`

const NUNIT: readonly Sample[] = [
  {
    is: 'results of NUnit 3',
    format: 'nunit',
    text: run3(
      case3('a', 'Passed', 'duration="0.5"') +
        case3('b', 'Skipped', 'label="Ignored"') +
        case3('c', 'Inconclusive') +
        case3('d', 'Warning') +
        case3('e', 'Failed', 'label="Error"'),
      'total="5" failed="1"',
    ),
    metrics: { 'tests.total': 5, 'tests.passed': 2, 'tests.skipped': 2, 'tests.failed': 1, 'tests.duration': 0.5 },
  },
  {
    is: 'a lost failure',
    format: 'nunit',
    text: run3(case3('a', 'Passed'), 'total="2" failed="1"'),
    metrics: { 'tests.failed': 1 },
    contradicts: /declares 2 tests and lists 1[^]*declares 1 failures/,
  },
  {
    is: 'a tear-down that failed behind tests that passed',
    format: 'nunit',
    text: `<test-run total="1" failed="0" result="Failed"><test-suite fullname="Shop" result="Failed" site="Child"><test-suite fullname="Shop.A" result="Failed" site="TearDown"><failure><message>TearDown : x</message></failure>${case3('a', 'Passed')}</test-suite></test-suite></test-run>`,
    metrics: { 'tests.total': 2, 'tests.passed': 1, 'tests.errored': 1 },
  },
  {
    is: 'a suite that failed, and nothing says why',
    format: 'nunit',
    text: `<test-run result="Failed">${case3('a', 'Passed')}</test-run>`,
    contradicts: /failed, and no test in it did/,
  },
  {
    is: 'a result that is not known is an error',
    format: 'nunit',
    text: run3(case3('a', 'Passes')),
    metrics: { 'tests.errored': 1 },
  },
  {
    is: 'NUnit 2: classes in names, tests that did not run, what could not be run',
    format: 'nunit',
    text: '<test-results total="2" failures="1" errors="0" not-run="2"><test-suite name="x" result="Failure"><results><test-case name="Shop.A.b(&quot;1.5&quot;)" executed="True" result="Success" time="0,5"/><test-case name="Shop.A.c" executed="True" success="False"/><test-case name="Shop.A.d" executed="False" result="Ignored"/><test-case name="Shop.A.e" executed="False" result="NotRunnable"/></results></test-suite></test-results>',
    metrics: { 'tests.total': 4, 'tests.passed': 1, 'tests.failed': 1, 'tests.skipped': 2, 'tests.duration': 0.5 },
    contradicts: /1 test\(s\) could not be run/,
  },
  {
    is: 'a DOCTYPE that declares an entity',
    format: 'nunit',
    text: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><test-run>&a;</test-run>',
    options: { format: 'nunit' },
    refused: /DOCTYPE/,
  },
]

const XUNIT: readonly Sample[] = [
  {
    is: 'rows of a theory are runs of one test, and not flaky',
    format: 'xunit',
    text: '<assemblies><assembly name="a.dll" total="2" failed="1"><collection><test name="A.b(x: 1)" type="A" method="b" result="Pass" time="0,5"/><test name="A.b(x: 2)" type="A" method="b" result="Fail"><failure><message>no</message><stack-trace>   at A.b(Int32 x) in /repo/A.cs:line 7</stack-trace></failure></test></collection></assembly></assemblies>',
    metrics: { 'tests.total': 1, 'tests.runs': 2, 'tests.failed': 1, 'tests.flaky': 0, 'tests.duration': 0.5 },
  },
  {
    is: 'an error outside of the tests',
    format: 'xunit',
    text: '<assemblies><assembly name="a.dll" total="1" failed="0" errors="1"><errors><error type="assembly-cleanup"><failure><message>gone</message></failure></error></errors><collection><test name="A.b" type="A" method="b" result="Pass"/></collection></assembly></assemblies>',
    metrics: { 'tests.total': 2, 'tests.errored': 1 },
  },
  {
    is: 'an error that is only declared',
    format: 'xunit',
    text: '<assemblies><assembly total="1" failed="0" errors="1"><collection><test name="b" result="Pass"/></collection></assembly></assemblies>',
    metrics: { 'tests.failed': 1 },
    contradicts: /declares 1 failures/,
  },
  {
    is: 'tests that were not asked for (v3)',
    format: 'xunit',
    text: '<assemblies><assembly total="2" failed="0"><collection><test name="a" method="a" result="NotRun"/><test name="b" method="b" result="Pass"/></collection></assembly></assemblies>',
    metrics: { 'tests.skipped': 1, 'tests.passed': 1 },
  },
]

describe("reports of .NET's test runners", () => {
  itReads([...TRX, ...NUNIT, ...XUNIT])
  itStaysRed([...TRX, ...NUNIT, ...XUNIT])

  it('names the place of a failure in a .NET stack, whatever the language', () => {
    for (const word of ['line', 'Zeile', 'línea']) {
      const inside = `<Output><ErrorInfo><Message>no</Message><StackTrace>   at Shop.A.B(Int32 x) in /repo/A.cs:${word} 17</StackTrace></ErrorInfo></Output>`
      const { tables } = readText(trx(result('A', 'Failed', 'a', inside)))
      expect(tables.tests.failures[0]).toMatchObject({ message: 'no', path: 'repo/A.cs', line: 17 })
    }
  })

  it.each([['trx/hand-written-vstest.trx', 'trx']])('%s turns green nowhere where it is cut', (name, format) => {
    expect(greenCuts(fixture(name), format, {}, 700)).toEqual([])
  })
})
