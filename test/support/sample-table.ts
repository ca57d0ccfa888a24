import { expect, it } from '@jest/globals'
import { bytesOf, contentsOf, isDoubted, readBytes, type ReadOptions, type ReadReport } from './read-report.ts'

/** A small report and what must be made of it. */
export interface Sample {
  readonly is: string
  readonly text: string
  readonly options?: ReadOptions
  /** Id of the format that its contents must give away; not looked at where the options name one. */
  readonly format: string
  /** Metrics that must be among those read. */
  readonly metrics?: Readonly<Record<string, number>>
  readonly refused?: RegExp
  /** A contradiction that must be told; none where absent. */
  readonly contradicts?: RegExp
  /** A difference of readings that must be told. */
  readonly notes?: RegExp
}

/** Each sample holds what it must, also byte by byte, and cut anywhere it does not turn green. */
export function itReads(samples: readonly Sample[]): void {
  it.each(samples.map((sample) => [`${sample.format}: ${sample.is}`, sample] as const))('%s', (_, sample) => {
    const report = readBytes(bytesOf(sample.text), sample.options)
    if (sample.refused) {
      expect(report.refused).toMatch(sample.refused)
      return
    }
    expect(report.refused).toBeUndefined()
    expect(report.format).toBe(sample.format)
    expect(report.reading?.metrics).toMatchObject(sample.metrics ?? {})
    const told = (wanted: string) =>
      (report.reading?.doubts ?? []).filter(({ kind }) => kind === wanted).map(({ text }) => text)
    if (sample.contradicts) expect(told('contradiction').join('\n')).toMatch(sample.contradicts)
    else expect(told('contradiction')).toEqual([])
    if (sample.notes) expect(told('reading').join('\n')).toMatch(sample.notes)
    const whole = contentsOf(report)
    expect(contentsOf(readBytes(bytesOf(sample.text), { ...sample.options, chunks: [1] }))).toEqual(whole)
    expect(contentsOf(readBytes(bytesOf(sample.text), { ...sample.options, chunks: [3, 1, 7] }))).toEqual(whole)
  })
}

/** Something was looked at, nothing is wrong, nothing is doubtful. */
export function isGreen(report: ReadReport): boolean {
  if (isDoubted(report)) return false
  const metrics = report.reading?.metrics ?? {}
  const wrong = ['tests.failed', 'tests.errored', 'lint.error', 'boundaries.total', 'performance.thresholds.crossed']
  return wrong.every((metric) => (metrics[metric] ?? 0) === 0)
}

/** Beginnings of a report that read as if all were well. At most `cuts` places are tried, spread evenly. */
export function greenCuts(bytes: Uint8Array, format: string, options: ReadOptions = {}, cuts = 4_000): number[] {
  const green: number[] = []
  const step = Math.max(1, Math.ceil(bytes.length / cuts))
  for (let end = 0; end < bytes.length; end += step) {
    if (isGreen(readBytes(bytes.slice(0, end), { ...options, format }))) green.push(end)
  }
  return green
}

/** Of the samples that hold a failure no beginning is green, except one that `isWhole` in itself. */
export function itStaysRed(samples: readonly Sample[], isWhole: (left: string) => boolean = () => false): void {
  const failing = samples.filter(
    ({ metrics = {} }) =>
      (metrics['tests.failed'] ?? 0) + (metrics['tests.errored'] ?? 0) + (metrics['lint.error'] ?? 0) > 0,
  )
  it.each(failing.map((sample) => [`${sample.format}: ${sample.is}`, sample] as const))(
    '%s, cut anywhere, is not green',
    (_, sample) => {
      const bytes = bytesOf(sample.text)
      const green = greenCuts(bytes, sample.format, sample.options)
      expect(green.filter((end) => !isWhole(new TextDecoder().decode(bytes.slice(0, end))))).toEqual([])
    },
  )
}
