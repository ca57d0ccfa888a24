/**
 * How often a property is tried: always with the same inputs, so that a failure is the change's own and comes back.
 * `FUZZ=20` tries twenty times as many, other ones each time; what it finds becomes a test.
 */
export function tries(runs: number): { readonly numRuns: number; readonly seed?: number } {
  const factor = Number(process.env['FUZZ'] ?? 0)
  return factor > 0 ? { numRuns: Math.ceil(runs * factor) } : { numRuns: runs, seed: 20_261_121 }
}
