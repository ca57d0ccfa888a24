import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { renderAnnotations } from '../render/annotations.ts'
import { renderComment } from '../render/comment.ts'
import { linksFor } from '../render/links.ts'
import type { ChangedLines } from '../render/select-findings.ts'
import { renderSummary } from '../render/summary.ts'
import { headlineOf } from '../render/wording.ts'
import { changedLinesOf, changeOfPatches } from './changed-lines.ts'
import type { CommentStore, CheckRuns, PublishNote, PullRequests } from './ports.ts'
import { findPullRequest } from './find-pull-request.ts'
import { markerOnPlan, type PublishPlan, type PullRequestOfEvent } from './events.ts'
import {
  type CheckDraft,
  CHECK_SUMMARY_BYTES,
  CONCLUSION,
  MOST_CHECK_ANNOTATIONS,
  publishChecks,
} from './publish-checks.ts'
import { type CommentOutcome, publishComment } from './publish-comment.ts'
import { guarded, hindrance, noted } from './publish-guard.ts'

/** Where a verdict can be shown on GitHub; a token that is missing leaves nothing of it. */
export interface GitHubPorts {
  readonly commentsOn: (pullRequest: number) => CommentStore
  readonly checkRuns: CheckRuns
  readonly pullRequests: PullRequests
}

/** What the workflow's author wants to see there. */
export interface PublishWishes {
  /** `problems`: a comment is begun only where something is wrong, and kept up to date from then on. */
  readonly comment: 'always' | 'problems' | 'never'
  readonly checkRun: boolean
}

export interface PublishRequest {
  readonly verdict: Verdict
  readonly evidence: EvidenceSet
  readonly wishes: PublishWishes
  readonly plan: PublishPlan
  /** Absent where there is no token. */
  readonly ports: GitHubPorts | undefined
  /** GITHUB_SERVER_URL. */
  readonly serverUrl?: string | undefined
  /** The lines that the change touches: annotations there come first. Asked after the comment, which matters more. */
  readonly changedLines?: (() => Promise<ChangedLines | undefined>) | undefined
}

export interface Published {
  readonly comment?: CommentOutcome | undefined
  /** Whether a check run carries the annotations, so that they need no other way. */
  readonly checkRun: boolean
  readonly notes: readonly PublishNote[]
}

type Part = Partial<Published> & { readonly notes: readonly PublishNote[] }

/**
 * Shows the verdict in the pull request's comment and as a check run, as far as event, token and weather allow. Never
 * rejects, and changes no verdict: what was not possible is told in notes.
 */
export async function publishVerdict(request: PublishRequest): Promise<Published> {
  const comment: Part = await guarded('comment', () => comments(request))
  const checkRun: Part = await guarded('check run', () => checks(request))
  return {
    comment: comment.comment,
    checkRun: checkRun.checkRun ?? false,
    notes: [...comment.notes, ...checkRun.notes],
  }
}

async function comments(request: PublishRequest): Promise<Part> {
  const { verdict, evidence, wishes, plan, ports, serverUrl } = request
  const { pullRequest } = plan
  if (wishes.comment === 'never' || (pullRequest.kind === 'none' && pullRequest.isExpected)) return { notes: [] }
  const createsNew = wishes.comment === 'always' || verdict.status !== 'pass'
  const hindered = hindrance(request, 'comment')
  if (hindered !== undefined) return createsNew ? noted('comment', hindered) : { notes: [] }
  if (ports === undefined) return { notes: [] }
  const found = await findPullRequest(pullRequest, ports.pullRequests)
  if (found.number === undefined) return noted('comment', `No comment was written: ${found.why}.`)
  const marker = markerOnPlan(verdict, plan)
  const links = { serverUrl }
  const { outcome, notes } = await publishComment(ports.commentsOn(found.number), {
    marker,
    createsNew,
    render: (maxCharacters, sentences) =>
      renderComment(verdict, evidence, { maxCharacters, links, marker, notes: sentences }),
  })
  return { comment: outcome, notes }
}

async function checks(request: PublishRequest): Promise<Part> {
  const { wishes, plan, ports } = request
  if (!wishes.checkRun) return { notes: [] }
  const hindered = hindrance(request, 'check run')
  if (hindered !== undefined) return noted('check run', hindered)
  if (ports === undefined) return { notes: [] }
  if (plan.headSha === undefined) return noted('check run', 'No check run was written: the event names no commit.')
  const { notes } = await publishChecks(
    ports.checkRuns,
    checkDraft(request, plan.headSha, await request.changedLines?.()),
  )
  return { checkRun: true, notes }
}

function checkDraft(request: PublishRequest, headSha: string, changedLines: ChangedLines | undefined): CheckDraft {
  const { verdict, evidence, plan, serverUrl } = request
  const { leg } = verdict.subject
  const links = { serverUrl }
  const { what, why } = headlineOf(verdict)
  const { shown } = renderAnnotations(verdict, evidence, { perLevel: MOST_CHECK_ANNOTATIONS, changedLines })
  return {
    name: leg === undefined || leg === '' ? verdict.name : `${verdict.name} (${leg})`,
    headSha,
    conclusion: CONCLUSION[verdict.status],
    externalId: `cicd-actions:${verdict.action}:${plan.run ?? 0}:${plan.attempt ?? 0}`,
    detailsUrl: linksFor(verdict.subject, links).run,
    started: verdict.started,
    finished: verdict.finished,
    title: `${what}: ${why}`,
    summary: renderSummary(verdict, evidence, { links, maxBytes: CHECK_SUMMARY_BYTES }),
    annotations: shown,
  }
}

/** What the pull request changes, by its patches. It only orders remarks: without it all of them are equal. Never rejects. */
export async function askForChangedLines(
  pullRequest: PullRequestOfEvent,
  pulls: PullRequests,
): Promise<ChangedLines | undefined> {
  try {
    const { number } = await findPullRequest(pullRequest, pulls)
    return number === undefined ? undefined : changedLinesOf(changeOfPatches(await pulls.changedFiles(number)))
  } catch {
    // A verdict without this order is as true; a true problem with GitHub is said by what follows.
    return undefined
  }
}
