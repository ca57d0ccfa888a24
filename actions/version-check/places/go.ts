import { assignmentsIn, GO, tokensOf } from './code-tokens.ts'
import { finders, type Finder, named } from './finds.ts'

/** Names of constants that hold the project's version, whatever their capitals. */
const NAMES = ['version', 'appversion', 'app_version', 'currentversion', 'buildversion']

export const GO_FINDERS: readonly Finder[] = finders([
  {
    id: 'go-module',
    matches: named('go.mod'),
    names: (source) => {
      const module = /^module[ \t]+"?([^\s"]+)/m.exec(source.text)?.[1]
      return Promise.resolve([module?.replace(/\/v\d+$/, '')])
    },
    find: () => undefined,
  },
  {
    id: 'go',
    matches: (file) => file.endsWith('.go') && !file.endsWith('_test.go'),
    needles: ['ersion'],
    find: (source, finds) => {
      const tokens = tokensOf(source.text, GO)
      for (const { name, value } of assignmentsIn(tokens, ['const', 'var'])) {
        if (!value || !NAMES.includes(name.toLowerCase())) continue
        finds.textOrWord(value, { scheme: 'app-version', role: 'version', what: `the Go value ${name}` })
      }
    },
  },
])
