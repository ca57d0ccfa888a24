import type { Reason, Verdict } from '../model/verdict.ts'
import { entriesOf, type Section } from './budget.ts'
import { counted } from './format.ts'
import { code, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { actualOf, baselineOf, limitOf, scopeOf, sourcesOf, STATUS_EMOJI, STATUS_WORD } from './wording.ts'

interface Column {
  readonly title: string
  readonly cell: (reason: Reason) => string
  /** Shown only where some reason has something to say here. */
  readonly needed?: (reason: Reason) => boolean
}

const COLUMNS: readonly Column[] = [
  { title: 'Status', cell: ({ status }) => `${STATUS_EMOJI[status]}&nbsp;${STATUS_WORD[status]}` },
  { title: 'Rule', cell: (reason) => (reason.rule === 'evidence' ? 'reports' : code(reason.rule, 200)) },
  { title: '>Found', cell: (reason) => quantity(actualOf(reason)) },
  { title: '>Limit', cell: (reason) => quantity(limitOf(reason)) },
  { title: '>Base', cell: (reason) => quantity(baselineOf(reason)), needed: (reason) => reason.baseline !== undefined },
  {
    title: 'Where',
    cell: (reason) => text(scopeOf(reason.scope) || '–', 200),
    needed: (reason) => scopeOf(reason.scope) !== '',
  },
]

const WHY: Column = { title: 'Why', cell: (reason) => text(reason.message, 600) }

/** The file that a rule came from. */
function fromColumn(verdict: Verdict): Column {
  const sourceOf = sourcesOf(verdict)
  const cell = (reason: Reason): string => (sourceOf(reason) === '' ? '–' : code(sourceOf(reason), 200))
  return { title: 'From', cell, needed: (reason) => sourceOf(reason) !== '' }
}

/** The rules that do not hold, worst first. */
export function reasonsSection({ verdict }: Matter, most: number): Section | undefined {
  const broken = verdict.reasons.filter(({ status }) => status === 'fail' || status === 'warn')
  if (broken.length === 0) return undefined
  return table('Reasons', 1, broken, most, [...COLUMNS, fromColumn(verdict), WHY], '', '')
}

/** What could not be told: apart from the failures, as somebody else must act, and with what to do. */
export function unknownSection({ verdict }: Matter, most: number): Section | undefined {
  const unknown = verdict.reasons.filter(({ status }) => status === 'unknown')
  if (unknown.length === 0) return undefined
  const offered = unknown.slice(0, most)
  const sourceOf = sourcesOf(verdict)
  return {
    title: 'What could not be told',
    rank: 1,
    head: `**${STATUS_EMOJI.unknown} ${counted(unknown.length, 'thing')} that could not be told.** Unknown is not a pass: fix the report, or decide with \`on-unknown\`.\n`,
    count: offered.length,
    entry: (index) => unknownEntry(offered[index], sourceOf),
    tail: '',
    beyond: unknown.length - offered.length,
    rest: (left) => `- … and ${counted(left, 'more', 'more')}`,
  }
}

function unknownEntry(reason: Reason | undefined, sourceOf: (reason: Reason) => string): string {
  if (reason === undefined) return ''
  const scope = scopeOf(reason.scope)
  const place = scope === '' ? '' : ` (${text(scope, 200)})`
  const rule = reason.rule === 'evidence' ? '' : `${code(reason.rule, 200)}: `
  const source = sourceOf(reason)
  const from = source === '' ? '' : `, asked for by ${code(source, 200)}`
  return `- ${rule}${text(reason.message, 1000)}${place}${from}`
}

/** The rules that hold: in sight where all is well, folded where something else matters more. */
export function heldSection({ verdict }: Matter, most: number): Section | undefined {
  const held = verdict.reasons.filter(({ status }) => status === 'pass')
  if (held.length === 0) return undefined
  const columns = [...COLUMNS.slice(1), fromColumn(verdict)]
  if (verdict.status === 'pass') return table('Rules that hold', 1, held, most, columns, '', '')
  const title = `<details><summary>✅ ${counted(held.length, 'rule')} ${held.length === 1 ? 'holds' : 'hold'}</summary>\n\n`
  return table('Rules that hold', 6, held, most, columns, title, '\n</details>')
}

function table(
  title: string,
  rank: number,
  reasons: readonly Reason[],
  most: number,
  columns: readonly Column[],
  before: string,
  after: string,
): Section {
  const shown = columns.filter(({ needed }) => needed === undefined || reasons.some(needed))
  const offered = reasons.slice(0, most)
  return {
    title,
    rank,
    head: `${before}${tableHead(shown.map((column) => column.title))}`,
    ...entriesOf(offered, reasons.length, (reason) => row(shown.map(({ cell }) => cell(reason)))),
    tail: after,
    rest: (left) => `\n… and ${counted(left, 'more reason')}`,
  }
}

/** Values stay on one line. */
function quantity(plain: string): string {
  return plain === '' ? '–' : text(plain).replaceAll(' ', '&nbsp;')
}
