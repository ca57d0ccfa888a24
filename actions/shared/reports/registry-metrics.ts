import type { ReportFormat } from './reader.ts'

/** Formats of what is measured, and of broken boundaries between modules. */
export const METRIC_FORMATS: readonly ReportFormat[] = [
  {
    id: 'dependency-cruiser',
    title: 'dependency-cruiser JSON',
    kind: 'findings',
    signatures: [
      { json: 'object', keys: ['modules', 'summary.violations'] },
      // The modules stand before the summary, and may be longer than what is looked at.
      { json: 'object', keys: ['modules[].source', 'modules[].dependencies', 'modules[].valid'] },
    ],
    load: () => import('./boundaries/dependency-cruiser.ts'),
    tools: 'dependency-cruiser',
    clean: 'no `violations`, at least one module cruised and one rule in force',
    cut: 'refused: JSON that ends early; lost violations and modules contradict the summary',
  },
  {
    id: 'import-linter',
    title: 'import-linter text',
    kind: 'findings',
    signatures: [
      { text: /^Contracts: \d+ kept, \d+ broken\.$/ },
      { text: /^No contracts found in the configuration\.$/ },
    ],
    load: () => import('./boundaries/import-linter.ts'),
    tools: 'import-linter (`lint-imports`)',
    clean: '`Contracts: N kept, 0 broken.`, with N of at least 1',
    cut: 'unknown: the line that counts the contracts is missing, or contradicts them',
  },
]
