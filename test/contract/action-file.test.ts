import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { entryPoints } from '../../actions/entry-points.ts'
import { fillTables, publicFolders, readActionFile } from '../../scripts/action-tables.ts'
import { bundle, repository } from '../support/run-action.ts'

interface DeclaredInput {
  readonly description: string
  readonly default?: string
  /** A default that only a runner can evaluate. */
  readonly defaultExpression?: string
  readonly required?: boolean
  readonly deprecated?: string
}

interface Declarations {
  readonly INPUTS: Readonly<Record<string, DeclaredInput>>
  readonly OUTPUTS: Readonly<Record<string, { readonly description: string }>>
}

async function declarationsOf(folder: string): Promise<Declarations> {
  const file = path.join(repository, 'actions', folder, 'inputs.ts')
  return (await import(pathToFileURL(file).href)) as Declarations
}

/** A text as it reads: YAML folds lines, TypeScript joins them. */
const asRead = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')

/** One shape for both sides, without the keys that are not there. */
function contract(input: DeclaredInput): Record<string, unknown> {
  return {
    description: asRead(input.description),
    default: (input.default ?? input.defaultExpression ?? '').trimEnd(),
    required: input.required ?? false,
    deprecated: input.deprecated === undefined ? '' : asRead(input.deprecated),
  }
}

const folders = publicFolders()

describe('the actions', () => {
  it('have a public folder each, and so has every entry point but the terminal', () => {
    const actions = Object.keys(entryPoints).filter((name) => name !== 'cli')
    expect(folders).toEqual(actions.sort())
  })

  it('have a stub at the root that names a path which exists', () => {
    const root = parse(readFileSync(path.join(repository, 'action.yml'), 'utf8')) as { description: string }
    for (const [, folder] of root.description.matchAll(/cicd-actions\/([\w-]+)@/g)) {
      expect(folders).toContain(folder)
    }
  })
})

if (folders.length > 0) {
  describe.each(folders)('%s', (folder) => {
    const action = readActionFile(folder)

    it('declares in action.yml the inputs that it reads', async () => {
      const { INPUTS } = await declarationsOf(folder)
      const written = Object.entries(action.inputs).map(([name, { deprecationMessage, ...input }]) => [
        name,
        contract({ ...input, ...(deprecationMessage === undefined ? {} : { deprecated: deprecationMessage }) }),
      ])
      const read = Object.entries(INPUTS).map(([name, input]) => [name, contract(input)])
      expect(Object.fromEntries(written)).toEqual(Object.fromEntries(read))
    })

    it('declares in action.yml the outputs that it sets', async () => {
      const { OUTPUTS } = await declarationsOf(folder)
      const described = (outputs: Declarations['OUTPUTS']): unknown =>
        Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, asRead(output.description)]))
      expect(described(action.outputs)).toEqual(described(OUTPUTS))
    })

    it('shows in its README the tables of action.yml', async () => {
      const { format, resolveConfig } = await import('prettier')
      const file = path.join(repository, folder, 'README.md')
      const readme = readFileSync(file, 'utf8')
      const style = await resolveConfig(file)
      expect(await format(fillTables(readme, action), { ...style, parser: 'markdown' })).toBe(readme)
    })

    it('runs on Node 24 a file that the bundle has', () => {
      expect(action.runs['using']).toBe('node24')
      const steps = ['pre', 'main', 'post'].flatMap((step) => action.runs[step] ?? []) as string[]
      expect(steps).toContain(`../dist/${folder}/index.js`)
      for (const step of steps) {
        const file = path.join(bundle, path.relative('../dist', step))
        expect({ file: step, built: existsSync(file) }).toEqual({ file: step, built: true })
      }
    })
  })
}
