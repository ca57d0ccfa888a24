import type { ChosenRule } from './limits.ts'
import type { Plan, PlannedReport, PlannedStep } from './plan.ts'

/** The checkout that this project's own examples use. */
const CHECKOUT = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2'

/** Writes a text as a value of YAML, quoted where it must be. */
export type QuoteYaml = (text: string) => string

/** Owner, repository and version of the suite: `org/cicd-actions@v1`. */
export interface Suite {
  readonly repository: string
  readonly ref: string
}

/** A workflow that leaves the reports and judges them. */
export function workflowText({ installs, steps, reports }: Plan, { repository, ref }: Suite, quote: QuoteYaml): string {
  const folders = [...new Set(reports.map(({ path }) => reportFolder(path)))].filter((folder) => folder !== undefined)
  const making = folders.length === 0 ? [] : [{ run: `mkdir -p ${folders.join(' ')}`, folder: '' }]
  return [
    'name: quality',
    'on:',
    '  push: { branches: [main, master] }',
    '  pull_request:',
    'permissions: { contents: read, pull-requests: write }',
    'concurrency:',
    '  group: quality-${{ github.ref }}',
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
    'jobs:',
    '  quality:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    `      - uses: ${CHECKOUT}`,
    ...[...making, ...installs].flatMap((step) => stepLines(step, quote, false)),
    ...steps.flatMap((step) => stepLines(step, quote, true)),
    `      - uses: ${repository}/quality-gate@${ref}`,
    '        if: always()',
    '        with:',
    '          reports: |',
    ...(reports.length === 0 ? ['reports/**'] : [...new Set(reports.map(reportLine))]).map(
      (line) => `            ${line}`,
    ),
    '',
  ].join('\n')
}

/** A line of the input `reports`. */
export function reportLine({ path, format, exitCodeOf }: PlannedReport): string {
  const options = [
    format === undefined ? [] : [`format=${format}`],
    exitCodeOf === undefined ? [] : [`exit-code=\${{ steps.${exitCodeOf}.outputs.code }}`],
  ]
  return [...options.flat(), path].join(' ')
}

/** The top folder that commands write their reports to; build tools make their own. */
function reportFolder(path: string): string | undefined {
  const [, folder] = /^((?:.*\/)?reports)\//.exec(path) ?? []
  return folder
}

function stepLines({ id, run, folder }: PlannedStep, quote: QuoteYaml, always: boolean): readonly string[] {
  // A step may end with any code but the first that found nothing: the gate judges what was left.
  const script = id === undefined ? run : `code=0; ${run} || code=$?; echo "code=$code" >> "$GITHUB_OUTPUT"`
  return [
    `      - run: ${quote(script)}`,
    ...(id === undefined ? [] : [`        id: ${id}`]),
    ...(always ? ['        if: always()'] : []),
    ...(folder === '' ? [] : [`        working-directory: ${quote(folder)}`]),
  ]
}

/** A policy that holds today. */
export function policyText(rules: readonly ChosenRule[], { repository, ref }: Suite): string {
  const widest = Math.max(0, ...rules.map(({ text }) => text.length))
  const lines = rules.map(({ text, found }) =>
    found === undefined ? `  - ${text}` : `  - ${text.padEnd(widest)} # ${found} when this was written`,
  )
  return [
    `# yaml-language-server: $schema=https://raw.githubusercontent.com/${repository}/${ref}/schemas/cicd-policy.schema.json`,
    '# Limits are what holds today. "base" is the default branch: what got better must not get worse again.',
    ...(lines.length === 0
      ? ['# No rules yet: the defaults apply to whatever the reports yield.', '{}']
      : ['quality:', ...lines]),
    '',
  ].join('\n')
}
