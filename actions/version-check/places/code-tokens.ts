/** How a programming language writes comments and texts, as far as finding assignments needs it. */
export interface CodeLanguage {
  /** What begins a comment up to the end of its line. */
  readonly lineComments: readonly string[]
  readonly blockComments: readonly (readonly [open: string, close: string])[]
  /** The longest first. A text in one quote ends with its line, where it is not closed. */
  readonly quotes: readonly string[]
  /** Quotes in which a backslash is nothing special. */
  readonly rawQuotes: readonly string[]
  /** Brackets within which the end of a line ends no statement. */
  readonly joining: string
}

export interface CodeToken {
  /** `line`: the end of a statement's line. */
  readonly kind: 'name' | 'text' | 'number' | 'mark' | 'line'
  /** Of a text: without its quotes. */
  readonly start: number
  readonly end: number
  readonly text: string
}

export const PYTHON: CodeLanguage = {
  lineComments: ['#'],
  blockComments: [],
  quotes: ['"""', "'''", '"', "'"],
  rawQuotes: [],
  joining: '([{',
}
export const GO: CodeLanguage = {
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  quotes: ['"', '`', "'"],
  rawQuotes: ['`'],
  joining: '',
}
export const JAVASCRIPT: CodeLanguage = { ...GO, rawQuotes: [], joining: '([' }
export const GRADLE: CodeLanguage = { ...GO, quotes: ['"""', "'''", '"', "'"], rawQuotes: [], joining: '([' }
export const ELIXIR: CodeLanguage = { ...PYTHON, joining: '([{' }

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy
const NUMBER = /\d[\w.]*/y
const SPACE = /[^\S\n]+/y

/** The tokens of a source text; what is no token is passed over, so that no text is refused. */
export function tokensOf(text: string, language: CodeLanguage): readonly CodeToken[] {
  const tokens: CodeToken[] = []
  const add = (kind: CodeToken['kind'], start: number, end: number): void => {
    tokens.push({ kind, start, end, text: text.slice(start, end) })
  }
  const match = (pattern: RegExp, from: number): number => {
    pattern.lastIndex = from
    return pattern.exec(text)?.[0].length ?? 0
  }
  let depth = 0
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length;) {
    const character = text[at] ?? ''
    if (character === '\n') {
      if (depth === 0) add('line', at, at + 1)
      at += 1
      continue
    }
    const space = match(SPACE, at)
    if (space > 0) {
      at += space
      continue
    }
    const commentEnd = endOfComment(text, at, language)
    if (commentEnd !== undefined) {
      at = commentEnd
      continue
    }
    const quote = language.quotes.find((candidate) => text.startsWith(candidate, at))
    if (quote !== undefined) {
      const end = endOfText(text, at + quote.length, quote, language.rawQuotes.includes(quote))
      add('text', at + quote.length, end)
      at = text.startsWith(quote, end) ? end + quote.length : end
      continue
    }
    const name = match(NAME, at)
    const length = name || match(NUMBER, at) || 1
    add(name > 0 ? 'name' : length > 1 || /\d/.test(character) ? 'number' : 'mark', at, at + length)
    if (language.joining.includes(character)) depth += 1
    else if (depth > 0 && closes(character, language)) depth -= 1
    at += length
  }
  return tokens
}

function closes(character: string, { joining }: CodeLanguage): boolean {
  const place = ')]}'.indexOf(character)
  return place >= 0 && joining.includes('([{'[place] ?? ' ')
}

function endOfComment(text: string, at: number, language: CodeLanguage): number | undefined {
  if (language.lineComments.some((start) => text.startsWith(start, at))) {
    const end = text.indexOf('\n', at)
    return end < 0 ? text.length : end
  }
  const block = language.blockComments.find(([open]) => text.startsWith(open, at))
  if (block === undefined) return undefined
  const end = text.indexOf(block[1], at + block[0].length)
  return end < 0 ? text.length : end + block[1].length
}

