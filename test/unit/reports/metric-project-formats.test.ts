import { describe, expect, it } from '@jest/globals'
import { fixture, isDoubted, readBytes, readingOf, readText } from '../../support/read-report.ts'
import { itReads, type Sample } from '../../support/sample-table.ts'

const page = (rest: object = {}, categories: object = { performance: { score: 0.57 }, seo: { score: 1 } }): string =>
  JSON.stringify({ lighthouseVersion: '13.0.0', requestedUrl: 'http://localhost/', categories, audits: {}, ...rest })

const LIGHTHOUSE: readonly Sample[] = [
  {
    is: 'scores of a hundred, and what Web Vitals measure',
    format: 'lighthouse',
    text: page({
      audits: {
        'largest-contentful-paint': { numericValue: 2500.5 },
        'cumulative-layout-shift': { numericValue: 0.05 },
        'interaction-to-next-paint': { numericValue: 180 },
        'total-blocking-time': { numericValue: 42 },
        'first-contentful-paint': { scoreDisplayMode: 'error' },
        'server-response-time': { numericValue: 3 },
      },
    }),
    metrics: {
      'performance.lighthouse.performance': 57,
      'performance.lighthouse.seo': 100,
      'performance.web-vitals.lcp': 2500.5,
      'performance.web-vitals.cls': 0.05,
      'performance.web-vitals.inp': 180,
      'performance.web-vitals.tbt': 42,
      'performance.web-vitals.ttfb': 3,
    },
  },
  {
    is: 'a category that has no metric here',
    format: 'lighthouse',
    text: page({}, { 'agentic-browsing': { score: 0.5 }, performance: { score: 1 } }),
    metrics: { 'performance.lighthouse.performance': 100 },
  },
  {
    is: 'a page that could not be loaded',
    format: 'lighthouse',
    text: page({ runtimeError: { code: 'NO_FCP', message: 'The page did not paint any content.' } }),
    contradicts: /did not paint any content/,
  },
  { is: 'no error, as older ones write it', format: 'lighthouse', text: page({ runtimeError: { code: 'NO_ERROR' } }) },
  {
    is: 'a category without a score',
    format: 'lighthouse',
    text: page({}, { performance: { score: null }, seo: { score: 1 } }),
    contradicts: /performance has no score: an audit of it failed/,
  },
  {
    is: 'a time span, which has no score of speed',
    format: 'lighthouse',
    text: page({ gatherMode: 'timespan' }, { performance: { score: null }, seo: { score: 1 } }),
    notes: /performance has no score/,
  },
  { is: 'no category', format: 'lighthouse', text: page({}, {}), contradicts: /nothing was measured/ },
  {
    is: 'a warning of the run',
    format: 'lighthouse',
    text: page({ runWarnings: ['The page was redirected'] }),
    notes: /redirected/,
  },
  {
    is: 'a score of more than 1',
    format: 'lighthouse',
    text: page({}, { performance: { score: 57 } }),
    refused: /not between 0 and 1/,
  },
]

const measures = (values: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    component: {
      key: 'shop',
      measures: Object.entries(values).map(([metric, value]) => ({ metric, value })),
    },
  })

const SONAR: readonly Sample[] = [
  {
    is: 'a coverage from its counts, without rounding',
    format: 'sonarqube',
    text: measures({ lines_to_cover: '10000', uncovered_lines: '2004', line_coverage: '80.0' }),
    metrics: { 'coverage.line': 79.96 },
  },
  {
    is: 'a rounded coverage, which may be less',
    format: 'sonarqube',
    text: measures({ line_coverage: '80.0' }),
    metrics: { 'coverage.line': 80 },
    notes: /line_coverage is rounded and may be 79\.95 %/,
  },
  {
    is: 'counts that deny the coverage',
    format: 'sonarqube',
    text: measures({ lines_to_cover: '100', uncovered_lines: '50', line_coverage: '80.0' }),
    contradicts: /line_coverage is 80 %, its counts give 50 %/,
  },
  {
    is: 'technical debt and duplication',
    format: 'sonarqube',
    text: measures({ sqale_debt_ratio: '4.9', duplicated_lines_density: '1.0', duplicated_lines: '12' }),
    metrics: { 'complexity.debt-ratio': 4.9, 'complexity.duplication': 1, 'complexity.duplication.lines': 12 },
    notes: /sqale_debt_ratio is rounded and may be 4\.95 %/,
  },
  { is: 'nothing that is known', format: 'sonarqube', text: measures({ ncloc: '5' }), contradicts: /is a metric here/ },
  {
    is: 'a number that is none',
    format: 'sonarqube',
    text: measures({ sqale_debt_ratio: 'A' }),
    refused: /which is no count/,
  },
  {
    is: 'more missed than there are',
    format: 'sonarqube',
    text: measures({ lines_to_cover: '5', uncovered_lines: '6' }),
    refused: /more than its lines_to_cover/,
  },
  {
    is: 'a measure that stands twice',
    format: 'sonarqube',
    text: '{"component":{"key":"a","measures":[{"metric":"duplicated_lines","value":"1"},{"metric":"duplicated_lines","value":"2"}]}}',
    refused: /stands twice/,
  },
]

