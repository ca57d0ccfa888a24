import type { Verdict } from '../model/verdict.ts'
import type { WaiverMatch, WaiverRecord, WaiverState } from '../model/waived.ts'
import { counted } from './format.ts'

export const WAIVER_EMOJI: Readonly<Record<WaiverState, string>> = {
  expired: '⌛',
  locked: '🔒',
  stale: '❔',
  expiring: '⏳',
  proposed: '🌱',
  holds: '🤝',
}

export const WAIVER_WORD: Readonly<Record<WaiverState, string>> = {
  expired: 'expired',
  locked: 'not allowed',
  stale: 'matches nothing',
  expiring: 'ends soon',
  proposed: 'can be released',
  holds: 'holds',
}

/** What is forgiven in all, as a number of findings and one of tests. */
export function countForgiven(verdict: Verdict): { findings: number; tests: number } {
  const total = (kind: WaiverRecord['kind']): number =>
    (verdict.waived ?? [])
      .filter((record) => record.kind === kind && record.state !== 'expired')
      .reduce((sum, { matched }) => sum + matched, 0)
  return { findings: total('finding'), tests: total('test') }
}

/** `2 findings waived and 1 failing test in quarantine`; empty where nothing is forgiven. */
export function forgivenText(verdict: Verdict): string {
  const { findings, tests } = countForgiven(verdict)
  const parts = [
    ...(findings > 0 ? [`${counted(findings, 'finding')} waived`] : []),
    ...(tests > 0 ? [`${counted(tests, 'failing test')} in quarantine`] : []),
  ]
  return parts.join(' and ')
}

/** What somebody has to do about waivers and quarantined tests, most urgent first. */
export function waiverNotes(verdict: Verdict): readonly (WaiverRecord & { readonly note: string })[] {
  return (verdict.waived ?? []).filter((record): record is WaiverRecord & { note: string } => record.note !== undefined)
}

/** Quarantined tests that did not succeed, each with the entry that forgives it. */
export function quarantinedFailures(verdict: Verdict): { record: WaiverRecord; match: WaiverMatch }[] {
  return (verdict.waived ?? [])
    .filter(({ kind, state }) => kind === 'test' && state !== 'expired')
    .flatMap((record) => record.matches.map((match) => ({ record, match })))
}
