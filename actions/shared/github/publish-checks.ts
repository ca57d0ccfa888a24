import type { Status } from '../model/status.ts'
import type { Annotation, AnnotationLevel } from '../render/annotations.ts'
import { cut } from '../render/plain.ts'
import type { CheckAnnotation, CheckConclusion, CheckRun, CheckRuns, PublishNote } from './ports.ts'
import { GitHubRefusal } from './refusal.ts'

/** GitHub refuses a longer summary. Characters by its documentation; kept in bytes, which is never more. */
export const CHECK_SUMMARY_BYTES = 65_535
/** A request takes no more: https://docs.github.com/rest/checks/runs#create-a-check-run */
export const ANNOTATIONS_PER_REQUEST = 50
/**
 * 2,000 annotations: GitHub takes 80 requests a minute that create something
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits), and a
 * matrix has other legs.
 */
export const MOST_CHECK_ANNOTATIONS = 40 * ANNOTATIONS_PER_REQUEST

const NAME_LIMIT = 200
const TITLE_LIMIT = 255

/** What is green and what is not. A warning is neutral: it blocks nothing, and is no success either. */
export const CONCLUSION: Readonly<Record<Status, CheckConclusion>> = {
  pass: 'success',
  warn: 'neutral',
  unknown: 'failure',
  fail: 'failure',
}

const LEVEL: Readonly<Record<AnnotationLevel, CheckAnnotation['annotation_level']>> = {
  error: 'failure',
  warning: 'warning',
  notice: 'notice',
}

export interface CheckDraft extends CheckRun {
  readonly title: string
  /** Markdown of at most CHECK_SUMMARY_BYTES. */
  readonly summary: string
  /** Best first. Those without a file are told by the summary. */
  readonly annotations: readonly Annotation[]
}

export interface CheckResult {
  /** Annotations that GitHub has taken. */
  readonly written: number
  readonly notes: readonly PublishNote[]
}

/**
 * Writes a completed check run with its annotations, fifty a request. The first request carries the conclusion, so that
 * whatever happens to the others it is never left open. Rejects with a GitHubRefusal where that first one is refused.
 */
export async function publishChecks(checks: CheckRuns, draft: CheckDraft): Promise<CheckResult> {
  const { title, summary, annotations, ...run } = draft
  const all = annotations.flatMap((annotation) => checkAnnotation(annotation) ?? []).slice(0, MOST_CHECK_ANNOTATIONS)
  const output = (from: number) => ({
    title: cut(title, TITLE_LIMIT),
    summary,
    annotations: all.slice(from, from + ANNOTATIONS_PER_REQUEST),
  })
  const id = await checks.create({ ...run, name: cut(run.name, NAME_LIMIT) }, output(0))
  let written = Math.min(all.length, ANNOTATIONS_PER_REQUEST)
  try {
    while (written < all.length) {
      const next = output(written)
      await checks.addAnnotations(id, next)
      written += next.annotations.length
    }
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error
    const text = `The check run has ${written} of ${all.length} annotations: ${error.message}.`
    return { written, notes: [{ channel: 'check run', text }] }
  }
  return { written, notes: [] }
}

function checkAnnotation(annotation: Annotation): CheckAnnotation | undefined {
  const { path, line, endLine, column } = annotation
  if (path === undefined) return undefined
  const start = line ?? 1
  const end = Math.max(start, endLine ?? start)
  return {
    path,
    start_line: start,
    end_line: end,
    // Columns are refused where an annotation has several lines.
    ...(line !== undefined && column !== undefined && end === start && { start_column: column, end_column: column }),
    annotation_level: LEVEL[annotation.level],
    title: annotation.title,
    message: annotation.message,
  }
}
