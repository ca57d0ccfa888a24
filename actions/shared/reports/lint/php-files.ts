import { EvidenceError } from '../../model/errors.ts'
import { type JsonObject, field, isObject, listField, numberField, objectOf } from '../json/shape.ts'
import type { Findings } from './json-findings.ts'

/**
 * The messages by file that PHPStan and PHP_CodeSniffer write: {files: {path: {errors, messages: […]}}}; PHP writes an empty map as [].
 * A file whose number of messages is not the declared one contradicts itself.
 */
export function eachMessage(
  document: unknown,
  counts: readonly string[],
  into: Findings,
  message: (message: JsonObject, path: string) => void,
): void {
  const files = field(document, 'files')
  if (!isObject(files) && !(Array.isArray(files) && files.length === 0)) throw new EvidenceError('it has no "files"')
  for (const [path, value] of Object.entries(files)) {
    const file = objectOf(value, `the file ${path}`)
    const messages = listField(file, 'messages')
    const declared = counts.map((name) => numberField(file, name)).filter((count) => count !== undefined)
    const sum = declared.reduce((total, count) => total + count, 0)
    if (declared.length > 0 && sum !== messages.length) {
      into.contradict(`${path} counts ${sum} message(s) and lists ${messages.length}`)
    }
    for (const entry of messages) message(objectOf(entry, 'a message'), path)
  }
}
