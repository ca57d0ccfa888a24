import { ConfigurationError } from '../shared/model/errors.ts'
import { parseExpectations } from '../shared/policy/expectations.ts'
import { parseRules } from '../shared/policy/rule-parser.ts'
import { FORMATS } from '../shared/reports/registry.ts'
import { type Inputs, type InputTable } from '../shared/runtime/inputs.ts'
import { type InputType, boolean, language, lines, oneOf, path, text, title } from '../shared/runtime/input-types.ts'
import { type ReportLine, parseReportLines } from '../shared/runtime/report-lines.ts'

function problemsOf(error: unknown): readonly string[] | undefined {
  return error instanceof ConfigurationError ? error.problems : undefined
}

const reportLines: InputType<readonly ReportLine[]> = {
  expects: 'files or globs, one per line',
  repeats: true,
  parse: (given) =>
    parseReportLines(
      given,
      FORMATS.map(({ id }) => id),
    ),
}

export const INPUTS = {
  reports: {
    description:
      'Files or globs of reports, one per line: `[format=…] [label=…] [exit-code=…] glob`. Formats are found by content; ' +
      '`!glob` takes files away again. A clean run that leaves an empty list needs its `format`, one that leaves nothing its `exit-code` too.',
    required: true,
    type: reportLines,
  },
  rules: {
    description:
      'Rules, one per line: `coverage.line >= 80`. They replace the section `quality` of the policy file, which replaces the defaults.',
    type: language('rules, one per line', (given) => parseRules(given, 'input'), problemsOf),
  },
  expect: {
    description:
      'Reports that must be there, one per line: `junit >= 100 tests`. What is missing makes the verdict unknown.',
    type: language('expectations, one per line', (given) => parseExpectations(given), problemsOf),
  },
  'policy-file': {
    description:
      "The repository's policy, relative to the workspace. Where a change is judged (pull_request, pull_request_target, merge_group) the base branch's version counts.",
    default: '.github/cicd.yml',
    type: path,
  },
  'on-unknown': {
    description: 'What it means that something could not be told: `fail` or `warn`. The summary shows it either way.',
    default: 'fail',
    type: oneOf(['fail', 'warn']),
  },
  name: {
    description: "The gate's name, to tell several gates of one workflow apart.",
    default: 'quality-gate',
    type: title,
  },
  leg: {
    description: 'Which leg of a matrix this is: JSON of the matrix, or a name.',
    default: '${{ toJSON(matrix) }}',
    type: text,
  },
  'working-directory': {
    description: 'Folder that the globs of `reports` start from.',
    default: '.',
    type: path,
  },
  'strip-prefix': {
    description:
      'Prefixes to take off the paths in reports, one per line, where the suite does not find the files by itself: `/app`.',
    type: lines,
  },
  'verdict-file': {
    description:
      'Where to write the verdict as JSON. In an action by default a file in `RUNNER_TEMP/cicd`; at a terminal nowhere.',
    type: path,
  },
  annotations: {
    description: 'Whether the worst problems are shown on the lines of the change.',
    default: 'true',
    type: boolean,
    onlyInActions: true,
  },
  summary: {
    description: 'Whether the verdict is shown on the page of the workflow run.',
    default: 'true',
    type: boolean,
    onlyInActions: true,
  },
} as const satisfies InputTable

export type QualityGateInputs = Inputs<typeof INPUTS>

/** What steps that follow can ask for, by the names of action.yml. */
export const OUTPUTS = {
  status: { description: '`pass`, `warn`, `unknown` or `fail`: the worst of all reasons.' },
  verdict: {
    description:
      'Digest of the verdict as one line of JSON, at most 6 KiB: status, counts, the worst reasons, SHA-256 of the file.',
  },
  'verdict-file': { description: 'Path of the complete verdict (`cicd-verdict/v1`).' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>
