/** What may stand before the root element. */

import type { CharacterCheck } from './character-check.ts'
import { isCharacter, isName } from './characters.ts'

const SPACE = '[ \\t\\r\\n]'
const LITERAL = `(?:"[^"]*"|'[^']*')`

/** `<!DOCTYPE name SYSTEM "…">`, with an empty internal subset at most (Pester writes one). Group 1 is the name. */
const DOCTYPE = new RegExp(
  `^<!DOCTYPE${SPACE}+([^\\s\\[>"']+)(?:${SPACE}+(?:SYSTEM${SPACE}+${LITERAL}|PUBLIC${SPACE}+${LITERAL}${SPACE}+${LITERAL}))?${SPACE}*(?:\\[${SPACE}*\\]${SPACE}*)?>`,
)

const XML_DECLARATION = new RegExp(
  `^<\\?xml${SPACE}+version${SPACE}*=${SPACE}*(["'])1\\.[0-9]+\\1(?:${SPACE}+encoding${SPACE}*=${SPACE}*(["'])[A-Za-z][\\w.-]*\\2)?(?:${SPACE}+standalone${SPACE}*=${SPACE}*(["'])(?:yes|no)\\3)?${SPACE}*\\?>$`,
)

/** Longest DOCTYPE and XML declaration that is waited for. */
const PROLOG_LIMIT = 4_096

/** Whether more bytes could still make the text a DOCTYPE that declares nothing. */
function mayBecomeDoctype(text: string): boolean {
  const withoutLiterals = text.replace(/"[^"]*(?:"|$)|'[^']*(?:'|$)/g, '')
  return text.length < PROLOG_LIMIT && !withoutLiterals.includes('>') && !/\[\s*[^\s\]]/.test(withoutLiterals)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** The end of a DOCTYPE that declares nothing; -1 where more bytes are needed. It is never fetched. */
export function doctypeEnd(bytes: Uint8Array, at: number, length: number, check: CharacterCheck): number {
  const text = decoder.decode(bytes.subarray(at, Math.min(length, at + PROLOG_LIMIT)))
  const match = DOCTYPE.exec(text)
  if (!match) {
    if (mayBecomeDoctype(text)) return -1
    throw check.fault('its DOCTYPE declares something or is not well-formed; a report needs none, so it is refused')
  }
  if (!isName(match[1] as string)) throw check.fault('its DOCTYPE has no name')
  for (const character of match[0]) {
    const code = character.codePointAt(0) as number
    if (!isCharacter(code)) check.forbidden(code)
  }
  return at + encoder.encode(match[0]).length
}

/** The end of an XML declaration; -1 where more bytes are needed. */
export function declarationEnd(bytes: Uint8Array, at: number, length: number, check: CharacterCheck): number {
  const text = decoder.decode(bytes.subarray(at, Math.min(length, at + PROLOG_LIMIT)))
  const end = text.indexOf('?>')
  if (end < 0 && text.length < PROLOG_LIMIT) return -1
  if (end < 0 || !XML_DECLARATION.test(text.slice(0, end + 2))) {
    throw check.fault('its XML declaration is not well-formed')
  }
  return at + end + 2
}
