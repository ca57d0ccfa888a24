// action.yml is written by hand; the tables in the README beside it are made from it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

export interface ActionInput {
  readonly description: string
  readonly required?: boolean
  readonly default?: string
  readonly deprecationMessage?: string
}

export interface ActionOutput {
  readonly description: string
}

/** The parts of an action.yml that are its contract. */
export interface ActionFile {
  readonly name: string
  readonly description: string
  readonly inputs: Readonly<Record<string, ActionInput>>
  readonly outputs: Readonly<Record<string, ActionOutput>>
  readonly runs: Readonly<Record<string, unknown>>
}

/** Names of the folders that `uses:` can name: those at the top that hold an action.yml. */
export function publicFolders(): string[] {
  return readdirSync(repository, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(repository, entry.name, 'action.yml')))
    .map((entry) => entry.name)
    .filter((name) => !['build', 'dist', 'node_modules'].includes(name))
    .sort()
}

/** Reads <folder>/action.yml. */
export function readActionFile(folder: string): ActionFile {
  const text = readFileSync(path.join(repository, folder, 'action.yml'), 'utf8')
  return { inputs: {}, outputs: {}, ...(parse(text) as Partial<ActionFile>) } as ActionFile
}

/** Text of one table cell: on one line, with nothing in it that ends the cell. */
function cell(text: string): string {
  return text
    .trim()
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
}

function defaultCell(input: ActionInput): string {
  if (input.required === true) return '**required**'
  const lines = (input.default ?? '').split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => `\`${cell(line)}\``).join('<br>')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function inputTable(action: ActionFile): string {
  const rows = Object.entries(action.inputs).map(([name, input]) => [
    `\`${name}\``,
    defaultCell(input),
    cell(input.deprecationMessage ? `Deprecated: ${input.deprecationMessage} ${input.description}` : input.description),
  ])
  return rows.length === 0 ? 'None.' : table(['Input', 'Default', 'Meaning'], rows)
}

function outputTable(action: ActionFile): string {
  const rows = Object.entries(action.outputs).map(([name, output]) => [`\`${name}\``, cell(output.description)])
  return rows.length === 0 ? 'None.' : table(['Output', 'Meaning'], rows)
}

/** Puts text between `<!-- section:start -->` and `<!-- section:end -->`. Throws when either mark is missing. */
function fillSection(readme: string, section: string, content: string): string {
  const start = `<!-- ${section}:start -->`
  const end = `<!-- ${section}:end -->`
  const from = readme.indexOf(start)
  const to = readme.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the README needs the lines ${start} and ${end}, in this order`)
  return `${readme.slice(0, from + start.length)}\n\n${content}\n\n${readme.slice(to)}`
}

/** The README with its two tables as action.yml has them. */
export function fillTables(readme: string, action: ActionFile): string {
  return fillSection(fillSection(readme, 'inputs', inputTable(action)), 'outputs', outputTable(action))
}
