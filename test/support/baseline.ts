import type { Baseline } from '../../actions/shared/model/baseline.ts'

/** A baseline with these values, and whatever else a test needs of it. */
export function baselineOf(values: Readonly<Record<string, number>>, overrides: Partial<Baseline> = {}): Baseline {
  return {
    repository: 'acme/shop',
    ref: 'refs/heads/main',
    sha: 'b'.repeat(40),
    recorded: '2026-11-01T00:00:00.000Z',
    gate: 'quality-gate',
    values: new Map(Object.entries(values)),
    findings: [],
    findingsTotal: 0,
    coverage: new Map(),
    streaks: new Map(),
    trend: [],
    ...overrides,
  }
}
