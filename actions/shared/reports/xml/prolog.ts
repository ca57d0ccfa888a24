/** What may stand before the root element. */

const SPACE = '[ \\t\\r\\n]'
const LITERAL = `(?:"[^"]*"|'[^']*')`

/** `<!DOCTYPE name SYSTEM "…">`, with an empty internal subset at most (Pester writes one). Group 1 is the name. */
export const DOCTYPE = new RegExp(
  `^<!DOCTYPE${SPACE}+([^\\s\\[>"']+)(?:${SPACE}+(?:SYSTEM${SPACE}+${LITERAL}|PUBLIC${SPACE}+${LITERAL}${SPACE}+${LITERAL}))?${SPACE}*(?:\\[${SPACE}*\\]${SPACE}*)?>`,
)

export const XML_DECLARATION = new RegExp(
  `^<\\?xml${SPACE}+version${SPACE}*=${SPACE}*(["'])1\\.[0-9]+\\1(?:${SPACE}+encoding${SPACE}*=${SPACE}*(["'])[A-Za-z][\\w.-]*\\2)?(?:${SPACE}+standalone${SPACE}*=${SPACE}*(["'])(?:yes|no)\\3)?${SPACE}*\\?>$`,
)

/** Longest DOCTYPE and XML declaration that is waited for. */
export const PROLOG_LIMIT = 4_096

/** Whether more bytes could still make the text a DOCTYPE that declares nothing. */
export function mayBecomeDoctype(text: string): boolean {
  const withoutLiterals = text.replace(/"[^"]*"|'[^']*'/g, '')
  return text.length < PROLOG_LIMIT && !withoutLiterals.includes('>') && !/\[\s*[^\s\]]/.test(withoutLiterals)
}
