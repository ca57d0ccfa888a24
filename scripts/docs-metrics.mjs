// Writes docs/metrics.md and schemas/cicd-policy.schema.json from the metric catalogue;
// with --check it only says which of them is old. Needs Node 24, as every npm script has it.

import { readFile, writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { metricsPage, policySchema } from './metric-docs.ts'
import { within } from './toolchain.mjs'

const PAGES = { 'docs/metrics.md': metricsPage(), 'schemas/cicd-policy.schema.json': JSON.stringify(policySchema()) }

const checkOnly = process.argv.includes('--check')

for (const [name, content] of Object.entries(PAGES)) {
  const file = within(name)
  const wanted = await format(content, { ...(await resolveConfig(file)), filepath: file })
  const written = await readFile(file, 'utf8').catch(() => '')
  if (wanted === written) continue
  if (checkOnly) {
    console.error(`${name} is not what the metric catalogue says: run \`node scripts/docs-metrics.mjs\``)
    process.exitCode = 1
  } else {
    await writeFile(file, wanted)
    console.log(`wrote ${name}`)
  }
}
