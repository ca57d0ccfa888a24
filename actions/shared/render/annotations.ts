import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { patchRemarks } from './annotations-patch.ts'
import { securityRemarks } from './annotations-security.ts'
import { counted, formatQuantity } from './format.ts'
import { cut, firstLines, oneLine, visible } from './plain.ts'
import { type ChangedLines, countFindings, worstFindings } from './select-findings.ts'
import { beyondLimits } from './select-measurements.ts'
import { countTests, failingTests, titleOf } from './select-tests.ts'
import { ANNOTATION_LEVELS, type AnnotationLevel, LEVEL_OF_RANK } from './severity.ts'
import { waiverNotes } from './select-waivers.ts'
import type { WaiverState } from '../model/waived.ts'
import { scopeOf, STATUS_VERB } from './wording.ts'

export { ANNOTATION_LEVELS, type AnnotationLevel }

/** A remark at a place of the code. Plain text: the adapter escapes it for its channel. */
export interface Annotation {
  readonly level: AnnotationLevel
  readonly title: string
  readonly message: string
  readonly path?: string | undefined
  /** All 1-based. */
  readonly line?: number | undefined
  readonly endLine?: number | undefined
  readonly column?: number | undefined
}

export interface Annotations {
  /** Best first, at most `perLevel` of each level. */
  readonly shown: readonly Annotation[]
  readonly leftOut: Readonly<Record<AnnotationLevel, number>>
}

export interface AnnotationOptions {
  /** GitHub shows 10 of each level per step; a check run takes any number, 50 per request. */
  readonly perLevel?: number | undefined
  /** Remarks on these lines come first. */
  readonly changedLines?: ChangedLines | undefined
}

/** GitHub's own limits are 255 characters and 64 KB; nobody reads that much beside a line. */
const TITLE_LIMIT = 200
const MESSAGE_LIMIT = 4_000
/** So many failing tests are looked at to find those on changed lines. */
const TESTS_LOOKED_AT = 5_000

/** A source of remarks: the best of them, and how many there are by level. */
interface Source {
  readonly annotations: readonly Annotation[]
  readonly total: Readonly<Partial<Record<AnnotationLevel, number>>>
}

/**
 * The one ranking of remarks: on changed lines first; then failed tests, what could not be told,
 * functions beyond a limit, findings worst first, and rules that have no place in the code.
 */
export function renderAnnotations(verdict: Verdict, set: EvidenceSet, options: AnnotationOptions = {}): Annotations {
  const perLevel = options.perLevel ?? 10
  const { changedLines } = options
  const sources: readonly Source[] = [
    testRemarks(set, perLevel, changedLines),
    unknownRemarks(verdict),
    limitRemarks(verdict, set),
    verdict.action === 'security-scan'
      ? scannerRemarks(set, perLevel, changedLines)
      : findingRemarks(set, perLevel, changedLines),
    waiverRemarks(verdict),
    patchRemarks(verdict, set, perLevel),
    ruleRemarks(verdict),
  ]
  const ranked = sources.flatMap(({ annotations }) => annotations)
  const touched = (annotation: Annotation) =>
    changedLines !== undefined && annotation.path !== undefined && changedLines(annotation.path, annotation.line)
  const ordered =
    changedLines === undefined
      ? ranked
      : [...ranked.filter(touched), ...ranked.filter((annotation) => !touched(annotation))]
  const shown: Annotation[] = []
  const leftOut: Record<AnnotationLevel, number> = { error: 0, warning: 0, notice: 0 }
  for (const level of ANNOTATION_LEVELS) {
    const kept = ordered.filter((annotation) => annotation.level === level).slice(0, perLevel)
    shown.push(...kept)
    leftOut[level] = sources.reduce((sum, { total }) => sum + (total[level] ?? 0), 0) - kept.length
  }
  return { shown, leftOut }
}

/** `… and 12 more errors and 3 more notices are in the job summary`; empty where nothing was left out. */
export function leftOutSentence(leftOut: Annotations['leftOut']): string {
  const parts = ANNOTATION_LEVELS.filter((level) => leftOut[level] > 0).map((level) =>
    counted(leftOut[level], `more ${level}`),
  )
  if (parts.length === 0) return ''
  return `${parts.join(' and ')} ${parts.length === 1 && /^1 /.test(parts[0] ?? '') ? 'is' : 'are'} in the job summary`
}

function testRemarks(set: EvidenceSet, most: number, changed: ChangedLines | undefined): Source {
  const tests = failingTests(set, changed === undefined ? most : Math.max(most, TESTS_LOOKED_AT))
  const counts = countTests(set)
  return {
    total: { error: counts.failed + counts.errored },
    annotations: tests.map((test) => {
      const { text } = firstLines(test.details, 20, MESSAGE_LIMIT)
      const message =
        test.message !== '' && !text.includes(oneLine(test.message)) ? `${visible(test.message)}\n${text}` : text
      return remark(
        'error',
        `${titleOf(test)} ${test.outcome === 'errored' ? 'ended in an error' : 'failed'}`,
        message.trim() || 'The report gives no message.',
        test,
      )
    }),
  }
}

