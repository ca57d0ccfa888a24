import { ConfigurationError } from '../shared/model/errors.ts'
import { parseNeeds } from '../shared/policy/needs.ts'
import { COMMON_INPUTS, COMMON_OUTPUTS } from '../shared/runtime/common-inputs.ts'
import { language, lines, names, path, title } from '../shared/runtime/input-types.ts'
import type { Inputs, InputTable } from '../shared/runtime/inputs.ts'

/** The JSON of `${{ toJSON(needs) }}`. */
export const needs = language('the jobs that this one waits for', parseNeeds, (error) =>
  error instanceof ConfigurationError ? error.problems : undefined,
)

export const INPUTS = {
  needs: {
    // Not as ${{ … }}: the runner evaluates expressions in descriptions, and has no `needs` there.
    description:
      'Results and outputs of the jobs that this one waits for: the expression `toJSON(needs)`. They are listed under `needs:` of the job.',
    required: true,
    type: needs,
  },
  'allowed-skips': {
    description: 'Jobs that may be skipped. Any other job that is skipped makes the verdict unknown.',
    type: names,
  },
  'allowed-failures': {
    description:
      'Jobs that may fail: their failure, and that of their verdicts, is a warning. What could not be told stays unknown.',
    type: names,
  },
  gates: {
    description:
      'Jobs that must have left a verdict, beside those that are known by an output `verdict`, `verdict-file` or `status`. Name all your gates: a job whose outputs are empty cannot be told from any other.',
    type: names,
  },
  'verdict-files': {
    description:
      'Files or globs of verdict files, one per line, as `actions/download-artifact` brings them: the whole verdicts, and those of every matrix leg. `!glob` takes files away again.',
    type: lines,
  },
  'on-unknown': COMMON_INPUTS['on-unknown'],
  name: {
    description: "The summary's name, to tell several of one workflow apart.",
    default: 'status-summary',
    type: title,
  },
  'working-directory': {
    description: 'Folder that the globs of `verdict-files` start from.',
    default: '.',
    type: path,
  },
  'verdict-file': COMMON_INPUTS['verdict-file'],
  summary: COMMON_INPUTS.summary,
} as const satisfies InputTable

export type StatusSummaryInputs = Inputs<typeof INPUTS>

/** What steps that follow can ask for, by the names of action.yml. */
export const OUTPUTS = {
  ...COMMON_OUTPUTS,
  status: { description: '`pass`, `warn`, `unknown` or `fail`: the worst of all jobs.' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>
