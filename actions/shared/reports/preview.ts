import { XmlScanner } from './xml/scanner.ts'
import { Utf8Input } from './encoding.ts'
import { plainLine } from './text/plain-lines.ts'

/** What the first kilobytes of a file show of it, for finding its format. */
export interface Preview {
  readonly xmlRoot?: string | undefined
  /** Local element names, and attribute names as `@name`. */
  readonly xmlNames: ReadonlySet<string>
  readonly json?: 'object' | 'array' | 'lines' | undefined
  /** Paths of keys such as `runs[].tool`; at most five deep. */
  readonly keys: ReadonlySet<string>
  /** The document is an object of nothing but numbers. */
  readonly onlyNumbers: boolean
  /** An array or object that holds nothing. */
  readonly isEmptyList: boolean
  /** Of text that is neither XML nor JSON. */
  readonly lines: readonly string[]
  /** Those of them that have a space. */
  readonly sentences: readonly string[]
  /** The first bytes, as Latin-1. */
  readonly bytes: string
}

const KEY_DEPTH = 5
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
/** How JSON begins: many a log begins with `[INFO]` or `[ 50%]`. */
const JSON_START =
  /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["{[\]]|-?\d[\d.eE+-]*\s*(?:,|\](?!\s*[A-Za-z])|$)|(?:true|false|null)\s*[,\]]|$))/

export function previewOf(head: Uint8Array): Preview {
  const parts: Uint8Array[] = []
  try {
    const input = new Utf8Input(
      (chunk) => parts.push(chunk.slice()),
      () => undefined,
    )
    input.write(head)
    input.end()
  } catch {
    // A character that the preview cuts, or bytes that are no text: what was decoded before is looked at.
  }
  const text = parts.map((part) => decoder.decode(part)).join('')
  const first = text.trimStart().charAt(0)
  const xml = first === '<' ? xmlPreview(parts) : undefined
  const json = JSON_START.test(text) ? jsonPreview(text) : undefined
  const lines = xml?.root !== undefined || json ? [] : text.split(/\r?\n/).map(plainLine)
  return {
    xmlRoot: xml?.root,
    xmlNames: xml?.names ?? new Set(),
    json: json?.kind,
    keys: json?.keys ?? new Set(),
    onlyNumbers: json?.onlyNumbers ?? false,
    isEmptyList: /^\s*(?:\[\s*\]|\{\s*\}|null)\s*$/.test(text),
    lines,
    sentences: lines.filter((line) => line.includes(' ')),
    bytes: String.fromCharCode(...head.subarray(0, 16)),
  }
}

function xmlPreview(parts: readonly Uint8Array[]): { root: string | undefined; names: Set<string> } {
  const names = new Set<string>()
  let root: string | undefined
  const scanner: XmlScanner = new XmlScanner(
    [],
    {
      start() {
        const name = localName(scanner.elementName())
        root ??= name
        names.add(name)
        for (const attribute of scanner.attributes.names()) names.add(`@${localName(attribute)}`)
      },
      end() {},
    },
    { lenient: true },
  )
  try {
    for (const part of parts) scanner.write(part)
  } catch {
    // The reader of the format says what is wrong; here what was seen before it counts.
  }
  return { root, names }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

interface JsonPreview {
  readonly kind: 'object' | 'array' | 'lines' | undefined
  readonly keys: Set<string>
  readonly onlyNumbers: boolean
}

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}[\],:"]+))/gy

/** Walks over as much of the JSON as there is. Nothing of it is judged here: a wrong document is refused by its reader. */
function jsonPreview(text: string): JsonPreview {
  const keys = new Set<string>()
  const path: string[] = []
  const isArray: boolean[] = []
  let pending: string | undefined
  let kind: JsonPreview['kind']
  let numbers = 0
  let others = 0
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [, mark, string, word] = match
    if (mark === '{' || mark === '[') {
      if (path.length === 0) kind = kind === undefined ? (mark === '{' ? 'object' : 'array') : 'lines'
      else others += path.length === 1 ? 1 : 0
      // A list of lists has no keys; this is what is to be seen of it.
      if (mark === '[' && path.length === 1 && isArray[0] === true) keys.add('[][]')
      path.push(mark === '[' ? '[]' : '')
      isArray.push(mark === '[')
    } else if (mark === '}' || mark === ']') {
      path.pop()
      isArray.pop()
    } else if (mark === ':') {
      path[path.length - 1] = pending ?? ''
      if (path.length <= KEY_DEPTH) keys.add(keyPath(path))
    } else if (string !== undefined) {
      const isKey = isArray.at(-1) === false && /^\s*:/.test(text.slice(TOKEN.lastIndex, TOKEN.lastIndex + 16))
      if (isKey) pending = string.slice(1, -1)
      else if (path.length === 1) others += 1
    } else if (word !== undefined && path.length === 1) {
      if (/^-?\d/.test(word)) numbers += 1
      else others += 1
    }
  }
  return { kind, keys, onlyNumbers: kind === 'object' && numbers > 0 && others === 0 }
}

function keyPath(path: readonly string[]): string {
  return path.join('.').replaceAll('.[]', '[]')
}
