import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import type { PolicyDiff } from '../policy/policy-diff.ts'
import { block, compose, utf8Bytes, type Section } from './budget.ts'
import { linksFor, type LinkOptions } from './links.ts'
import { text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { comparisonSections } from './section-comparison.ts'
import { coverageSection } from './section-coverage.ts'
import { evidenceSection, pathsSection, sourcesSection } from './section-evidence.ts'
import { beyondLimitsSection, findingsSection } from './section-findings.ts'
import { securitySections } from './section-security.ts'
import { policyDiffSection } from './section-policy-diff.ts'
import { patchSection } from './section-patch.ts'
import { heldSection, reasonsSection, unknownSection } from './section-reasons.ts'
import { failingTestsSection, flakyTestsSection, slowestTestsSection } from './section-tests.ts'
import { quarantineSection, waiverNotesSection, waiversSection } from './section-waivers.ts'
import { headlineOf, STATUS_EMOJI } from './wording.ts'

/** GitHub refuses the summary of a step above 1 MiB as a whole; other writers of the step may need some of it. */
export const SUMMARY_BYTES = 1_000_000

export interface SummaryOptions {
  readonly maxBytes?: number | undefined
  readonly links?: LinkOptions | undefined
  /** Sentences about the publishing itself: what was not possible, and which permission it needs. Plain text. */
  readonly notes?: readonly string[] | undefined
  /** What the change under review does to the policy. */
  readonly policyDiff?: PolicyDiff | undefined
}

/** How many entries each section offers before the budget decides. */
export interface Extent {
  readonly reasons: number
  readonly tests: number
  /** More failing tests than these are folded. */
  readonly testsInSight: number
  readonly findings: number
  readonly places: number
  readonly evidence: number
}

const SUMMARY_EXTENT: Extent = { reasons: 500, tests: 200, testsInSight: 20, findings: 500, places: 30, evidence: 500 }

/** The job summary: GitHub Markdown of at most `maxBytes` bytes in UTF-8, most important first, the rest counted. */
export function renderSummary(verdict: Verdict, set: EvidenceSet, options: SummaryOptions = {}): string {
  const matter = { verdict, set, links: linksFor(verdict.subject, options.links) }
  const sections = [
    headlineSection(verdict),
    ...noteSections(options.notes),
    ...(options.policyDiff === undefined ? [] : [policyDiffSection(options.policyDiff)]),
    ...detailSections(matter, SUMMARY_EXTENT),
  ]
  return compose(sections, options.maxBytes ?? SUMMARY_BYTES, utf8Bytes)
}

/** The verdict in one line. */
export function headlineSection(verdict: Verdict): Section {
  const { what, why } = headlineOf(verdict)
  return block('Verdict', 0, `### ${STATUS_EMOJI[verdict.status]} ${text(what, 200)}\n\n${text(why, 600)}`)
}

/** What publishing could not do, one line each. */
export function noteSections(notes: readonly string[] = []): Section[] {
  return notes.length === 0 ? [] : [block('Notes', 1, notes.map((note) => `ℹ️ ${text(note)}`).join('\n\n'))]
}

/** Everything below the headline, in reading order. */
export function detailSections(matter: Matter, extent: Extent): Section[] {
  const allWell = matter.verdict.status === 'pass'
  const isSecurity = matter.verdict.action === 'security-scan'
  const sections = [
    ...(allWell ? [heldSection(matter, extent.reasons)] : []),
    ...(isSecurity
      ? [unknownSection(matter, extent.reasons), reasonsSection(matter, extent.reasons)]
      : [reasonsSection(matter, extent.reasons), unknownSection(matter, extent.reasons)]),
    ...comparisonSections(matter, extent),
    failingTestsSection(matter, extent.tests, extent.testsInSight),
    quarantineSection(matter, extent.tests),
    waiverNotesSection(matter, extent.places),
    beyondLimitsSection(matter, extent.places),
    ...(isSecurity ? securitySections(matter, extent) : [findingsSection(matter, extent.findings)]),
    waiversSection(matter, extent.reasons),
    patchSection(matter, extent.places),
    coverageSection(matter, extent.places),
    flakyTestsSection(matter, extent.places),
    slowestTestsSection(matter, Math.min(10, extent.places)),
    ...(allWell ? [] : [heldSection(matter, extent.reasons)]),
    evidenceSection(matter, extent.evidence),
    pathsSection(matter),
    sourcesSection(matter),
  ]
  return sections.filter((section) => section !== undefined)
}
