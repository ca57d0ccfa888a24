import type { InputDefinition, InputTable } from '../shared/runtime/inputs.ts'
import { type FlagTable, inputFlags } from './flags.ts'

const EXIT_CODES = 'Exit codes: 0 pass or warn, 1 fail, 2 wrong input, 3 unknown.'

export interface CommandHelp {
  readonly usage: string
  readonly summary: string
  readonly inputs: InputTable
  readonly flags: FlagTable
}

/** The page of `cicd --help`. */
export function overview(commands: Readonly<Record<string, CommandHelp>>): string {
  const rows = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
  return [
    'cicd turns the reports of your tools into one true verdict.',
    '',
    ...rows,
    '',
    '  cicd <command> --help    what a command takes',
    '  cicd --version',
    '',
    EXIT_CODES,
    '',
  ].join('\n')
}

/** The page of `cicd <command> --help`: every flag from the same table that reads it. */
export function commandPage({ usage, summary, inputs, flags }: CommandHelp): string {
  const rows = [
    ...inputFlags(inputs).map(([name, input]) => ({
      flag: `--${name} <${input.type.repeats ? 'line' : 'value'}>`,
      about: [input.description, input.type.repeats && 'Repeats.', defaultOf(input)].filter(Boolean).join(' '),
    })),
    ...Object.entries(flags).map(([name, { value, description }]) => ({
      flag: value === undefined ? `--${name}` : `--${name} <${value}>`,
      about: description,
    })),
  ]
  const lines = rows.flatMap(({ flag, about }) => [`  ${flag}`, ...wrapped(about, 90).map((line) => `      ${line}`)])
  return [`Usage: ${usage}`, '', summary, '', ...lines, '', EXIT_CODES, ''].join('\n')
}

function defaultOf(input: InputDefinition): string | undefined {
  return input.default === undefined || input.default.startsWith('${{') ? undefined : `Default: ${input.default}.`
}

function wrapped(text: string, columns: number): readonly string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= columns) return [...lines, word]
    return [...lines.slice(0, -1), `${last} ${word}`]
  }, [])
}
