import { isCompared } from '../policy/compare-rules.ts'
import type { Rule } from '../policy/rule.ts'
import type { BaselineFound } from '../runtime/baseline-source.ts'
import type { Environment, EventPayload } from '../runtime/environment.ts'
import type { Git } from '../runtime/git.ts'
import type { Workspace } from '../runtime/workspace.ts'
import type { BaselinePorts } from './baseline-ports.ts'
import type { GateInputs } from './inputs.ts'

export interface BaselineSurroundings {
  readonly workspace: Workspace
  readonly environment: Environment
  readonly payload: EventPayload
  readonly git: Git
  readonly baselinePorts?: BaselinePorts | undefined
}

export interface BaselineToRead {
  readonly inputs: GateInputs
  readonly rules: readonly Rule[]
  readonly leg: string | undefined
  /** Folder of the checkout. */
  readonly folder: string
  /** What a change starts from, where that is known already. */
  readonly mergeBase?: string | undefined
}

/** What this run is compared with. A missing baseline is told of where a rule asks for one, or where something is wrong. */
export async function readBaseline(wanted: BaselineToRead, surroundings: BaselineSurroundings): Promise<BaselineFound> {
  const isAsked = wanted.rules.some((rule) => rule.limit.kind === 'base' || isCompared(rule))
  const found = await find(wanted, surroundings)
  const { baseline, notices, isAmiss } = found
  if (typeof baseline === 'object') return found
  const told = isAsked || isAmiss === true ? [`there is no baseline to compare with: ${baseline}`] : []
  return { ...found, notices: [...told, ...notices] }
}

async function find(wanted: BaselineToRead, surroundings: BaselineSurroundings): Promise<BaselineFound> {
  const { inputs, leg, folder, mergeBase } = wanted
  const { workspace, environment, payload, git, baselinePorts } = surroundings
  const owner = { repository: environment['GITHUB_REPOSITORY'] || undefined, gate: inputs.name, leg }
  if (inputs.baseline === 'none') return { baseline: 'the input baseline is none', notices: [] }
  if (inputs.baseline !== 'cache') {
    const { readBaselineFile } = await import('../runtime/baseline-file.ts')
    return readBaselineFile({ file: inputs.baseline, workspace, owner, git, environment })
  }
  if (!baselinePorts) {
    return { baseline: 'this is not a runner with a cache; name a file by the input baseline', notices: [] }
  }
  const { readCachedBaseline } = await import('../runtime/baseline-source.ts')
  const { reading: cache, entries, isInTime } = baselinePorts
  const ancestry = { git, folder, environment, payload, mergeBase, mayFetch: environment['GITHUB_ACTIONS'] === 'true' }
  const mustBeVerified = inputs.requireBaseline
  return readCachedBaseline({ ...ancestry, owner, cache, entries, isInTime, mustBeVerified })
}
