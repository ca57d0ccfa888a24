import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { bytesOf, FIXTURES, readBytes } from '../../support/read-report.ts'
import { itReads, type Sample } from '../../support/sample-table.ts'

/*
 * Small reports in the dialects of versions and options that the fixtures do not show, written by hand after the tools' documentation and
 * sources. Each begins with a line `=== what it is | format | metrics | how it is read`, the last of `named`, `exit=N`, `crlf` and `doubted`.
 */
const FOLDER = new URL('dialects/', FIXTURES)

function samplesOf(file: string): Sample[] {
  const parts = readFileSync(new URL(file, FOLDER), 'utf8').split(/^=== /m)
  return parts.slice(1).map((part) => {
    const end = part.indexOf('\n')
    const [is = '', format = '', counts = '', how = ''] = part
      .slice(0, end)
      .split('|')
      .map((cell) => cell.trim())
    const lines = part.slice(end + 1).replaceAll('<ESC>', '\u001b')
    const exitCode = /exit=(\d+)/.exec(how)?.[1]
    const pairs = counts.split(' ').map((pair) => pair.split('='))
    return {
      is,
      format,
      text: how.includes('crlf') ? lines.replaceAll('\n', '\r\n') : lines,
      metrics: Object.fromEntries(pairs.map(([metric = '', count]) => [metric, Number(count)])),
      options: {
        ...(how.includes('named') ? { format } : {}),
        ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
      },
      ...(how.includes('doubted') ? { contradicts: /./ } : {}),
    }
  })
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.txt')))('the dialects in %s', (file) => {
  itReads(samplesOf(file))
})

describe('a log of several encodings', () => {
  const LATIN = new Uint8Array([
    ...bytesOf('a.c:3:7: warning: unused variable '),
    0xe9,
    ...bytesOf(' [-Wunused-variable]\nb.c:1:1: error: déjà vu\n'),
  ])

  it.each([[undefined], [[1]], [[3, 1, 7]]])('is counted and doubted, in chunks of %j', (chunks) => {
    const { reading, format } = readBytes(LATIN, { chunks })
    expect(format).toBe('gcc')
    expect(reading?.metrics).toMatchObject({ 'lint.error': 1, 'lint.warning': 1 })
    expect(reading?.doubts).toEqual([
      { kind: 'contradiction', text: expect.stringMatching(/not all of it is valid UTF-8/) },
    ])
  })
})
