import type { Level, Severity } from '../model/findings.ts'

/** GitHub's three levels of remarks, worst first. */
export const ANNOTATION_LEVELS = ['error', 'warning', 'notice'] as const
export type AnnotationLevel = (typeof ANNOTATION_LEVELS)[number]

/** How loudly a finding is shown. */
export const LEVEL_OF_RANK: Readonly<Record<Level | Severity, AnnotationLevel>> = {
  critical: 'error',
  high: 'error',
  error: 'error',
  medium: 'warning',
  warning: 'warning',
  unknown: 'warning',
  low: 'notice',
  note: 'notice',
  info: 'notice',
}
