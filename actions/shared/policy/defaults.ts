import { inputOnTop } from './locked-rules.ts'
import type { Rule } from './rule.ts'
import { parseRule } from './rule-parser.ts'

/** The parts of a policy, each judged by an action of its own. */
export const SECTIONS = ['quality', 'security'] as const
export type Section = (typeof SECTIONS)[number]

/** Rules by section; an absent section leaves the defaults in force. */
export type RulesOfSections = Readonly<Partial<Record<Section, readonly Rule[]>>>

const SECURITY = [
  'security.critical == 0',
  'security.high <= 2',
  'secrets.total == 0',
  'licenses.compliance == 100 %',
] as const

/** What is asked where nobody asked for anything; each applies only where some report yields its metric. */
export const DEFAULT_RULES: Record<Section, readonly string[]> = {
  quality: [
    'coverage.line >= 80',
    'tests.failed == 0',
    'complexity.max <= 10',
    'complexity.maintainability >= 70',
    'complexity.debt-ratio <= 5 %',
    'boundaries.total == 0',
    'lint.error == 0',
    'types.error == 0',
    'performance.p95 <= 200 ms',
    'performance.request-rate >= 1000 /s',
    'performance.error-rate <= 0.1 %',
    'performance.resource-use <= 70 %',
    'performance.lighthouse.performance >= 90',
    ...SECURITY,
  ],
  security: SECURITY,
}

/** The rules of a section: those of the input with what the policy file has locked, else those of the file, else the defaults. */
export function chooseRules(section: Section, input: readonly Rule[], policy?: RulesOfSections): readonly Rule[] {
  if (input.length > 0) return inputOnTop(input, policy?.[section] ?? []).rules
  return policy?.[section] ?? DEFAULT_RULES[section].map((text) => parseRule(text, { source: 'defaults' }))
}
