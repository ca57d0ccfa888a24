import { describe, expect, it } from '@jest/globals'
import { fixture, isDoubted, readBytes, readingOf, readText } from '../../support/read-report.ts'
import { itReads, type Sample } from '../../support/sample-table.ts'

const mutation = (status: string, detected = 'true', file = 'Price.java', type = 'shop.Price'): string =>
  `<mutation detected='${detected}' status='${status}'><sourceFile>${file}</sourceFile><mutatedClass>${type}</mutatedClass><killingTest/></mutation>`
const pit = (...mutations: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<mutations partial="true">\n${mutations.join('\n')}\n</mutations>\n`

const PIT: readonly Sample[] = [
  {
    is: 'a mutant that never ends, or eats the memory, is detected',
    format: 'pit',
    text: pit(
      mutation('KILLED'),
      mutation('TIMED_OUT'),
      mutation('MEMORY_ERROR'),
      mutation('SURVIVED', 'false'),
      mutation('NO_COVERAGE', 'false'),
    ),
    metrics: { 'coverage.mutation': 60, 'coverage.mutation.covered': 3, 'coverage.mutation.total': 5 },
  },
  {
    is: 'what no test could tell is left out, though PIT calls it detected',
    format: 'pit',
    text: pit(mutation('NON_VIABLE'), mutation('EQUIVALENT'), mutation('SURVIVED', 'false')),
    metrics: { 'coverage.mutation': 0, 'coverage.mutation.total': 1 },
  },
  {
    is: 'a mutant that PIT broke off at',
    format: 'pit',
    text: pit(mutation('RUN_ERROR'), mutation('KILLED')),
    contradicts: /could not try 1 of its mutants/,
  },
  {
    is: 'mutants that were not begun or not ended',
    format: 'pit',
    text: pit(mutation('KILLED'), mutation('NOT_STARTED', 'false'), mutation('STARTED', 'false')),
    contradicts: /2 of its mutants were not tried to the end/,
  },
  {
    is: 'a status that denies the attribute beside it',
    format: 'pit',
    text: pit(mutation('KILLED', 'false'), mutation('SURVIVED', 'true')),
    contradicts: /the status of 2 of its mutants denies/,
  },
  { is: 'no mutant', format: 'pit', text: pit(), contradicts: /nothing was judged/ },
  { is: 'a status of no known kind', format: 'pit', text: pit(mutation('KIND')), refused: /which PIT does not know/ },
  {
    is: 'a mutant without its file',
    format: 'pit',
    text: pit('<mutation detected="true" status="KILLED"/>'),
    refused: /no <sourceFile>/,
  },
  {
    is: 'another root',
    format: 'pit',
    text: '<testsuite/>',
    options: { format: 'pit' },
    refused: /its root is no <mutations>/,
  },
]

const stryker = (statuses: readonly string[], rest: object = {}): string =>
  JSON.stringify({
    schemaVersion: '1',
    thresholds: { high: 80, low: 60 },
    files: { 'src/a.js': { language: 'javascript', source: '', mutants: statuses.map((status) => ({ status })) } },
    ...rest,
  })

const STRYKER: readonly Sample[] = [
  {
    is: 'every status',
    format: 'stryker',
    text: stryker(['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'RuntimeError', 'Ignored']),
    metrics: { 'coverage.mutation': 60, 'coverage.mutation.covered': 3, 'coverage.mutation.total': 5 },
  },
  {
    is: 'mutants that are still to be tried',
    format: 'stryker',
    text: stryker(['Killed', 'Pending']),
    contradicts: /1 of its mutants were not tried/,
  },
  {
    is: 'nothing but ignored mutants',
    format: 'stryker',
    text: stryker(['Ignored']),
    contradicts: /nothing was judged/,
  },
  { is: 'no file', format: 'stryker', text: stryker([], { files: {} }), contradicts: /nothing was judged/ },
  { is: 'a status of no known kind', format: 'stryker', text: stryker(['killed']), refused: /does not know/ },
  {
    is: 'a file without its mutants',
    format: 'stryker',
    text: stryker([], { files: { 'a.js': {} } }),
    refused: /no list of mutants/,
  },
]

describe('mutation scores', () => {
  itReads([...PIT, ...STRYKER])

  it('are told file by file, in the folder of the class', () => {
    const report = readText(
      pit(
        mutation('KILLED'),
        mutation('SURVIVED', 'false', 'Main.kt', 'Main'),
        mutation('KILLED', 'true', 'Main.kt', 'Main'),
      ),
      { files: ['src/main/java/shop/Price.java', 'Main.kt'] },
    )
    expect(readingOf(report).measurements).toEqual([
      { metric: 'coverage.mutation', value: 100, path: 'src/main/java/shop/Price.java' },
      { metric: 'coverage.mutation', value: 50, path: 'Main.kt' },
    ])
  })

  it('name the tool that the report is of', () => {
    expect(readingOf(readText(stryker(['Killed'], { framework: { name: 'Infection' } }))).tool?.name).toBe('Infection')
  })

  it.each([
    ['pit', 'planted.xml'],
    ['stryker', 'planted.json'],
  ])('%s/%s is refused wherever it is cut', (format, name) => {
    const bytes = fixture(`${format}/${name}`)
    const believed = []
    for (let end = 0; end < bytes.length - 1; end += 7) {
      if (!isDoubted(readBytes(bytes.slice(0, end), { format }))) believed.push(end)
    }
    expect(believed).toEqual([])
  })
})
