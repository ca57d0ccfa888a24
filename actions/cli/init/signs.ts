import type { ToolId } from '../../shared/tools/tools.ts'

/** How a repository shows that it uses a tool. */
export interface Sign {
  readonly tool: ToolId
  /** The name of a file, without its folder. */
  readonly file: RegExp
  /** What must stand in it; without it the file alone says enough. */
  readonly has?: RegExp
  /** Names of packages, of which a manifest must ask for one; only with `file` a key of PACKAGES. */
  readonly packages?: readonly string[]
}

const python = (tool: ToolId, section: string, ...files: readonly string[]): readonly Sign[] => [
  { tool, file: /^pyproject\.toml$/, has: new RegExp(`^\\[tool\\.${section}(?:\\.[^\\]\\n]*)?\\]`, 'm') },
  { tool, file: /^(?:setup\.cfg|tox\.ini)$/, has: new RegExp(`^\\[(?:tool:)?${section}(?:[:.-][^\\]\\n]*)?\\]`, 'm') },
  { tool, file: /^(?:requirements.*\.(?:txt|in)|pyproject\.toml)$/, has: wanted(section) },
  ...files.map((name): Sign => ({ tool, file: literally(name) })),
]

/** A requirement of Python: at the beginning of a line or of a quoted text. */
function wanted(name: string): RegExp {
  return new RegExp(`(?:^|["'])${name}(?:\\[[^\\]\\n]*\\])?\\s*(?:[=<>~!;"',]|$)`, 'm')
}

function literally(name: string): RegExp {
  return new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
}

const node = (tool: ToolId, packages: readonly string[], ...files: readonly string[]): readonly Sign[] => [
  { tool, file: /^package\.json$/, packages },
  ...files.map((name): Sign => ({ tool, file: literally(name) })),
]

const php = (tool: ToolId, packages: readonly string[], ...files: readonly string[]): readonly Sign[] => [
  { tool, file: /^composer\.json$/, packages },
  ...files.map((name): Sign => ({ tool, file: literally(name) })),
]

const maven = (tool: ToolId, artifact: string): Sign => ({
  tool,
  file: /^pom\.xml$/,
  has: new RegExp(`<artifactId>\\s*${artifact}\\s*</artifactId>`),
})

const ruby = (tool: ToolId, gem: string): Sign => ({
  tool,
  file: /^(?:Gemfile|.*\.gemspec)$/,
  has: new RegExp(`\\b(?:gem|dependency)\\s*\\(?\\s*['"]${gem}['"]`),
})

