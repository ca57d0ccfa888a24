import type { SeverityStatement } from '../../model/security.ts'
import { cvss4Score } from './cvss4.ts'

/*
 * Base scores of CVSS vectors, for reports that give nothing but the vector.
 * 2.0: https://www.first.org/cvss/v2/guide §3.2.1. 3.0 and 3.1: https://www.first.org/cvss/v3.1/specification-document §7.
 */

/** What a source states by a vector; nothing where it is no whole vector. */
export function byVector(source: string, vector: string | undefined): readonly SeverityStatement[] {
  const text = (vector ?? '').trim().replace(/^\((.*)\)$/, '$1')
  const version = (/^CVSS:(4\.0|3\.1|3\.0|2\.0)\//.exec(text)?.[1] ?? '2.0') as '4.0' | '3.1' | '3.0' | '2.0'
  const metrics = metricsOf(text)
  const score = metrics && SCORES[version](metrics)
  return score === undefined || Number.isNaN(score) ? [] : [{ source, cvss: { version, score, vector: text } }]
}

export type CvssMetrics = ReadonlyMap<string, string>

/** A metric that is said twice makes the vector none. */
function metricsOf(text: string): CvssMetrics | undefined {
  const metrics = new Map<string, string>()
  for (const part of text.replace(/^CVSS:[^/]*\//, '').split('/')) {
    const [, name, value] = /^([A-Za-z]+):([A-Za-z]+)$/.exec(part) ?? []
    if (name === undefined || value === undefined || metrics.has(name)) return undefined
    metrics.set(name, value)
  }
  return metrics
}

const SCORES: Readonly<Record<'4.0' | '3.1' | '3.0' | '2.0', (metrics: CvssMetrics) => number | undefined>> = {
  '4.0': cvss4Score,
  '3.1': (metrics) => cvss3Score(metrics, roundUp),
  '3.0': (metrics) => cvss3Score(metrics, (value) => Math.ceil(value * 10) / 10),
  '2.0': cvss2Score,
}

type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>

/** NaN where the metric is missing or has no such value: whatever is reckoned from it is none. */
function weigh(weights: Weights, metrics: CvssMetrics, name: string): number {
  const value = metrics.get(name) ?? ''
  const row = weights[name] ?? {}
  return Object.hasOwn(row, value) ? (row[value] as number) : Number.NaN
}

const IMPACT_2 = { N: 0, P: 0.275, C: 0.66 }
const WEIGHTS_2: Weights = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: IMPACT_2,
  I: IMPACT_2,
  A: IMPACT_2,
}

function cvss2Score(metrics: CvssMetrics): number {
  const of = (name: string): number => weigh(WEIGHTS_2, metrics, name)
  const impact = 10.41 * (1 - (1 - of('C')) * (1 - of('I')) * (1 - of('A')))
  const exploitability = 20 * of('AV') * of('AC') * of('Au')
  return Math.round((0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176) * 10) / 10
}

const IMPACT_3 = { N: 0, L: 0.22, H: 0.56 }
const WEIGHTS_3: Weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  S: { U: 0, C: 1 },
  C: IMPACT_3,
  I: IMPACT_3,
  A: IMPACT_3,
}
/** Privileges weigh less where the scope changes. */
const PRIVILEGES_3: readonly Weights[] = [{ PR: { N: 0.85, L: 0.62, H: 0.27 } }, { PR: { N: 0.85, L: 0.68, H: 0.5 } }]

function cvss3Score(metrics: CvssMetrics, round: (value: number) => number): number {
  const of = (name: string): number => weigh(WEIGHTS_3, metrics, name)
  const isChanged = of('S')
  const base = 1 - (1 - of('C')) * (1 - of('I')) * (1 - of('A'))
  const impact = isChanged === 1 ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base
  const exploitability = 8.22 * of('AV') * of('AC') * weigh(PRIVILEGES_3[isChanged] ?? {}, metrics, 'PR') * of('UI')
  if (Number.isNaN(impact + exploitability)) return Number.NaN
  if (impact <= 0) return 0
  return round(Math.min((isChanged === 1 ? 1.08 : 1) * (impact + exploitability), 10))
}

/** 3.1's, by whole numbers: its appendix A. */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}
