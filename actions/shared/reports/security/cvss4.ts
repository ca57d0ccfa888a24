import type { CvssMetrics } from './cvss.ts'

/*
 * CVSS 4.0's base score (https://www.first.org/cvss/v4.0/specification-document §8): threat and environment are as good as
 * not defined, so of the 270 MacroVectors those with EQ5 of 0 and EQ4 of 1 or 2 are left, and requirements are high.
 */

/** Scores of MacroVectors: a row for each EQ1 and EQ2; in it EQ3 and EQ6 as 00, 01, 10, 11, 21, each with EQ4 of 1 and 2. */
const SCORES: readonly (readonly number[])[] = [
  '10 9.3 9.6 9 9.3 8.8 9.2 8 7.9 6.9',
  '9.5 9.2 9.1 8.1 9.2 8.4 8.2 7 7.1 6.3',
  '9.4 8.7 8.9 7.5 8.6 7.2 7.6 5.7 6.5 5.3',
  '9 7.7 7.7 6.6 7.4 6.1 5.9 5.2 5.8 2.3',
  '8.6 7 7.4 5.4 7.2 5.3 5.7 3.6 4.7 2.4',
  '7.3 5.4 5.5 4.3 6.1 4.6 5.1 1.8 2.4 1',
].map((row) => row.split(' ').map(Number))
const EQ36 = ['00', '01', '10', '11', '21']

/** How many steps a MacroVector is deep (Table 29): by EQ1, EQ2, EQ3 with EQ6, EQ4. */
const DEPTH_1 = [1, 4, 5]
const DEPTH_2 = [1, 2]
const DEPTH_36: Readonly<Record<string, number>> = { '00': 7, '10': 8, '21': 10 }
const DEPTH_4 = [6, 5, 4]

/** Values from the worst on: a step is one place. */
const LEVELS: Readonly<Record<string, string>> = {
  AV: 'NALP',
  AC: 'LH',
  AT: 'NP',
  PR: 'NLH',
  UI: 'NPA',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'HLN',
  SI: 'HLN',
  SA: 'HLN',
}

/** The worst vectors of a MacroVector (Tables 24 to 28), as steps from the worst value of each metric. */
const WORST_1 = [
  [[0, 0, 0]],
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [3, 0, 0],
    [1, 1, 1],
  ],
]
const WORST_2 = [
  [[0, 0]],
  [
    [1, 0],
    [0, 1],
  ],
]
const WORST_3 = [
  [[0, 0, 0]],
  [
    [1, 0, 0],
    [0, 1, 0],
  ],
  [[1, 1, 1]],
]

/** Nothing where a metric is missing or has no such value. */
export function cvss4Score(metrics: CvssMetrics): number | undefined {
  const steps = (names: string): number[] =>
    names.split(' ').map((name) => {
      const value = metrics.get(name) ?? ''
      return value.length === 1 ? (LEVELS[name] ?? '').indexOf(value) : -1
    })
  const reach = steps('AV PR UI')
  const complexity = steps('AC AT')
  const impact = steps('VC VI VA')
  const subsequent = steps('SC SI SA')
  if ([...reach, ...complexity, ...impact, ...subsequent].includes(-1)) return undefined
  if ([...impact, ...subsequent].every((step) => step === 2)) return 0

  const eq1 = reach.every((step) => step === 0) ? 0 : reach[0] !== 3 && reach.includes(0) ? 1 : 2
  const eq2 = complexity.includes(1) ? 1 : 0
  const eq3 = impact[0] === 0 && impact[1] === 0 ? 0 : impact.includes(0) ? 1 : 2
  const eq36 = `${eq3}${eq3 === 2 ? 1 : 0}`
  const eq4 = subsequent.includes(0) ? 1 : 2
  const score = (one: number, two: number, three: string, four: number): number =>
    SCORES[one * 2 + two]?.[EQ36.indexOf(three) * 2 + four - 1] ?? Number.NaN

  const own = score(eq1, eq2, eq36, eq4)
  const lower36 = {
    '00': Math.max(score(eq1, eq2, '01', eq4), score(eq1, eq2, '10', eq4)),
    '10': score(eq1, eq2, '11', eq4),
  }
  const falls = [
    eq1 < 2 && (own - score(eq1 + 1, eq2, eq36, eq4)) * (distance(reach, WORST_1[eq1]) / (DEPTH_1[eq1] ?? 1)),
    eq2 < 1 && (own - score(eq1, eq2 + 1, eq36, eq4)) * (distance(complexity, WORST_2[eq2]) / (DEPTH_2[eq2] ?? 1)),
    (eq36 === '00' || eq36 === '10') &&
      (own - lower36[eq36]) * (distance(impact, WORST_3[eq3]) / (DEPTH_36[eq36] ?? 1)),
    eq4 < 2 && (own - score(eq1, eq2, eq36, eq4 + 1)) * (distance(subsequent, [[0, 0, 0]]) / (DEPTH_4[eq4] ?? 1)),
    // EQ5 has one value, and always a MacroVector below it.
    0,
  ].filter((fall) => fall !== false)
  const mean = falls.reduce((sum, fall) => sum + fall, 0) / falls.length
  return Math.round((Math.min(Math.max(own - mean, 0), 10) + 1e-6) * 10) / 10
}

/** Steps from the first of the worst vectors that is at least as bad in every metric. */
function distance(steps: readonly number[], worst: readonly (readonly number[])[] = []): number {
  const nearest = worst.find((vector) => vector.every((step, index) => step <= (steps[index] ?? 0))) ?? []
  return nearest.reduce((sum, step, index) => sum + (steps[index] ?? 0) - step, 0)
}
