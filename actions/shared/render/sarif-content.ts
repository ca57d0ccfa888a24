import type { EvidenceSet } from '../model/evidence.ts'
import { everyFinding } from '../model/every-finding.ts'
import { type Finding, MERGED_FAMILIES, RANK_ORDER } from '../model/findings.ts'
import { mergeTables } from '../policy/merged-tables.ts'
import { isDoubted } from '../policy/metric-sources.ts'
import { doubtText } from '../policy/metric-values.ts'
import { formatCount } from './format.ts'
import { hasAllowedLicence } from './select-licences.ts'

/** A finding with every listing of it; what nobody merged has none. */
export interface SarifFinding {
  readonly finding: Finding
  readonly seenBy: readonly string[]
  readonly listings: readonly { readonly finding: Finding }[]
  readonly isConflicting: boolean
}

/** A finding that a scanner, a waiver or a statement of its maker has set aside, and the sentence that says so. */
export interface SuppressedFinding {
  readonly finding: Finding
  readonly justification: string
}

/** What goes into a SARIF document. */
export interface SarifContent {
  /** The most severe first. */
  readonly findings: readonly SarifFinding[]
  readonly suppressed: readonly SuppressedFinding[]
  /** The scanners that were read. */
  readonly tools: readonly { readonly name: string; readonly version?: string | undefined }[]
  /** Why it may not be all: one plain sentence each. */
  readonly doubts: readonly string[]
}

/** What the SARIF documents of this evidence hold; its findings are merged. */
export function sarifContent(
  set: Pick<EvidenceSet, 'evidence' | 'gaps' | 'tables' | 'forgiven' | 'licenses'>,
): SarifContent {
  const { tables, forgiven } = set
  const merged: readonly SarifFinding[] = mergeTables(tables)
  const single = everyFinding(tables)
    .filter(({ family }) => !MERGED_FAMILIES.has(family))
    .map((finding) => ({ finding, seenBy: finding.tool.split(', '), listings: [], isConflicting: false }))
  const isAllowed = hasAllowedLicence(set)
  const findings: SarifFinding[] = []
  const suppressed: SuppressedFinding[] = []
  for (const found of [...merged, ...single]) {
    const justification =
      forgiven?.findings.get(found.finding) ?? (isAllowed(found.finding) ? 'the licence is allowed' : undefined)
    if (justification === undefined) findings.push(found)
    else suppressed.push({ finding: found.finding, justification })
  }
  return {
    findings: worstFirst(findings),
    suppressed: [
      ...suppressed,
      ...[...tables.values()].flatMap((table) =>
        table.findings.suppressed.map((finding) => ({
          finding,
          justification: `${finding.tool}: ${finding.details?.suppressed ?? 'suppressed'}`,
        })),
      ),
    ],
    tools: toolsOf(set),
    doubts: [...doubtsOf(set), ...countedOnly(set)],
  }
}

function worstFirst(findings: readonly SarifFinding[]): readonly SarifFinding[] {
  const byRank: SarifFinding[][] = Array.from(RANK_ORDER, () => [])
  for (const found of findings) byRank[RANK_ORDER.get(found.finding.rank) ?? byRank.length - 1]?.push(found)
  return byRank.flat()
}

/** The scanners and other tools that wrote the reports which were read, each version once. */
export function toolsOf({ evidence }: Pick<EvidenceSet, 'evidence'>): SarifContent['tools'] {
  const tools = new Map<string, SarifContent['tools'][number]>()
  for (const { kind, tool, refused } of evidence) {
    if (kind === 'findings' && tool && refused === undefined) tools.set(`${tool.name}\0${tool.version ?? ''}`, tool)
  }
  return [...tools.values()]
}

/** What is missing, was refused, denies itself or is not all: one sentence each. */
function doubtsOf({ evidence, gaps }: Pick<EvidenceSet, 'evidence' | 'gaps'>): readonly string[] {
  return [
    ...gaps.map(({ expected, found }) => `${expected}: ${found}`),
    ...evidence
      .filter((report) => report.refused !== undefined || (report.kind === 'findings' && isDoubted(report)))
      .map(doubtText),
  ]
}

function countedOnly({ tables }: Pick<EvidenceSet, 'tables'>): readonly string[] {
  return [...tables].flatMap(([label, { findings }]) => {
    const left = findings.size - findings.rows.length
    const of = label === '' ? '' : ` of ${label}`
    return left > 0 ? [`${formatCount(left)} further findings${of} were counted and not kept`] : []
  })
}

/**
 * Why no SARIF may be made of this evidence: GitHub closes every alert that a new document does not hold, so one without what a
 * scanner should have said would be a false green, also where others found something. Nothing where one may be.
 *
 * `full`: the document that is not for GitHub; where it has findings it says itself that it is not all.
 */
export function whyNoSarif(
  set: Pick<EvidenceSet, 'evidence' | 'gaps'>,
  content: SarifContent,
  audience: 'github' | 'full',
): string | undefined {
  const hasReport = set.evidence.some(({ kind, refused }) => kind === 'findings' && refused === undefined)
  if (!hasReport) return 'no report of a scanner could be read'
  if (audience === 'full' && content.findings.length + content.suppressed.length > 0) return undefined
  const [doubt, ...others] = doubtsOf(set)
  if (doubt === undefined || others.length === 0) return doubt
  return `${doubt} (and ${formatCount(others.length)} more)`
}
