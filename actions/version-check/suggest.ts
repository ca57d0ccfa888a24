import { addedLines, findAddedLine } from '../shared/github/added-lines.ts'
import { markerOnPlan, planPublishing } from '../shared/github/events.ts'
import { portsOfStep, type WritablePorts } from '../shared/github/github-ports.ts'
import type { ChangedFile, LineComment, PublishNote } from '../shared/github/ports.ts'
import { guarded, hindrance, noted } from '../shared/github/publish-guard.ts'
import { publishSuggestions } from '../shared/github/publish-suggestions.ts'
import type { Verdict } from '../shared/model/verdict.ts'
import { counted } from '../shared/render/format.ts'
import { text } from '../shared/render/markdown.ts'
import type { Marker } from '../shared/render/marker.ts'
import type { EventPayload } from '../shared/runtime/environment.ts'
import type { Step } from '../shared/runtime/step.ts'
import type { PlaceVerdict } from './compare-places.ts'
import type { ProposedLine } from './propose.ts'
import { renderSuggestion } from './render-suggestion.ts'

/** A review with more is read by nobody. */
const MOST_SUGGESTIONS = 30

export interface Suggested {
  /** The places that a suggestion shows, so that they need no annotation. */
  readonly shown: ReadonlySet<PlaceVerdict>
  readonly notes: readonly PublishNote[]
}

const NOTHING: Suggested = { shown: new Set(), notes: [] }

/** Suggests the lines to a pull request which it adds itself. Never rejects, and changes no verdict. */
export async function suggestLines(
  { verdict, proposals }: { readonly verdict: Verdict; readonly proposals: readonly ProposedLine[] },
  token: string | undefined,
  step: Pick<Step, 'environment' | 'command'>,
  payload: EventPayload,
): Promise<Suggested> {
  const plan = planPublishing(step.environment, payload)
  if (plan.pullRequest.kind !== 'known') return NOTHING
  const { number } = plan.pullRequest
  const ports = portsOfStep(token, step)
  const hindered = hindrance({ ports, plan }, 'suggestion')
  if (ports === undefined || hindered !== undefined) {
    return proposals.length === 0 || hindered === undefined ? NOTHING : { ...NOTHING, ...noted('suggestion', hindered) }
  }
  const done = await guarded('suggestion', () =>
    publishOn(number, ports, verdict, proposals, markerOnPlan(verdict, plan)),
  )
  return { ...NOTHING, ...done }
}

async function publishOn(
  number: number,
  ports: WritablePorts,
  verdict: Verdict,
  proposals: readonly ProposedLine[],
  marker: Marker,
): Promise<Suggested> {
  const files = proposals.length === 0 ? [] : await ports.pullRequests.changedFiles(number)
  const placed = commentsOnChange(proposals, files, marker).slice(0, MOST_SUGGESTIONS)
  const { isShown, notes } = await publishSuggestions(ports.reviewCommentsOn(number), {
    marker,
    body: `${text(verdict.name, 200)}: ${counted(placed.length, 'line')} of this change with another version.`,
    comments: placed.map(({ comment }) => comment),
  })
  return { shown: new Set(isShown ? placed.flatMap(({ verdicts }) => verdicts) : []), notes }
}

/** The proposals whose very line the pull request adds, as comments on it. What GitHub shows no patch of has none. */
export function commentsOnChange(
  proposals: readonly ProposedLine[],
  files: readonly ChangedFile[],
  marker: Marker,
): readonly { readonly comment: LineComment; readonly verdicts: readonly PlaceVerdict[] }[] {
  const patches = new Map(files.map(({ path, patch }) => [path, addedLines(patch ?? '')]))
  return proposals.flatMap((proposal) => {
    const line = findAddedLine(patches.get(proposal.file) ?? new Map(), proposal.line, proposal.before)
    if (line === undefined) return []
    const comment = { path: proposal.file, line, body: renderSuggestion(proposal, marker) }
    return [{ comment, verdicts: proposal.verdicts }]
  })
}
