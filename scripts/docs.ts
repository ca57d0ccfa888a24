// `npm run docs` writes the tables that are made from action.yml, and starts every scripts/docs-*.ts and .mjs, which
// do the same for their pages. `npm run docs -- --check` writes nothing and fails when something is old.

import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { fillTables, publicFolders, readActionFile } from './action-tables.ts'

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const checkOnly = process.argv.includes('--check')

for (const folder of publicFolders()) {
  const file = path.join(repository, folder, 'README.md')
  const written = readFileSync(file, 'utf8')
  const style = await resolveConfig(file)
  const wanted = await format(fillTables(written, readActionFile(folder)), { ...style, parser: 'markdown' })
  if (wanted === written) continue
  if (checkOnly) {
    console.error(`${folder}/README.md is not what action.yml says: run \`npm run docs\``)
    process.exitCode = 1
  } else {
    writeFileSync(file, wanted)
    console.log(`wrote ${folder}/README.md`)
  }
}

const scripts = path.join(repository, 'scripts')
for (const name of readdirSync(scripts).filter((file) => /^docs-[\w-]+\.(ts|mjs)$/.test(file))) {
  const { status } = spawnSync(process.execPath, [path.join(scripts, name), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
