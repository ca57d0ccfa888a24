/**
 * Everything that can be started, by the name of its folder in dist/: the only input of the bundler.
 * Each is imported when it is asked for, so that a step pays only for its own action.
 */
export const entryPoints = {
  'quality-gate': () => import('./quality-gate/main.ts'),
  'security-scan': () => import('./security-scan/main.ts'),
  'status-summary': () => import('./status-summary/main.ts'),
  'version-check': () => import('./version-check/main.ts'),
  cli: () => import('./cli/main.ts'),
} as const

/** What a step starts as a process of its own, by the name of its file in dist/. */
export const programs = {
  'baseline-cache': () => import('./shared/runtime/baseline-cache-program.ts'),
} as const
