import { assignmentsIn, type CodeToken, GO, tokensOf } from './code-tokens.ts'
import { ending, finders, type Finder, named } from './finds.ts'

/** Names of constants that hold the project's version, whatever their capitals. */
const NAMES = ['version', 'appversion', 'app_version', 'currentversion', 'buildversion']

const WORDS = ['const', 'var']

/** Tells of assignments, asked for in their order, whether they are statements in a function, which declare nothing. */
function settingOf(tokens: readonly CodeToken[]): (index: number) => boolean {
  let [depth, next] = [0, 0]
  return (index) => {
    for (; next < index; next += 1) {
      const token = tokens[next]
      if (token?.kind === 'mark' && token.text === '{') depth += 1
      else if (token?.kind === 'mark' && token.text === '}') depth -= 1
    }
    return depth > 0 && !WORDS.includes(tokens[index - 1]?.text ?? '')
  }
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
      const isSetLater = settingOf(tokens)
      for (const { name, value, index } of assignmentsIn(tokens, WORDS)) {
        if (!value || !NAMES.includes(name.toLowerCase()) || isSetLater(index)) continue
        finds.textOrWord(value, { scheme: 'app-version', role: 'version', what: `the Go value ${name}` })
      }
    },
  },
])
