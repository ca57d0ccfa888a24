import { describe, expect, it } from '@jest/globals'
import { fixture, readBytes, readText } from '../../support/read-report.ts'
import { greenCuts, itReads, type Sample } from '../../support/sample-table.ts'

const rules = { forbidden: [{ name: 'no-web', severity: 'error' }] }
const moduleRow = { source: 'src/a.js', dependencies: [], valid: true }
const cruise = (summary: object, modules: readonly object[] = [moduleRow]): string =>
  JSON.stringify({
    modules,
    summary: {
      violations: [],
      error: 0,
      warn: 0,
      info: 0,
      ignore: 0,
      totalCruised: modules.length,
      ruleSetUsed: rules,
      ...summary,
    },
  })
const violation = (severity: string, rest: object = {}) => ({
  type: 'dependency',
  from: 'src/a.js',
  to: 'src/b.js',
  rule: { name: 'no-web', severity },
  ...rest,
})

const CRUISES: readonly Sample[] = [
  {
    is: 'violations by severity; one that is known and ignored is none',
    format: 'dependency-cruiser',
    text: cruise({
      violations: ['error', 'error', 'warn', 'info', 'ignore'].map((severity) => violation(severity)),
      error: 2,
      warn: 1,
      info: 1,
      ignore: 1,
    }),
    metrics: { 'boundaries.error': 2, 'boundaries.warning': 1, 'boundaries.note': 1, 'boundaries.total': 4 },
  },
  {
    is: 'an older summary that does not count what it ignores',
    format: 'dependency-cruiser',
    text: cruise({ ignore: undefined }),
    metrics: { 'boundaries.total': 0 },
  },
  {
    is: 'a violation that was lost',
    format: 'dependency-cruiser',
    text: cruise({ violations: [violation('error')], error: 2 }),
    metrics: { 'boundaries.error': 1 },
    contradicts: /counts 2 violations of severity error and lists 1/,
  },
  {
    is: 'a summary without its counts',
    format: 'dependency-cruiser',
    text: cruise({ violations: [violation('error')], error: undefined }),
    contradicts: /counts no violations of severity error/,
  },
  {
    is: 'modules that were lost',
    format: 'dependency-cruiser',
    text: cruise({ totalCruised: 2 }),
    contradicts: /cruised 2 modules and lists 1/,
  },
  {
    is: 'no module',
    format: 'dependency-cruiser',
    text: cruise({}, []),
    contradicts: /nothing was looked at/,
  },
  {
    is: 'no rule in force',
    format: 'dependency-cruiser',
    text: cruise({ ruleSetUsed: { forbidden: [] } }),
    contradicts: /no rule was in force/,
  },
  {
    is: 'a rule of what is allowed',
    format: 'dependency-cruiser',
    text: cruise({
      ruleSetUsed: { allowed: [{}] },
      violations: [violation('warn', { rule: { name: 'not-in-allowed', severity: 'warn' } })],
      warn: 1,
    }),
    metrics: { 'boundaries.warning': 1 },
  },
  {
    is: 'a severity that is not known counts as an error',
    format: 'dependency-cruiser',
    text: cruise({ violations: [violation('fatal')] }),
    metrics: { 'boundaries.error': 1 },
  },
  {
    is: 'a violation without its rule',
    format: 'dependency-cruiser',
    text: cruise({ violations: [{ from: 'a', to: 'b' }], error: 1 }),
    refused: /the rule of a violation/,
  },
  {
    is: 'an exit code that is none of the JSON reporter',
    format: 'dependency-cruiser',
    text: cruise({}),
    options: { exitCode: 1 },
    contradicts: /exit code 1/,
  },
]

const contracts = (lines: string, summary: string, rest = ''): string =>
  `\n---------\nContracts\n---------\n\nAnalyzed 6 files, 1 dependencies.\n---------------------------------\n\n${lines}\n${summary}\n${rest}`
const broken = `\n\n----------------\nBroken contracts\n----------------\n\nLayers\n------\n\nweb is not allowed to import domain:\n\n-   web.a -> domain.b (l.3)\n\n\nRates\n-----\n\nNo way.\n`

