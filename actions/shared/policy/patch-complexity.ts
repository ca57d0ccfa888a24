import { changesAny } from '../model/change.ts'
import type { Measurement } from '../model/evidence.ts'
import type { KeptPlace } from '../model/judged.ts'
import { definitionOf, METRICS } from '../model/metrics.ts'
import type { Member, ScopedEvidence } from './metric-sources.ts'
import { measuredAs } from './metric-values.ts'
import type { PatchSource } from './patch-coverage.ts'
import type { PatchFiles } from './patch-files.ts'
import { placeText } from './place-text.ts'

export interface PatchMeasure extends PatchSource {
  readonly places: readonly KeptPlace[]
}

interface Measured {
  readonly index: number
  readonly measurement: Measurement
}

const LAST_LINE = 0xffffffff

/** What was measured of the functions and files that the change touches. */
export function patchComplexity({ members }: ScopedEvidence, patch: PatchFiles): PatchMeasure[] {
  return Object.keys(METRICS).flatMap((metric) => {
    if (!metric.startsWith('complexity.')) return []
    const name = measuredAs(metric)
    const yielding = members.filter(({ evidence }) => Object.hasOwn(evidence.metrics, metric))
    const isTold = (member: Member) => member.evidence.measurements?.some((one) => one.metric === name) === true
    const telling = yielding.filter(isTold)
    if (telling.length === 0) return []
    const blind = yielding.find((member) => !isTold(member))
    const touched = telling.flatMap((member) => touchedOf(member, name, patch))
    const value = combined(metric, touched)
    return [
      {
        metrics: { [metric]: value ?? 0 },
        members: yielding.map(({ index }) => index),
        doubt: blind && `${blind.evidence.provenance.file} does not say where it measured`,
        nothing: value === undefined ? 'this change touches no function or file that was measured' : undefined,
        places: placesOf(metric, value, touched),
      },
    ]
  })
}

/**
 * Of a function reports know the first line. It is taken to go on to the next one that was measured in its file, so what
 * stands above a function (a decorator, a comment) belongs to the one before it. What has no line is its file, and what
 * has no file counts, as nobody can say that it is elsewhere.
 */
function touchedOf({ evidence, index }: Member, name: string, patch: PatchFiles): Measured[] {
  const all = (evidence.measurements ?? []).filter(({ metric }) => metric === name)
  const starts = new Map<string, number[]>()
  for (const { path, line } of all) {
    if (path === undefined || line === undefined) continue
    const known = starts.get(path)
    if (known) known.push(line)
    else starts.set(path, [line])
  }
  for (const lines of starts.values()) lines.sort((left, right) => left - right)
  const isTouched = ({ path, line }: Measurement): boolean => {
    if (path === undefined) return true
    const edits = patch.editsOf(path)
    if (line === undefined) return edits.some(({ ranges }) => ranges.length > 0)
    if (edits.length === 0) return false
    const next = starts.get(path)?.find((start) => start > line)
    return edits.some((edit) => changesAny(edit, line, next === undefined ? LAST_LINE : next - 1))
  }
  return all.filter(isTouched).map((measurement) => ({ index, measurement }))
}

function combined(metric: string, touched: readonly Measured[]): number | undefined {
  if (touched.length === 0) return undefined
  const values = touched.map(({ measurement }) => measurement.value)
  const combine = definitionOf(metric)?.combine
  if (combine === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((left, right) => (combine === 'min' ? Math.min(left, right) : Math.max(left, right)))
}

function placesOf(metric: string, value: number | undefined, touched: readonly Measured[]): KeptPlace[] {
  if (definitionOf(metric)?.combine === 'mean') return []
  const found = touched.find(({ measurement }) => measurement.value === value)
  const place = found && placeText(found.measurement)
  if (!found || place === undefined) return []
  return [{ value: found.measurement.value, place, evidence: found.index, line: found.measurement.reportLine }]
}
