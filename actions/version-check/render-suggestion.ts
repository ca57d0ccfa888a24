import { code, fence, text } from '../shared/render/markdown.ts'
import { type Marker, renderMarker } from '../shared/render/marker.ts'
import type { ProposedLine } from './propose.ts'

/** The comment on one line: what is wrong with it, and the whole line as it should be, which GitHub can commit. */
export function renderSuggestion(
  { after, verdicts }: Pick<ProposedLine, 'after' | 'verdicts'>,
  marker: Marker,
): string {
  const wrong = verdicts.map(({ place, why }) => `${text(place.what)} is ${code(place.found)}: ${text(why)}.`)
  // The marker stands first: nothing that a line says can be taken for it.
  return `${renderMarker(marker)}\n\n${wrong.join('\n')}\n\n${fence(after, 'suggestion')}`
}
