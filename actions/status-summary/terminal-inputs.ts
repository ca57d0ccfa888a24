import type { InputTable } from '../shared/runtime/inputs.ts'
import type { InputType } from '../shared/runtime/input-types.ts'
import { INPUTS } from './inputs.ts'

const file: InputType<string> = {
  expects: 'a file, or - for standard input',
  repeats: false,
  parse: (given) => {
    const name = given.trim()
    if (name.startsWith('{')) {
      return { problems: ['takes a file, not the JSON itself: write it into one, or into standard input with `-`'] }
    }
    return name === '-' || !name.startsWith('-')
      ? { value: name }
      : { problems: [`${JSON.stringify(name)} is not a file, or - for standard input`] }
  },
}

/** At a terminal `needs` is a file: more fits into it than into a command line. */
export const TERMINAL_INPUTS = {
  ...INPUTS,
  needs: {
    description: 'File with the JSON of `${{ toJSON(needs) }}`: results and outputs by job. `-` reads standard input.',
    required: true,
    type: file,
  },
} as const satisfies InputTable
