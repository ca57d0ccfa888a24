// Says whether the committed dist/ is, byte for byte, what the sources build.

import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from './build.mjs'
import { within } from './toolchain.mjs'

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  return new Map(names.map((name) => [path.relative(folder, name).split(path.sep).join('/'), name]))
}

const same = async (left, right) => (await readFile(left)).equals(await readFile(right))

/** How the two folders differ, one line per file; no line when they do not. */
async function differences(committed, built) {
  const [left, right] = [await files(committed), await files(built)]
  const lines = []
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    if (!right.has(name)) lines.push(`dist/${name} is not built any more`)
    else if (!left.has(name)) lines.push(`dist/${name} is missing`)
    else if (!(await same(left.get(name), right.get(name)))) lines.push(`dist/${name} differs`)
  }
  return lines
}

await mkdir(within('build'), { recursive: true })
const workshop = await mkdtemp(within('build', 'dist-check-'))
try {
  await build(path.join(workshop, 'dist'))
  const lines = await differences(within('dist'), path.join(workshop, 'dist'))
  for (const line of lines) console.error(line)
  console.log(lines.length === 0 ? 'dist/ is what the sources build' : 'dist/ is old: run `npm ci && npm run build`')
  process.exitCode = lines.length === 0 ? 0 : 1
} finally {
  await rm(workshop, { recursive: true, force: true })
}
