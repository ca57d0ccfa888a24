/** What a text of an input can become. Each type says what it takes, for the message that refuses a value. */
export interface InputType<Value> {
  /** What follows "is not": `true or false`, `a number from 0 to 100`. */
  readonly expects: string
  /** Whether a flag given twice at a terminal means one more line. */
  readonly repeats: boolean
  /** The value, or what is wrong with the text (whole sentences without the input's name). */
  readonly parse: (text: string) => { readonly value: Value } | { readonly problems: readonly string[] }
}

/** The value's type of an input type. */
export type ValueOf<Type> = Type extends InputType<infer Value> ? Value : never

function refuse(text: string, expects: string): { readonly problems: readonly string[] } {
  return { problems: [`${JSON.stringify(text)} is not ${expects}`] }
}

function single<Value>(expects: string, parse: (text: string) => Value | undefined): InputType<Value> {
  return {
    expects,
    repeats: false,
    parse: (text) => {
      const value = parse(text.trim())
      return value === undefined ? refuse(text.trim(), expects) : { value }
    },
  }
}

export const text: InputType<string> = single('a text', (given) => given)

// The core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#1032-tag-resolution); "yes", "on" and "1" were YAML 1.1.
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
}
export const boolean: InputType<boolean> = single('true or false', (given) =>
  Object.hasOwn(BOOLEANS, given) ? BOOLEANS[given] : undefined,
)

export function oneOf<const Choice extends string>(choices: readonly Choice[]): InputType<Choice> {
  return single(`one of ${choices.join(', ')}`, (given) => choices.find((choice) => choice === given))
}

/** A decimal number; `unit` is only for the message. */
export function number(least: number, most: number): InputType<number> {
  return single(`a number from ${least} to ${most}`, (given) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(given) ? Number(given) : Number.NaN
    return value >= least && value <= most ? value : undefined
  })
}

/** A path of one file or folder. A leading `-` could be taken for an option by a program that is given it. */
export const path: InputType<string> = single('a path (one line, not starting with "-")', (given) =>
  given === '' || given.startsWith('-') || /[\0\r\n]/.test(given) ? undefined : given,
)

/** A name of a commit as git takes one: never an option, a range, or a file in a commit. */
export const reference: InputType<string> = single(
  'a branch, a tag or a commit (one word, not starting with "-")',
  (given) =>
    given.length > 250 || !/^[^\s\0-\x20\x7f:?*[\\^-][^\s\0-\x20\x7f:?*[\\]*$/.test(given) || given.includes('..')
      ? undefined
      : given,
)

/** One line that people read as a title. */
export const title: InputType<string> = single('a name of one line and at most 100 characters', (given) =>
  given !== '' && given.length <= 100 && !/[\0-\x1f]/.test(given) ? given : undefined,
)

/** Lines without their white space; empty ones are left out. */
export function linesOf(given: string): readonly string[] {
  return given
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** One item per line: items hold commas and spaces themselves (globs, rules). */
export const lines: InputType<readonly string[]> = {
  expects: 'lines',
  repeats: true,
  parse: (given) => ({ value: linesOf(given) }),
}

/** Names between commas or on lines, each once. */
export const names: InputType<readonly string[]> = {
  expects: 'names',
  repeats: true,
  parse: (given) => ({
    value: [
      ...new Set(
        given
          .split(/[,\r\n]/)
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      ),
    ],
  }),
}

/** A small language of its own, whose parser throws an error with `problems`. */
export function language<Value>(
  expects: string,
  parse: (text: string) => Value,
  problemsOf: (error: unknown) => readonly string[] | undefined,
): InputType<Value> {
  return {
    expects,
    repeats: true,
    parse: (given) => {
      try {
        return { value: parse(given) }
      } catch (error) {
        const problems = problemsOf(error)
        if (problems === undefined) throw error
        return { problems }
      }
    },
  }
}
