import { ConfigurationError } from '../model/errors.ts'
import { compilePaths, type PathFilter } from './path-filter.ts'
import type { YamlReader } from './yaml-reader.ts'

/** A glob or a list of globs of a policy file. What is wrong is noted in the reader. */
export async function readPaths(reader: YamlReader, node: unknown): Promise<PathFilter | undefined> {
  const known = reader.problems.length
  const nodes = reader.isText(node) ? [node] : reader.items(node, 'a glob or a list of globs')
  const globs = nodes.map((item) => reader.text(item, 'a glob')).filter((glob) => glob !== undefined)
  if (globs.length === 0 && reader.problems.length === known) reader.refuse(node, 'paths needs at least one glob')
  if (reader.problems.length > known) return undefined
  try {
    return await compilePaths(globs)
  } catch (error) {
    refused(reader, node, error)
    return undefined
  }
}

/** What a parser of ours makes of a node's text; what it refuses becomes a problem at the node. */
export function parsed<T>(reader: YamlReader, node: unknown, parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    refused(reader, node, error)
    return undefined
  }
}

function refused(reader: YamlReader, node: unknown, error: unknown): void {
  if (!(error instanceof ConfigurationError)) throw error
  reader.refuse(node, error.message)
}
