// Writes docs/formats.md from the registry of report formats and the table of tools;
// with --check it only says that it is old. Needs Node 24, as every npm script has it.

import { readFile, writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { FORMATS } from '../actions/shared/reports/registry.ts'
import { TOOLS } from '../actions/shared/tools/tools.ts'
import { within } from './toolchain.mjs'

const PAGE = 'docs/formats.md'

/** A table row; what would end a cell is escaped. */
const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const names = (ids) => ids.map((id) => `\`${id}\``).join(', ')

function formatsTable() {
  const rows = FORMATS.map(({ id, title, kind, tools, clean, cut }) => [`\`${id}\``, title, kind, tools, clean, cut])
  return table(['Format', 'What it is', 'Kind', 'Written by', 'A clean report', 'A report that was cut'], rows)
}

function toolsTable() {
  const rows = Object.values(TOOLS).map((tool) => {
    const codes = Object.entries(tool.exitCodes).map(([code, meaning]) => `${code} ${meaning}`)
    const empty = tool.emptyWhenClean ? 'nothing: 0 bytes' : ''
    return [tool.title, names(tool.formats), `\`${tool.run}\``, codes.join(', '), empty, tool.sawNothing]
  })
  const head = ['Tool', 'Formats', 'A command that writes it', 'Exit codes', 'Clean leaves', 'It saw nothing']
  return table(head, rows)
}

const page = `# Report formats

What the gates read. This page is made from \`actions/shared/reports/registry.ts\` and \`actions/shared/tools/tools.ts\` by
\`scripts/docs-formats.mjs\`.

A format is found by a report's contents, never by its name. Where two formats fit, or none, the report is refused and
the verdict is \`unknown\` until its line of \`reports\` names one: \`format=ruff reports/ruff.json\`.
\`cicd inspect FILE\` says what is seen in a report.

${formatsTable()}

_A clean report_ says what good news looks like in the format. Where it is an empty list, the list alone does not say
which tool wrote it: the line names the \`format\`. Where it is no bytes at all, any crash looks the same: the line also
records the \`exit-code\`.

_A report that was cut_ says how a tool that broke off, or a disk that was full, is noticed. Where a format cannot show
it, name a number that must be reached: [\`expect\`](rules.md#expectations).

## Tools

An exit code that is not listed means that the tool did not do its work. _It saw nothing_ says how the tool tells that
it looked at no file, which is not the same as having found nothing.

${toolsTable()}
`

const file = within(PAGE)
const wanted = await format(page, { ...(await resolveConfig(file)), filepath: file })
const written = await readFile(file, 'utf8').catch(() => '')
if (wanted !== written) {
  if (process.argv.includes('--check')) {
    console.error(`${PAGE} is not what the registry says: run \`node scripts/docs-formats.mjs\``)
    process.exitCode = 1
  } else {
    await writeFile(file, wanted)
    console.log(`wrote ${PAGE}`)
  }
}
