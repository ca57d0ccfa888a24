// Checks every workflow and action.yml of this repository, its examples included, with GitHub's own language service.
// Our actions are known to it, so that `uses:` of them is checked input by input. Arguments are files to check instead.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import { repository, within } from './toolchain.mjs'

const OUR_NAME = 'cicd-actions'

/** Plain Node cannot import the service: it imports JSON without saying so. The bundle can. */
async function loadService() {
  const { build } = await import('esbuild')
  const outfile = within('build', 'language-service.mjs')
  await mkdir(path.dirname(outfile), { recursive: true })
  await build({
    stdin: {
      contents: `export { validate } from '@actions/languageservice'
export { TextDocument } from 'vscode-languageserver-textdocument'`,
      resolveDir: repository,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  return import(pathToFileURL(outfile).href)
}

/** Every file that GitHub would read as a workflow or an action. */
function documents() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: repository })
  return listed
    .toString()
    .split('\n')
    .filter((name) => /(^|\/)(action\.ya?ml|\.github\/workflows\/[^/]+\.ya?ml)$/.test(name))
    .filter((name) => !name.startsWith('test/fixtures/') && existsSync(within(name)))
    .sort()
}

const actionsMetadataProvider = {
  async fetchActionMetadata({ name, path: folder = '' }) {
    if (name !== OUR_NAME) return undefined
    const file = within(folder, 'action.yml')
    return existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined
  },
}

const fileProvider = {
  async getFileContent(reference) {
    const file = within(reference.path ?? '')
    if (!existsSync(file)) throw new Error(`${reference.path ?? 'a workflow'} is not in this repository`)
    return { name: reference.path, content: readFileSync(file, 'utf8') }
  },
}

/** Other people's actions cannot be looked up without a network, and which SHA is right is not for this check. */
const isAboutOthers = (message) =>
  message.startsWith('Unable to resolve action `') && !/`[^/`]+\/cicd-actions[/@]/.test(message)

/** `uses: ./folder` in the words of `uses: owner/name/folder@ref`, which is all the service looks up. */
function withNamedActions(text) {
  return text.replaceAll(/(uses:\s*)\.\/(?!\.github\/)([\w-]+)/g, `$1local/${OUR_NAME}/$2@v1`)
}

const { validate, TextDocument } = await loadService()
const given = process.argv.slice(2).map((file) => path.relative(repository, path.resolve(file)))
const names = given.length > 0 ? given : documents()
let problems = 0
for (const name of names) {
  const document = TextDocument.create(
    pathToFileURL(within(name)).href,
    'yaml',
    1,
    withNamedActions(readFileSync(within(name), 'utf8')),
  )
  const found = await validate(document, { actionsMetadataProvider, fileProvider })
  for (const { range, message } of found.filter((problem) => !isAboutOthers(problem.message))) {
    problems += 1
    console.error(`${name}:${String(range.start.line + 1)}:${String(range.start.character + 1)} ${message}`)
  }
}
console.log(`${String(names.length)} workflows and actions checked, ${String(problems)} problems`)
process.exitCode = problems === 0 && names.length > 0 ? 0 : 1
