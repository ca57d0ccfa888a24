// Builds what runners execute: one entry with its lazy chunks, and a stub per action.
// `node scripts/build.mjs [folder]`, dist/ when no folder is given.

import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { shareModules } from './share-modules.mjs'
import { repository, runNode, within } from './toolchain.mjs'

const ENTRY = 'index.js'
const MODULE_PACKAGE = '{\n  "type": "module"\n}\n'

const stub = (name) => `import { entryPoints } from '../${ENTRY}'

const { run } = await entryPoints['${name}']()
await run()
`

/** What a step starts as a process of its own: no action, so no folder. */
const programStub = (name) => `import { programs } from './${ENTRY}'

const { run } = await programs['${name}']()
await run()
`

const terminalStub = `#!/usr/bin/env node
import { entryPoints } from '../${ENTRY}'

const { run } = await entryPoints.cli()
await run(process.argv.slice(2))
`

/**
 * Takes the types off every source file, one by one: whether they fit is the business of `npm run types`, and ncc's
 * own way of doing without them writes require() for import().
 */
async function transpile(folder) {
  const { default: typescript } = await import('typescript')
  const { compilerOptions } = typescript.parseConfigFileTextToJson(
    '',
    await readFile(within('tsconfig.json'), 'utf8'),
  ).config
  for (const name of await readdir(within('actions'), { recursive: true })) {
    const target = path.join(folder, name)
    if (name.endsWith('.json')) await cp(within('actions', name), target, { recursive: true })
    if (!name.endsWith('.ts')) continue
    const { outputText } = typescript.transpileModule(await readFile(within('actions', name), 'utf8'), {
      compilerOptions: { ...compilerOptions, module: 'esnext', noEmit: false },
      fileName: name,
    })
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target.replace(/\.ts$/, '.js'), outputText)
  }
}

/**
 * ncc reads `paths` of the tsconfig.json where it starts, for dependencies too: so a part of a dependency is left out that
 * is large and of which little is used.
 */
const REPLACED = {
  compilerOptions: {
    baseUrl: '.',
    paths: { '@azure/storage-blob': ['./shared/runtime/baseline-blobs.js'], undici: ['./undici-parts.js'] },
  },
}

/** Bundles the sources of one folder into another. Throws when the bundler fails. */
async function bundle(sources, folder) {
  const ncc = within('node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
  const parameters = ['build', 'entry-points.js', '--out', folder, '--license', 'licenses.txt', '--target', 'es2022']
  const exitCode = await runNode(ncc, [...parameters, '--no-cache', '--quiet'], { folder: sources })
  if (exitCode !== 0) throw new Error(`ncc ended with exit code ${String(exitCode)}`)
}

/** Minifies the lazy chunks. The entry stays as it is: Node starts an unminified one faster. */
async function minifyChunks(folder) {
  const { transform } = await import('esbuild')
  const chunks = (await readdir(folder)).filter((name) => name.endsWith('.js') && name !== ENTRY)
  for (const name of chunks) {
    const file = path.join(folder, name)
    const source = await readFile(file, 'utf8')
    const { code } = await transform(source, {
      minify: true,
      format: 'esm',
      target: 'node20',
      legalComments: 'none',
      charset: 'utf8',
    })
    await writeFile(file, code)
  }
}

/** Writes one stub per row of actions/entry-points.ts. Reading the rows from the bundle proves that it starts. */
async function writeStubs(folder) {
  const { entryPoints, programs } = await import(pathToFileURL(path.join(folder, ENTRY)).href)
  for (const name of Object.keys(entryPoints)) {
    const file = path.join(folder, name, ENTRY)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, name === 'cli' ? terminalStub : stub(name))
    if (name === 'cli') await chmod(file, 0o755)
  }
  for (const name of Object.keys(programs)) await writeFile(path.join(folder, `${name}.js`), programStub(name))
}

/** Refuses a bundle that would fail elsewhere: one that names this machine's folders, or lacks a module. */
async function inspect(folder) {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
    const text = await readFile(path.join(folder, name), 'utf8')
    if (text.includes(repository)) throw new Error(`${name} names the folder it was built in`)
    if (/eval\(["'`]require["'`]\)/.test(text)) {
      const missing = [...text.matchAll(/Cannot find module '([^']+)'/g)].map((match) => match[1])
      throw new Error(`modules that could not be found: ${missing.join(', ') || `see ${name}`}`)
    }
  }
}

/** Builds into the folder, which is replaced only when all went well. */
export async function build(target) {
  await mkdir(within('build'), { recursive: true })
  const workshop = await mkdtemp(within('build', 'bundle-'))
  const sources = path.join(workshop, 'sources')
  const folder = path.join(workshop, 'dist')
  try {
    await transpile(sources)
    await writeFile(path.join(sources, 'package.json'), MODULE_PACKAGE)
    await writeFile(path.join(sources, 'tsconfig.json'), JSON.stringify(REPLACED))
    await cp(within('scripts', 'undici-parts.js'), path.join(sources, 'undici-parts.js'))
    await bundle(sources, folder)
    await shareModules(folder, ENTRY)
    await minifyChunks(folder)
    await writeFile(path.join(folder, 'package.json'), MODULE_PACKAGE)
    await inspect(folder)
    await writeStubs(folder)
    await rm(target, { recursive: true, force: true })
    await mkdir(path.dirname(target), { recursive: true })
    await rename(folder, target)
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

if (process.argv[1] === within('scripts', 'build.mjs')) {
  const target = path.resolve(process.argv[2] ?? within('dist'))
  await build(target)
  console.log(`built ${path.relative(process.cwd(), target)}`)
}
