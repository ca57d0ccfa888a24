import { everyFinding } from '../model/every-finding.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { type Finding, MERGED_FAMILIES, RANK_ORDER } from '../model/findings.ts'
import { SEVERITIES_KEPT, type KeptSeverity } from '../model/judged.ts'
import type { SeverityStatement } from '../model/security.ts'
import { chooseSeverity, isInConflict } from '../model/severity.ts'
import { isForgiven } from './forgiven.ts'

/** Why the worst findings of scanners that count are as severe as they are, worst first; nothing where there is none. */
export function keepSeverities(set: EvidenceSet): readonly KeptSeverity[] | undefined {
  const rated = everyFinding(set.tables).filter(
    (finding) => MERGED_FAMILIES.has(finding.family) && finding.details !== undefined && !isForgiven(set, finding),
  )
  if (rated.length === 0) return undefined
  const worst: Finding[] = []
  for (const rank of RANK_ORDER.keys()) {
    const left = SEVERITIES_KEPT - worst.length
    if (left > 0) worst.push(...rated.filter((finding) => finding.rank === rank).slice(0, left))
  }
  return worst.map(kept)
}

function kept({ family, rank, rule, path, line, details }: Finding): KeptSeverity {
  const { package: reference, severities = [] } = details ?? {}
  const { severity, statement, why } = chooseSeverity({ package: reference, severities })
  const others = severities.filter((other) => other !== statement)
  const named = reference && [reference.name, reference.version].filter((part) => part !== undefined).join(' ')
  return {
    metric: `${family}.${rank}`,
    subject: named === undefined ? rule : `${rule} in ${named}`,
    path,
    line,
    why: severity === rank ? withScore(why, statement) : "the scanner's own rating",
    others: [...new Set(others.map(told))],
    isConflicting: isInConflict(severities),
  }
}

function withScore(why: string, statement: SeverityStatement | undefined): string {
  return statement?.cvss && why.startsWith('CVSS') ? `${why}, ${statement.cvss.score}` : why
}

/** `ghsa: critical, CVSS 3.1 9.8`. */
function told({ source, severity, cvss }: SeverityStatement): string {
  const words = [severity, cvss && `CVSS ${cvss.version} ${cvss.score}`].filter((word) => word !== undefined)
  return `${source}: ${words.length === 0 ? 'no severity' : words.join(', ')}`
}
