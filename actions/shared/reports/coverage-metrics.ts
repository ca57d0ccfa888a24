import type { CoverageTotals, Doubt, Ratio } from '../model/evidence.ts'

const KINDS = ['line', 'branch', 'function'] as const

/** Totals by the names of the metric catalogue. Of nothing there is no percentage. */
export function coverageMetrics(totals: CoverageTotals): Record<string, number> {
  const metrics: Record<string, number> = {}
  for (const kind of KINDS) {
    const ratio = totals[kind]
    if (!ratio) continue
    if (ratio.total > 0) metrics[`coverage.${kind}`] = (ratio.covered * 100) / ratio.total
    metrics[`coverage.${kind}.covered`] = ratio.covered
    metrics[`coverage.${kind}.total`] = ratio.total
  }
  return metrics
}

/** Totals may differ by so much, relative to the larger, where writers count templates, overloads or partial classes in their own ways. */
const USUAL_DIFFERENCE = 0.15

/**
 * What the lines of a report say against the totals that it declares and that are taken.
 * Small differences are another reading; larger ones mean that lines were lost, unless one of the `explained` ways of counting gives the declared totals.
 */
export function totalsDoubt(
  kind: 'line' | 'branch',
  declared: Ratio,
  distinct: Ratio,
  explained: readonly Ratio[] = [],
): Doubt[] {
  if (sameRatio(declared, distinct)) return overfullDoubts({ [kind]: declared })
  const difference = Math.abs(declared.total - distinct.total) / Math.max(declared.total, distinct.total, 1)
  const isReading =
    declared.covered <= declared.total &&
    (difference <= USUAL_DIFFERENCE || explained.some((ratio) => sameRatio(ratio, declared)))
  const name = kind === 'line' ? 'lines' : 'branches'
  return [
    {
      kind: isReading ? 'reading' : 'contradiction',
      text: `it declares ${declared.covered} of ${declared.total} ${name} covered, its distinct ${name} are ${distinct.covered} of ${distinct.total}`,
      alternative: coverageMetrics({ [kind]: distinct }),
    },
  ]
}

/** More covered than there is. */
export function overfullDoubts(totals: CoverageTotals): Doubt[] {
  return KINDS.flatMap((kind): Doubt[] => {
    const { covered, total } = totals[kind] ?? { covered: 0, total: 0 }
    if (covered <= total) return []
    return [{ kind: 'contradiction', text: `it declares ${covered} of ${total} covered (${kind})` }]
  })
}

function sameRatio(left: Ratio, right: Ratio): boolean {
  return left.covered === right.covered && left.total === right.total
}
