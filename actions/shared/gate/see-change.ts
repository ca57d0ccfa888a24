import type { EvidenceSet } from '../model/evidence.ts'
import type { Rule } from '../policy/rule.ts'
import type { ChangeFound } from '../runtime/change.ts'
import type { GateSurroundings } from './gate.ts'

/** Reads what the checked-out commit changes, where a rule asks for it: it costs a diff, and in a shallow checkout a fetch. */
export async function seeChange(
  rules: readonly Rule[],
  { environment, payload, git }: Pick<GateSurroundings, 'environment' | 'payload' | 'git'>,
  request: {
    readonly base: string | undefined
    readonly folder: string
    readonly files: readonly string[] | undefined
  },
): Promise<ChangeFound | undefined> {
  if (!rules.some(({ scope }) => scope === 'patch' || scope === 'introduced')) return undefined
  const { readChange } = await import('../runtime/change.ts')
  return readChange({ git, environment, payload, mayFetch: true, ...request })
}

/** The evidence with the change, for whoever shows it. */
export function withChange(evidence: EvidenceSet, found: ChangeFound | undefined): EvidenceSet {
  return typeof found?.change === 'object' ? { ...evidence, change: found.change } : evidence
}
