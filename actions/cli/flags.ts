import { parseArgs } from 'node:util'
import { ConfigurationError } from '../shared/model/errors.ts'
import { didYouMean } from '../shared/policy/nearest.ts'
import type { InputDefinition, InputSource, InputTable } from '../shared/runtime/inputs.ts'

/** A flag that only the terminal has. */
export interface FlagDefinition {
  readonly description: string
  /** Takes a value: what help calls it. Without, it is a switch. */
  readonly value?: string
}

export type FlagTable = Readonly<Record<string, FlagDefinition>>

export interface CommandLine {
  /** Values by flag, in the order given. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly switches: ReadonlySet<string>
  readonly positionals: readonly string[]
}

/** Reads `--flag value`, `--flag=value` and switches; throws one ConfigurationError that tells of every wrong flag. */
export function parseCommandLine(parameters: readonly string[], inputs: InputTable, flags: FlagTable): CommandLine {
  const valued = [
    ...inputFlags(inputs).map(([name]) => name),
    ...Object.keys(flags).filter((name) => flags[name]?.value !== undefined),
  ]
  const switchNames = Object.keys(flags).filter((name) => flags[name]?.value === undefined)
  const { tokens } = parseArgs({
    args: [...parameters],
    options: {
      ...Object.fromEntries(valued.map((name) => [name, { type: 'string' as const, multiple: true }])),
      ...Object.fromEntries(switchNames.map((name) => [name, { type: 'boolean' as const }])),
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const values = new Map<string, string[]>()
  const switches = new Set<string>()
  const positionals: string[] = []
  const problems: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (valued.includes(name)) {
      if (value === undefined) problems.push(`${rawName}: needs a value`)
      else values.set(name, [...(values.get(name) ?? []), value])
    } else if (switchNames.includes(name)) {
      if (value === undefined) switches.add(name)
      else problems.push(`${rawName}: takes no value`)
    } else {
      problems.push(`${rawName}: there is no such flag${didYouMean(name, [...valued, ...switchNames])}`)
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return { values, switches, positionals }
}

/** The inputs that the command line has. */
export function inputFlags(inputs: InputTable): readonly (readonly [string, InputDefinition])[] {
  return Object.entries(inputs).filter(([, { onlyInActions }]) => onlyInActions !== true)
}

/** Flags as a source of inputs: a repeated one is one more line where lines are meant, else the last counts. */
export function flagInputs(commandLine: CommandLine, inputs: InputTable): InputSource {
  return {
    read: (name) => {
      const given = commandLine.values.get(name)
      return inputs[name]?.type.repeats === true ? given?.join('\n') : given?.at(-1)
    },
    spell: (name) => `--${name}`,
  }
}
