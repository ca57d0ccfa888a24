import type * as Yaml from 'yaml'
import { type MapNode, UnreadableError, type ValueNode } from './value-tree.ts'

/** Stands for each character of a template action while the text around it is read; it is in nobody's version. */
export const TEMPLATE_MARK = '\uE000'

/**
 * Reads every document of a YAML 1.2 text with the span of each value. Rejects with UnreadableError.
 * `isTemplate`: its `{{ … }}` are blanked first, and keys may repeat, for they stand in branches.
 */
export async function readYamlTrees(text: string, isTemplate = false): Promise<readonly ValueNode[]> {
  const yaml = await import('yaml')
  const read = isTemplate ? blankTemplates(text) : text
  let documents: readonly Yaml.Document.Parsed[]
  try {
    const parsed = yaml.parseAllDocuments(read, { prettyErrors: false, uniqueKeys: false, schema: 'core' })
    documents = Array.isArray(parsed) ? parsed : []
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableError('its values are nested too deeply', 0)
    throw error
  }
  const trees: ValueNode[] = []
  for (const document of documents) {
    const [problem] = document.errors
    if (problem) {
      throw new UnreadableError(`it is not valid YAML: ${problem.message.replace(/\s+/g, ' ')}`, problem.pos[0])
    }
    const tree = treeOf(yaml, document.contents, { text: read, isTemplate })
    if (tree) trees.push(tree)
  }
  return trees
}

interface Reading {
  readonly text: string
  readonly isTemplate: boolean
}

function treeOf(yaml: typeof Yaml, node: unknown, reading: Reading): ValueNode | undefined {
  if (!yaml.isNode(node)) return undefined
  const [start, end] = node.range ?? [0, 0]
  if (yaml.isAlias(node)) return { kind: 'alias', start, end }
  if (yaml.isMap(node)) return mapOf(yaml, node, reading)
  if (yaml.isSeq(node)) {
    const items = node.items.map((item) => treeOf(yaml, item, reading))
    return { kind: 'list', start, end, items: items.filter((item) => item !== undefined) }
  }
  if (!yaml.isScalar(node)) return undefined
  const quotes = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0
  const value: unknown = node.value
  if (typeof value === 'string') {
    return { kind: 'scalar', start: start + quotes, end: end - quotes, text: value, isText: true }
  }
  const text = reading.text.slice(start, end)
  const readAs = String(value)
  return { kind: 'scalar', start, end, text, isText: false, ...(readAs !== text && { readAs }) }
}

function mapOf(yaml: typeof Yaml, node: Yaml.YAMLMap, reading: Reading): MapNode {
  const [start, end] = node.range ?? [0, 0]
  const entries = new Map<string, ValueNode>()
  let isMerged = false
  for (const { key, value } of node.items) {
    const name = yaml.isScalar(key) ? String(key.value) : undefined
    const child = treeOf(yaml, value, reading)
    if (name === '<<') isMerged = true
    else if (name !== undefined) {
      if (entries.has(name) && !reading.isTemplate) {
        throw new UnreadableError(
          `it has the key ${JSON.stringify(name)} twice`,
          yaml.isNode(key) ? (key.range?.[0] ?? 0) : 0,
        )
      }
      if (child && !entries.has(name)) entries.set(name, child)
      else if (child) entries.set(`${name}\u0000${entries.size}`, child)
    }
  }
  return { kind: 'map', start, end, entries, ...(isMerged && { isMerged }) }
}

interface Action {
  readonly start: number
  readonly end: number
}

/** The template actions of a text: `{{ … }}`. */
function actionsIn(text: string): readonly Action[] {
  const actions: Action[] = []
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', start)) {
    const close = text.indexOf('}}', start + 2)
    if (close < 0) break
    actions.push({ start, end: close + 2 })
    start = close + 2
  }
  return actions
}

/** The text with each of some spans replaced by as many characters. */
function replaced(text: string, actions: readonly Action[], by: (action: Action) => string): string {
  let at = 0
  const pieces: string[] = []
  for (const action of actions) {
    pieces.push(text.slice(at, action.start), by(action))
    at = action.end
  }
  return pieces.join('') + text.slice(at)
}

/** The text with each template action replaced by as many characters; one that fills its lines becomes space. */
function blankTemplates(text: string): string {
  const actions = actionsIn(text)
  const spaceFor = ({ start, end }: Action): string => text.slice(start, end).replaceAll(/[^\r\n]/g, ' ')
  const without = replaced(text, actions, spaceFor)
  let line = { end: -1, isBlank: false }
  return replaced(text, actions, (action) => {
    const { start, end } = action
    if (start > line.end) {
      const found = text.indexOf('\n', start)
      const lineEnd = found < 0 ? text.length : found
      line = { end: lineEnd, isBlank: without.slice(text.lastIndexOf('\n', start) + 1, lineEnd).trim() === '' }
    }
    const isAlone = line.isBlank || end > line.end
    return isAlone ? spaceFor(action) : TEMPLATE_MARK.repeat(end - start)
  })
}
