const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** The character that `&…;` stands for; `start` is behind the `&`, `end` at the `;`. Only the five names and numbers are known. */
export function referenceText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const name = decoder.decode(bytes.subarray(start, end))
  if (Object.hasOwn(NAMED, name)) return NAMED[name]
  const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name)
  if (!number) return undefined
  const code = number[1] === undefined ? Number.parseInt(number[2] as string, 10) : Number.parseInt(number[1], 16)
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined
}

/** An attribute value with its references resolved and its white space normalised (https://www.w3.org/TR/xml/#AVNormalize). */
export function decodeReferences(value: Uint8Array): Uint8Array {
  const text = decoder
    .decode(value)
    .replace(/\r\n|[\t\r\n]/g, ' ')
    .replace(/&([^;]*);/g, (_, name: string) => {
      const bytes = encoder.encode(name)
      return referenceText(bytes, 0, bytes.length) ?? ''
    })
  return encoder.encode(text)
}
