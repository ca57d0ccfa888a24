import { ConfigurationError } from '../model/errors.ts'
import type { Section } from '../policy/defaults.ts'
import { parseExpectations } from '../policy/expectations.ts'
import { parseRules } from '../policy/rule-parser.ts'
import { FORMAT_IDS } from '../reports/format-ids.ts'
import { COMMON_INPUTS, COMMON_OUTPUTS } from '../runtime/common-inputs.ts'
import { type Inputs, type InputSource, type InputTable } from '../runtime/inputs.ts'
import {
  type InputType,
  boolean,
  language,
  lines,
  oneOf,
  path,
  reference,
  text,
  title,
} from '../runtime/input-types.ts'
import { type ReportLine, parseReportLines } from '../policy/report-lines.ts'

function problemsOf(error: unknown): readonly string[] | undefined {
  return error instanceof ConfigurationError ? error.problems : undefined
}

const reportLines: InputType<readonly ReportLine[]> = {
  expects: 'files or globs, one per line',
  repeats: true,
  parse: (given) => parseReportLines(given, FORMAT_IDS),
}

/** Where the baseline comes from: a word, or a path. */
const baselineSource: InputType<string> = { ...path, expects: 'cache, none or the path of a file' }

/** True or false as YAML has them, or one of the words. */
function booleanOr<const Word extends string>(words: readonly Word[]): InputType<boolean | Word> {
  const expects = `one of ${['true', 'false', ...words].join(', ')}`
  const word = oneOf(words)
  return {
    expects,
    repeats: false,
    parse: (given) => {
      for (const parsed of [boolean.parse(given), word.parse(given)]) if ('value' in parsed) return parsed
      return { problems: [`${JSON.stringify(given.trim())} is not ${expects}`] }
    },
  }
}

/** What tells one gate from the others: the section of the policy that it asks, and what it is called by default. */
export interface GateWords<Name extends string> {
  readonly name: Name
  readonly section: Section
  /** A rule as its users write them. */
  readonly rule: string
  readonly patchRule: string
  /** A line of `expect`. */
  readonly expectation: string
}

/** The inputs that every gate has, with one meaning everywhere. */
export const gateInputs = <const Name extends string>({
  name,
  section,
  rule,
  patchRule,
  expectation,
}: GateWords<Name>) =>
  ({
    reports: {
      description:
        'Files or globs of reports, one per line: `[format=…] [label=…] [exit-code=…] glob`. Formats are found by content; ' +
        '`!glob` takes files away again. A clean run that leaves an empty list needs its `format`, one that leaves nothing its `exit-code` too. ' +
        'They replace the section `reports` of the policy file; one of the two must be there.',
      type: reportLines,
    },
    rules: {
      description: `Rules, one per line: \`${rule}\`. They replace the section \`${section}\` of the policy file, but for what is locked there; that replaces the defaults.`,
      type: language('rules, one per line', (given) => parseRules(given, 'input'), problemsOf),
    },
    expect: {
      description: `Reports that must be there, one per line: \`${expectation}\`. What is missing makes the verdict unknown.`,
      type: language('expectations, one per line', (given) => parseExpectations(given), problemsOf),
    },
    'policy-file': {
      description:
        "The repository's policy, relative to the workspace. Where a change is judged (pull_request, pull_request_target, merge_group) the base branch's version counts, and on workflow_run the default branch's.",
      default: '.github/cicd.yml',
      type: path,
    },
    baseline: {
      description:
        'What the default branch was like, which rules about `base` compare with: `cache` (recorded by runs on the default branch and found by the nearest commit), `none`, or the path of a file that `baseline-file` wrote. docs/baselines.md says more.',
      default: 'cache',
      type: baselineSource,
    },
    'require-baseline': {
      description:
        'Whether a rule about `base` is unknown where there is no baseline, or where nobody can say that the default branch recorded it. Otherwise it warns, as on the first run.',
      default: 'false',
      type: boolean,
    },
    'baseline-file': {
      description:
        'Where to write the baseline that this run records, to keep it as an artifact. In an action only runs that judge the default branch record one, by default in `RUNNER_TEMP/cicd`; at a terminal one is written where this is given.',
      type: path,
    },
    'on-unknown': COMMON_INPUTS['on-unknown'],
    name: {
      description: "The gate's name, to tell several gates of one workflow apart.",
      default: name,
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
    base: {
      description: `Branch, tag or commit that rules about the patch (\`${patchRule}\`) compare with. By default the event's base, and at a terminal the default branch.`,
      type: reference,
    },
    'strip-prefix': {
      description:
        'Prefixes to take off the paths in reports, one per line, where the suite does not find the files by itself: `/app`.',
      type: lines,
    },
    'verdict-file': COMMON_INPUTS['verdict-file'],
    'report-page': {
      description:
        'Where to write the report as a page, one HTML file that needs nothing else, with a badge (`.svg`) beside it. In an action by default beside the verdict file; at a terminal nowhere.',
      type: path,
    },
    comment: {
      description:
        'Whether the pull request gets a comment, one for each gate and matrix leg, which later runs update: `true`, `false`, or `problems` to begin it only where something is wrong. Needs the permission `pull-requests: write`.',
      default: 'true',
      type: booleanOr(['problems']),
      onlyInActions: true,
    },
    annotations: {
      description:
        'Whether the worst problems are shown on the lines of the change: `true` (10 of each level), `false`, `checks` (up to 2,000, by a check run named after the gate, which needs the permission `checks: write`), or `all` (both ways).',
      default: 'true',
      type: booleanOr(['checks', 'all']),
      onlyInActions: true,
    },
    summary: COMMON_INPUTS.summary,
    token: {
      description:
        'Token for the comment and the check run. Without the permissions for them the verdict is the same, and one line says what could not be shown. It also reads policies of other repositories that the policy file extends.',
      default: '${{ github.token }}',
      type: text,
      onlyInActions: true,
    },
  }) as const satisfies InputTable

export type GateInputs = Inputs<ReturnType<typeof gateInputs>>

/**
 * For `readInputs`: where no input names the reports the policy file has to. `mayBeThere` says whether it can, which is
 * asked only then.
 */
export function demandReports(
  source: InputSource,
  mayBeThere: (policyFile: string) => boolean,
): (read: { readonly policyFile?: string | undefined }) => readonly string[] {
  return ({ policyFile }) => {
    const isGiven = (source.read('reports') ?? '').trim() !== ''
    if (isGiven || policyFile === undefined || mayBeThere(policyFile)) return []
    return [reportsMissing(source.spell('reports'), `${policyFile}, which is not there`)]
  }
}

/** Both ways to name reports, for somebody who took none. */
export function reportsMissing(input: string, file: string): string {
  return `${input}: is required: name the files here (reports/**/*.xml), or in the section reports of ${file}`
}

/** What steps after any gate can ask for, by the names of action.yml. */
export const GATE_OUTPUTS = {
  ...COMMON_OUTPUTS,
  'baseline-file': { description: 'Path of the baseline that was recorded; empty where none was.' },
  'report-page': { description: 'Path of the report page, to upload as an artifact.' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>
