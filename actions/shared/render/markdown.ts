import { cut, oneLine, visible } from './plain.ts'

/**
 * GitHub Markdown from text that nobody vouches for.
 * GitHub finds mentions, issue numbers, commits and emoji codes in the finished HTML, where entities are already resolved:
 * only a character in between stops them. It does not look into `code`, `pre` and links.
 */
const GAP = '&#8203;'

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '`': '&#96;',
  '\\': '&#92;',
  '*': '&#42;',
  _: '&#95;',
  '~': '&#126;',
  '[': '&#91;',
  ']': '&#93;',
  $: '&#36;',
}

/** A single underscore between letters or digits emphasises nothing. */
const ACTIVE = /[&<>|`\\*~[\]$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu
const NEEDS_CARE = /[^\p{L}\p{N} ,;'"/({}%?^]|[0-9a-f]{7}|www|gh-/iu

/** What GitHub takes for a commit, if the repository has it. */
const COMMIT = /(?<![\p{L}\p{N}_])[0-9a-f]{7,40}(?![\p{L}\p{N}_])/giu

/**
 * One line of text, words in backticks as code, for paragraphs, list items, table cells, link texts and HTML blocks:
 * entities mean the same in all of them.
 * Never empty, so that no structure collapses.
 */
export function text(raw: string, limit = 500): string {
  const line = cut(oneLine(raw), limit)
  if (line === '') return '&nbsp;'
  if (!NEEDS_CARE.test(line)) return line
  return line
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? codeInHtml(part.slice(1, -1), limit) : escaped(part)))
    .join('')
}

function escaped(line: string): string {
  // `visible` has removed every NUL: here it marks where a gap or an entity is written last.
  return line
    .replace(/@(?=[\p{L}\p{N}_-])/gu, '@\0')
    .replace(/#(?=[\p{L}\p{N}_])/gu, '#\0')
    .replace(/(GH-)(?=\d)/gi, '$1\0')
    .replace(/(https?|ftp|mailto|xmpp):(?=\S)/gi, '$1:\0')
    .replace(/(www)(?=\.)/gi, '$1\0')
    .replace(/:(?=[\w+-]+:)/g, ':\0')
    .replace(COMMIT, (digits) => digits.replace(/.{6}(?=.)/g, '$&\0'))
    .replace(ACTIVE, activeInText)
    .replace(
      /^(?:[-+#]|\d{1,9}[.)](?=\s|$))/,
      (start) => `${start.slice(0, -1)}&#${start.charCodeAt(start.length - 1)};`,
    )
    .replaceAll('\0', GAP)
}

/** GitHub's own way to say that a dollar sign begins no formula is a span around it. */
function activeInText(character: string): string {
  return character === '$' ? '<span>$</span>' : (ENTITY[character] ?? character)
}

/** A name in fixed width, for Markdown but not for HTML blocks. */
export function code(raw: string, limit = 300): string {
  const line = cut(oneLine(raw), limit)
  // Neither backticks nor pipes can be escaped in a code span of a table.
  return line === '' || /[`|\\]/.test(line) ? codeInHtml(line, limit) : `\`${line}\``
}

/** A name in fixed width, good in Markdown and in HTML blocks such as a `summary` line. */
export function codeInHtml(raw: string, limit = 300): string {
  const line = cut(oneLine(raw), limit)
  if (line === '') return '&nbsp;'
  const safe = line
    .replace(ACTIVE, (character) => ENTITY[character] ?? character)
    .replace(/:(?=\/\/|[\w+-]+:)/g, '&#58;')
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${GAP}`)
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`)
  return `<code>${safe}</code>`
}

/** Several lines as they are, in a fence that is longer than any inside. */
export function fence(raw: string, language = 'text'): string {
  const shown = visible(raw)
  let longest = 2
  for (const run of shown.match(/`{3,}/g) ?? []) longest = Math.max(longest, run.length)
  const mark = '`'.repeat(longest + 1)
  return `${mark}${language}\n${shown}\n${mark}`
}

/** A link whose text is Markdown already. The address must come from `links.ts`. */
export function link(markdown: string, address: string | undefined): string {
  return address === undefined ? markdown : `[${markdown}](${address})`
}

/** A table row. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The head of a table; a title that starts with `>` aligns its column to the right. */
export function tableHead(titles: readonly string[]): string {
  const plain = titles.map((title) => title.replace(/^>/, ''))
  return `${row(plain)}\n${row(titles.map((title) => (title.startsWith('>') ? '---:' : ':---')))}`
}
