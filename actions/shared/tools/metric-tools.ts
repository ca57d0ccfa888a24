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
} as const satisfies Record<string, Tool>
