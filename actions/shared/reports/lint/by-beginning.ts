import { Utf8Input } from '../encoding.ts'
import type { OpenReader, ReportReader } from '../reader.ts'

const SPACES: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d])
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
/** More white space than this at the beginning is no JSON that a tool wrote. */
const HEAD_BYTES = 4_096

/** For a tool that writes JSON or text: the first character that is no space decides; nothing at all is text. */
export function jsonOrText(json: OpenReader, text: OpenReader): OpenReader {
  return byFirst((first) => (first === OPEN_ARRAY || first === OPEN_OBJECT ? json : text))
}

/** For a tool that writes one JSON list, or one JSON value after the other; nothing at all is the latter. */
export function listOrLines(list: OpenReader, lines: OpenReader): OpenReader {
  return byFirst((first) => (first === OPEN_ARRAY ? list : lines))
}

function byFirst(choose: (first: number | undefined) => OpenReader): OpenReader {
  return (context) => {
    let reader: ReportReader | undefined
    let head = new Uint8Array(0)
    const input = new Utf8Input((chunk) => {
      if (reader) {
        reader.write(chunk)
        return
      }
      const joined = new Uint8Array(head.length + chunk.length)
      joined.set(head)
      joined.set(chunk, head.length)
      head = joined
      const first = head.subarray(0, HEAD_BYTES).find((byte) => !SPACES.has(byte))
      if (first === undefined && head.length < HEAD_BYTES) return
      reader = choose(first)(context)
      reader.write(head)
      head = new Uint8Array(0)
    })
    return {
      write(chunk) {
        input.write(chunk)
      },
      end() {
        input.end()
        return (reader ?? choose(undefined)(context)).end()
      },
    }
  }
}
