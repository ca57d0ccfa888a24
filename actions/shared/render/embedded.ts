import type { Verdict } from '../model/verdict.ts'

/** Around the verdict in a report page. A data block is not run: the page's Content-Security-Policy allows one script, by its hash. */
export const EMBEDDED_START = '<script type="application/json" id="verdict">'
export const EMBEDDED_END = '</script>'

/** What could end the element, what a page may not hold, and what turns the reading direction of its source. */
const ESCAPED = /[<>&\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

/** The verdict as JSON inside a page. */
export function embedded(verdict: Verdict): string {
  const json = JSON.stringify(verdict).replace(ESCAPED, (character) =>
    Array.from({ length: character.length }, (_, index) => unicodeEscape(character.charCodeAt(index))).join(''),
  )
  return `${EMBEDDED_START}${json}${EMBEDDED_END}`
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}
