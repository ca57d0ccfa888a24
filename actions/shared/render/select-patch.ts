import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { patchLines } from '../policy/patch-coverage.ts'

/** Lines of one file that the change touches and that no test enters. */
export interface UncoveredChange {
  readonly path: string
  readonly lines: number
  /** First and last line; lines between them that cannot be covered do not break one. */
  readonly ranges: readonly (readonly [number, number])[]
}

/** Changed lines without coverage, files with the most of them first; none where every rule about them holds. */
export function uncoveredChanges(verdict: Verdict, set: EvidenceSet): UncoveredChange[] {
  const { change } = set
  if (change === undefined || !verdict.reasons.some(isOpen)) return []
  const tables = [...set.tables.values()].map(({ coverage }) => coverage)
  const found: UncoveredChange[] = []
  for (const [path, { ranges, isGenerated }] of change.files) {
    const lines = isGenerated ? undefined : patchLines(tables, path)
    if (!lines) continue
    const uncovered: [number, number][] = []
    let count = 0
    let at = 0
    let isGoingOn = false
    lines.forEach((line, hits) => {
      while (at < ranges.length && (ranges[at + 1] as number) < line) {
        at += 2
        isGoingOn = false
      }
      if (at >= ranges.length || (ranges[at] as number) > line) return
      const last = uncovered.at(-1)
      if (hits > 0) isGoingOn = false
      else {
        count += 1
        if (isGoingOn && last) last[1] = line
        else uncovered.push([line, line])
        isGoingOn = true
      }
    })
    if (count > 0) found.push({ path, lines: count, ranges: uncovered })
  }
  return found.sort((left, right) => right.lines - left.lines || (left.path < right.path ? -1 : 1))
}

function isOpen({ metric, rule, status }: Verdict['reasons'][number]): boolean {
  return status !== 'pass' && metric?.startsWith('coverage.') === true && rule.startsWith(`${metric}.patch`)
}

/** `12–18, 40 and 3 more`. */
export function rangesText(ranges: UncoveredChange['ranges'], most: number): string {
  const shown = ranges.slice(0, most).map(([first, last]) => (first === last ? String(first) : `${first}–${last}`))
  const left = ranges.length - shown.length
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}
