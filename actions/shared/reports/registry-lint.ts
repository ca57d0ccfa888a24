import type { ReportFormat } from './reader.ts'
import { COMPILER_FORMATS } from './registry-compilers.ts'
import { LINE_FORMATS } from './registry-lint-lines.ts'

const CUT_LINES = 'unknown inside a line; at the end of a line it cannot be shown'
const CUT_JSON = 'refused: JSON that ends early'

/** Those that write JSON or XML alone. */
const DOCUMENT_FORMATS: readonly ReportFormat[] = [
  {
    id: 'pyright',
    title: 'Pyright JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['generalDiagnostics'] },
      { text: /^ {2}(?:\S.*:)?\d+:\d+ - (?:error|warning|information): \S/ },
      { text: /^\d+ errors?, \d+ warnings?, \d+ informations? *$/ },
    ],
    load: () => import('./lint/pyright.ts'),
    tools: 'Pyright, basedpyright (`--outputjson`, and its text)',
    clean: 'text: counts of 0; JSON: no diagnostics, a summary of zeros, and files in `filesAnalyzed`',
    cut: 'refused: JSON that ends early; lost diagnostics contradict the summary',
  },
  {
    id: 'stylelint',
    title: 'Stylelint JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].source', '[].warnings', '[].errored'] },
      { text: /^ +\d+:\d+ +[✖×⚠] +\S/ },
      { text: /^\S.*:\d+:\d+: .* \[(?:error|warning)\]$/ },
      { text: /^\S.*: line \d+, col \d+, (?:error|warning) - / },
    ],
    load: () => import('./lint/stylelint.ts'),
    tools: 'Stylelint',
    clean: 'every file with an empty list of warnings; `[]`, which needs format=stylelint, looked at no file',
    cut: CUT_JSON,
  },
  {
    id: 'zizmor',
    title: 'zizmor JSON',
    kind: 'findings',
    signatures: [{ json: 'array', keys: ['[].ident', '[].determinations'] }],
    load: () => import('./lint/zizmor.ts'),
    tools: 'zizmor',
    clean: '`[]`, which needs format=zizmor',
    cut: CUT_JSON,
  },
  {
    id: 'rubocop',
    title: 'RuboCop JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['metadata.rubocop_version'] },
      { json: 'object', keys: ['files[].offenses', 'files[].path'] },
      { text: /^\S.*:\d+:\d+: [RCWEFI]: \S/ },
      { text: /^[RCWEFI]: +\d+: +\d+: \S/, notText: /^\*{13} Module / },
      { text: /^\d+ files? inspected, (?:\d+|no) offenses? detected/ },
    ],
    load: () => import('./lint/rubocop.ts'),
    tools: 'RuboCop, Standard Ruby (`json`, `progress`, `clang`, `emacs`, `simple`)',
    clean: 'every file with an empty list of offenses, and a summary that looked at some',
    cut: 'refused: JSON that ends early; lost offenses contradict the summary',
  },
  {
    id: 'phpstan',
    title: 'PHPStan JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['totals.file_errors', 'files'] },
      {
        text: /^(?:[A-Za-z]:[\\/])?[^:\s][^:]*\.(?:php|inc|phtml|module)(?: \(in context of .*\))?:(?:\d+|\?):(?!\d+:)\S/,
        bare: true,
        notText: /:\d+:(?:error|warning) - /,
      },
      { text: [/^ {2}Line {2,}\S/, /^ \[ERROR\] Found \d+ errors?/] },
      { text: /^ \[OK\] No errors/ },
    ],
    load: () => import('./lint/phpstan.ts'),
    tools: 'PHPStan, Larastan (`json`, `raw`, `table`)',
    clean: 'JSON: totals of 0; table: `[OK] No errors`; raw: nothing, which needs format=phpstan and exit-code=0',
    cut: 'refused: JSON that ends early; lost messages contradict the totals',
  },
  {
    id: 'phpcs',
    title: 'PHP_CodeSniffer JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['totals.errors', 'totals.warnings', 'totals.fixable', 'files'] },
      { xmlRoot: ['phpcs'] },
      { text: [/^FILE: \S/, /^FOUND \d+ ERROR/] },
      { text: /^\S.*\.\w+:\d+:\d+: (?:error|warning) - \S/ },
      { text: /^File,Line,Column,Type,Message,Source/, bare: true },
    ],
    load: () => import('./lint/phpcs.ts'),
    tools: 'PHP_CodeSniffer (`json`, `xml`, `full`, `emacs`, `csv`)',
    clean: 'JSON: totals of 0; XML: no file with a message; text: nothing, which needs format=phpcs and exit-code=0',
    cut: 'refused: JSON that ends early; lost messages contradict the totals',
  },
  {
    id: 'psalm',
    title: 'Psalm JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].line_from', '[].type', '[].file_name'] },
      { text: /^(?:ERROR|INFO): \w+(?: - | at )\S.*:\d+:\d+/ },
      { text: /^\S.*:\d+:\d+:(?:error|warning) - \S/ },
      { text: /^No errors found!$/ },
    ],
    load: () => import('./lint/psalm.ts'),
    tools: 'Psalm (`json`, `console`, `text`, `emacs`)',
    clean: 'text: `No errors found!`; JSON: `[]`, which needs format=psalm',
    cut: CUT_JSON,
  },
  {
    id: 'clippy',
    title: 'Clippy and rustc JSON',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['reason'], anyKeys: ['package_id', 'success'] },
      { json: ['object', 'lines'], keys: ['$message_type', 'spans'] },
      { text: [/^(?:error|warning)(?:\[[\w:]+\])?: \S/, /^ *--> .+\.rs:\d+:\d+$/] },
      { text: /^\S.*\.rs:\d+:\d+: (?:error|warning)(?:\[E\d+\])?: / },
      { text: /^ {3,}Finished .*\btarget\(s\) in \d/ },
    ],
    load: () => import('./lint/clippy.ts'),
    tools:
      '`cargo clippy`, `check` and `build`, their text and `--message-format json`; `rustc`, also with `--error-format json`',
    clean: 'JSON: `build-finished` without a message before it; text: `Finished …`',
    cut: 'refused inside a line; without its last line, `build-finished`, it is unknown',
  },
  {
    id: 'biome',
    title: 'Biome JSON',
    kind: 'findings',
    signatures: [{ json: 'object', keys: ['summary.unchanged', 'diagnostics', 'command'] }],
    load: () => import('./lint/biome.ts'),
    tools: 'Biome',
    clean: 'no diagnostics, and a summary that looked at some files',
    cut: 'refused: JSON that ends early; lost diagnostics contradict the summary',
  },
  {
    id: 'swiftlint',
    title: 'SwiftLint JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].rule_id', '[].reason', '[].character'] },
      { text: /\.swift:\d+(?::\d+)?: (?:error|warning): .* Violation: .* \([a-z]\w*\)$/ },
      { text: /^Done linting! Found \d+ violations?/ },
    ],
    load: () => import('./lint/swiftlint.ts'),
    tools: 'SwiftLint (`json`, `xcode`)',
    clean: 'text: `Done linting! Found 0 violations`; JSON: `[]`, which needs format=swiftlint',
    cut: CUT_JSON,
  },
  {
    id: 'ktlint',
    title: 'ktlint JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].file', '[].errors', '[].errors[].rule'] },
      { text: /^\S.*\.kts?:\d+:\d+: (?!(?:error|warning): ).* \([\w-]+(?::[\w-]+)?\)$/ },
    ],
    load: () => import('./lint/ktlint.ts'),
    tools: 'ktlint (`json`, `plain`)',
    clean: 'JSON: `[]`, which needs format=ktlint; text: nothing, which needs exit-code=0 too',
    cut: CUT_JSON,
  },
  {
    id: 'code-climate',
    title: 'Code Climate and GitLab code quality JSON',
    kind: 'findings',
    signatures: [
      { json: 'array', keys: ['[].description', '[].location.path', '[].fingerprint'] },
      { json: 'array', keys: ['[].description', '[].location.path', '[].check_name'] },
      { json: ['object', 'lines'], keys: ['description', 'location.path', 'check_name', 'categories'] },
    ],
    load: () => import('./lint/code-climate.ts'),
    tools: 'Ruff, golangci-lint, hadolint, ansible-lint, PHPStan, SwiftLint, Biome, ESLint formatters and others',
    clean: '`[]`, which needs format=code-climate',
    cut: CUT_JSON,
  },
  {
    id: 'rdjson',
    title: 'reviewdog JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['diagnostics', 'source.name'] },
      {
        json: 'object',
        keys: ['diagnostics[].message', 'diagnostics[].location.path'],
        notKeys: ['summary', 'command'],
      },
    ],
    load: () => import('./lint/rdjson.ts'),
    tools: 'Ruff, Biome, Buf, and converters for reviewdog',
    clean: 'an empty list of diagnostics',
    cut: CUT_JSON,
  },
  {
    id: 'rdjsonl',
    title: 'reviewdog JSON lines',
    kind: 'findings',
    signatures: [
      {
        json: ['object', 'lines'],
        keys: ['message', 'location.path'],
        notKeys: ['check_name', 'diagnostics', 'results', 'runs'],
      },
    ],
    load: () => import('./lint/rdjsonl.ts'),
    tools: 'converters for reviewdog',
    clean: 'nothing, which needs format=rdjsonl and exit-code=0',
    cut: 'refused inside a line; at the end of a line it cannot be shown',
  },
  {
    id: 'cppcheck',
    title: 'cppcheck XML and text',
    kind: 'findings',
    signatures: [
      { xmlRoot: ['results'], xmlHas: ['cppcheck'] },
      { xmlRoot: ['results'], xmlHas: ['error', '@severity', '@msg'] },
      {
        text: /^\[[^\]]+\](?: -> \[[^\]]*\])*: \((?:error|warning|style|performance|portability)(?:, inconclusive)?\) /,
      },
    ],
    load: () => import('./lint/cppcheck.ts'),
    tools: "cppcheck (`--xml`, its text before 1.84; the newer one is read as GCC's)",
    clean: 'an empty `<errors>`',
    cut: 'refused: XML that ends early; lost errors cannot be shown',
  },
]

const ANY_TEXT: ReportFormat = {
  id: 'problem-matcher',
  title: 'any text, through a problem matcher',
  kind: 'findings',
  // Only the user can tell.
  signatures: [],
  load: () => import('./lint/problem-matcher.ts'),
  tools:
    'whatever has a problem matcher: needs format=problem-matcher:path/to/matcher.json, the file that `::add-matcher::` takes',
  clean: 'a text in which nothing matches, which needs exit-code=0',
  cut: CUT_LINES,
}

export const LINT_FORMATS: readonly ReportFormat[] = [
  ...LINE_FORMATS,
  ...COMPILER_FORMATS,
  ...DOCUMENT_FORMATS,
  ANY_TEXT,
]
