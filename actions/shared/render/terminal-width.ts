import { oneLine } from './plain.ts'

export interface Cell {
  readonly text: string
  readonly right?: boolean
  readonly tone?: string
}

/** East Asian wide characters and emoji take two columns; marks that combine take none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u
const COMBINING = /\p{Mn}|\p{Me}|\u200c|\u200d/u
const ASCII = /^[\x20-\x7e]*$/

/** Columns that a line of text takes. */
export function width(text: string): number {
  if (ASCII.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return columns
}

/** Cuts at a number of columns. */
export function cutToWidth(text: string, columns: number): string {
  if (width(text) <= columns) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    const next = width(character)
    if (used + next > columns - 1) break
    kept += character
    used += next
  }
  return `${kept}…`
}

/** No column but the last may take more than this share of the page. */
const WIDEST = 0.45
const GAP = 2

/** The last one, which says most, keeps so much of the page where it needs it; others are cut to no less than this many columns. */
const LAST = 0.25
const NARROWEST = 12

/** Takes room from the widest columns until the last one has its share. */
function makeRoom(widest: number[], columns: number): void {
  const last = widest.length - 1
  const needed = Math.min(widest[last] ?? 0, Math.floor(columns * LAST))
  let room = columns - widest.slice(0, last).reduce((sum, taken) => sum + taken + GAP, 0)
  for (; room < needed; room += 1) {
    const most = Math.max(...widest.slice(0, last))
    if (most <= NARROWEST) return
    widest[widest.indexOf(most)] = most - 1
  }
}

/** Pads every column to its widest cell; what goes beyond the page's edge is cut from the last one. */
export function align(rows: readonly (readonly Cell[])[], columns: number): Cell[][] {
  const clean = rows.map((cells) => cells.map((cell) => ({ ...cell, text: oneLine(cell.text) })))
  const widest: number[] = []
  for (const cells of clean) {
    cells.forEach((cell, index) => {
      widest[index] = Math.min(Math.max(widest[index] ?? 0, width(cell.text)), Math.floor(columns * WIDEST))
    })
  }
  makeRoom(widest, columns)
  return clean.map((cells) => {
    let room = columns
    return cells.map((cell, index) => {
      const last = index === cells.length - 1
      const space = Math.max(0, last ? room : Math.min(widest[index] ?? 0, room))
      const text = space === 0 ? '' : cutToWidth(cell.text, space)
      const padding =
        last && cell.right !== true
          ? ''
          : ' '.repeat(Math.max(0, (last ? Math.min(space, widest[index] ?? 0) : space) - width(text)))
      room -= space + GAP
      return { ...cell, text: cell.right === true ? padding + text : text + padding }
    })
  })
}
