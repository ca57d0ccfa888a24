/** Text from reports, made safe to look at in any channel: nothing invisible, nothing that turns the reading direction. */

/** ZWJ and ZWNJ join emoji and letters of several scripts; the Arabic signs are visible. All else that is `Cf` is not. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu
const HARMLESS = /\u200c|\u200d|[\u0600-\u0605\u06dd\u08e2]/u
const REPLACEMENT = '\ufffd'
/** Most texts are plain: one quick look spares them the slow replacement. */
const PLAIN = /^[\x20-\x7e]*$/

/** Keeps line feeds and tabs; shows other C0 controls as their pictures (␛) and anything else unseen as �. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, (character) => {
    if (character === '\n' || character === '\t' || HARMLESS.test(character)) return character
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : REPLACEMENT
  })
}

/** The same on one line: line ends become ⏎, runs of blanks become one. */
export function oneLine(text: string): string {
  const seen = visible(text)
  if (PLAIN.test(seen) && !seen.includes('  ')) return seen.trim()
  return seen
    .trim()
    .replace(/[ \t]*\n\s*/g, ' ⏎ ')
    .replace(/[ \t]+/g, ' ')
}

/** At most `limit` UTF-16 units, the last of them an ellipsis where something was cut; never half a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = Math.max(0, limit - 1)
  const code = text.charCodeAt(end - 1)
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`
}

/** As `cut`, and what differs only behind the limit stays different: a number of the whole text ends it. */
export function cutDistinct(text: string, limit: number): string {
  if (text.length <= limit) return text
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return `${cut(text, limit - 10)}~${(hash >>> 0).toString(16)}`
}

/** The first lines of a longer text, and how many were left. */
export function firstLines(text: string, lines: number, characters: number): { text: string; left: number } {
  const all = visible(text).split('\n')
  while (all.length > 0 && all.at(-1)?.trim() === '') all.pop()
  const kept: string[] = []
  let room = characters
  for (const line of all.slice(0, lines)) {
    if (room <= 0) break
    kept.push(cut(line, Math.min(room, 400)))
    room -= line.length + 1
  }
  return { text: kept.join('\n'), left: all.length - kept.length }
}
