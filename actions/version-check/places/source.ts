import { readJsonTree } from './json-tree.ts'
import { readTomlTree } from './toml-tree.ts'
import type { MapNode, ValueNode } from './value-tree.ts'
import { readXmlTree, type XmlElement } from './xml-tree.ts'
import { readYamlTrees } from './yaml-tree.ts'

/** A file's text, with its trees, each read once. */
export class Source {
  readonly file: string
  /** As decoded, a byte order mark included, so that it encodes to the same bytes. */
  readonly text: string
  #lines: readonly number[] | undefined
  #json: ValueNode | undefined
  #toml: Promise<MapNode> | undefined
  #yaml: Promise<readonly ValueNode[]> | undefined
  #xml: XmlElement | undefined

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  get base(): string {
    return this.file.slice(this.file.lastIndexOf('/') + 1)
  }

  /** The folder with a `/` behind it; '' at the top. */
  get folder(): string {
    return this.file.slice(0, this.file.lastIndexOf('/') + 1)
  }

  /** 1-based line and column of an offset. */
  positionOf(offset: number): { readonly line: number; readonly column: number } {
    this.#lines ??= lineStarts(this.text)
    let [low, high] = [0, this.#lines.length]
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if ((this.#lines[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    const start = this.#lines[low] ?? 0
    const mark = low === 0 && this.text.startsWith('\uFEFF') ? 1 : 0
    return { line: low + 1, column: Math.max(1, offset - start - mark + 1) }
  }

  /** Each throws UnreadableError. */
  json(): ValueNode {
    return (this.#json ??= readJsonTree(this.text))
  }

  toml(): Promise<MapNode> {
    return (this.#toml ??= readTomlTree(this.text))
  }

  yaml(): Promise<readonly ValueNode[]> {
    return (this.#yaml ??= readYamlTrees(this.text, this.isTemplate))
  }

  /** Whether it is a template of Helm, whose actions are no YAML. */
  get isTemplate(): boolean {
    return /(^|\/)templates\//.test(this.file)
  }

  xml(): XmlElement {
    return (this.#xml ??= readXmlTree(this.text))
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', next + 1)) starts.push(next + 1)
  return starts
}
