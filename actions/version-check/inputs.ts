import { COMMON_INPUTS, COMMON_OUTPUTS } from '../shared/runtime/common-inputs.ts'
import { boolean, oneOf, path, text, title } from '../shared/runtime/input-types.ts'
import type { Inputs, InputTable } from '../shared/runtime/inputs.ts'

export const INPUTS = {
  'expected-version': {
    description:
      "The version that every place must have. By default the tag's on a tag build, and elsewhere what most places say.",
    type: text,
  },
  mode: {
    description:
      '`check` only looks. `sync` also writes the version into every place that says another: the value alone, in all files or in none.',
    default: 'check',
    type: oneOf(['check', 'sync']),
  },
  'dry-run': {
    description: 'With `mode: sync`: shows what would be written as a diff, and writes nothing.',
    default: 'false',
    type: boolean,
  },
  'tag-prefix': {
    description: 'What stands before the version in the names of tags, beside nothing: `v1.2.3`.',
    default: 'v',
    type: text,
  },
  'require-bump': {
    description:
      'Whether the version must already be higher than the last release where the commits since then require one (Conventional Commits). Without it only a version that has moved must have moved far enough.',
    default: 'false',
    type: boolean,
  },
  'policy-file': {
    description:
      "The repository's policy, whose section `version` names further places. Where a change is judged the base branch's version counts.",
    default: '.github/cicd.yml',
    type: path,
  },
  'on-unknown': COMMON_INPUTS['on-unknown'],
  name: {
    description: "The check's name, to tell several of one workflow apart.",
    default: 'version-check',
    type: title,
  },
  'working-directory': {
    description: 'A folder of the repository that is checked, which is always checked as a whole.',
    default: '.',
    type: path,
  },
  'verdict-file': COMMON_INPUTS['verdict-file'],
  annotations: {
    description: 'Whether places that do not agree are shown on their lines: up to 10 of each level.',
    default: 'true',
    type: boolean,
    onlyInActions: true,
  },
  suggestions: {
    description:
      'Whether a pull request gets a suggestion on each of its own lines that says another version, in place of the annotation. Needs the permission `pull-requests: write`.',
    default: 'false',
    type: boolean,
    onlyInActions: true,
  },
  summary: COMMON_INPUTS.summary,
  token: {
    description:
      'Token that reads releases (`contents: read`), writes suggestions, and reads policies of other repositories that the policy file extends. Without the permission only the tags of the clone count, and one line says so.',
    default: '${{ github.token }}',
    type: text,
    onlyInActions: true,
  },
} as const satisfies InputTable

export type VersionCheckInputs = Inputs<typeof INPUTS>

/** What steps that follow can ask for, by the names of action.yml. */
export const OUTPUTS = {
  ...COMMON_OUTPUTS,
  'verdict-file': { description: 'Path of the complete verdict (`cicd-verdict/v1`), with every place.' },
  version: { description: 'The version of the project; empty where there is none, or several projects.' },
  'previous-version': { description: 'The highest stable release before it; empty where there is none.' },
  'next-version': {
    description: 'What the commits since the last release lead to; empty where they ask for no release.',
  },
  'is-prerelease': { description: '`true` or `false`; empty without a version.' },
  'is-latest': {
    description: '`true` only for the highest stable version over all lines; empty where not all tags can be seen.',
  },
  'container-tags': {
    description: 'Tags for an image of this version, one per line; empty where not all tags can be seen.',
  },
  'chart-version': { description: 'The version as a Helm chart writes it; empty where it has no such form.' },
  changelog: { description: 'A section of a changelog in Markdown, from the commits since the last release.' },
} as const satisfies Readonly<Record<string, { readonly description: string }>>
