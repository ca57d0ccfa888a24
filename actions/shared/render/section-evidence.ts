import type { EvidenceKind } from '../model/evidence.ts'
import type { EvidenceRecord } from '../model/verdict.ts'
import { block, entriesOf, type Section } from './budget.ts'
import { counted, formatBytes, formatCount, formatQuantity } from './format.ts'
import { code, row, tableHead, text } from './markdown.ts'
import type { Matter } from './matter.ts'
import { COMPLETENESS_WORD, scopeOf, STATUS_EMOJI } from './wording.ts'

const ENTRY_NOUN: Readonly<Record<EvidenceKind, string>> = {
  tests: 'test',
  coverage: 'file',
  findings: 'finding',
  metrics: 'metric',
}

/** `12 tests`: what a report holds, in its own items. */
export function countText({ kind, entries }: EvidenceRecord): string {
  return Object.hasOwn(ENTRY_NOUN, kind)
    ? counted(entries, ENTRY_NOUN[kind as EvidenceKind])
    : counted(entries, 'entry', 'entries')
}

/** Tool and version, format where the tool is not known. */
export function toolOf({ tool, format }: EvidenceRecord): string {
  if (tool === undefined) return format
  return tool.version === undefined ? tool.name : `${tool.name} ${tool.version}`
}

/** How whole a report is, with its doubts or why it was refused. Plain text. */
export function wholenessOf(record: EvidenceRecord): string {
  if (record.refused !== undefined) return `refused: ${record.refused}`
  return [COMPLETENESS_WORD[record.completeness], ...record.doubts.map((doubt) => doubt.text)].join('; ')
}

/** True where the report weakens the verdict. */
export function isDoubtful(record: EvidenceRecord): boolean {
  return (
    record.refused !== undefined ||
    record.completeness !== 'complete' ||
    record.doubts.some(({ kind }) => kind === 'contradiction')
  )
}

/** Every report that was read. */
export function evidenceSection({ verdict }: Matter, most: number): Section | undefined {
  const all = verdict.evidence
  if (all.length === 0) return undefined
  const doubtful = all.filter(isDoubtful).length
  const title = `${counted(all.length, 'report')} read${doubtful > 0 ? `, ${formatCount(doubtful)} with doubts` : ''}`
  const scoped = all.some(({ scope }) => scopeOf(scope) !== '')
  const columns = ['Report', ...(scoped ? ['Scope'] : []), 'Format', 'Tool', '>Holds', '>Size', 'Whole?']
  const sorted = [...all].sort((left, right) => Number(isDoubtful(right)) - Number(isDoubtful(left))).slice(0, most)
  return {
    title: 'Reports',
    rank: 7,
    head: `<details><summary>${doubtful > 0 ? `${STATUS_EMOJI.unknown} ` : ''}${title}</summary>\n\n${tableHead(columns)}`,
    ...entriesOf(sorted, all.length, (record) => {
      return row([
        code(record.file),
        ...(scoped ? [text(scopeOf(record.scope) || '–', 100)] : []),
        text(record.format, 60),
        record.tool === undefined ? '–' : text(toolOf(record), 100),
        countText(record).replaceAll(' ', '&nbsp;'),
        formatBytes(record.bytes).replaceAll(' ', '&nbsp;'),
        `${isDoubtful(record) ? `${STATUS_EMOJI.unknown} ` : ''}${text(wholenessOf(record), 600)}`,
      ])
    }),
    tail: '\n</details>',
    rest: (left) => `\n… and ${counted(left, 'more report')}`,
  }
}

/** The share of paths in the reports that are no files of the repository. */
export function pathsSection({ verdict }: Matter): Section | undefined {
  const { mapped, unmapped, examples } = verdict.paths
  if (unmapped === 0) return undefined
  const all = mapped + unmapped
  const some = examples.slice(0, 5).map((path) => code(path, 200))
  const more = unmapped > some.length ? ', …' : ''
  const named = some.length === 0 ? '' : `: ${some.join(', ')}${more}`
  const part = formatQuantity((unmapped / all) * 100, '%')
  const share = `${formatCount(unmapped)} of ${counted(all, 'path')} in the reports (${part})`
  return block('Paths', 6, `Not found in the repository: ${share}${named}`)
}

/** Where the rules came from, and who judged. */
export function sourcesSection({ verdict }: Matter): Section {
  const sources = [...new Set(verdict.reasons.map(({ source }) => source))].filter((source) => source !== '')
  const rules = sources.length === 0 ? '' : `Rules from ${sources.map(sourceName).join(', ')} · `
  return block('Sources', 9, `<sub>${rules}cicd-actions ${text(verdict.version, 60)}</sub>`)
}

function sourceName(source: string): string {
  if (source === 'defaults') return 'the defaults'
  if (source === 'input') return 'the input <code>rules</code>'
  return code(source, 200)
}
