import { EvidenceError } from '../../model/errors.ts'
import type { Reading } from '../../model/evidence.ts'
import { utf8Reader } from '../encoding.ts'
import type { ReportReader } from '../reader.ts'
import { type JsonHandler, JsonSplitter } from './splitter.ts'

/** The path of a document that is a list itself. */
const LIST = '[]'

/**
 * A reader of a JSON format: what it streams, what it does with it, and what it makes of it in the end.
 * A format whose document is a list refuses any other; `mayBeNull`: but for Go's empty list, null.
 */
export function jsonReader(
  paths: readonly string[],
  handler: JsonHandler,
  finish: () => Reading,
  { mayBeNull = false }: { readonly mayBeNull?: boolean } = {},
): ReportReader {
  // A format that may also be an object says itself what it takes.
  const isList = paths.length === 1 && paths[0] === LIST
  const splitter = new JsonSplitter(paths, {
    element: (value, stream, outer) => {
      handler.element(value, stream, outer)
    },
    document(value) {
      if (isList && !Array.isArray(value) && !(mayBeNull && value === null)) throw new EvidenceError('it is not a list')
      handler.document?.(value)
    },
  })
  return utf8Reader(splitter, () => {
    return finish()
  })
}
