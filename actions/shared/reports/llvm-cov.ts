import type { CoverageTotals, Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'
import { Tally, ratioFrom, sumDoubt } from './coverage-tally.ts'
import { jsonReader } from './json/reader.ts'
import { field, listField, numberField, objectOf, requiredText, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'

/*
 * `llvm-cov export` JSON (https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export), also of cargo-llvm-cov and Swift.
 * `totals` is what is reported; the summaries of the files must add up to it. Lines are not made from the segments:
 * llvm-cov counts lines function by function, so that segments give other numbers. Its LCOV export has lines, for patch coverage.
 */
export const open: OpenReader = ({ mapPath }) => {
  const sums = { line: new Tally(), branch: new Tally(), function: new Tally() }
  const totals = { line: new Tally(), branch: new Tally(), function: new Tally() }
  const paths = new Set<string>()
  let version: string | undefined

  function finish(): Reading {
    const doubts: Doubt[] = KINDS.flatMap(([kind, key]) => sumDoubt(key, totals[kind], sums[kind]))
    const found: CoverageTotals = {
      line: totals.line,
      branch: present(totals.branch),
      function: present(totals.function),
    }
    const tool = { name: 'llvm-cov', ...(version === undefined ? {} : { version }) }
    return {
      kind: 'coverage',
      entries: paths.size,
      metrics: coverageMetrics(found),
      completeness: 'complete',
      doubts,
      tool,
      totalsOnly: true,
    }
  }

  return jsonReader(
    ['data[].files[]', 'data[].functions[]'],
    {
      element(value, stream) {
        if (stream === 1) return
        paths.add(mapPath(requiredText(value, 'filename', 'a file')))
        addTo(sums, field(value, 'summary'), 'a file')
      },
      document(value) {
        const report = objectOf(value, 'the report')
        if (textField(report, 'type') !== 'llvm.coverage.json.export') {
          throw new EvidenceError('its type is not "llvm.coverage.json.export"')
        }
        version = textField(field(report, 'cargo_llvm_cov'), 'version')
        const data = listField(report, 'data')
        if (data.length === 0) throw new EvidenceError('its data are empty')
        for (const part of data) addTo(totals, field(part, 'totals'), 'the report')
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

/** Branches came with LLVM 12. */
function addTo(tallies: Record<'line' | 'branch' | 'function', Tally>, summary: unknown, what: string): void {
  for (const [kind, key] of KINDS) {
    const ratio = ratioFrom(numberField(field(summary, key), 'covered'), numberField(field(summary, key), 'count'), key)
    if (!ratio && kind !== 'branch') throw new EvidenceError(`${what} has no totals of ${key}`)
    if (ratio) tallies[kind].add(ratio)
  }
}

function present(ratio: Ratio): Ratio | undefined {
  return ratio.total > 0 ? ratio : undefined
}
