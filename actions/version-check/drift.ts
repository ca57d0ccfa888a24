import type { Git } from '../shared/runtime/git.ts'
import type { PlaceVerdict } from './compare-places.ts'
import { type Literal, literalsIn, mayDrift, MOST_LITERALS } from './literals.ts'
import type { ReadText } from './places/discover.ts'

/** Without git every text would have to be read. */
const MOST_READ = 5_000

/** Texts equal to the previous release that no place claims, and whether there are more. */
export async function findDrift(
  git: Git,
  top: string,
  request: {
    readonly previous: string
    readonly files: readonly string[]
    readonly read: ReadText
    readonly verdicts: readonly PlaceVerdict[]
  },
): Promise<{ readonly literals: readonly Literal[]; readonly hasMore: boolean }> {
  const { previous, files, read, verdicts } = request
  const listed = await git(top, ['grep', '-I', '-l', '-z', '-F', '--full-name', '-e', previous, '--', ':/'])
  const known = new Set(files)
  // Git ends with 1 where it finds nothing, which cannot be told from a failure.
  const candidates = (listed?.split('\0') ?? []).filter((file) => known.has(file) && mayDrift(file)).slice(0, MOST_READ)
  const literals: Literal[] = []
  for (const file of candidates) {
    const content = read(file)
    if (content === undefined || 'refused' in content) continue
    const claimed = verdicts.flatMap(({ place }) => (place.file === file ? [place] : []))
    for (const literal of literalsIn(file, content.text, previous, claimed)) {
      if (literals.length === MOST_LITERALS) return { literals, hasMore: true }
      literals.push(literal)
    }
  }
  return { literals, hasMore: false }
}
