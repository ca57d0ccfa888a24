import type { AnnotationLevel } from '../shared/render/annotations.ts'
import type { Status } from '../shared/model/status.ts'
import type { EventPayload } from '../shared/runtime/environment.ts'
import { leaveVerdict } from '../shared/runtime/leave-verdict.ts'
import type { Step } from '../shared/runtime/step.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import type { VersionCheckInputs } from './inputs.ts'
import type { CheckResult } from './judge.ts'
import { AGAINST } from './reasons.ts'
import { renderCheckSummary } from './render-summary.ts'
import { renderCheckTerminal } from './render-terminal.ts'
import { spellVersion } from './spell-version.ts'
import type { Suggested, suggestLines } from './suggest.ts'
import { checkHeadline } from './wording.ts'

const LOG_COLUMNS = 120
/** GitHub shows so many of each level per step. */
const MOST_ANNOTATIONS = 10

const ANNOTATED: Readonly<Record<Status, AnnotationLevel | undefined>> = {
  pass: undefined,
  warn: 'warning',
  unknown: 'error',
  fail: 'error',
}

export interface CheckPublishing {
  readonly step: Step
  readonly workspace: Workspace
  readonly payload: EventPayload
}

/** Shows the verdict everywhere a step can: file first, then outputs, log, summary and annotations. */
export async function publishStep(
  result: CheckResult,
  inputs: VersionCheckInputs,
  { step, workspace, payload }: CheckPublishing,
): Promise<void> {
  const { verdict, computed, notices, synced } = result
  const file = await leaveVerdict(verdict, inputs.verdictFile, step, workspace)
  step.output('version', result.version ?? '')
  step.output('previous-version', result.previous ?? '')
  step.output('next-version', computed?.nextVersion ?? '')
  step.output('is-prerelease', computed?.isPrerelease ?? '')
  step.output('is-latest', computed?.isLatest ?? '')
  step.output('container-tags', computed?.containerTags.join('\n') ?? '')
  step.output('chart-version', computed?.chartVersion ?? '')
  step.output('changelog', computed?.changelog ?? '')
  step.log(renderCheckTerminal(result, { colour: true, width: LOG_COLUMNS }))
  if (synced && synced.diff !== '') step.log(synced.diff)
  const elsewhere = result.look.remarks
    .filter(({ kind }) => kind === 'elsewhere')
    .map(({ file: where, line, text }) => `${where}:${line}: ${text}`)
  const suggested = inputs.suggestions ? await suggest(result, inputs.token, step, payload) : undefined
  const told = [...notices, ...elsewhere, ...(suggested?.notes.map((note) => note.text) ?? [])]
  if (inputs.summary) step.summary(renderCheckSummary(result, told, step.environment['GITHUB_SERVER_URL']))
  for (const notice of told) step.log(`Note: ${notice}`)
  if (file !== undefined) step.log(`The complete verdict: ${file}`)
  if (inputs.annotations) annotate(result, step, suggested?.shown)
}

/** What talks to GitHub is loaded only where it is asked for. */
async function suggest(...request: Parameters<typeof suggestLines>): Promise<Suggested> {
  const { suggestLines: publish } = await import('./suggest.ts')
  return publish(...request)
}

function annotate(result: CheckResult, step: Step, suggested?: Suggested['shown']): void {
  const { verdict, look } = result
  const references = new Map(
    look.projects.flatMap(({ reference, verdicts }) => verdicts.map(({ place }) => [place, reference] as const)),
  )
  let left = MOST_ANNOTATIONS - 1
  for (const each of look.verdicts) {
    const { place, agreement, why } = each
    if ((agreement !== 'disagrees' && agreement !== 'unclear') || left === 0 || suggested?.has(each)) continue
    left -= 1
    const reference = references.get(place)
    const spelling = reference && spellVersion(reference, place)
    const advice = spelling && 'text' in spelling && place.role !== 'previous' ? `. Write ${spelling.text} here` : ''
    step.command('error', `${why}${advice}`, {
      title: `${place.what} is ${place.found}`,
      ...{ file: place.file, line: place.line, col: place.column },
    })
  }
  for (const { kind, file, line, text } of look.remarks) {
    const against = AGAINST[kind]
    const level = against && ANNOTATED[against.status]
    if (level === undefined || left === 0) continue
    left -= 1
    step.command(level, text, { title: against?.rule ?? '', file, line })
  }
  const level = ANNOTATED[verdict.status]
  const { what, why } = checkHeadline(result)
  if (level !== undefined) step.command(level, why, { title: what })
}
