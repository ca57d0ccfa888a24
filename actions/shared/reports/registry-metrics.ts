import type { ReportFormat } from './reader.ts'
import { LINT_XML_FORMATS } from './registry-lint-xml.ts'

/** Formats of what is measured, and of broken boundaries between modules. */
export const METRIC_FORMATS: readonly ReportFormat[] = [
  ...LINT_XML_FORMATS,
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
  {
    id: 'pit',
    title: 'PIT mutations XML',
    kind: 'metrics',
    signatures: [
      { xmlRoot: ['mutations'], xmlHas: ['mutation', '@status'] },
      { xmlRoot: ['mutations'], xmlHas: ['@partial'] },
    ],
    load: () => import('./mutation/pit.ts'),
    tools: 'PIT (pitest), with `outputFormats` XML',
    clean: 'every mutant KILLED, TIMED_OUT or MEMORY_ERROR; no gate by default, `coverage.mutation` is the share',
    cut: 'refused: XML that ends early; lost mutants cannot be shown, so ask for `coverage.mutation.total` too',
  },
  {
    id: 'stryker',
    title: 'Stryker mutation JSON',
    kind: 'metrics',
    signatures: [
      { json: 'object', keys: ['schemaVersion', 'files', 'thresholds.high'] },
      { json: 'object', keys: ['*.mutants[].mutatorName', '*.mutants[].status'] },
    ],
    load: () => import('./mutation/stryker.ts'),
    tools: 'StrykerJS, Stryker.NET, Stryker4s, Infection',
    clean: 'every mutant Killed or Timeout; no gate by default, `coverage.mutation` is the share',
    cut: 'refused: JSON that ends early; lost mutants cannot be shown, so ask for `coverage.mutation.total` too',
  },
]
