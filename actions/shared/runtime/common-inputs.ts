import { boolean, oneOf, path } from './input-types.ts'
import type { InputTable } from './inputs.ts'

/** Inputs of one name and one meaning in every action that has them. */
export const COMMON_INPUTS = {
  'on-unknown': {
    description: 'What it means that something could not be told: `fail` or `warn`. The summary shows it either way.',
    default: 'fail',
    type: oneOf(['fail', 'warn']),
  },
  'verdict-file': {
    description:
      'Where to write the verdict as JSON. In an action by default a file in `RUNNER_TEMP/cicd`; at a terminal nowhere.',
    type: path,
  },
  summary: {
    description: 'Whether the verdict is shown on the page of the workflow run.',
    default: 'true',
    type: boolean,
    onlyInActions: true,
  },
} as const satisfies InputTable

/** What steps that follow can ask any action for, by the names of action.yml. */
export const COMMON_OUTPUTS = {
  status: { description: '`pass`, `warn`, `unknown` or `fail`: the worst of all reasons.' },
  verdict: {
    description:
      'Digest of the verdict as one line of JSON, at most 6 KiB: status, counts, the worst reasons, SHA-256 of the file.',
  },
  'verdict-file': { description: 'Path of the complete verdict (`cicd-verdict/v1`).' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>
