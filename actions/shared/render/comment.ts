import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { block, characters, compose, type Section } from './budget.ts'
import { linksFor, type LinkOptions, type Links } from './links.ts'
import { link, text } from './markdown.ts'
import { type Marker, markerOf, renderMarker } from './marker.ts'
import { detailSections, type Extent, headlineSection, noteSections } from './summary.ts'
import { headlineOf, STATUS_EMOJI } from './wording.ts'

/** GitHub refuses a longer body with 422. */
export const COMMENT_CHARACTERS = 65_536

export interface CommentOptions {
  readonly maxCharacters?: number | undefined
  readonly links?: LinkOptions | undefined
  /** What the comment says of itself; by default what the verdict tells. */
  readonly marker?: Marker | undefined
  /** Sentences about the publishing itself: what was not possible, and which permission it needs. Plain text. */
  readonly notes?: readonly string[] | undefined
}

const COMMENT_EXTENT: Extent = { reasons: 100, tests: 50, testsInSight: 3, findings: 100, places: 15, evidence: 100 }

/** The sticky comment of a pull request: one line where all is well, else the reasons and the rest folded. */
export function renderComment(verdict: Verdict, set: EvidenceSet, options: CommentOptions = {}): string {
  const links = linksFor(verdict.subject, options.links)
  const marker = renderMarker(options.marker ?? markerOf(verdict))
  const sections =
    verdict.status === 'pass'
      ? [oneLineSection(verdict, links), ...noteSections(options.notes)]
      : [
          headlineSection(verdict),
          ...noteSections(options.notes),
          ...detailSections({ verdict, set, links }, COMMENT_EXTENT),
          whereFrom(links),
        ]
  const room = (options.maxCharacters ?? COMMENT_CHARACTERS) - characters(marker) - 1
  return `${marker}\n${compose(sections, room, characters)}`
}

function oneLineSection(verdict: Verdict, links: Links): Section {
  const { what, why } = headlineOf(verdict)
  const details = links.run === undefined ? '' : ` · ${link('details', links.run)}`
  return block('Verdict', 0, `${STATUS_EMOJI[verdict.status]} **${text(what, 200)}**: ${text(why, 600)}${details}`)
}

function whereFrom(links: Links): Section {
  const parts = [
    ...(links.run === undefined ? [] : [link('Job summary and logs', links.run)]),
    ...(links.commit === undefined ? [] : [link('judged commit', links.commit)]),
  ]
  return block('Links', 1, parts.join(' · '))
}
