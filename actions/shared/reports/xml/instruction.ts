import type { CharacterCheck } from './character-check.ts'
import { NAME_CLASS, SPACE_CLASS, isName } from './characters.ts'

const QUESTION_MARK = 0x3f
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Where the target of a processing instruction ends that begins at `at`; -1 where more bytes are needed. */
export function targetEnd(bytes: Uint8Array, at: number, length: number, check: CharacterCheck): number {
  let end = at + 2
  while (end < length && (NAME_CLASS[bytes[end] as number] as number) > 0) end += 1
  if (end >= length) return -1
  if (!isName(decoder.decode(bytes.subarray(at + 2, end)))) throw check.fault('a processing instruction has no name')
  if (SPACE_CLASS[bytes[end] as number] === 1) return end
  if (bytes[end] === QUESTION_MARK && end + 1 >= length) return -1
  if (bytes[end] !== QUESTION_MARK || bytes[end + 1] !== 0x3e) {
    throw check.fault('a processing instruction is not well-formed')
  }
  return end
}

/** Whether it is the XML declaration, which may only stand where the document begins. */
export function isDeclaration(
  bytes: Uint8Array,
  at: number,
  end: number,
  { isStart, check }: { readonly isStart: boolean; readonly check: CharacterCheck },
): boolean {
  const target = decoder.decode(bytes.subarray(at + 2, end))
  if (target.toLowerCase() !== 'xml') return false
  if (!isStart || target !== 'xml') throw check.fault('an XML declaration stands inside the document')
  return true
}
