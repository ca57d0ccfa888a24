import { type Preview, previewOf } from './preview.ts'
import type { ReportFormat, Signature } from './reader.ts'
import { FORMATS } from './registry.ts'

/** As much of a report's beginning as `recognise` wants, where there is so much. */
export const HEAD_BYTES = 65_536

/** The formats that a report's beginning fits: one where all is well, several where only the user can tell. */
export function recognise(head: Uint8Array): readonly ReportFormat[] {
  const preview = previewOf(head)
  const rows = signaturesFor(preview)
  const formats = new Set<ReportFormat>()
  for (const { format, signature } of rows) {
    if (!formats.has(format) && fits(signature, preview)) formats.add(format)
  }
  return [...formats]
}

interface SignatureRow {
  readonly format: ReportFormat
  readonly signature: Signature
}

/** Signatures by what they ask first: a hundred formats are told apart by looking at a few. */
const drawers = new Map<string, SignatureRow[]>()

function signaturesFor({ xmlRoot, json }: Preview): readonly SignatureRow[] {
  if (drawers.size === 0) FORMATS.forEach(putAway)
  return drawers.get(xmlRoot !== undefined ? `<${xmlRoot}>` : (json ?? 'text')) ?? []
}

function putAway(format: ReportFormat): void {
  for (const signature of format.signatures) {
    for (const drawer of drawersOf(signature)) {
      const rows = drawers.get(drawer)
      if (rows) rows.push({ format, signature })
      else drawers.set(drawer, [{ format, signature }])
    }
  }
}

const JSON_KINDS = ['object', 'array', 'lines'] as const

function drawersOf({ xmlRoot, json, keys, anyKeys, numbersOnly }: Signature): readonly string[] {
  if (xmlRoot) return xmlRoot.map((root) => `<${root}>`)
  if (json) return typeof json === 'string' ? [json] : json
  return keys || anyKeys || numbersOnly ? JSON_KINDS : ['text']
}

/** Two reports in one file are known by none of their formats. */
const JSON_WORDS: Readonly<Record<NonNullable<Preview['json']>, string>> = {
  object: 'a JSON object',
  array: 'a JSON list',
  lines: 'JSON documents, one after the other (each report needs a file of its own)',
}

/** Why no format fits, with the way out. */
export function explainUnrecognised(head: Uint8Array): string {
  const preview = previewOf(head)
  if (head.length === 0) {
    return 'it is empty; where that is what its tool writes when all is well, name format= and exit-code='
  }
  if (preview.isEmptyList) {
    return 'it holds nothing, which says neither what wrote it nor what was looked at; name its format='
  }
  const seen =
    preview.xmlRoot !== undefined
      ? `XML with the root element <${preview.xmlRoot}>`
      : preview.json !== undefined
        ? JSON_WORDS[preview.json]
        : `text that begins with ${JSON.stringify(beginningOf(preview.lines))}`
  return `it is ${seen}, which is no format that is known here; name its format= if it is one of those in docs/formats.md`
}

/** The first words: what stands behind them may be a secret that a scanner found, and so may be what is long and has digits. */
function beginningOf(lines: readonly string[]): string {
  const line = lines.find((text) => text.trim() !== '')?.trim() ?? ''
  const [words = ''] = /^\W{0,8}[\w ./\\-]{0,40}/.exec(line) ?? []
  return words.trimEnd().replace(/(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{12,}/g, '…')
}

/** Whether all holds that the signature asks beyond its drawer. */
function fits(signature: Signature, preview: Preview): boolean {
  const { xmlHas, xmlHasNot, keys, anyKeys, notKeys, numbersOnly, bytes, text, notText, bare } = signature
  if (xmlHas && !xmlHas.every((name) => preview.xmlNames.has(name))) return false
  if (xmlHasNot?.some((name) => preview.xmlNames.has(name))) return false
  if (keys && !keys.every((key) => hasKey(preview, key))) return false
  if (anyKeys && !anyKeys.some((key) => hasKey(preview, key))) return false
  if (notKeys?.some((key) => hasKey(preview, key))) return false
  if (bytes !== undefined && !preview.bytes.startsWith(bytes)) return false
  if (numbersOnly && !preview.onlyNumbers) return false
  if (text && !hasLines(preview, text, bare)) return false
  if (notText && preview.lines.some((line) => notText.test(line))) return false
  return true
}

/** XML and JSON are not looked at line by line: a document may quote anything. */
function hasLines(preview: Preview, text: RegExp | readonly RegExp[], bare = false): boolean {
  if (preview.xmlRoot !== undefined || preview.json !== undefined) return false
  const lines = bare ? preview.lines : preview.sentences
  const isThere = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line))
  return text instanceof RegExp ? isThere(text) : text.every(isThere)
}

/** `*` stands for any key. */
function hasKey(preview: Preview, key: string): boolean {
  if (!key.startsWith('*')) return preview.keys.has(key)
  const rest = key.slice(1)
  for (const seen of preview.keys) if (seen.endsWith(rest) && seen.length > rest.length) return true
  return false
}