function endOfText(text: string, from: number, quote: string, isRaw: boolean): number {
  const isShort = quote.length === 1 && !isRaw
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith(quote, at)) return at
    if (isShort && text[at] === '\n') return at
    if (!isRaw && text[at] === '\\') at += 1
  }
  return text.length
}

/** An assignment to a name at the beginning of a statement: `NAME = "text"`, `NAME: type = "text"`. */
export interface Assignment {
  readonly name: string
  /** Absent where something else than one plain text is assigned. */
  readonly value: CodeToken | undefined
  readonly index: number
}

/** `words`: what may stand before the name (`const`, `var`), and before a group of them in round brackets. */
export function assignmentsIn(tokens: readonly CodeToken[], words: readonly string[] = []): readonly Assignment[] {
  const found: Assignment[] = []
  statementStarts(tokens, words).forEach((index) => {
    const equals = equalsBehind(tokens, index)
    const value = equals === undefined ? undefined : tokens[equals + 1]
    const behind = equals === undefined ? undefined : tokens[equals + 2]
    const isWhole = !isOf(behind, ['name', 'text', 'mark']) || ';)}'.includes(behind?.text ?? '')
    const name = tokens[index]?.text ?? ''
    if (equals !== undefined) found.push({ name, index, value: value?.kind === 'text' && isWhole ? value : undefined })
  })
  return found
}

/** Places of the names that begin statements. */
function statementStarts(tokens: readonly CodeToken[], words: readonly string[]): readonly number[] {
  const starts: number[] = []
  let isStart = true
  tokens.forEach((token, index) => {
    if (isStart && token.kind === 'name' && !words.includes(token.text)) starts.push(index)
    const isGroup = token.text === '(' && words.includes(tokens[index - 1]?.text ?? '')
    const isWord = isStart && token.kind === 'name' && words.includes(token.text)
    isStart = token.kind === 'line' || isWord || isGroup || (token.kind === 'mark' && ';{}'.includes(token.text))
  })
  return starts
}

/** The equals sign of `name = …`, `name: annotation = …` or `name type = …`; of nothing else. */
function equalsBehind(tokens: readonly CodeToken[], index: number): number | undefined {
  // `:=` of Go declares a local variable.
  const isAnnotated = tokens[index + 1]?.text === ':' && tokens[index + 2]?.text !== '='
  const others = isAnnotated ? '(){};,' : '(){};,.:+-*/|&[]'
  for (let at = index + 1; at < index + 12; at += 1) {
    const token = tokens[at]
    if (!isOf(token, ['mark', 'name']) || token === undefined) return undefined
    if (token.text === '=') return tokens[at + 1]?.text === '=' ? undefined : at
    if (others.includes(token.text)) return undefined
  }
  return undefined
}

function isOf(token: CodeToken | undefined, kinds: readonly CodeToken['kind'][]): boolean {
  return token !== undefined && kinds.includes(token.kind)
}

/** The texts that calls of some functions are given under a name: `FastAPI(version="1.2.3")`. */
export function argumentsIn(
  tokens: readonly CodeToken[],
  functions: readonly string[],
  name: string,
): readonly CodeToken[] {
  const found: CodeToken[] = []
  /** Of each open bracket whether it is that of such a call. */
  const open: boolean[] = []
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    if (token.kind === 'mark' && '([{'.includes(token.text)) {
      open.push(token.text === '(' && before?.kind === 'name' && functions.includes(before.text))
    } else if (token.kind === 'mark' && ')]}'.includes(token.text)) open.pop()
    if (open.at(-1) !== true || token.kind !== 'name' || token.text !== name) return
    const value = tokens[index + 2]
    const isWhole = /^[,)]$/.test(tokens[index + 3]?.text ?? ')')
    if (tokens[index + 1]?.text === '=' && value?.kind === 'text' && isWhole) found.push(value)
  })
  return found
}
