import { ConfigurationError } from '../model/errors.ts'
import type { InputType, ValueOf } from './input-types.ts'
import { didYouMean } from '../policy/nearest.ts'

/** A row of an action's table of inputs: what action.yml says of it, and what its text becomes. */
export interface InputDefinition<Value = unknown> {
  readonly description: string
  readonly type: InputType<Value>
  /** As action.yml has it. An expression (`${{ … }}`) is a runner's to evaluate; elsewhere the input is then not given. */
  readonly default?: string
  readonly required?: true
  /** It speaks of GitHub's pages, so the command line does not have it. */
  readonly onlyInActions?: true
}

export type InputTable = Readonly<Record<string, InputDefinition>>

type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

type InputValue<Definition extends InputDefinition> =
  | ValueOf<Definition['type']>
  | (Definition extends { readonly default: `\${{${string}` }
      ? undefined
      : Definition extends { readonly default: string } | { readonly required: true }
        ? never
        : undefined)

/** The typed object that a table describes: kebab-case names become camelCase. */
export type Inputs<Table extends InputTable> = {
  readonly [Name in keyof Table & string as CamelCase<Name>]: InputValue<Table[Name]>
}

/** Where the text of an input comes from: the runner's environment, or flags. */
export interface InputSource {
  readonly read: (name: string) => string | undefined
  /** How the user writes the input's name: `reports`, `--reports`. */
  readonly spell: (name: string) => string
}

/**
 * Reads all inputs of a table. Blank text means "not given", as GitHub writes an expression that yields nothing.
 * `moreProblems` is given what could be read. Throws one ConfigurationError that tells of every wrong input.
 */
export function readInputs<const Table extends InputTable>(
  table: Table,
  source: InputSource,
  moreProblems: (read: Partial<Inputs<Table>>) => readonly string[] = () => [],
): Inputs<Table> {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, definition] of Object.entries(table)) {
    const given = source.read(name)
    const text = given === undefined || given.trim() === '' ? constantOf(definition.default) : given
    if (text === undefined) {
      values[camelCase(name)] = undefined
      if (definition.required) problems.push(`${source.spell(name)}: is required. ${definition.description}`)
      continue
    }
    const parsed = definition.type.parse(text)
    if ('value' in parsed) values[camelCase(name)] = parsed.value
    else problems.push(...parsed.problems.map((problem) => `${source.spell(name)}: ${problem}`))
  }
  problems.push(...moreProblems(values as Partial<Inputs<Table>>))
  if (problems.length > 0) throw new ConfigurationError(problems)
  return values as Inputs<Table>
}

function constantOf(text: string | undefined): string | undefined {
  return text?.startsWith('${{') ? undefined : text
}

export function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase())
}

/** Inputs as the runner hands them over: `INPUT_POLICY-FILE`. */
export function actionInputs(environment: Readonly<Record<string, string | undefined>>): InputSource {
  return {
    read: (name) => environment[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`],
    spell: (name) => name,
  }
}

/** What to say about inputs that no row of the table has. They change nothing, so it is only a warning. */
export function unknownInputs(
  table: InputTable,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const known = new Set(Object.keys(table).map((name) => `INPUT_${name.toUpperCase()}`))
  return Object.keys(environment)
    .filter((name) => name.toUpperCase().startsWith('INPUT_') && !known.has(name.toUpperCase()))
    .map((name) => name.slice('INPUT_'.length).toLowerCase())
    .map(
      (name) =>
        `the input ${JSON.stringify(name)} is not known and changes nothing${didYouMean(name, Object.keys(table))}`,
    )
}
