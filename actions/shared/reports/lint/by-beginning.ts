import { Utf8Input } from '../encoding.ts'
import type { OpenReader, ReportReader } from '../reader.ts'

const SPACES: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d])
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
const OPEN_TAG = 0x3c
/** More white space than this at the beginning is no JSON that a tool wrote. */
const HEAD_BYTES = 4_096

/** For a tool that writes JSON or text: the first character that is no space decides; nothing at all is text. */
export function jsonOrText(json: OpenReader, text: OpenReader): OpenReader {
  return byFirst((first) => (first === OPEN_ARRAY || first === OPEN_OBJECT ? json : text))
}

/** For a tool that writes JSON or CSV, whose first column is named in a capital letter. */
export function jsonOrCsv(json: OpenReader, csv: OpenReader): OpenReader {
  return byFirst((first = 0) => (first >= 0x41 && first <= 0x5a ? csv : json))
}

/** For a tool that writes XML or text; nothing at all is text. */
export function xmlOrText(xml: OpenReader, text: OpenReader): OpenReader {
  return byFirst((first) => (first === OPEN_TAG ? xml : text))
}

/** For a tool that writes one JSON list, or one JSON value after the other; nothing at all is the latter. */
export function listOrLines(list: OpenReader, lines: OpenReader): OpenReader {
  return byFirst((first) => (first === OPEN_ARRAY ? list : lines))
}

/** The reader is given the bytes as they are, in whatever encoding: only the choice needs them as text. */
function byFirst(choose: (first: number | undefined) => OpenReader): OpenReader {
  return (context) => {
    let reader: ReportReader | undefined
    let head = new Uint8Array(0)
    let seen = 0
    let first: number | undefined
    const text = new Utf8Input(
      (chunk) => {
        seen += chunk.length
        first ??= chunk.find((byte) => !SPACES.has(byte))
      },
      () => undefined,
    )
    const begin = (): ReportReader => {
      reader = choose(first)(context)
      reader.write(head)
      head = new Uint8Array(0)
      return reader
    }
    return {
      write(chunk) {
        if (reader) {
          reader.write(chunk)
          return
        }
        const joined = new Uint8Array(head.length + chunk.length)
        joined.set(head)
        joined.set(chunk, head.length)
        head = joined
        text.write(chunk)
        if (first !== undefined || seen >= HEAD_BYTES) begin()
      },
      end() {
        if (!reader) text.end()
        return (reader ?? begin()).end()
      },
    }
  }
}
