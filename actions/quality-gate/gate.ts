import { planPublishing, withPullRequest } from '../shared/github/events.ts'
import type { EvidenceSet } from '../shared/model/evidence.ts'
import type { Verdict } from '../shared/model/verdict.ts'
import { assess } from '../shared/policy/assess.ts'
import { chooseRules } from '../shared/policy/defaults.ts'
import { checkExpectations } from '../shared/policy/expectations.ts'
import { type Clock, type Environment, type EventPayload, legOf, readSubject } from '../shared/runtime/environment.ts'
import { loadEvidence } from '../shared/runtime/evidence-loader.ts'
import { type Git, listFiles } from '../shared/runtime/git.ts'
import { readPolicySource } from '../shared/runtime/policy-source.ts'
import type { Policy } from '../shared/policy/policy-file.ts'
import type { Progress } from '../shared/runtime/progress.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import type { QualityGateInputs } from './inputs.ts'

/** What a gate needs of the world, the same in an action and at a terminal. */
export interface GateSurroundings {
  readonly workspace: Workspace
  readonly environment: Environment
  readonly payload: EventPayload
  readonly clock: Clock
  readonly git: Git
  readonly progress?: Progress | undefined
}

export interface GateResult {
  readonly verdict: Verdict
  readonly evidence: EvidenceSet
  /** What people must be told beside the reasons. */
  readonly notices: readonly string[]
}

/** Reads the reports, asks the policy, gives the verdict. Writes nothing. */
export async function judge(inputs: QualityGateInputs, surroundings: GateSurroundings): Promise<GateResult> {
  const { workspace, environment, payload, clock, git } = surroundings
  const started = clock()
  const leg = legOf(inputs.leg)
  const folder = workspace.within(inputs.workingDirectory, 'working-directory')
  const [files, policy] = await Promise.all([
    listFiles(git, folder.root),
    readPolicy(inputs, surroundings, folder.root),
  ])
  const loaded = await loadEvidence(inputs.reports, {
    workspace: folder,
    files,
    stripPrefixes: inputs.stripPrefix,
    leg,
    progress: surroundings.progress,
  })
  const missing = await checkExpectations(inputs.expect ?? [], loaded.evidence)
  const evidence = { ...loaded, gaps: [...policy.gaps, ...loaded.gaps, ...missing] }
  const rules = chooseRules('quality', inputs.rules ?? [], policy.policy)
  const assessment = assess(evidence, rules, { onUnknown: inputs.onUnknown })
  const verdict: Verdict = {
    schema: 'cicd-verdict/v1',
    action: 'quality-gate',
    name: inputs.name,
    ...assessment,
    subject: withPullRequest(readSubject(environment, payload, leg), planPublishing(environment, payload)),
    started: new Date(started).toISOString(),
    finished: new Date(clock()).toISOString(),
    version: VERSION,
  }
  const unmapped =
    files === undefined ? ['no git repository was found, so the paths in reports are shown as they are'] : []
  return { verdict, evidence, notices: [...policy.notices, ...unmapped] }
}

/** The policy file, unless the input `rules` replaces all that it could say here. */
async function readPolicy(
  inputs: QualityGateInputs,
  { workspace, environment, payload, git }: GateSurroundings,
  folder: string,
): Promise<{
  readonly policy?: Policy | undefined
  readonly notices: readonly string[]
  readonly gaps: EvidenceSet['gaps']
}> {
  if (inputs.rules !== undefined && inputs.rules.length > 0) return { notices: [], gaps: [] }
  const source = await readPolicySource({ file: inputs.policyFile, workspace, folder, git, environment, payload })
  if (source.text === undefined) return { notices: source.notices, gaps: source.gap ? [source.gap] : [] }
  const { parsePolicy } = await import('../shared/policy/policy-file.ts')
  const policy = await parsePolicy(source.text, inputs.policyFile)
  return { policy, notices: [...source.notices, ...policy.notices], gaps: [] }
}
