import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** Markdown as GitHub reads it, up to the HTML that its filters work on. */
export function parseMarkdown(markdown: string): Node {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  return parseFragment(html)
}

export function parsePage(html: string): { root: Node; errors: string[] } {
  const errors: string[] = []
  const root = parse(html, { onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`) })
  return { root, errors }
}

export function* elements(node: Node): Generator<Element> {
  if ('tagName' in node) yield node
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child)
}

/** Text nodes, each with the names of the elements it is in. */
export function* texts(
  node: Node,
  inside: readonly string[] = [],
): Generator<{ value: string; inside: readonly string[] }> {
  if ('value' in node) yield { value: node.value, inside }
  const here = 'tagName' in node ? [...inside, node.tagName] : inside
  if ('childNodes' in node) for (const child of node.childNodes) yield* texts(child, here)
}

export function comments(node: Node): string[] {
  if (node.nodeName === '#comment' && 'data' in node) return [node.data]
  return 'childNodes' in node ? node.childNodes.flatMap(comments) : []
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value
}

/** The tags of a document as a nested list, without those that texts may carry. */
export function skeleton(node: Node, without: ReadonlySet<string>): string {
  const inner = 'childNodes' in node ? node.childNodes.map((child) => skeleton(child, without)).join('') : ''
  if (!('tagName' in node)) return inner
  return without.has(node.tagName) ? inner : `<${node.tagName}${inner === '' ? '' : ` ${inner}`}>`
}
