import { parsed, readPaths } from './policy-paths.ts'
import { RULE_LEVELS, type Rule } from './rule.ts'
import { parseRule } from './rule-parser.ts'
import type { YamlReader } from './yaml-reader.ts'

const RULE_KEYS = ['rule', 'level', 'label', 'paths'] as const

/** A rule of a policy file: its text, or a mapping that says more. What is wrong is noted in the reader. */
export async function readRule(reader: YamlReader, node: unknown, file: string): Promise<Rule | undefined> {
  if (reader.isText(node)) {
    return parsed(reader, node, () => parseRule(reader.text(node, 'a rule') ?? '', { source: file }))
  }
  const fields = reader.fields(node, RULE_KEYS, 'a rule')
  if (!fields) return undefined
  if (fields.rule === undefined) reader.refuse(node, 'a rule needs the key rule')
  const text = fields.rule === undefined ? undefined : reader.text(fields.rule, 'a rule')
  const level = fields.level === undefined ? 'fail' : reader.oneOf(fields.level, RULE_LEVELS)
  const label = fields.label === undefined ? undefined : reader.text(fields.label, 'a label')
  const paths = fields.paths === undefined ? undefined : await readPaths(reader, fields.paths)
  if (text === undefined) return undefined
  return parsed(reader, fields.rule, () => parseRule(text, { source: file, level, label, paths }))
}
