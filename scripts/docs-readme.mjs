// Fills the tables of README.md: the actions from their action.yml, the formats from the registry;
// with --check it only says that they are old. Needs Node 24, as every npm script has it.

import { readFile, writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { FORMATS } from '../actions/shared/reports/registry.ts'
import { publicFolders, readActionFile } from './action-tables.ts'
import { within } from './toolchain.mjs'

const row = (...cells) => `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |`

function actionsTable() {
  const rows = publicFolders().map((name) =>
    row(`[${name}](${name}/README.md)`, `\`org/cicd-actions/${name}@v1\``, readActionFile(name).description),
  )
  return [row('Action', 'Uses', 'What it does'), row('---', '---', '---'), ...rows].join('\n')
}

function formatsTable() {
  const kinds = [...new Set(FORMATS.map(({ kind }) => kind))]
  const rows = kinds.map((kind) => {
    const titles = FORMATS.filter((known) => known.kind === kind).map(({ title }) => title)
    return row(
      kind.replace(/^./, (letter) => letter.toUpperCase()),
      titles.join(', '),
    )
  })
  return [row('Kind', 'Formats'), row('---', '---'), ...rows].join('\n')
}

/** The text between two marks, replaced. */
function filled(text, name, content) {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines ${start} and ${end}`)
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}

const file = within('README.md')
const written = await readFile(file, 'utf8')
const text = filled(filled(written, 'actions', actionsTable()), 'formats', formatsTable())
const wanted = await format(text, { ...(await resolveConfig(file)), filepath: file })
if (wanted !== written) {
  if (process.argv.includes('--check')) {
    console.error('README.md is not what action.yml and the registry say: run `node scripts/docs-readme.mjs`')
    process.exitCode = 1
  } else {
    await writeFile(file, wanted)
    console.log('wrote README.md')
  }
}
