import { changedLinesOf } from '../github/changed-lines.ts'
import { planPublishing, type PublishPlan } from '../github/events.ts'
import { portsOfStep } from '../github/github-ports.ts'
import { askForChangedLines, type GitHubPorts, type Published, publishVerdict } from '../github/publish-verdict.ts'
import type { Change } from '../model/change.ts'
import { type AnnotationLevel, renderAnnotations } from '../render/annotations.ts'
import type { ChangedLines } from '../render/select-findings.ts'
import type { EventPayload } from '../runtime/environment.ts'
import type { Git } from '../runtime/git.ts'
import type { Step } from '../runtime/step.ts'
import type { Workspace } from '../runtime/workspace.ts'
import type { BaselinePorts } from './baseline-ports.ts'
import type { GateResult } from './gate.ts'
import type { GateInputs } from './inputs.ts'

/** What showing a verdict on GitHub needs beside the verdict. */
export interface PublishSurroundings {
  readonly step: Step
  readonly payload: EventPayload
  readonly git: Git
  readonly workspace: Workspace
  /** Folder of the checkout. */
  readonly folder: string
  readonly baselinePorts?: BaselinePorts | undefined
}

export interface PublishedGate extends Published {
  /** By which the annotations that remain are ordered too. */
  readonly changedLines: ChangedLines | undefined
}

/** Comment and check run, as inputs, event and token allow. Never rejects; asks GitHub nothing that is not wished. */
export async function publishOnGitHub(
  { verdict, evidence }: GateResult,
  inputs: GateInputs,
  surroundings: PublishSurroundings,
): Promise<PublishedGate> {
  const { environment } = surroundings.step
  const plan = planPublishing(environment, surroundings.payload)
  const ports = portsOfStep(inputs.token, surroundings.step)
  const comment = typeof inputs.comment === 'string' ? inputs.comment : inputs.comment ? 'always' : 'never'
  const checkRun = inputs.annotations === 'checks' || inputs.annotations === 'all'
  let asked: Promise<ChangedLines | undefined> | undefined
  const changedLines = () => (asked ??= changedLinesFor(evidence.change, inputs.base, plan, ports, surroundings))
  const serverUrl = environment['GITHUB_SERVER_URL']
  const wishes = { comment, checkRun } as const
  const published = await publishVerdict({ verdict, evidence, wishes, plan, ports, serverUrl, changedLines })
  // The order of remarks matters only where some are left out.
  const isOrdered = inputs.annotations !== false && hasMoreThanFit(renderAnnotations(verdict, evidence).leftOut)
  return { ...published, changedLines: isOrdered ? await changedLines() : undefined }
}

function hasMoreThanFit(leftOut: Readonly<Record<AnnotationLevel, number>>): boolean {
  return Object.values(leftOut).some((count) => count > 0)
}

/** Asked of git, which has no limits, or else of GitHub. Nothing is fetched for an order. */
async function changedLinesFor(
  known: Change | undefined,
  base: string | undefined,
  { pullRequest }: PublishPlan,
  ports: GitHubPorts | undefined,
  { step, payload, git, folder }: PublishSurroundings,
): Promise<ChangedLines | undefined> {
  if (known) return changedLinesOf(known)
  const { readChange } = await import('../runtime/change.ts')
  const { environment } = step
  const { change } = await readChange({ git, folder, environment, payload, base, mayFetch: false })
  if (typeof change === 'object') return changedLinesOf(change)
  return ports && askForChangedLines(pullRequest, ports.pullRequests)
}
