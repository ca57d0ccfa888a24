import { ELIXIR, tokensOf } from './code-tokens.ts'
import { finders, type Finder, named } from './finds.ts'
import { linesOf, propertiesOf } from './properties.ts'

/** `https://img.shields.io/badge/version-1.2.3-blue`: a hyphen in its parts is written twice. */
const BADGE =
  /img\.shields\.io\/badge\/(?:app[ _%20]*|latest[ _%20]*|current[ _%20]*)?(?:version|release)-((?:[^-\s/)"']|--)+)-/gi

export const PLAIN_FILE_FINDERS: readonly Finder[] = finders([
  {
    id: 'version-file',
    matches: named('VERSION', 'VERSION.txt', 'version.txt', '.version'),
    find: (source, finds) => {
      for (const { start, line } of linesOf(source.text)) {
        const text = line.trim()
        if (text === '') continue
        const from = start + line.indexOf(text)
        finds.text(
          { start: from, end: from + text.length, text },
          { scheme: 'app-version', role: 'version', what: `the file ${source.base}` },
        )
        return
      }
      finds.elsewhere(0, `the file ${source.base} is empty`)
    },
  },
  {
    id: 'mix',
    matches: named('mix.exs'),
    names: (source) => Promise.resolve([/\bapp:\s*:(\w+)/.exec(source.text)?.[1]]),
    find: (source, finds) => {
      const declared = { scheme: 'hex', role: 'version', what: 'the Mix project version' } as const
      const tokens = tokensOf(source.text, ELIXIR)
      const project = tokens.findIndex((token, index) => token.text === 'project' && tokens[index - 1]?.text === 'def')
      for (const [index, token] of tokens.entries()) {
        const [next, value] = [tokens[index + 1], tokens[index + 2]]
        if (token.text !== 'version') continue
        if (tokens[index - 1]?.text === '@' && next?.kind === 'text') finds.text(next, declared)
        else if (project >= 0 && index > project && next?.text === ':') {
          if (value?.kind === 'text') finds.text(value, declared)
          break
        }
      }
    },
  },
  {
    id: 'sonar',
    matches: named('sonar-project.properties'),
    find: (source, finds) => {
      for (const { key, ...span } of propertiesOf(source.text)) {
        if (key === 'sonar.projectVersion') {
          finds.text(span, { scheme: 'app-version', role: 'version', what: 'sonar.projectVersion' })
        }
      }
    },
  },
  {
    id: 'badge',
    matches: named(/^readme\.(md|rst|adoc)$/i),
    needles: ['img.shields.io/badge/'],
    find: (source, finds) => {
      for (const { 0: whole, 1: written = '', index } of source.text.matchAll(BADGE)) {
        const start = index + whole.length - 1 - written.length
        const declared = { scheme: 'app-version', role: 'version', what: 'the badge', spelling: 'badge' } as const
        finds.text({ start, end: start + written.length, text: spelt(written) }, declared)
      }
    },
  },
])

function spelt(written: string): string {
  return written.replaceAll('--', '-').replaceAll('%2B', '+')
}