const libyear = (...drifts: readonly (number | null)[]): string =>
  JSON.stringify(drifts.map((drift, at) => ({ dependency: `d${at}`, drift, pulse: 0.5, releases: 1 })))

const LIBYEAR: readonly Sample[] = [
  {
    is: 'years behind the newest release; one that is newer is not behind',
    format: 'dependency-age',
    text: libyear(1.5, -0.25, 0.25, 0),
    metrics: { 'version.dependency-age.max': 1.5, 'version.dependency-age.total': 1.75 },
    notes: /1 dependencies are newer/,
  },
  {
    is: 'a dependency without a date',
    format: 'dependency-age',
    text: libyear(0.5, null),
    metrics: { 'version.dependency-age.total': 0.5 },
    contradicts: /1 dependencies have no date: d1/,
  },
  {
    is: 'no dependency',
    format: 'dependency-age',
    text: '[]',
    options: { format: 'dependency-age' },
    contradicts: /nothing was dated/,
  },
]

const LINE = '11,8,56,4,12,"rate@1-12@shop/rate.py","shop/rate.py","rate","rate( kind , amount )",1,12'

const LIZARD: readonly Sample[] = [
  {
    is: 'a line for each function, with and without names of columns',
    format: 'lizard-csv',
    text: `NLOC,CCN,token,PARAM,length,location,file,function,long_name,start,end\n${LINE}\n${LINE.replace('11,8', '5,2')}\n`,
    metrics: {
      'complexity.max': 8,
      'complexity.mean': 5,
      'complexity.lines.max': 11,
      'complexity.parameters.max': 4,
    },
  },
  { is: 'a line that lost fields', format: 'lizard-csv', text: `${LINE}\n1,2,3\n`, refused: /line 2 is no function/ },
  {
    is: 'nothing',
    format: 'lizard-csv',
    text: '',
    options: { format: 'lizard-csv' },
    contradicts: /nothing was measured/,
  },
  {
    is: 'functions over its limits that the report does not have',
    format: 'lizard-csv',
    text: '',
    options: { format: 'lizard-csv', exitCode: 1 },
    contradicts: /means findings/,
  },
  {
    is: 'a function that was lost',
    format: 'lizard-xml',
    text: new TextDecoder()
      .decode(fixture('lizard/functions.xml'))
      .replace('"Functions" value="2"', '"Functions" value="3"'),
    contradicts: /counts 3 functions and lists 2/,
  },
  {
    is: 'no number of functions',
    format: 'lizard-xml',
    text: new TextDecoder().decode(fixture('lizard/functions.xml')).replace('"Functions" value="2"', '"Odd" value="2"'),
    contradicts: /does not say how many/,
  },
  {
    is: 'an item that is no function',
    format: 'lizard-xml',
    text: new TextDecoder().decode(fixture('lizard/functions.xml')).replace(' at shop/rate.py:14', ''),
    refused: /no function as lizard tells it/,
  },
]

describe('measurements of a page and of a project', () => {
  itReads([...LIGHTHOUSE, ...SONAR, ...LIBYEAR, ...LIZARD])

  it('of lizard name the function, its file and its line in both forms', () => {
    for (const name of ['functions.csv', 'functions.xml']) {
      const { measurements = [] } = readingOf(readBytes(fixture(`lizard/${name}`), { files: ['app/shop/rate.py'] }))
      expect(measurements.filter(({ metric }) => metric === 'complexity.max')).toMatchObject([
        { metric: 'complexity.max', value: 8, subject: 'rate', path: 'app/shop/rate.py', line: 1 },
        { metric: 'complexity.max', value: 1, subject: 'plain', path: 'app/shop/rate.py', line: 14 },
      ])
    }
  })

  it('of SonarQube carry the worst number that is shown so as another reading', () => {
    const { doubts } = readingOf(readText(measures({ sqale_debt_ratio: '5.0' })))
    expect(doubts.map(({ alternative }) => alternative)).toEqual([{ 'complexity.debt-ratio': 5.05 }])
  })

  it.each([
    ['lighthouse', 'lighthouse/page.json'],
    ['sonarqube', 'sonarqube/measures.json'],
    ['dependency-age', 'libyear/planted.json'],
    ['lizard-xml', 'lizard/functions.xml'],
  ])('%s: no beginning of it is believed', (format, name) => {
    const bytes = fixture(name)
    const end = new TextDecoder().decode(bytes).trimEnd().length
    const believed = []
    for (let at = 0; at < end; at += 3) if (!isDoubted(readBytes(bytes.slice(0, at), { format }))) believed.push(at)
    expect(believed).toEqual([])
  })

  it('lizard-csv: a beginning is believed only behind a whole line', () => {
    const bytes = fixture('lizard/functions.csv')
    for (let at = 0; at < bytes.length; at += 1) {
      if (!isDoubted(readBytes(bytes.slice(0, at), { format: 'lizard-csv' }))) expect(bytes[at - 1]).toBe(0x0a)
    }
  })
})
