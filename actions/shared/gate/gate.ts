import { planPublishing, withPullRequest } from '../github/events.ts'
import { ConfigurationError } from '../model/errors.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { assess } from '../policy/assess.ts'
import { chooseRules, type Section } from '../policy/defaults.ts'
import { checkExpectations } from '../policy/expectations.ts'
import { inputOnTop } from '../policy/locked-rules.ts'
import type { PolicyDiff } from '../policy/policy-diff.ts'
import type { ReportLine } from '../policy/report-lines.ts'
import { unmatchedPaths } from '../policy/unmatched-paths.ts'
import { type Clock, type Environment, type EventPayload, legOf, readSubject } from '../runtime/environment.ts'
import { loadEvidence } from '../runtime/evidence-loader.ts'
import { findRepository, type Git, listFiles } from '../runtime/git.ts'
import type { ReadRemotePolicy } from '../runtime/policy-chain.ts'
import type { Progress } from '../runtime/progress.ts'
import { VERSION } from '../runtime/version.ts'
import type { Workspace } from '../runtime/workspace.ts'
import { type BaselineOfRun, baselineOfRun } from './baseline-of-run.ts'
import type { BaselinePorts } from './baseline-ports.ts'
import { besideBase } from './beside-base.ts'
import { excuse } from './excuse.ts'
import { type GateInputs, reportsMissing } from './inputs.ts'
import { readBaseline } from './read-baseline.ts'
import { readPolicy, type SeenPolicy } from './read-policy.ts'
import { seeChange, withChange } from './see-change.ts'

/** What tells one gate from the others. */
export interface Gate {
  /** The action's name, as verdicts have it. */
  readonly action: string
  /** The section of the policy that it asks. */
  readonly section: Section
  /** How many findings of a label are kept with their text, where it is not FINDINGS_KEPT. */
  readonly findingsKept?: number
}

/** What a gate needs of the world, the same in an action and at a terminal. */
export interface GateSurroundings {
  readonly workspace: Workspace
  readonly environment: Environment
  readonly payload: EventPayload
  readonly clock: Clock
  readonly git: Git
  readonly readRemotePolicy: ReadRemotePolicy
  /** Absent where no runner offers its cache. */
  readonly baselinePorts?: BaselinePorts | undefined
  readonly progress?: Progress | undefined
}

export interface GateResult {
  readonly verdict: Verdict
  readonly evidence: EvidenceSet
  /** What people must be told beside the reasons. */
  readonly notices: readonly string[]
  /** What to record of this run, or why nothing is. */
  readonly baselineOf: BaselineOfRun
  /** The folder that paths of the evidence start from, absolute. */
  readonly top: string
  /** The repository's files, where one is there. */
  readonly files: readonly string[] | undefined
  /** What the change under review does to the policy file. */
  readonly policyDiff?: PolicyDiff | undefined
}

/** Reads the reports, asks the policy, gives the verdict. Writes nothing. */
export async function judge(gate: Gate, inputs: GateInputs, surroundings: GateSurroundings): Promise<GateResult> {
  const { environment, payload, clock } = surroundings
  const started = clock()
  const { found, policy, sources, files, repository, leg } = await takeIn(gate, inputs, surroundings)
  const { folder } = sources
  const asked = inputs.rules ?? []
  const rules = chooseRules(gate.section, asked, policy.policy)
  const patch = await seeChange(rules, surroundings, { base: inputs.base, folder, files })
  const mergeBase = typeof patch?.change === 'object' ? patch.change.base : undefined
  const { baseline: base, notices: onBase } = await readBaseline(
    { inputs, rules, leg, folder, mergeBase },
    surroundings,
  )
  const baseline = typeof base === 'object' ? base : undefined
  const excused = await excuse(found, policy.policy, { now: started, rules, baseline, sources, files })
  const top = repository ?? folder
  const evidence = besideBase(withChange(excused.set, patch), base, top)
  const assessment = excused.explained(
    assess(evidence, rules, {
      ...{ onUnknown: inputs.onUnknown, change: patch?.change },
      ...{ baseline: base, requireBaseline: inputs.requireBaseline },
    }),
  )
  const verdict: Verdict = {
    schema: 'cicd-verdict/v1',
    action: gate.action,
    name: inputs.name,
    ...assessment,
    ...(excused.waived.length > 0 && { waived: excused.waived }),
    subject: withPullRequest(readSubject(environment, payload, leg), planPublishing(environment, payload)),
    started: new Date(started).toISOString(),
    finished: new Date(clock()).toISOString(),
    version: VERSION,
  }
  const notices = [
    ...policy.notices,
    ...inputOnTop(asked, policy.policy?.[gate.section] ?? []).notices,
    ...unmatchedPaths(rules, files),
    ...excused.notices,
    ...onBase,
    ...(files === undefined ? ['no git repository was found, so the paths in reports are shown as they are'] : []),
    ...(patch?.notices ?? []),
  ]
  return {
    ...{ verdict, evidence, notices, top, files },
    policyDiff: await diffOf(policy, inputs.policyFile),
    baselineOf: baselineOfRun({
      base,
      set: evidence,
      rules,
      quarantine: policy.policy?.quarantine ?? [],
      folder: top,
    }),
  }
}

/** The policy, and what the reports hold and lack. */
async function takeIn(gate: Gate, inputs: GateInputs, surroundings: GateSurroundings) {
  const { workspace, environment, payload, git } = surroundings
  const leg = legOf(inputs.leg)
  const folder = workspace.within(inputs.workingDirectory, 'working-directory')
  const sources = { workspace, folder: folder.root, git, environment, payload }
  const isReplaced = (inputs.rules ?? []).length > 0 && inputs.reports !== undefined
  const [files, repository, policy] = await Promise.all([
    listFiles(git, folder.root),
    findRepository(git, folder.root),
    readPolicy({ ...sources, file: inputs.policyFile }, surroundings.readRemotePolicy, isReplaced),
  ])
  const loaded = await loadEvidence(reportLines(inputs, policy), {
    workspace: folder,
    files,
    top: repository,
    stripPrefixes: inputs.stripPrefix,
    leg,
    progress: surroundings.progress,
    findingsKept: gate.findingsKept,
  })
  const missing = await checkExpectations(inputs.expect ?? [], loaded.evidence)
  const found: EvidenceSet = { ...loaded, gaps: [...policy.gaps, ...loaded.gaps, ...missing] }
  return { found, policy, sources, files, repository, leg }
}

/** The reports of the input, else of the policy file. Of a policy that cannot be seen nobody knows them, which its gap says. */
function reportLines(inputs: GateInputs, { policy, gaps }: SeenPolicy): readonly ReportLine[] {
  const lines = inputs.reports ?? policy?.reports
  if (lines !== undefined) return lines
  if (gaps.length > 0) return []
  const counts = policy === undefined ? ', which the base branch does not have' : ', which has none'
  throw new ConfigurationError(reportsMissing('reports', `${inputs.policyFile}${counts}`))
}

/** What the change does to the policy file; the library that reads it is loaded only where it does something. */
async function diffOf({ changed }: SeenPolicy, file: string): Promise<PolicyDiff | undefined> {
  if (changed === undefined) return undefined
  const { policyDiff } = await import('../policy/policy-diff.ts')
  return policyDiff(changed.before, changed.after, file)
}
