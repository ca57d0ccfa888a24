import { readFileSync } from 'node:fs'
import type { Reading } from '../../../actions/shared/model/evidence.ts'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { bytesOf, FIXTURES, fixture } from '../../support/read-report.ts'

/** A good report of a format. */
export interface Sample {
  readonly format: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly text: string
  readonly syntax: 'xml' | 'json' | 'text'
}

interface Row {
  readonly file: string
  readonly format: string
  readonly entries: number
  readonly metrics: Readonly<Record<string, number>>
  readonly unknown?: string
}

/** Tests, errors and findings that a gate would fail for. */
export function failing({ metrics }: Pick<Reading, 'metrics'>): number {
  const names = [
    'tests.failed',
    'tests.errored',
    'lint.total',
    'types.total',
    'boundaries.total',
    'security.total',
    'secrets.total',
    'licenses.total',
  ]
  return names.reduce((sum, name) => sum + (metrics[name] ?? 0), 0)
}

function sampleOf(format: string, name: string, bytes: Uint8Array): Sample {
  const text = new TextDecoder().decode(bytes)
  const first = text.trimStart().charAt(0)
  return { format, name, bytes, text, syntax: first === '<' ? 'xml' : first === '{' || first === '[' ? 'json' : 'text' }
}

const rows = (JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Row[]).filter(
  ({ unknown, entries }) => unknown === undefined && entries > 0,
)

/** Every fixture that holds something and may be believed. */
export const ALL_SAMPLES: readonly Sample[] = FORMATS.flatMap(({ id }) =>
  id === 'metrics'
    ? [sampleOf(id, 'metrics', bytesOf('{"bundle.size": 1234.5, "coverage.line": 81, "performance.p95": 12e1}\n'))]
    : rows.filter(({ format }) => format === id).map(({ file }) => sampleOf(id, file, fixture(file))),
)

/** One of each format that has a fixture: that with most to lose. */
export const SAMPLES: readonly Sample[] = FORMATS.flatMap(({ id }) => {
  const weight = ({ metrics, entries }: Row): number => failing({ metrics }) * 1_000 + entries
  const [best] = rows.filter(({ format }) => format === id).sort((left, right) => weight(right) - weight(left))
  return ALL_SAMPLES.filter(({ format, name }) => format === id && (best === undefined || name === best.file)).slice(
    0,
    1,
  )
})
