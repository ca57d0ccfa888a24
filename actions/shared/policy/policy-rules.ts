import { parsed, readPaths } from './policy-paths.ts'
import { RULE_LEVELS, type Rule } from './rule.ts'
import { parseRule } from './rule-parser.ts'
import { subjectOf } from './strictness.ts'
import type { YamlReader } from './yaml-reader.ts'

const RULE_KEYS = ['rule', 'level', 'label', 'paths', 'scenario', 'locked', 'waivable'] as const

/** A section of a policy file. Two rules about the same thing at one level are a problem: nobody can tell which is meant. */
export async function readRules(reader: YamlReader, list: unknown, file: string): Promise<readonly Rule[]> {
  const rules = new Map<string, Rule>()
  for (const node of reader.items(list, 'a list of rules')) {
    const rule = await readRule(reader, node, file)
    if (rule === undefined) continue
    // A floor that nobody may lower can stand beside the default that everybody may.
    const key = `${rule.level} ${rule.locked === true ? 'locked' : 'open'} ${subjectOf(rule)}`
    const earlier = rules.get(key)
    if (earlier === undefined) rules.set(key, rule)
    else reader.refuse(node, duplicateText(rule, earlier))
  }
  return [...rules.values()]
}

function duplicateText(rule: Rule, earlier: Rule): string {
  const line = earlier.line === undefined ? '' : ` in line ${earlier.line}`
  return `${rule.text} is about the same thing as ${earlier.text}${line}; keep the one that is meant, or give them different levels`
}

/** A rule of a policy file: its text, or a mapping that says more. What is wrong is noted in the reader. */
async function readRule(reader: YamlReader, node: unknown, file: string): Promise<Rule | undefined> {
  if (reader.isText(node)) {
    const line = reader.lineOf(node)
    return parsed(reader, node, () => ({ ...parseRule(reader.text(node, 'a rule') ?? '', { source: file }), line }))
  }
  const fields = reader.fields(node, RULE_KEYS, 'a rule')
  if (!fields) return undefined
  if (fields.rule === undefined) reader.refuse(node, 'a rule needs the key rule')
  const text = fields.rule === undefined ? undefined : reader.text(fields.rule, 'a rule')
  const level = fields.level === undefined ? 'fail' : reader.oneOf(fields.level, RULE_LEVELS)
  const label = fields.label === undefined ? undefined : reader.text(fields.label, 'a label')
  const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
  const locked = fields.locked === undefined ? undefined : reader.flag(fields.locked)
  const waivable = fields.waivable === undefined ? undefined : reader.flag(fields.waivable)
  if (waivable === true && locked !== true) {
    reader.refuse(fields.waivable, 'waivable says something of a locked rule only; add locked: true, or leave it out')
  }
  const scenario = fields.scenario === undefined ? undefined : reader.text(fields.scenario, 'a scenario')
  if (text === undefined) return undefined
  const kept = { line: reader.lineOf(node), ...(locked && { locked }), ...(waivable && { waivable }) }
  return parsed(reader, fields.rule, () => ({
    ...parseRule(text, { source: file, level, label, paths, scenario }),
    ...kept,
  }))
}
