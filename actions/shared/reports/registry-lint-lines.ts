import type { ReportFormat } from './reader.ts'

const CUT_LINES = 'unknown inside a line; at the end of a line it cannot be shown'
const PLACE = String.raw`^(?:[A-Za-z]:[\\/])?[^:\s][^:]*:\d+(?::\d+)?`

/** How Stylelint, which counts as ESLint does, begins its findings. */
const STYLELINT = /^ +(?:\d+:\d+ +)?[✖×⚠] +(?!\d+ problem)/

function empty(id: string): string {
  return `nothing, which needs format=${id} and exit-code=0`
}

/** Linters whose findings stand one a line. */
export const LINE_FORMATS: readonly ReportFormat[] = [
  {
    id: 'flake8',
    title: 'flake8 text',
    kind: 'findings',
    signatures: [
      {
        text: new RegExp(`${PLACE}: [A-Z]{1,4}\\d{1,4} \\S`),
        notText: /\.md:\d+|: [A-Z]+\d+ \[\*\] |^Found \d+ errors?(?: \(.*\))?\.$/,
      },
      {
        text: /^(?!.*\.ya?ml:)(?:[A-Za-z]:[\\/])?[^:\s][^:]*:\d+(?::\d+)?: \[(?:[A-Z]{1,4}\d{3}|invalid-syntax)\] \S/,
      },
    ],
    load: () => import('./lint/flake8.ts'),
    tools: 'flake8, also with `--format=pylint`, and pycodestyle, whose findings it prints alike',
    clean: empty('flake8'),
    cut: CUT_LINES,
  },
  {
    id: 'pycodestyle',
    title: 'pycodestyle text',
    kind: 'findings',
    // Line for line what flake8 prints of the same findings: without its name it is read as flake8's, which says the same.
    signatures: [],
    load: () => import('./lint/pycodestyle.ts'),
    tools: 'pycodestyle; needs format=pycodestyle, else it is taken for flake8, which reads the same',
    clean: empty('pycodestyle'),
    cut: CUT_LINES,
  },
  {
    id: 'pydocstyle',
    title: 'pydocstyle text',
    kind: 'findings',
    signatures: [{ text: [/^\s+D\d{3}: \S/, /^\S.*:\d+ (?:at module level|in .+):$/] }],
    load: () => import('./lint/pydocstyle.ts'),
    tools: 'pydocstyle',
    clean: empty('pydocstyle'),
    cut: 'unknown between the two lines of a finding; behind them it cannot be shown',
  },
  {
    id: 'pylint',
    title: 'Pylint text and JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].symbol', '[].message-id'] },
      { json: 'object', keys: ['messages', 'statistics.messageTypeCount'] },
      { json: 'object', keys: ['messages[].messageId', 'messages[].symbol'] },
      { text: new RegExp(`${PLACE}: [CRWEFI]\\d{4}: `) },
      {
        text: /^[^:(]+\.pyw?(?::.*?\d+|\(\d+\)): \[[CRWEFI](?:\d{4}(?: ?\([a-z][\w-]*\)[^\]]*|, ?[^\]]*)?|(?:,[^\]]*)?)\] /,
      },
      { text: /^\*{13} Module \S+$/ },
      { text: /^Your code has been rated at -?[\d.]+\/10/, notText: /^::/ },
    ],
    load: () => import('./lint/pylint.ts'),
    tools: 'Pylint (`text`, `parseable`, `msvs`, `json`, `json2`)',
    clean:
      'text: its rating without a finding; json: `[]`, which needs format=pylint; json2: counts of 0 in `statistics`',
    cut: 'json: refused; json2: lost messages contradict the statistics; text: unknown inside a line',
  },
  {
    id: 'yamllint',
    title: 'yamllint text',
    kind: 'findings',
    signatures: [
      { text: new RegExp(`${PLACE}: \\[(?:error|warning)\\] \\S`) },
      { text: /^ {2}\d+:\d+ +(?:error|warning) +\S.* \([a-z][\w-]*\)$/ },
    ],
    load: () => import('./lint/yamllint.ts'),
    tools: 'yamllint (`parsable`, `standard`; `github` is read as workflow commands)',
    clean: empty('yamllint'),
    cut: CUT_LINES,
  },
  {
    id: 'ansible-lint',
    title: 'ansible-lint text',
    kind: 'findings',
    signatures: [
      { text: /\.ya?ml:\d+(?::\d+)?: \[(?:E[A-Z]*\d+|(?!error|warning)[a-z][\w-]*)\] \S/ },
      {
        text: [
          /^(?:\[E?\d{3}\] |[a-z][\w-]*(?:\[[^\]]+\])?: )\S/,
          /^\S.*\.ya?ml:\d+(?::\d+)?(?: (?:Task\/Handler|Play|Object).*)?$/,
        ],
        bare: true,
      },
      { text: /\.ya?ml:\d+(?::\d+)?: [a-z]\w*(?:-\w+)+(?::? [A-Z].*)?$/, notText: /\[[a-z][\w-]*\]$/ },
      { text: /\.ya?ml:\d+(?::\d+)?: [a-z][\w-]*\[[^\]]+\](?:\[\/\])?(?:: \S.*)?$/ },
      { text: /^[a-z][\w-]*(?:\[[^\]]+\])? [^:\s][^:]*\.ya?ml:\d+(?::\d+)?$/ },
    ],
    load: () => import('./lint/ansible-lint.ts'),
    tools: 'ansible-lint (`full`, `pep8`, `quiet`, `--parseable`)',
    clean: empty('ansible-lint'),
    cut: CUT_LINES,
  },
  {
    id: 'actionlint',
    title: 'actionlint text and JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].filepath', '[].kind', '[].message'] },
      { text: /^[^:\s][^:]*\.ya?ml:\d+:\d+: (?!\[(?:error|warning)\]).* \[[a-z][\w-]*\]$/ },
    ],
    load: () => import('./lint/actionlint.ts'),
    tools: "actionlint (its own text, `-oneline`, `-format '{{json .}}'`)",
    clean: 'text: nothing, which needs format=actionlint and exit-code=0; JSON: `[]`, which needs format=actionlint',
    cut: `JSON: refused; text: ${CUT_LINES}`,
  },
  {
    id: 'shellcheck',
    title: 'ShellCheck text and JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].endColumn', '[].level', '[].code'] },
      { json: 'object', keys: ['comments'], notKeys: ['diagnostics', 'results'] },
      { text: new RegExp(`${PLACE}: (?:error|warning|note): .* \\[SC\\d+\\]$`) },
      { text: [/^In .+ line \d+:$/, /-- SC\d+(?: \(\w+\))?: \S/] },
    ],
    load: () => import('./lint/shellcheck.ts'),
    tools: 'ShellCheck (`json1`, `json`, `gcc`, `tty`)',
    clean:
      'json1: an empty `comments`; json: `[]`, which needs format=shellcheck; gcc: nothing, which needs exit-code=0 too',
    cut: `JSON: refused; text: ${CUT_LINES}`,
  },
  {
    id: 'hadolint',
    title: 'hadolint text and JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].code', '[].level', '[].file', '[].line'], notKeys: ['[].endColumn'] },
      { text: /^(?:hadolint:)?[^:\s][^:]*:\d+:? (?:DL|SC)\d{4} \S/ },
      { text: /^(?:hadolint:)?[^:\s]*Dockerfile[^:\s]*:\d+:\d+:? (?:unexpected|expecting|invalid) / },
    ],
    load: () => import('./lint/hadolint.ts'),
    tools: 'hadolint (`json`, `tty`, `gnu`)',
    clean: 'json: `[]`, which needs format=hadolint; text: nothing, which needs exit-code=0 too',
    cut: `JSON: refused; text: ${CUT_LINES}`,
  },
  {
    id: 'markdownlint',
    title: 'markdownlint text and JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].fileName', '[].ruleNames'] },
      { json: 'array', keys: ['[].filename', '[].rule', '[].aliases'] },
      { text: /^[^:\s][^:]*:\s?\d+(?::\d+)?:? (?:(?:error|warning) )?MD\d{3}(?:\/\S+)? \S/ },
      { text: [/^markdownlint-cli2 v\d/, /^Summary: \d+ error\(s\)/] },
    ],
    load: () => import('./lint/markdownlint.ts'),
    tools: "markdownlint-cli, markdownlint-cli2, Ruby's mdl",
    clean:
      'markdownlint-cli: nothing, which needs format=markdownlint and exit-code=0; markdownlint-cli2: `Summary: 0 error(s)`',
    cut: `JSON: refused; text: ${CUT_LINES}`,
  },
  {
    id: 'eslint-stylish',
    title: 'ESLint text',
    kind: 'findings',
    signatures: [
      { text: /^ {2,}\d+:\d+ {2,}(?:error|warning) {2,}\S.* {2}@?[\w/-]+ *$/ },
      { text: /^✖ \d+ problems? \(\d+ errors?, \d+ warnings?\)$/, notText: STYLELINT },
      { text: new RegExp(`${PLACE}: .* \\[(?:Error|Warning)(?:/[^\\]]+)?\\]$`) },
      { text: /^\S.*: line \d+, col \d+, (?:Error|Warning) - / },
      { text: /\.[cm]?[jt]sx?\(\d+,\d+\): (?:error|warning) (?:[a-z@][\w@/-]+ )?: / },
      { text: [/^(?:error|warning): .* at .+:\d+:\d+:$/, /^> *\d+ \|/] },
    ],
    load: () => import('./lint/eslint-stylish.ts'),
    tools: 'ESLint (`stylish`, and the former `unix`, `compact`, `visualstudio`, `codeframe`)',
    clean: empty('eslint-stylish'),
    cut: 'the count of the last line contradicts the findings, or the last line does not end',
  },
  {
    id: 'workflow-commands',
    title: 'workflow commands',
    kind: 'findings',
    signatures: [
      { text: /^::(?:error|warning|notice)(?: [^:]*(?::(?!:)[^:]*)*)?::/, bare: true },
      { text: /^##vso\[task\.logissue /i, bare: true },
    ],
    load: () => import('./lint/workflow-commands.ts'),
    tools:
      'whatever prints `::error file=…,line=…::message`: yamllint, zizmor, Ruff, Biome, ESLint formatters, scripts',
    clean: 'a log without such a line, which needs format=workflow-commands and exit-code=0',
    cut: CUT_LINES,
  },
]
