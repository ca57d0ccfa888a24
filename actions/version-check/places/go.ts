import { assignmentsIn, type CodeToken, GO, tokensOf } from './code-tokens.ts'
import { ending, finders, type Finder, named } from './finds.ts'

/** Names of constants that hold the project's version, whatever their capitals. */
const NAMES = ['version', 'appversion', 'app_version', 'currentversion', 'buildversion']

const WORDS = ['const', 'var']

/** Whether it is a statement in a function, which declares nothing. */
function isSetLater(tokens: readonly CodeToken[], index: number): boolean {
  if (WORDS.includes(tokens[index - 1]?.text ?? '')) return false
  const marks = tokens.slice(0, index).filter(({ kind }) => kind === 'mark')
  const count = (text: string): number => marks.filter((mark) => mark.text === text).length
  return count('{') > count('}')
}

export const GO_FINDERS: readonly Finder[] = finders([
  {
    id: 'go-module',
    matches: named('go.mod'),
    names: (source) => {
      const module = /^\uFEFF?module[ \t]+"?([^\s"]+)/m.exec(source.text)?.[1]
      return Promise.resolve([module?.replace(/\/v\d+$/, '')])
    },
    find: () => undefined,
  },
  {
    id: 'go',
    matches: ending(['.go'], (file) => !file.endsWith('_test.go')),
    needles: ['ersion'],
    find: (source, finds) => {
      const tokens = tokensOf(source.text, GO)
      for (const { name, value, index } of assignmentsIn(tokens, WORDS)) {
        if (!value || !NAMES.includes(name.toLowerCase()) || isSetLater(tokens, index)) continue
        finds.textOrWord(value, { scheme: 'app-version', role: 'version', what: `the Go value ${name}` })
      }
    },
  },
])
