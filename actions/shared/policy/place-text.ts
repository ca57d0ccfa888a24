import type { Measurement } from '../model/evidence.ts'

/** The function or file that was measured: `parse (src/parser.ts:12)`. */
export function placeText({ subject, path, line }: Measurement): string | undefined {
  const place = line === undefined ? path : `${path ?? ''}:${line}`
  const behind = place === undefined || subject === undefined ? place : `(${place})`
  return [subject, behind].filter(Boolean).join(' ') || undefined
}
