import { visible } from '../shared/render/plain.ts'
import type { PlaceVerdict } from './compare-places.ts'
import type { LookedProject } from './look.ts'
import { planSync } from './sync-plan.ts'

/** A line that would agree if it were written so. */
export interface ProposedLine {
  readonly file: string
  readonly line: number
  /** Without their line ends. */
  readonly before: string
  readonly after: string
  /** The places on it that do not agree. */
  readonly verdicts: readonly PlaceVerdict[]
}

/** Lines of generated files are no suggestion that anybody reads. */
const LONGEST_LINE = 2_000

/** What to write so that every place says the version: whole lines, as `mode: sync` would leave them. */
export function proposeLines(
  projects: readonly LookedProject[],
  textOf: (file: string) => string | undefined,
): readonly ProposedLine[] {
  return projects.flatMap(({ reference, verdicts }) => {
    const files = reference ? planSync(verdicts, reference, textOf).files : []
    return files.flatMap(({ file, before, after, edits }) => {
      const [old, now] = [before.split('\n'), after.split('\n')]
      const edited = new Set(edits.map(({ place }) => place))
      return [...new Set(edits.map(({ place }) => place.line))].flatMap((line): readonly ProposedLine[] => {
        const [was, is] = [old[line - 1], now[line - 1]].map((text) => text?.replace(/\r$/, ''))
        if (was === undefined || is === undefined || was === is || !isShowable(was) || !isShowable(is)) return []
        const ofLine = verdicts.filter(({ place }) => edited.has(place) && place.line === line)
        return [{ file, line, before: was, after: is, verdicts: ofLine }]
      })
    })
  })
}

/** Whether people see all of it: a suggestion with what nobody sees is not for them to accept. */
function isShowable(line: string): boolean {
  return line.length <= LONGEST_LINE && visible(line) === line
}
