import { ending, finders, type Finder, type Finds, named } from './finds.ts'
import { LANGUAGE_OF_INPUT, LANGUAGE_OF_TOOL, leadingVersion } from './languages.ts'
import type { Language } from './place.ts'
import { linesOf } from './properties.ts'
import type { Source } from './source.ts'
import { at, entriesOf, mappingsIn, type ValueNode } from './value-tree.ts'

/** Files whose one line is a language's version. */
const PIN_FILES: Readonly<Record<string, Language>> = {
  ...{ '.python-version': 'python', '.nvmrc': 'node', '.node-version': 'node', '.ruby-version': 'ruby' },
  ...{ '.go-version': 'go', '.java-version': 'java' },
}

/** Ranges in manifests. */
const RANGES: readonly {
  readonly file: string
  readonly format: 'json' | 'toml'
  readonly keys: readonly string[]
  readonly language: Language
}[] = [
  { file: 'pyproject.toml', format: 'toml', keys: ['project', 'requires-python'], language: 'python' },
  { file: 'pyproject.toml', format: 'toml', keys: ['tool', 'poetry', 'dependencies', 'python'], language: 'python' },
  { file: 'uv.lock', format: 'toml', keys: ['requires-python'], language: 'python' },
  { file: 'package.json', format: 'json', keys: ['engines', 'node'], language: 'node' },
  { file: 'composer.json', format: 'json', keys: ['require', 'php'], language: 'php' },
]

export const TOOLCHAIN_FINDERS: readonly Finder[] = finders([
  {
    id: 'language-pin',
    matches: named(...Object.keys(PIN_FILES)),
    find: (source, finds) => {
      const language = PIN_FILES[source.base]
      const first = [...linesOf(source.text)].find(({ line }) => line.trim() !== '' && !line.startsWith('#'))
      if (!first || !language) return
      pin(finds, source.base, language, first.start + first.line.search(/\S/), first.line.trim())
    },
  },
  {
    id: 'tool-versions',
    matches: named('.tool-versions'),
    find: (source, finds) => {
      for (const { start, line } of linesOf(source.text)) {
        const [, tool = '', gap = '', version = ''] = /^(\S+)(\s+)(\S+)/.exec(line) ?? []
        const language = LANGUAGE_OF_TOOL[tool]
        if (language) pin(finds, source.base, language, start + tool.length + gap.length, version)
      }
    },
  },
  {
    id: 'go-toolchain',
    matches: named('go.mod'),
    find: (source, finds) => {
      for (const { start, line } of linesOf(source.text)) {
        const [, word = '', version = ''] = /^(go\s+|toolchain\s+go)(\d[\w.]*)/.exec(line) ?? []
        // `go 1.22` is the least version that builds it (https://go.dev/ref/mod#go-mod-file-go).
        const isRange = word.startsWith('go')
        if (version !== '') {
          const span = { start: start + word.length, end: start + word.length + version.length, text: version }
          const what = isRange ? 'the least Go version of go.mod' : 'the toolchain of go.mod'
          finds.text(span, { scheme: 'app-version', role: 'toolchain', what, language: 'go', isRange })
        }
      }
    },
  },
  ...RANGES.map(({ file, format, keys, language }): Finder => ({
    id: `range-${file}-${keys.join('.')}`,
    matches: named(file),
    find: async (source, finds) => {
      const tree = format === 'json' ? source.json() : await source.toml()
      const what = keys.join('.')
      finds.declare(at(tree, ...keys), { scheme: 'app-version', role: 'toolchain', what, language, isRange: true })
    },
  })),
  {
    id: 'workflow',
    matches: ending(['.yml', '.yaml'], (file) => /^\.github\/workflows\/[^/]+$|(^|\/)action\.ya?ml$/.test(file)),
    needles: ['-version'],
    find: findInWorkflow,
  },
])

async function findInWorkflow(source: Source, finds: Finds): Promise<void> {
  for (const document of await source.yaml()) {
    for (const step of mappingsIn(document)) {
      if (at(step, 'uses') === undefined) continue
      for (const [input, node] of entriesOf(at(step, 'with'))) {
        const language = LANGUAGE_OF_INPUT[input]
        if (language) pinOfInput(finds, input, language, node)
      }
    }
  }
}

/** A matrix tests many versions, and pins none: what it fills in is left alone. */
function pinOfInput(finds: Finds, input: string, language: Language, node: ValueNode): void {
  if (node.kind === 'alias') {
    finds.elsewhere(node.start, `the input ${input} stands for an anchor elsewhere in the file`)
  }
  if (node.kind !== 'scalar' || node.text.includes('${{') || node.text.includes('\n')) return
  if (node.readAs !== undefined) {
    finds.unreadable(
      node.start,
      `the input ${input} is written ${node.text}, which is read as ${node.readAs}: put it in quotes`,
    )
  } else pin(finds, `the input ${input}`, language, node.start, node.text)
}

function pin(finds: Finds, what: string, language: Language, start: number, text: string): void {
  const version = leadingVersion(text.replace(/^v/, ''))
  const from = start + (text.startsWith('v') ? 1 : 0)
  const isRange = /[<>=~^*|\s]|\.x\b/.test(text)
  const declared = { scheme: 'app-version', role: 'toolchain', what, language } as const
  if (isRange) finds.text({ start, end: start + text.length, text }, { ...declared, isRange })
  else if (version === '') finds.elsewhere(start, `${what} is "${text.slice(0, 40)}", which pins no version`)
  else finds.text({ start: from, end: from + version.length, text: version }, declared)
}
