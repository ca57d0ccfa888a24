import type { Tool } from './tool.ts'

/** What measures a project or checks its architecture. */
export const METRIC_TOOLS = {
  dependencyCruiser: {
    title: 'dependency-cruiser',
    names: ['dependency-cruiser'],
    family: 'boundaries',
    formats: ['dependency-cruiser'],
    exitCodes: { 0: 'clean' },
    sawNothing: 'totalCruised is 0, or no rule in ruleSetUsed; a folder that is not there: exit code 1 and no report',
    run: 'npx depcruise src --output-type json > reports/boundaries.json',
  },
  importLinter: {
    title: 'import-linter',
    names: ['import-linter'],
    family: 'boundaries',
    formats: ['import-linter'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: '"No contracts found", with exit code 1 as for a broken one, or "Analyzed 0 files"',
    run: 'lint-imports > reports/boundaries.txt',
  },
  pit: {
    title: 'PIT',
    names: ['pit', 'pitest'],
    formats: ['pit'],
    exitCodes: { 0: 'clean' },
    sawNothing: 'no <mutation>; the goal fails where it finds none, unless failWhenNoMutations is false',
    run: 'mvn test-compile org.pitest:pitest-maven:mutationCoverage -DoutputFormats=XML',
  },
  stryker: {
    title: 'Stryker',
    names: ['strykerjs', 'stryker'],
    formats: ['stryker'],
    exitCodes: { 0: 'clean', 1: 'findings' },
    sawNothing: 'no mutant, or every one Ignored',
    run: 'npx stryker run --reporters json, which leaves reports/mutation/mutation.json',
  },
} as const satisfies Record<string, Tool>
