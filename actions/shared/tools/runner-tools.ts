import type { ExitMeaning, Tool } from './tool.ts'

const CLEAN_OR_FINDINGS = { 0: 'clean', 1: 'findings' } as const satisfies Readonly<Record<number, ExitMeaning>>

/** What runs tests and writes JUnit XML, as pytest does. */
export const RUNNER_TOOLS = {
  surefire: {
    title: 'Maven Surefire',
    names: ['surefire'],
    formats: ['junit'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'no file is written; -DskipTests runs none with exit code 0',
    run: 'mvn --batch-mode verify',
    leaves: 'target/surefire-reports/*.xml',
  },
  gradleTest: {
    title: 'Gradle test',
    names: ['gradle'],
    formats: ['junit'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'no file is written: the task says NO-SOURCE',
    run: './gradlew test',
    leaves: 'build/test-results/**/*.xml',
  },
  vitest: {
    title: 'Vitest',
    names: ['vitest'],
    formats: ['junit'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'exit code 1: no test files found',
    run: 'npx vitest run --reporter=junit --outputFile=reports/vitest.xml',
  },
  phpunit: {
    title: 'PHPUnit',
    names: ['phpunit'],
    formats: ['junit'],
    exitCodes: { 0: 'clean', 1: 'findings', 2: 'findings' },
    sawNothing: 'tests="0"',
    run: 'vendor/bin/phpunit --log-junit reports/phpunit.xml',
  },
  rspec: {
    title: 'RSpec',
    names: ['rspec'],
    formats: ['junit'],
    exitCodes: CLEAN_OR_FINDINGS,
    sawNothing: 'tests="0"',
    run: 'bundle exec rspec --format RspecJunitFormatter --out reports/rspec.xml, with the gem rspec_junit_formatter',
  },
} as const satisfies Record<string, Tool>
