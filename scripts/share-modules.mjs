// The bundler puts a module into every chunk that needs it, however many these are. Here those that several chunks hold
// move into files of their own, which the chunks import: a runner downloads them once.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import ts from 'typescript'

/** Characters that sharing must save to be worth one more file to open. */
const LEAST_SAVED = 4_000

/** The modules of a chunk, `export const modules = { 123: … }`, each with its text and place. */
function modulesOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (name.getText() !== 'modules' || !initializer || !ts.isObjectLiteralExpression(initializer)) continue
      const modules = initializer.properties.map((property) => ({
        id: property.name?.getText() ?? '',
        text: property.getText(),
        start: property.getFullStart(),
        end: property.getEnd(),
      }))
      return { modules, open: initializer.getStart() + 1 }
    }
  }
  return { modules: [], open: 0 }
}

/** Modules by the chunks that hold them, where these are several and it pays. */
function groupsOf(chunks) {
  const holders = new Map()
  for (const { file, modules } of chunks) {
    for (const { id, text } of modules) {
      const known = holders.get(id)
      if (known && known.text !== text) throw new Error(`module ${id} differs between ${known.files[0]} and ${file}`)
      if (known) known.files.push(file)
      else holders.set(id, { text, files: [file] })
    }
  }
  const groups = new Map()
  for (const [id, { text, files }] of holders) {
    if (files.length < 2) continue
    const group = groups.get(files.join()) ?? { files, ids: [], texts: [] }
    group.ids.push(id)
    group.texts.push(text)
    groups.set(files.join(), group)
  }
  return [...groups.values()].filter(({ files, texts }) => (files.length - 1) * texts.join('').length >= LEAST_SAVED)
}

/** Rewrites the chunks of a bundle in place. */
export async function shareModules(folder, entry) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js') && name !== entry).sort()
  const chunks = []
  for (const file of names) {
    const text = await readFile(path.join(folder, file), 'utf8')
    chunks.push({ file, text, ...modulesOf(file, text) })
  }
  const groups = groupsOf(chunks)
  for (const { ids, texts } of groups) {
    await writeFile(path.join(folder, `shared-${ids[0]}.js`), `export const modules = {\n${texts.join(',\n')}\n};\n`)
  }
  for (const { file, text, modules, open } of chunks) {
    const taken = groups.filter(({ files }) => files.includes(file))
    if (taken.length === 0) continue
    const gone = new Set(taken.flatMap(({ ids }) => ids))
    const kept = modules.filter(({ id }) => !gone.has(id)).map((module) => module.text)
    const imports = taken.map(({ ids: [id] }) => `import { modules as shared${id} } from './shared-${id}.js';\n`)
    const spread = taken.map(({ ids: [id] }) => `...shared${id}`)
    const end = modules.at(-1)?.end ?? open
    const body = `${text.slice(0, open)}\n${[...spread, ...kept].join(',\n')}${text.slice(end)}`
    await writeFile(path.join(folder, file), imports.join('') + body)
  }
}
