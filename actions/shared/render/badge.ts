import type { Status } from '../model/status.ts'
import { escapeHtml } from './html.ts'
import { cut, oneLine } from './plain.ts'
import { width } from './terminal-width.ts'

export interface BadgeOptions {
  readonly label: string
  /** What the right half says; the status in words where absent. */
  readonly message?: string | undefined
}

/** White on each of these has a contrast of at least 4.5. */
const BADGE_COLOUR: Readonly<Record<Status, string>> = {
  pass: '#1a7f37',
  warn: '#8a5a00',
  unknown: '#7a35b8',
  fail: '#c4161c',
}
const BADGE_WORD: Readonly<Record<Status, string>> = {
  pass: 'passing',
  warn: 'warnings',
  unknown: 'unknown',
  fail: 'failing',
}

/** Widths of Verdana at 11 pixels, roughly; `textLength` makes them true whatever font is there. */
const NARROW = /[\s.,:;'|!()[\]ijlftrI/-]/
const BROAD = /[mwMW%@]/
const PADDING = 6

/** A flat SVG badge of 20 pixels' height that needs no font file, script or other resource. */
export function renderBadge(status: Status, options: BadgeOptions): string {
  const label = cut(oneLine(options.label), 60)
  const message = cut(oneLine(options.message ?? BADGE_WORD[status]), 60)
  const left = lengthOf(label) + 2 * PADDING
  const right = lengthOf(message) + 2 * PADDING
  const title = escapeHtml(`${label}: ${message}`)
  const words = (at: number, content: string): string =>
    `<text x="${at + PADDING}" y="14" textLength="${lengthOf(content)}">${escapeHtml(content)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${left + right}" height="20" rx="3" fill="${BADGE_COLOUR[status]}"/>`,
    `<path d="M3 0h${left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#41474e"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">`,
    `${words(0, label)}${words(left, message)}</g></svg>\n`,
  ].join('')
}

function lengthOf(content: string): number {
  let pixels = 0
  for (const character of content) {
    pixels += NARROW.test(character) ? 4.2 : BROAD.test(character) ? 10 : 6.9 * Math.max(0, width(character))
  }
  return Math.max(7, Math.round(pixels))
}
