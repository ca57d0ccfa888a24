// https://www.conventionalcommits.org/en/v1.0.0/, with what squash merges and reverts make of it.

/** A commit as git gives it. */
export interface Commit {
  readonly sha: string
  /** The whole message. */
  readonly message: string
}

/** One change that a message tells of. */
export interface ConventionalChange {
  /** In small letters. */
  readonly type: string
  readonly scope: string | undefined
  readonly description: string
  readonly isBreaking: boolean
}

export interface ReadCommit {
  readonly sha: string
  readonly header: string
  /** What its header says; undefined when that is not a Conventional Commit. */
  readonly change: ConventionalChange | undefined
  /** What a squash merge lists of the commits in it. */
  readonly squashed: readonly ConventionalChange[]
  /** Texts of its footers `BREAKING CHANGE` (or of a header that begins so), whatever the header is. */
  readonly breaking: readonly string[]
  /** What it takes back: hashes (perhaps short), pull requests' numbers, and headers. */
  readonly reverts: {
    readonly shas: readonly string[]
    readonly pulls: readonly string[]
    readonly header: string | undefined
  }
  readonly isMerge: boolean
  /** Places that look like a breaking change and were not counted as one; each a sentence. */
  readonly doubts: readonly string[]
}

const HEADER = /^(?<type>[A-Za-z][\w-]*)(?:\((?<scope>[^()\r\n]*)\))?(?<mark>!)?: +(?<description>\S.*)$/
/** Types whose lists in a body are taken for squashed commits; any other word with a colon is prose. */
const LISTED_TYPES = /^[*] (?=(?:feat|fix|perf|refactor|revert|docs|style|test|build|ci|chore)(?:\([^()]*\))?!?: )/
const FOOTER = /^(?:BREAKING[ -]CHANGE|[A-Za-z][A-Za-z-]*)(?:: | #)/
const BREAKING = /^BREAKING[ -]CHANGE: *(.*)$/
const LOOKS_BREAKING = /^[\s>*"'`_-]*BREAKING[ -]CHANGES?\b/i

/** Reads a commit message. Never fails: what is no Conventional Commit has no `change`. */
export function readCommit(commit: Commit): ReadCommit {
  const lines = commit.message.replaceAll(/\r\n?/g, '\n').trim().split('\n')
  const header = (lines[0] ?? '').trim()
  const body = withoutQuotations(lines.slice(1))
  const { breaking, doubts } = breakingIn(body)
  const inHeader = BREAKING.exec(header)?.[1]
  if (inHeader !== undefined) breaking.unshift(inHeader)
  const squashed = body.flatMap((line) => (LISTED_TYPES.test(line) ? changeOf(line.slice(2)) : []))
  const [change] = changeOf(header.replace(/^(?:(?:fixup|squash|amend)! )+/, ''))
  return {
    sha: commit.sha,
    header,
    change: change && { ...change, isBreaking: change.isBreaking || breaking.length > 0 },
    squashed,
    breaking,
    reverts: revertsOf(header, lines.slice(1).join('\n'), change),
    isMerge: /^Merge (?:pull request|branch|branches|remote-tracking branch|tag|commit) /.test(header),
    doubts: doubts.map((line) => `${commit.sha.slice(0, 7)} has "${line.slice(0, 60)}" where it is not a footer`),
  }
}

function changeOf(header: string): readonly ConventionalChange[] {
  const groups = HEADER.exec(header)?.groups
  if (groups === undefined) return []
  return [
    {
      type: (groups['type'] ?? '').toLowerCase(),
      scope: groups['scope']?.trim() === '' ? undefined : groups['scope']?.trim(),
      description: (groups['description'] ?? '').trim(),
      isBreaking: groups['mark'] === '!',
    },
  ]
}

/** Fenced code, which tells of footers instead of being one, becomes empty lines. */
function withoutQuotations(lines: readonly string[]): readonly string[] {
  let fence: string | undefined
  return lines.map((line) => {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined
      return ''
    }
    fence = mark
    return mark === undefined ? line : ''
  })
}

/**
 * A footer stands at the beginning of its line, in a paragraph that begins with a footer (or right below the header). The same
 * words inside a sentence, a quotation or a list are only told of.
 */
function breakingIn(body: readonly string[]): { readonly breaking: string[]; readonly doubts: readonly string[] } {
  const breaking: string[] = []
  const doubts: string[] = []
  let isFooters = true
  let isOpen = false
  for (const [index, line] of body.entries()) {
    if (line.trim() === '') {
      isFooters = false
      isOpen = false
      continue
    }
    const isFirst = index === 0 || body[index - 1]?.trim() === ''
    if (isFirst) isFooters = FOOTER.test(line)
    const text = isFooters ? BREAKING.exec(line)?.[1] : undefined
    if (text !== undefined) {
      breaking.push(text.trim())
      isOpen = true
    } else if (isOpen && !FOOTER.test(line)) {
      breaking.push(`${breaking.pop() ?? ''} ${line.trim()}`.trim())
    } else {
      isOpen = false
      if (LOOKS_BREAKING.test(line)) doubts.push(line.trim())
    }
  }
  return { breaking, doubts }
}

function revertsOf(header: string, body: string, change: ConventionalChange | undefined): ReadCommit['reverts'] {
  const reapplied = /^Reapply "(.*)"(?: \(#\d+\))?$/.exec(header)?.[1]
  const quoted =
    /^Revert "(.*)"(?: \(#\d+\))?$/.exec(header)?.[1] ?? (reapplied === undefined ? undefined : `Revert "${reapplied}"`)
  const isRevert = quoted !== undefined || change?.type === 'revert'
  if (!isRevert) return { shas: [], pulls: [], header: undefined }
  const told = [...body.matchAll(/^This reverts commit ([0-9a-f]{7,64})\b/gim)]
  const referred =
    change?.type === 'revert' ? [...body.matchAll(/^Refs?: *([0-9a-f]{7,64}(?:, *[0-9a-f]{7,64})*)$/gim)] : []
  return {
    shas: [...told, ...referred].flatMap(([, shas = '']) => shas.toLowerCase().split(/, */)),
    pulls: [...body.matchAll(/^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d+)\s*$/gm)].map(([, number = '']) => number),
    header: quoted ?? change?.description,
  }
}
