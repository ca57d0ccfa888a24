import type { Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'
import { Tally, ratioFrom, sumDoubt } from './coverage-tally.ts'
import { jsonReader } from './json/reader.ts'
import { field, numberField, objectOf } from './json/shape.ts'
import type { OpenReader } from './reader.ts'

/*
 * Istanbul's coverage-summary.json (reporter `json-summary`, https://istanbul.js.org/docs/advanced/alternative-reporters/#json-summary).
 * `total` is what is reported; the files must add up to it. `pct` may be a text ("Unknown") and is not used. It holds no lines.
 */
export const open: OpenReader = () => {
  const declared: { line?: Ratio; branch?: Ratio; function?: Ratio } = {}
  const sums = { line: new Tally(), branch: new Tally(), function: new Tally() }
  let entries = 0

  function finish(): Reading {
    const { line, branch, function: functions } = declared
    if (!line) throw new EvidenceError('its total has no lines')
    const totals = {
      line,
      branch: branch && branch.total > 0 ? branch : undefined,
      function: functions && functions.total > 0 ? functions : undefined,
    }
    const doubts: Doubt[] = KINDS.flatMap(([kind, key]) =>
      sumDoubt(key, declared[kind] ?? { covered: 0, total: 0 }, sums[kind]),
    )
    return {
      kind: 'coverage',
      entries,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts,
      totalsOnly: true,
    }
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const { total, ...files } = objectOf(value, 'the report')
        for (const [kind, key] of KINDS) {
          const ratio = ratioOf(total, key)
          if (ratio) declared[kind] = ratio
        }
        for (const [file, summary] of Object.entries(files)) {
          entries += 1
          for (const [kind, key] of KINDS) {
            const ratio = ratioOf(objectOf(summary, file), key)
            if (!ratio) throw new EvidenceError(`${file} has no ${key}`)
            sums[kind].add(ratio)
          }
        }
      },
    },
    finish,
  )
}

const KINDS = [
  ['line', 'lines'],
  ['branch', 'branches'],
  ['function', 'functions'],
] as const

function ratioOf(summary: unknown, key: string): Ratio | undefined {
  return ratioFrom(numberField(field(summary, key), 'covered'), numberField(field(summary, key), 'total'), key)
}
