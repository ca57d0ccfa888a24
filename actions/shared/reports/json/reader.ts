import type { Reading } from '../../model/evidence.ts'
import { Utf8Input } from '../encoding.ts'
import type { ReportReader } from '../reader.ts'
import { type JsonHandler, JsonSplitter } from './splitter.ts'

/** A reader of a JSON format: what it streams, what it does with it, and what it makes of it in the end. */
export function jsonReader(paths: readonly string[], handler: JsonHandler, finish: () => Reading): ReportReader {
  const splitter = new JsonSplitter(paths, handler)
  const input = new Utf8Input((chunk) => {
    splitter.write(chunk)
  })
  return {
    write(chunk) {
      input.write(chunk)
    },
    end() {
      input.end()
      splitter.end()
      return finish()
    },
  }
}
