import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, placesOf } from '../model/findings.ts'
import type { ChangedLines } from './select-findings.ts'
import { securityView, worst } from './select-security.ts'
import { adviceOf, messageText, titleText } from './security-wording.ts'
import { ANNOTATION_LEVELS, type AnnotationLevel, LEVEL_OF_RANK } from './severity.ts'

/** A remark about a finding of a scanner. Plain text, of any length. */
export interface SecurityRemark {
  readonly level: AnnotationLevel
  readonly title: string
  readonly message: string
  readonly finding: Finding
}

/**
 * Remarks about what scanners found: on changed lines first, then secrets, then by severity; at most `perLevel` of each level.
 * What is set aside has none.
 */
export function securityRemarks(
  set: EvidenceSet,
  perLevel: number,
  changed: ChangedLines | undefined,
): { readonly remarks: readonly SecurityRemark[]; readonly total: Readonly<Record<AnnotationLevel, number>> } {
  const { counting, counts } = securityView(set)
  const total: Record<AnnotationLevel, number> = { error: 0, warning: 0, notice: 0 }
  for (const { family, rank, count } of counts) {
    total[family === 'secrets' ? 'error' : LEVEL_OF_RANK[rank]] += count
  }
  const isTouched = (finding: Finding): boolean =>
    changed !== undefined && placesOf(finding).some(({ path, line }) => path !== undefined && changed(path, line))
  const buckets: [Finding[], Finding[], Finding[], Finding[]] = [[], [], [], []]
  for (const finding of counting) {
    buckets[(isTouched(finding) ? 0 : 2) + (finding.family === 'secrets' ? 0 : 1)]?.push(finding)
  }
  const seen: Record<AnnotationLevel, number> = { error: 0, warning: 0, notice: 0 }
  const remarks: SecurityRemark[] = []
  const shown = buckets.flatMap((bucket) =>
    ANNOTATION_LEVELS.flatMap((level) =>
      worst(
        bucket.filter((finding) => levelOf(finding) === level),
        perLevel,
      ),
    ),
  )
  for (const finding of shown) {
    const level = levelOf(finding)
    if (seen[level] >= perLevel) continue
    seen[level] += 1
    const message = [messageText(finding), adviceOf(finding)].filter((part) => part !== '').join('\n')
    remarks.push({ level, title: titleText(finding), message, finding })
  }
  return { remarks, total }
}

/** A secret is an error whatever its scanner says of its severity, and most say nothing. */
function levelOf({ family, rank }: Finding): AnnotationLevel {
  return family === 'secrets' ? 'error' : LEVEL_OF_RANK[rank]
}