function unknownRemarks(verdict: Verdict): Source {
  const unknown = verdict.reasons.filter(({ status }) => status === 'unknown')
  const level = verdict.status === 'warn' || verdict.status === 'pass' ? 'warning' : 'error'
  return {
    total: { [level]: unknown.length },
    annotations: unknown.map((reason) =>
      remark(level, `${verdict.name} ${STATUS_VERB.unknown}`, withScope(reason.message, scopeOf(reason.scope)), {}),
    ),
  }
}

function limitRemarks(verdict: Verdict, set: EvidenceSet): Source {
  const level = verdict.status === 'fail' ? 'error' : 'warning'
  const beyond = beyondLimits(verdict, set).filter(({ path }) => path !== undefined)
  return {
    total: { [level]: beyond.length },
    annotations: beyond.map((item) => {
      const value = formatQuantity(item.value, item.unit, item.limit)
      const what = item.subject === undefined ? 'This file' : item.subject
      return remark(
        level,
        `${item.metric} is ${value}`,
        `${what}: ${item.metric} is ${value}, the limit is ${formatQuantity(item.limit, item.unit)}.`,
        item,
      )
    }),
  }
}

function findingRemarks(set: EvidenceSet, perLevel: number, changed: ChangedLines | undefined): Source {
  const total: Partial<Record<AnnotationLevel, number>> = {}
  let kept = 0
  const annotations: Annotation[] = []
  const seen: Record<AnnotationLevel, number> = { error: 0, warning: 0, notice: 0 }
  for (const finding of worstFindings(set, Number.MAX_SAFE_INTEGER, changed)) {
    const level = LEVEL_OF_RANK[finding.rank]
    kept += 1
    // Somebody has looked at it already; the summary shows it.
    if (finding.waived !== undefined) continue
    total[level] = (total[level] ?? 0) + 1
    if (seen[level] >= perLevel) continue
    seen[level] += 1
    annotations.push(
      remark(level, [finding.tool, finding.rule].filter((part) => part !== '').join(' '), finding.message, finding),
    )
  }
  total.notice = (total.notice ?? 0) + countFindings(set) - kept
  return { annotations, total }
}

function scannerRemarks(set: EvidenceSet, perLevel: number, changed: ChangedLines | undefined): Source {
  const { remarks, total } = securityRemarks(set, perLevel, changed)
  return {
    annotations: remarks.map(({ level, title, message, finding }) => remark(level, title, message, finding)),
    total,
  }
}

const LEVEL_OF_WAIVER: Readonly<Record<WaiverState, AnnotationLevel>> = {
  expired: 'warning',
  locked: 'warning',
  stale: 'notice',
  expiring: 'notice',
  proposed: 'notice',
  holds: 'notice',
}

/** Waivers that need somebody's attention, where the policy has them; another repository's policy has no line here. */
function waiverRemarks(verdict: Verdict): Source {
  const total: Partial<Record<AnnotationLevel, number>> = {}
  const annotations = waiverNotes(verdict).map(({ state, note, source, line }) => {
    const level = LEVEL_OF_WAIVER[state]
    total[level] = (total[level] ?? 0) + 1
    return remark(level, `${verdict.name}: a waiver`, note, source.includes('@') ? {} : { path: source, line })
  })
  return { annotations, total }
}

/** Broken rules as a whole, so that a gate that fails on a number leaves a remark too. */
function ruleRemarks(verdict: Verdict): Source {
  const total: Partial<Record<AnnotationLevel, number>> = {}
  const annotations = verdict.reasons
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map((reason) => {
      const level = reason.status === 'fail' ? 'error' : 'warning'
      total[level] = (total[level] ?? 0) + 1
      return remark(level, `${verdict.name}: ${reason.rule}`, withScope(reason.message, scopeOf(reason.scope)), {})
    })
  return { annotations, total }
}

function withScope(message: string, scope: string): string {
  return scope === '' ? message : `${message} (${scope})`
}

type Place = Pick<Annotation, 'path' | 'line' | 'endLine' | 'column'>

function remark(level: AnnotationLevel, title: string, message: string, place: Place): Annotation {
  const { line, endLine, column } = place
  // A page that a scanner visited is on no line of the change.
  const path = place.path?.includes('://') === true ? undefined : place.path
  return {
    level,
    title: cut(oneLine(title), TITLE_LIMIT),
    message: cut(visible(message), MESSAGE_LIMIT),
    ...(path !== undefined && { path }),
    ...(path !== undefined && line !== undefined && { line }),
    ...(path !== undefined && line !== undefined && endLine !== undefined && endLine > line && { endLine }),
    ...(path !== undefined && line !== undefined && column !== undefined && { column }),
  }
}
