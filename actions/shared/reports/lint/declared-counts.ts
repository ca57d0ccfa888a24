import type { Doubt } from '../../model/evidence.ts'
import { type FindingFamily, LEVELS, type Level } from '../../model/findings.ts'

type Counted = Level | 'total'
const COUNTED: readonly Counted[] = [...LEVELS, 'total']

/** What a report says that it holds, by level or in total, against what it lists. Several summaries add up. */
export class DeclaredCounts {
  readonly #declared = new Map<Counted, number>()

  /** Whether there was any: then a report without a finding says so itself. */
  get isStated(): boolean {
    return this.#declared.size > 0
  }

  add(counted: Counted, count: number | undefined): void {
    if (count !== undefined) this.#declared.set(counted, (this.#declared.get(counted) ?? 0) + count)
  }

  /** Counts by the names of groups: `(?<error>\d+)`. */
  addGroups(groups: Readonly<Record<string, string | undefined>>): void {
    for (const counted of COUNTED) {
      const text = groups[counted]
      if (text !== undefined) this.add(counted, text.toLowerCase() === 'no' ? 0 : Number(text))
    }
  }

  /** `atLeast`: the summary speaks of a part of the report, so that only too many declared contradict it. */
  doubts(
    tool: string,
    family: FindingFamily,
    metrics: Readonly<Record<string, number>>,
    how: 'exact' | 'atLeast' = 'exact',
  ): Doubt[] {
    return [...this.#declared].flatMap(([counted, declared]) => {
      const listed = metrics[`${family}.${counted}`] ?? 0
      if (declared === listed || (how === 'atLeast' && declared < listed)) return []
      const what = counted === 'total' ? 'finding(s)' : `${counted}(s)`
      return [
        { kind: 'contradiction', text: `${tool} counts ${declared} ${what}, the report lists ${listed}` } as const,
      ]
    })
  }
}
