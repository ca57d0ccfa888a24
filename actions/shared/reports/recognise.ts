import { type Preview, previewOf } from './preview.ts'
import type { ReportFormat, Signature } from './reader.ts'
import { FORMATS } from './registry.ts'

/** As much of a report's beginning as `recognise` wants, where there is so much. */
export const HEAD_BYTES = 65_536

/** The formats that a report's beginning fits: one where all is well, several where only the user can tell. */
export function recognise(head: Uint8Array): readonly ReportFormat[] {
  const preview = previewOf(head)
  return FORMATS.filter((format) => format.signatures.some((signature) => fits(signature, preview)))
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
        ? `JSON (${preview.json})`
        : `text that begins with ${JSON.stringify((preview.lines[0] ?? '').slice(0, 60))}`
  return `it is ${seen}, which is no format that is known here; name its format= if it is one of ${FORMATS.map(({ id }) => id).join(', ')}`
}

function fits(signature: Signature, preview: Preview): boolean {
  const { xmlRoot, xmlHas, xmlHasNot, json, keys, anyKeys, notKeys, numbersOnly, bytes, text, notText } = signature
  if (xmlRoot && !xmlRoot.includes(preview.xmlRoot ?? '')) return false
  if (xmlHas && !xmlHas.every((name) => preview.xmlNames.has(name))) return false
  if (xmlHasNot?.some((name) => preview.xmlNames.has(name))) return false
  if (json && !(preview.json !== undefined && [json].flat().includes(preview.json))) return false
  if (keys && !keys.every((key) => hasKey(preview, key))) return false
  if (anyKeys && !anyKeys.some((key) => hasKey(preview, key))) return false
  if (notKeys?.some((key) => hasKey(preview, key))) return false
  if (bytes !== undefined && !preview.bytes.startsWith(bytes)) return false
  if (numbersOnly && !preview.onlyNumbers) return false
  if (text && !hasLines(preview, [text].flat())) return false
  if (notText && preview.lines.some((line) => notText.test(line))) return false
  return true
}

/** XML and JSON are not looked at line by line: a document may quote anything. */
function hasLines(preview: Preview, patterns: readonly RegExp[]): boolean {
  if (preview.xmlRoot !== undefined || preview.json !== undefined) return false
  return patterns.every((pattern) => preview.lines.some((line) => pattern.test(line)))
}

/** `*` stands for any key. */
function hasKey(preview: Preview, key: string): boolean {
  if (!key.startsWith('*')) return preview.keys.has(key)
  const rest = key.slice(1)
  for (const seen of preview.keys) if (seen.endsWith(rest) && seen.length > rest.length) return true
  return false
}
