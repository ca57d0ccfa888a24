import { describe, expect, it } from '@jest/globals'
import { SUITE_ITSELF } from '../../../actions/shared/reports/test-recorder.ts'
import { contentsOf, readBytes, readText, type ReadReport } from '../../support/read-report.ts'
import { ALL_SAMPLES, type Sample, SAMPLES } from './samples.ts'

/** Text of a report as a reader understands it, near enough to look for names. */
function plain(text: string): string {
  const unescaped = text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex?: string, digits?: string) =>
      String.fromCodePoint(hex === undefined ? Number(digits) : Number.parseInt(hex, 16)),
    )
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&')
  return unescaped.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
}

/** The line; in XML the element that begins there. */
function pieceAt({ text, syntax }: Sample, line: number): string {
  const rest = text.split('\n').slice(line - 1)
  const [first = ''] = rest
  if (syntax !== 'xml') return plain(first)
  const name = /<([\w:-]+)/.exec(first)?.[1] ?? ''
  const all = rest.join('\n')
  const end = [all.indexOf(`</${name}>`), /^[^<]*<[^<]*?\/>/.exec(all)?.[0].length ?? -1].filter((at) => at > 0)
  return plain(all.slice(0, Math.max(first.length, Math.min(...end, all.length))))
}

interface Item {
  readonly what: string
  readonly line: number
  /** One of these must stand there. */
  readonly texts: readonly string[]
}

function itemsOf({ tables: { tests, findings, coverage } }: ReadReport): Item[] {
  return [
    ...tests.failures.map(({ test, message, reportLine = 0 }) => {
      const name = tests.name(test)
      return {
        what: `test ${name}`,
        line: reportLine,
        texts: [name, name.split(' ')[0] ?? '', tests.suite(test), message],
      }
    }),
    ...findings.rows.map((finding, row) => {
      const { rule, message } = finding
      const words = message.split('\n')[0]?.slice(0, 30) ?? ''
      return { what: `${rule}: ${message}`, line: findings.reportPlace(row).line, texts: [rule, words] }
    }),
    ...[...coverage.files.keys()].map((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      return { what: path, line: coverage.reportLine(path), texts: [name] }
    }),
  ]
}

/** Files of which the place is that of their first covered point: the report lists names apart, by number. */
const NAMES_APART = new Set(['opencover'])
/** Names of tests that stand with their definitions; the results have others. */
const DEFINED_APART = new Set(['trx'])

const holding = ALL_SAMPLES.filter((sample) => itemsOf(readBytes(sample.bytes, { format: sample.format })).length > 0)

describe('the line of the report that a number comes from', () => {
  it.each(holding.map((sample) => [sample.name, sample] as const))('is found for all of %s', (_name, sample) => {
    const astray = itemsOf(readBytes(sample.bytes, { format: sample.format })).filter(({ what, line, texts }) => {
      if (line < 1) return true
      if (NAMES_APART.has(sample.format) || what === `test ${SUITE_ITSELF}` || what.includes('(the package itself)')) {
        return false
      }
      const piece = pieceAt(sample, line)
      const isThere = texts.some(
        (text) => text !== '' && (piece.includes(text) || piece.includes(JSON.stringify(text).slice(1, -1))),
      )
      return !isThere && !(DEFINED_APART.has(sample.format) && piece.includes('<UnitTestResult'))
    })
    expect(astray).toEqual([])
  })

  it.each(SAMPLES.map((sample) => [sample.format, sample] as const))(
    'is the same however the bytes of %s come in',
    (_format, sample) => {
      const notes = (chunks?: readonly number[]) => {
        const report = readBytes(sample.bytes, { format: sample.format, chunks })
        return [report.lines, itemsOf(report).map(({ line }) => line), contentsOf(report).failures]
      }
      for (const chunks of [[1], [7, 64], [4_096]]) expect(notes(chunks)).toEqual(notes())
    },
  )

  it('counts the lines of a report as an editor does', () => {
    const lastOf = (text: string, format: string) => readText(text, { format }).lines?.last
    expect(lastOf('{"a.b": 1}', 'metrics')).toBe(1)
    expect(lastOf('{\n"a.b": 1\n}\n', 'metrics')).toBe(3)
    expect(lastOf('<testsuite>\n</testsuite>\n', 'junit')).toBe(2)
    expect(lastOf('<testsuite>\n</testsuite>', 'junit')).toBe(2)
    expect(lastOf('mode: set\na.go:1.1,2.2 1 1\n', 'go-cover')).toBe(2)
  })

  it('is kept of the first twenty of a metric, and all are counted', () => {
    const error = '<error line="1" severity="error" message="m" source="rule"/>\n'
    const text = `<checkstyle>\n<file name="a.js">\n${error.repeat(30)}</file>\n</checkstyle>\n`
    const noted = readText(text, { format: 'checkstyle' }).lines?.of['lint.error']
    expect(noted).toEqual({ lines: Array.from({ length: 20 }, (_, index) => index + 3), count: 30 })
  })

  it('is that of each message where a tool writes a file with all its messages as one piece', () => {
    const messages = ['no-var', 'eqeqeq', 'no-var'].map((ruleId) => ({
      ...{ ruleId, severity: 2, message: `Bad: ${ruleId}.`, line: 1, column: 1 },
    }))
    const file = { filePath: 'a.js', messages, errorCount: 3, fatalErrorCount: 0, warningCount: 0 }
    const text = JSON.stringify([file, file], null, 2)
    const { tables } = readText(text, { format: 'eslint' })
    const lines = text.split('\n')
    for (const [row, finding] of tables.findings.rows.entries()) {
      expect(lines[tables.findings.reportPlace(row).line - 1]).toContain(finding.message)
    }
    const all = tables.findings.rows.map((_, row) => tables.findings.reportPlace(row).line)
    expect(new Set(all).size).toBe(6)
  })
})
