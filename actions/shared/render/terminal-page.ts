import type { Status } from '../model/status.ts'
import { counted } from './format.ts'
import { cut } from './plain.ts'
import { align, type Cell, width } from './terminal-width.ts'

export interface TerminalOptions {
  readonly colour: boolean
  /** Columns. */
  readonly width: number
}

export type Tone = 'good' | 'bad' | 'doubt' | 'care' | 'strong' | 'faint'

const TONE_CODE: Readonly<Record<Tone, string>> = {
  good: '32',
  bad: '31',
  doubt: '35',
  care: '33',
  strong: '1',
  faint: '2',
}
export const STATUS_TONE: Readonly<Record<Status, Tone>> = { pass: 'good', warn: 'care', unknown: 'doubt', fail: 'bad' }

export const INDENT = '  '

/** Lines of text in a given width, in colour or without. */
export class Page {
  readonly #lines: string[] = []
  readonly #options: TerminalOptions
  readonly width: number

  constructor(options: TerminalOptions) {
    this.#options = options
    this.width = Math.max(40, options.width)
  }

  paint(tone: Tone | undefined, text: string): string {
    return this.#options.colour && tone !== undefined && text !== ''
      ? `\u001b[${TONE_CODE[tone]}m${text}\u001b[0m`
      : text
  }

  line(text = ''): void {
    this.#lines.push(text.trimEnd())
  }

  /** A heading with room above it. */
  heading(text: string): void {
    this.line()
    this.line(this.paint('strong', cut(text, this.width)))
  }

  /** Aligned columns; the last is cut at the page's edge. */
  table(rows: readonly (readonly Cell[])[]): void {
    for (const cells of align(rows, this.width - INDENT.length)) {
      this.line(INDENT + cells.map(({ text, tone }) => this.paint(tone as Tone | undefined, text)).join('  '))
    }
  }

  more(left: number, noun: string): void {
    if (left > 0) this.line(INDENT + this.paint('faint', `… and ${counted(left, `more ${noun}`)}`))
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

/** Breaks at blanks; a word longer than the line stays whole. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.split(' ')) {
    if (current !== '' && width(current) + 1 + width(word) > columns) {
      lines.push(current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current]
}
