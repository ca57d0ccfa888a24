// The row about finding every place that declares a version in a large repository.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundled } from './bundled.mjs'
import { bestTimes } from './measure.mjs'

const FILES = 60_000
const SERVICES = 60
const EMPTY_BLOB = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
const VERSION = '2.7.1'

const script = (number) =>
  `def part_${number}(order, rate):\n${'    total = order.total * rate + order.shipping  # rounded by the caller\n'.repeat(60)}`
const program = (number) =>
  `package part\n\nfunc Part${number}(order Order) int {\n${'\ttotal := order.Total + order.Shipping // in cents\n'.repeat(60)}}\n`

/** Of them, in each service: those of package.json, pyproject.toml twice, go.mod, the chart twice, its values, the base image. */
const PLACES_OF_A_SERVICE = 8

/** What declares versions in each service, or may: those files alone have contents. */
const MANIFESTS = {
  'package.json': (name) =>
    `{\n  "name": "@shop/${name}",\n  "version": "${VERSION}",\n  "dependencies": { "left": "^1.2.0" }\n}\n`,
  'pyproject.toml': (name) => `[project]\nname = "${name}"\nversion = "${VERSION}"\nrequires-python = ">=3.11"\n`,
  'go.mod': (name) => `module example.com/shop/${name}\n\ngo 1.22\n`,
  Dockerfile: () => 'FROM node:22-slim\nCOPY . /app\nCMD ["node", "/app"]\n',
  'README.md': (name) => `# ${name}\n\n${'A service of the shop, described at length.\n'.repeat(40)}`,
  'chart/Chart.yaml': (name) => `apiVersion: v2\nname: ${name}\nversion: 0.4.0\nappVersion: "${VERSION}"\n`,
  'chart/values.yaml': (name) => `replicas: 2\nimage:\n  repository: shop/${name}\n  tag: v${VERSION}\n`,
  'chart/templates/deployment.yaml': (name) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n`,
}

/** Of the other files, by what they end in: how many of a hundred, and what stands in those that have to be read. */
const SOURCES = [
  { share: 40, name: (number) => `web/src/view-${number}.tsx` },
  { share: 10, name: (number) => `docs/page-${number}.md` },
  { share: 30, name: (number) => `jobs/part_${number}.py`, text: script },
  { share: 20, name: (number) => `part/part_${number}.go`, text: program },
]

function* filesOf(service) {
  const folder = `services/service-${service}`
  for (const [name, text] of Object.entries(MANIFESTS)) yield [`${folder}/${name}`, text(`service-${service}`)]
  const rest = FILES / SERVICES - Object.keys(MANIFESTS).length
  for (let number = 0; number < rest; number += 1) {
    let place = (number * 37) % 100
    const kind = SOURCES.find(({ share }) => (place -= share) < 0)
    yield [`${folder}/${kind.name(number)}`, kind.text?.(number)]
  }
}

/** A repository with so many files in its index, of which those are there that may declare a version. */
function makeRepository(folder) {
  const repository = path.join(folder, 'places-repository')
  mkdirSync(repository, { recursive: true })
  const git = (parameters, input) => execFileSync('git', parameters, { cwd: repository, input, stdio: 'pipe' })
  git(['init', '-q'])
  git(['hash-object', '-w', '-t', 'blob', '--stdin'], '')
  const entries = []
  for (let service = 0; service < SERVICES; service += 1) {
    for (const [file, text] of filesOf(service)) {
      entries.push(`100644 ${EMPTY_BLOB} 0\t${file}\n`)
      if (text === undefined) continue
      mkdirSync(path.join(repository, path.dirname(file)), { recursive: true })
      writeFileSync(path.join(repository, file), text)
    }
  }
  git(['update-index', '--index-info'], entries.join(''))
  return repository
}

/** Lists the files and reads those whose names match, and nothing more. */
const LIST_AND_READ = `
const { execFileSync } = require('node:child_process')
const { readFileSync, writeFileSync } = require('node:fs')
const [candidate, told] = process.argv.slice(1)
const all = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\\0')
const files = all.filter((file) => new RegExp(candidate).test(file))
for (const file of files) readFileSync(file)
writeFileSync(told, JSON.stringify({ filesRead: files.length }))
`
const CANDIDATE = '\\.(py|go|yaml|json|toml|mod)$|/Dockerfile$|/README\\.md$'

async function discoveryTime({ folder, rounds }) {
  const repository = makeRepository(folder)
  const toldIn = (name) => path.join(folder, `places-${name}.json`)
  const programs = {
    ours: { parameters: [await bundled('discover-places', folder), toldIn('ours')], folder: repository },
    floor: { parameters: ['-e', LIST_AND_READ, CANDIDATE, toldIn('floor')], folder: repository },
  }
  const best = await bestTimes(programs, rounds)
  const [ours, floor] = ['ours', 'floor'].map((name) => JSON.parse(readFileSync(toldIn(name), 'utf8')))
  if (ours.filesRead !== floor.filesRead || ours.places !== SERVICES * PLACES_OF_A_SERVICE) {
    throw new Error(
      `${ours.filesRead} files were read and ${ours.places} places found, beside ${floor.filesRead} files`,
    )
  }
  const beside = `git ls-files and reading ${floor.filesRead} of them`
  return { figure: best.ours, floor: best.floor, limit: 2, unit: 's', beside }
}

export const DISCOVERY_ROWS = {
  discovery: { about: 'places of versions in 60,000 files, found', measure: discoveryTime },
}
