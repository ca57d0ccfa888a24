/** Classes of bytes and characters of XML 1.0, fifth edition (https://www.w3.org/TR/xml/#charsets). */

/** In text: what the scanner must stop at. */
export const TEXT_PLAIN = 0
export const TEXT_NEWLINE = 1
export const TEXT_MARKUP = 2
export const TEXT_REFERENCE = 3
export const TEXT_BRACKET = 4
export const TEXT_FORBIDDEN = 5
/** First byte of U+F000 to U+FFFF, among which U+FFFE and U+FFFF are no characters. */
export const TEXT_LAST_PLANE = 6

export const TEXT_CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x0a) return TEXT_NEWLINE
  if (byte === 0x3c) return TEXT_MARKUP
  if (byte === 0x26) return TEXT_REFERENCE
  if (byte === 0x5d) return TEXT_BRACKET
  if (byte < 0x20 && byte !== 0x09 && byte !== 0x0d) return TEXT_FORBIDDEN
  if (byte === 0xef) return TEXT_LAST_PLANE
  return TEXT_PLAIN
})

/** In attribute values: a bracket is plain, both quotes are to be stopped at, and so is white space that becomes a space. */
export const VALUE_QUOTE = 7
export const VALUE_SPACE = 8
export const VALUE_CLASS: Uint8Array = TEXT_CLASS.map((kind, byte) => {
  if (byte === 0x22 || byte === 0x27) return VALUE_QUOTE
  if (byte === 0x09 || byte === 0x0d) return VALUE_SPACE
  return kind === TEXT_BRACKET ? TEXT_PLAIN : kind
})

const isNameStart = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || byte === 0x3a || byte >= 0x80

/** 1 where a name may go on with the byte, 2 where it may also start with it; bytes over 0x7f are judged by `isName`. */
export const NAME_CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (isNameStart(byte)) return 2
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e ? 1 : 0
})

export const SPACE_CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d ? 1 : 0,
)

const START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
// eslint-disable-next-line no-misleading-character-class -- the ranges are those of the specification
const NAME = new RegExp(`^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`, 'u')

export function isName(text: string): boolean {
  return NAME.test(text)
}

export function isCharacter(code: number): boolean {
  return (
    code === 0x09 ||
    code === 0x0a ||
    code === 0x0d ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  )
}

export function isSpace(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (SPACE_CLASS[bytes[at] as number] === 0) return false
  return true
}

/** Whether these characters of ASCII stand there. */
export function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false
  return true
}
