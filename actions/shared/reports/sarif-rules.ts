import { type JsonObject, field, listField, textField } from './json/shape.ts'

/** How a result points at its rule. */
export interface RuleReference {
  readonly ruleId: string | undefined
  readonly ruleIndex: number | undefined
  /** Index of the extension whose rule it is; the driver's where absent (§3.27.7, §3.52). */
  readonly component: number | undefined
}

/** Rules of each run by id, made when first needed. */
const indexes = new WeakMap<JsonObject, ReadonlyMap<string, unknown>>()

/** The reporting descriptor of a result's rule; `id/sub` is a case of `id` (§3.27.5). */
export function ruleOf(run: JsonObject, { ruleId, ruleIndex, component }: RuleReference): unknown {
  const tool = field(run, 'tool')
  const owner = component === undefined ? field(tool, 'driver') : listField(tool, 'extensions')[component]
  const byIndex = ruleIndex === undefined || ruleIndex < 0 ? undefined : listField(owner, 'rules')[ruleIndex]
  if (byIndex !== undefined && (ruleId === undefined || isRuleOf(ruleId, byIndex))) return byIndex
  if (ruleId === undefined) return byIndex
  const index = indexOf(run)
  return index.get(ruleId) ?? index.get(ruleId.slice(0, Math.max(0, ruleId.lastIndexOf('/'))))
}

/** The score of `properties.security-severity` of a rule or a result, as GitHub reads it; nothing where it is 0 or no number. */
export function securityScore(item: unknown): number | undefined {
  const value = field(field(item, 'properties'), 'security-severity')
  const score = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return score > 0 && score <= 10 ? Math.max(0.1, Math.round(score * 10) / 10) : undefined
}

export function tagsOf(rule: unknown): readonly unknown[] {
  return listField(field(rule, 'properties'), 'tags')
}

function isRuleOf(ruleId: string, rule: unknown): boolean {
  const id = textField(rule, 'id')
  return id === undefined || ruleId === id || ruleId.startsWith(`${id}/`)
}

function indexOf(run: JsonObject): ReadonlyMap<string, unknown> {
  let index = indexes.get(run)
  if (!index) {
    const tool = field(run, 'tool')
    const rules = [field(tool, 'driver'), ...listField(tool, 'extensions')].flatMap((component) =>
      listField(component, 'rules'),
    )
    index = new Map(rules.map((rule) => [textField(rule, 'id') ?? '', rule]))
    indexes.set(run, index)
  }
  return index
}
