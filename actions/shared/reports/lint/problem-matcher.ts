import type { Doubt } from '../../model/evidence.ts'
import { EvidenceError } from '../../model/errors.ts'
import type { Level } from '../../model/findings.ts'
import { Utf8Input } from '../encoding.ts'
import { FindingCounter } from '../finding-metrics.ts'
import { positionOf } from '../place-numbers.ts'
import type { MatcherFile, OpenReader } from '../reader.ts'
import { textLines } from '../text/lines.ts'
import { type Problem, matchLines } from './match-lines.ts'
import { parseMatchers } from './matcher-file.ts'

/** The runner knows error, warning and notice, in any case; what others write for a notice is one here. */
const LEVEL: ReadonlyMap<string, Level> = new Map([
  ['error', 'error'],
  ['warning', 'warning'],
  ['notice', 'note'],
  ['note', 'note'],
  ['info', 'note'],
])

/** Any text at all, through a problem matcher of GitHub's that the user names: `format=problem-matcher:.github/eslint.json`. */
export const open: OpenReader = ({ tables, mapPath, exitCode, matcher }) => {
  const counter = new FindingCounter(tables.findings)
  const owners = new Set<string>()
  let lines: string[] = []
  let entries = 0
  let endsInText = false
  let match: ((lines: readonly string[]) => Problem[]) | undefined

  function add({ owner, file, fromPath, line, column, severity, code, message = '' }: Problem): void {
    entries += 1
    owners.add(owner)
    tables.findings.add({
      family: 'lint',
      rank: LEVEL.get((severity ?? '').toLowerCase()) ?? 'error',
      tool: owner,
      rule: code === undefined || code === '' ? owner : code,
      message,
      path: file === undefined || file === '' ? undefined : mapPath(besides(fromPath, file)),
      line: positionOf(line),
      column: positionOf(column),
    })
  }

  const splitter = textLines((text) => {
    endsInText = text !== ''
    lines.push(text)
  })
  const input = new Utf8Input((chunk) => {
    splitter.write(chunk)
  })

  function flush(): void {
    if (lines.length === 0) return
    const given = demanded(matcher)
    const batch = lines
    lines = []
    match ??= matchLines(matchersOf(given), given.matchAll)
    for (const problem of match(batch)) add(problem)
  }

  return {
    write(chunk) {
      input.write(chunk)
      flush()
    },
    end() {
      input.end()
      splitter.end()
      flush()
      matchersOf(demanded(matcher))
      const doubts: Doubt[] = []
      if (entries === 0 && exitCode === undefined) {
        throw new EvidenceError(
          'nothing in it matches, as when all is well and when its tool did not run; record its exit-code=',
        )
      }
      if (entries === 0 && exitCode !== 0) {
        const text = `its tool ended with exit code ${exitCode ?? '?'}, and nothing in it matches`
        doubts.push({ kind: 'contradiction', text })
      }
      if (endsInText && !splitter.endsWithNewline) {
        doubts.push({ kind: 'contradiction', text: 'its last line does not end: it was cut off' })
      }
      const tool = owners.size === 1 ? { name: [...owners][0] as string } : undefined
      const metrics = counter.metrics(['lint'])
      return { kind: 'findings', entries, metrics, completeness: 'complete', doubts, tool }
    },
  }
}

function demanded(matcher: MatcherFile | undefined): MatcherFile {
  if (matcher) return matcher
  throw new EvidenceError('it needs a problem matcher: name its file with format=problem-matcher:path/to/matcher.json')
}

function matchersOf({ name, text }: MatcherFile): ReturnType<typeof parseMatchers> {
  try {
    return parseMatchers(text)
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    throw new EvidenceError(`its problem matcher ${name} cannot be used: ${error.message}`)
  }
}

/** `fromPath` names a file (of a project) beside which the path begins. */
function besides(fromPath: string | undefined, file: string): string {
  if (fromPath === undefined || fromPath === '' || /^(?:[\\/]|[A-Za-z]:[\\/])/.test(file)) return file
  const end = Math.max(fromPath.lastIndexOf('/'), fromPath.lastIndexOf('\\'))
  return end < 0 ? file : fromPath.slice(0, end + 1) + file
}