/** Any of a tool's signs is enough. What runs the tests comes first, and so it does in the workflow. */
export const SIGNS: readonly Sign[] = [
  ...python('pytest', 'pytest', 'pytest.ini', 'conftest.py'),
  ...python('coverage', 'coverage', '.coveragerc'),
  { tool: 'coverage', file: /^(?:requirements.*\.(?:txt|in)|pyproject\.toml)$/, has: wanted('pytest-cov') },
  ...node('jest', ['jest', 'ts-jest', '@jest/core'], 'jest.config.*'),
  ...node('vitest', ['vitest'], 'vitest.config.*'),
  ...node('mocha', ['mocha'], '.mocharc.*'),
  ...node('cucumber', ['@cucumber/cucumber']),
  ...node('nyc', ['nyc'], '.nycrc', '.nycrc.json'),
  ...node('c8', ['c8'], '.c8rc.json'),
  { tool: 'goTest', file: /^go\.mod$/ },
  { tool: 'go-cover', file: /^go\.mod$/ },
  { tool: 'surefire', file: /^pom\.xml$/ },
  { tool: 'gradleTest', file: /^build\.gradle(?:\.kts)?$/ },
  maven('jacoco', 'jacoco-maven-plugin'),
  { tool: 'vstest', file: /\.(?:cs|fs|vb)proj$/, has: /Include="Microsoft\.NET\.Test\.Sdk"/ },
  { tool: 'coverlet', file: /\.(?:cs|fs|vb)proj$/, has: /Include="coverlet\.collector"/ },
  ...php('phpunit', ['phpunit/phpunit'], 'phpunit.xml', 'phpunit.xml.dist'),
  ruby('rspec', 'rspec(?:-rails)?'),
  { tool: 'rspec', file: /^\.rspec$/ },
  ruby('simplecov', 'simplecov'),
  { tool: 'dart', file: /^pubspec\.yaml$/, has: /^\s+(?:test|flutter_test):/m },
  { tool: 'llvm-cov', file: /^Cargo\.toml$/ },
  ...python('ruff', 'ruff', 'ruff.toml', '.ruff.toml'),
  ...python('flake8', 'flake8', '.flake8'),
  ...python('pylint', 'pylint', '.pylintrc', 'pylintrc'),
  ...python('black', 'black'),
  ...python('isort', 'isort', '.isort.cfg'),
  ...python('mypy', 'mypy', 'mypy.ini', '.mypy.ini'),
  ...python('pyright', 'pyright', 'pyrightconfig.json'),
  ...python('bandit', 'bandit', '.bandit', 'bandit.yaml'),
  ...python('importLinter', 'importlinter', '.importlinter'),
  ...python('radon', 'radon', 'radon.cfg'),
  ...node('eslint', ['eslint'], 'eslint.config.*', '.eslintrc', '.eslintrc.*'),
  ...node('biome', ['@biomejs/biome'], 'biome.json', 'biome.jsonc'),
  ...node('stylelint', ['stylelint'], '.stylelintrc', '.stylelintrc.*', 'stylelint.config.*'),
  ...node('tsc', ['typescript'], 'tsconfig.json'),
  ...node('dependencyCruiser', ['dependency-cruiser'], '.dependency-cruiser.*'),
  ...node('stryker', ['@stryker-mutator/core'], 'stryker.conf.*', 'stryker.config.*'),
  { tool: 'golangciLint', file: /^\.golangci\.(?:ya?ml|toml|json)$/ },
  maven('checkstyle', 'maven-checkstyle-plugin'),
  maven('pmd', 'maven-pmd-plugin'),
  maven('spotbugs', 'spotbugs-maven-plugin'),
  maven('pit', 'pitest-maven'),
  { tool: 'clippy', file: /^\.?clippy\.toml$/ },
  ...php('phpstan', ['phpstan/phpstan'], 'phpstan.neon', 'phpstan.neon.dist'),
  ...php('phpcs', ['squizlabs/php_codesniffer'], 'phpcs.xml', 'phpcs.xml.dist', '.phpcs.xml'),
  ...php('psalm', ['vimeo/psalm'], 'psalm.xml', 'psalm.xml.dist'),
  ruby('rubocop', 'rubocop'),
  { tool: 'rubocop', file: /^\.rubocop\.yml$/ },
  { tool: 'swiftlint', file: /^\.swiftlint\.yml$/ },
  { tool: 'yamllint', file: /^\.yamllint(?:\.ya?ml)?$/ },
  { tool: 'hadolint', file: /^\.hadolint\.ya?ml$/ },
  { tool: 'markdownlint', file: /^\.markdownlint\.(?:json|jsonc|ya?ml)$/ },
  { tool: 'k6', file: /\.[cm]?[jt]s$/, has: /(?:from\s*|require\(\s*)['"]k6(?:\/http)?['"]/ },
]

/** Where a manifest lists packages. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'package.json': ['devDependencies', 'dependencies'],
  'composer.json': ['require-dev', 'require'],
}

/** Folders whose files are not this repository's own code. */
export const OTHERS =
  /^(?:node_modules|vendor|third_party|bower_components|fixtures|__fixtures__|testdata|\.git|\.venv|venv|dist|build)$/

/** A load test is looked for only in folders of that name: nobody wants every script read. */
export const LOAD_TESTS =
  /(?:^|\/)(?:k6|load|perf|performance|loadtests?|load-tests?|stress)(?:\/|[^/]*\.[cm]?[jt]s$)|\.k6\.[cm]?[jt]s$/

/** The word by which a command line runs a tool, where it is not the tool's id. */
export const COMMANDS: Readonly<Partial<Record<ToolId, RegExp>>> = {
  coverage: /\bcoverage (?:run|xml|json|lcov)\b|--cov\b/,
  goTest: /\bgo test\b/,
  'go-cover': /\bgo test\b.*-coverprofile\b/,
  surefire: /\b(?:mvn|mvnw)\b.*\b(?:test|verify|package|install)\b/,
  gradleTest: /\bgradlew?\b.*\b(?:test|check|build)\b/,
  jacoco: /\bjacoco\b/,
  vstest: /\bdotnet test\b/,
  coverlet: /XPlat Code Coverage/,
  dart: /\b(?:dart|flutter) test\b/,
  'llvm-cov': /\bcargo llvm-cov\b/,
  importLinter: /\blint-imports\b/,
  dependencyCruiser: /\bdepcruise\b/,
  golangciLint: /\bgolangci-lint\b/,
  clippy: /\bcargo clippy\b/,
  cucumber: /\bcucumber-js\b/,
  goVet: /\bgo vet\b/,
  k6: /\bk6 run\b/,
  codeql: /\bcodeql database analyze\b/,
}
