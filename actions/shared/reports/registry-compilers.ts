import { GOLINT_WORDS, VET_WORDS } from './lint/go-words.ts'
import type { ReportFormat } from './reader.ts'

const CUT_LINES = 'unknown inside a line; at the end of a line it cannot be shown'
const PLACE = String.raw`^(?:[A-Za-z]:[\\/])?[^:\s][^:]*:\d+(?::\d+)?`
const C_FILE = String.raw`\.(?:[chCHSsim]|cc|cpp|cxx|c\+\+|hh|hpp|hxx|h\+\+|inl|ipp|tpp|mm|cu|cuh|ino|f|for|f\d\d|F|F90|adb|ads|d|ixx|cppm)`
const COMPILER = String.raw`(?:[\w.+-]*-)?(?:gcc|g\+\+|cc1|cc1plus|clang|clang\+\+|ld|ld\d*\.\w+|mold|collect2|lld-link)`

function empty(id: string): string {
  return `nothing, which needs format=${id} and exit-code=0`
}

/** Compilers and the linters of Go, whose findings stand one a line. */
export const COMPILER_FORMATS: readonly ReportFormat[] = [
  {
    id: 'go-vet',
    title: '`go vet` text and JSON',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['*[].posn', '*[].message'] },
      { text: [/^# /, /^\s*"posn": "/] },
      { text: [/^# \S+(?: \[\S+\])?$/, /^(?:vet: )?\S+\.go:\d+(?::\d+)?: \S/] },
      {
        text: new RegExp(`^(?:vet: )?\\S+\\.go:\\d+(?::\\d+)?: ${VET_WORDS}`),
        notText: /\([A-Za-z][\w-]*\)$/,
      },
      // A sentence that nobody else is known to print: the compiler's, or of an analyser that vet does not have by itself.
      {
        text: /^(?:vet: )?[^:\s]\S*\.go:\d+(?::\d+)?: \S/,
        notText: new RegExp(`\\([A-Za-z][\\w-]*\\)$|^\\S+\\.go:\\d+(?::\\d+)?: ${GOLINT_WORDS}`),
      },
    ],
    load: () => import('./lint/go-vet.ts'),
    tools: '`go vet`, `go vet -json`',
    clean: 'nothing, or with -json `{}`, which needs format=go-vet and exit-code=0',
    cut: CUT_LINES,
  },
  {
    id: 'staticcheck',
    title: 'staticcheck text and JSON',
    kind: 'findings',
    signatures: [
      { json: ['object', 'lines'], keys: ['code', 'severity', 'location.file', 'end.line'] },
      { text: /^(?:\S.*\.go:\d+:\d+|-): .* \((?:(?:SA|ST|S|QF|U)\d{4}|compile)\)$/ },
      { text: /^ {2}\(\d+, \d+\) +(?:(?:SA|ST|S|QF|U)\d{4}|compile) +\S/ },
    ],
    load: () => import('./lint/staticcheck.ts'),
    tools: 'staticcheck (`text`, `json`)',
    clean: empty('staticcheck'),
    cut: `JSON: refused inside a line; text: ${CUT_LINES}`,
  },
  {
    id: 'golangci-lint',
    title: 'golangci-lint text and JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['Issues', 'Report'] },
      { json: 'object', keys: ['Issues[].FromLinter'] },
      { text: /^\S.*\.go:\d+(?::\d*)?: ?(?:(?:error|warning): )?.* \((?!compile\))[a-z][\w-]*\)$/ },
      { text: /^\S.*\.go:\d+(?::\d+)? {2,}[a-z][\w-]* {2,}\S/ },
      { text: /^\d+ issues[:.]$/ },
    ],
    load: () => import('./lint/golangci-lint.ts'),
    tools: 'golangci-lint 1 and 2 (`json`, `text`)',
    clean: 'JSON: empty `Issues`; text: `0 issues.`',
    cut: 'JSON: refused; text: the count behind the findings contradicts them, where it is there',
  },
  {
    id: 'golint',
    title: 'golint text',
    kind: 'findings',
    signatures: [
      {
        text: new RegExp(`^\\S.*\\.go:\\d+:\\d+: ${GOLINT_WORDS}`),
        notText: /\([A-Za-z][\w-]*\)$/,
      },
    ],
    load: () => import('./lint/golint.ts'),
    tools: 'golint, revive in its default format',
    clean: empty('golint'),
    cut: CUT_LINES,
  },
  {
    id: 'tsc',
    title: 'TypeScript compiler text',
    kind: 'findings',
    signatures: [
      { text: /^\S.*(?:\(\d+,\d+\): |:\d+:\d+ - )(?:error|warning) TS\d+: (?!.*\[[^\]]+proj\]$)/ },
      { text: /^error TS\d+: (?!.*\[[^\]]+proj\]$)/ },
    ],
    load: () => import('./lint/tsc.ts'),
    tools: '`tsc`, plain and with `--pretty`; vue-tsc, `astro check` and others that print alike',
    clean: empty('tsc'),
    cut: 'plain: unknown inside a line; --pretty: the count of the last line contradicts the errors, where it is there',
  },
  {
    id: 'gcc',
    title: 'GCC and Clang text',
    kind: 'findings',
    signatures: [
      {
        text: new RegExp(
          `${C_FILE}:\\d+(?::\\d+)?(?::\\{[\\d:,-]+\\})*: (?:[Ff]atal error|internal compiler error|[Ee]rror|[Ww]arning): `,
        ),
      },
      { text: /\.swift:\d+:\d+: (?:error|warning): (?!.*Violation: )/ },
      { text: /^[^:\s][^:]*\.ad[abs]:\d+:\d+: \S/ },
      { text: new RegExp(`${C_FILE}\\(\\d+(?:,\\d+)?\\) ?:\\s+(?:fatal error|error|warning)(?:: | #?\\d)`) },
      { text: /^\S.*:\d+: {2}.* {2}\[\w+\/[\w/+-]+\] \[\d\]$/ },
      { text: /^"[^"]+", line \d+(?: \([^)]*\))?: (?:[Ff]atal error|[Ee]rror|[Ww]arning)/ },
      { text: [/\.(?:f|for|ftn|f\d\d|F|F\d\d):\d+[.:]\d+:$/, /^(?:Fatal Error|Error|Warning): /], bare: true },
      {
        text: /:(?:\d+|\([^)]*\)): (?:undefined reference to|multiple definition of) |: ld returned \d exit status$|:\([^)]*\): warning: /,
      },
      {
        text: /^(?:\S*\/)?(?:gcc|g\+\+|clang|clang\+\+|ld): .*(?:: No such file or directory|not found for .*|cannot find -l.*)$/,
      },
      {
        text: new RegExp(
          `${PLACE}: (?:fatal error|error|warning): .* \\[(?:-W[\\w=+-]+|(?:clang|bugprone|cert|cppcoreguidelines|google|hicpp|llvm|misc|modernize|performance|readability)-[\\w.,-]+)\\]$`,
        ),
      },
      {
        text: new RegExp(
          `^(?:\\S*/)?${COMPILER}(?:-[\\d.]+)?(?:\\.exe)?: (?:\\S+\\.\\w+: )?(?:fatal error|error|warning): `,
        ),
      },
    ],
    load: () => import('./lint/gcc.ts'),
    tools: 'GCC, Clang, clang-tidy, cppcheck with `--template=gcc`, in the log of any build',
    clean: 'a log without a finding, which needs format=gcc and exit-code=0',
    cut: CUT_LINES,
  },
  {
    id: 'msbuild',
    title: 'MSBuild log',
    kind: 'findings',
    signatures: [
      {
        text: /^\s*(?:[\d:.]+\s+)?(?:[\d:]+>)?\s*\S.*\(\d+(?:[,-]\d+)*\)\s*: (?:[A-Za-z]+ ){0,3}?(?:[Ee]rror|[Ww]arning|info) (?!TS\d+: (?!.*proj\]$))(?:[A-Za-z]+[\w-]*\d[\w-]* ?)?: /,
        // ESLint's former `visualstudio`.
        notText: /\.[cm]?[jt]sx?\(\d+,\d+\): (?:error|warning) (?:[a-z@][\w@/-]+ )?: /,
      },
      {
        text: /^\s*(?:\d+>)?\s*(?:[A-Z]+|cl|link|\S.*\.(?:(?:cs|vb|fs|sql|vcx)proj|sln|targets|obj|lib|exe|dll))\s*: (?:[A-Za-z]+ ){0,3}?(?:error|warning) (?:[A-Z]+\d+ ?)?: /,
      },
      { text: [/^\s+\d+ Warning\(s\)$/, /^\s+\d+ Error\(s\)$/] },
      { text: /^Build (?:succeeded|failed)(?: with .*\))? in \d/ },
    ],
    load: () => import('./lint/msbuild.ts'),
    tools: '`dotnet build`, MSBuild, Roslyn and its analysers, Visual C++',
    clean: '`0 Warning(s)`, `0 Error(s)`; of the newer log `Build succeeded`',
    cut: 'the counts behind the findings contradict them, where they are there; before them as any log',
  },
  {
    id: 'javac',
    title: 'javac and Maven compiler text',
    kind: 'findings',
    signatures: [
      {
        text: /^(?:\[(?:ERROR|WARNING)\] )?(?:[A-Za-z]:[\\/])?[^:[\]\s][^:[\]]*\.(?:java|kts?|scala):\d+(?::\d+)?: (?:error|warning|Fehler|Warnung|エラー|警告|错误)(?:: | - )/,
      },
      {
        text: /^(?:\[(?:ERROR|WARNING)\] )?(?:file:\/\/)?(?:\/?[A-Za-z]:[\\/])?[^:[\]]+\.(?:java|kt|scala|groovy): ?[[(]\d+(?:, ?\d+)?[\])] /,
      },
      { text: /^[ew]: (?:file:\/\/)?\S.*\.kts?:(?: \(\d+, \d+\)|\d+:\d+)/ },
      { text: /^\[(?:warn|error)\] \S.*\.(?:scala|java):\d+(?::\d+)?: / },
      { text: /^\d+\. (?:ERROR|WARNING) in .*\.java \(at line \d+\)$/ },
      { text: /^\S.*\.(?:java: ?\d+: (?:cannot find|';' expected|package \S+ does not)|groovy: \d+: )/ },
      { text: [/^(?:warning|error): /, /^\d+ (?:warning|error)s?$/], notText: /^\s*--> / },
    ],
    load: () => import('./lint/javac.ts'),
    tools: 'javac, the compiler plugins of Maven, Gradle, Ant',
    clean: 'a log without a finding, which needs format=javac and exit-code=0',
    cut: 'the counts behind the findings contradict them, where they are there; before them as any log',
  },
]