const CONTRACTS: readonly Sample[] = [
  {
    is: 'kept and broken contracts',
    format: 'import-linter',
    text: contracts('Layers BROKEN\nRates BROKEN\nOther KEPT (1 warning)\n', 'Contracts: 1 kept, 2 broken.', broken),
    metrics: { 'boundaries.error': 2, 'boundaries.total': 2 },
  },
  {
    is: 'times beside the contracts, colors and CRLF',
    format: 'import-linter',
    text: contracts('\u001b[1mLayers\u001b[0m KEPT [0.012s]\n', 'Contracts: 1 kept, 0 broken.').replaceAll(
      '\n',
      '\r\n',
    ),
    metrics: { 'boundaries.total': 0 },
  },
  {
    is: 'a contract that was lost',
    format: 'import-linter',
    text: contracts('Layers KEPT\n', 'Contracts: 1 kept, 1 broken.'),
    contradicts: /counts 1 kept and 1 broken contracts, and lists 1 and 0/,
  },
  {
    is: 'no summary',
    format: 'import-linter',
    options: { format: 'import-linter' },
    text: contracts('Layers KEPT\n', ''),
    contradicts: /it was cut off/,
  },
  {
    is: 'no contract',
    format: 'import-linter',
    text: contracts('', 'Contracts: 0 kept, 0 broken.'),
    contradicts: /nothing was checked/,
  },
  {
    is: 'no file',
    format: 'import-linter',
    text: contracts('Layers KEPT\n', 'Contracts: 1 kept, 0 broken.').replace('6 files', '0 files'),
    contradicts: /nothing was looked at/,
  },
  {
    is: 'a failure that the report does not know of',
    format: 'import-linter',
    text: contracts('Layers KEPT\n', 'Contracts: 1 kept, 0 broken.'),
    options: { exitCode: 1 },
    contradicts: /means findings, and the report has none/,
  },
]

describe('reports of broken boundaries', () => {
  itReads([...CRUISES, ...CONTRACTS])

  it('name the way of a dependency and of a cycle, and the file that it begins in', () => {
    const { tables } = readText(
      cruise({
        violations: [
          violation('error'),
          violation('warn', { cycle: [{ name: 'src/b.js' }, { name: 'src/a.js' }] }),
          violation('info', { type: 'module', to: 'src/a.js' }),
          violation('error', { via: ['src/b.js', 'src/c.js'] }),
        ],
      }),
      { files: ['src/a.js'] },
    )
    expect(tables.findings.rows.map(({ path, rule, message }) => `${path} ${rule}: ${message}`)).toEqual([
      'src/a.js no-web: src/a.js → src/b.js',
      'src/a.js no-web: src/a.js → src/b.js → src/a.js',
      'src/a.js no-web: src/a.js',
      'src/a.js no-web: src/a.js → src/b.js → src/c.js',
    ])
  })

  it('name the imports that break a contract', () => {
    const { tables } = readBytes(fixture('import-linter/broken.txt'))
    expect(tables.findings.rows).toMatchObject([
      {
        family: 'boundaries',
        rank: 'error',
        rule: 'Web above domain',
        message: 'shop.domain is not allowed to import shop.web: - shop.domain.price -> shop.web.page (l.1)',
      },
    ])
  })

  it('keep what breaks one contract apart from the next', () => {
    const text = contracts('Layers BROKEN\nRates BROKEN\n', 'Contracts: 0 kept, 2 broken.', broken)
    expect(readText(text).tables.findings.rows.map(({ message }) => message)).toEqual([
      'web is not allowed to import domain: -   web.a -> domain.b (l.3)',
      'No way.',
    ])
  })

  it.each([
    ['dependency-cruiser', 'planted.json'],
    ['dependency-cruiser', 'clean.json'],
    ['import-linter', 'broken.txt'],
    ['import-linter', 'verbose.txt'],
  ])('%s/%s is never green before its end', (format, name) => {
    const bytes = fixture(`${format}/${name}`)
    const green = greenCuts(bytes, format)
    const left = green.map((end) => new TextDecoder().decode(bytes.slice(end)).trim())
    expect(left.filter((rest) => rest !== '')).toEqual([])
  })
})
