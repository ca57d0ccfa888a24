/** Where streamed arrays are in a document, as a tree of keys. */
export interface PathNode {
  readonly keys: Map<string, PathNode>
  /** The elements, where the node is an array. */
  items?: PathNode
  /** The node's elements are streamed under this number. */
  stream?: number
}

/** The tree of paths such as `runs[].results[]`; a path's place in the list is its number. `''` is the document itself. */
export function pathTree(paths: readonly string[]): PathNode {
  const root: PathNode = { keys: new Map() }
  for (const [stream, path] of paths.entries()) {
    let node = root
    const steps = path.match(/\[\]|[^.[\]]+/g) ?? []
    for (const [index, step] of steps.entries()) {
      if (step !== '[]') node = child(node, step)
      else if (index < steps.length - 1) node = node.items ??= { keys: new Map() }
    }
    node.stream = stream
  }
  return root
}

function child(node: PathNode, key: string): PathNode {
  let next = node.keys.get(key)
  if (!next) {
    next = { keys: new Map() }
    node.keys.set(key, next)
  }
  return next
}
