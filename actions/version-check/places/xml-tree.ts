import { EvidenceError } from '../../shared/model/errors.ts'
import { STRICT } from '../../shared/reports/xml-source.ts'
import { XmlScanner } from '../../shared/reports/xml/scanner.ts'
import { UnreadableError } from './value-tree.ts'

/** A span of text with what it means. */
export interface XmlValue {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  readonly attributes: Map<string, XmlValue>
  readonly children: XmlElement[]
  /** Its character data without the space around it; nothing where it holds elements, or several pieces. */
  value: XmlValue | undefined
}

const TOKEN = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<![^]*?>|<\/[^>]*>|<(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+/g
/** It begins behind a space alone, so that a long name is not looked at again from each of its letters. */
const ATTRIBUTE = /(?<=\s)([^\s=/<>"']+)\s*=\s*("([^"]*)"|'([^']*)')/g

/**
 * Reads XML with the span of every value. The reports' strict scanner judges whether it is well-formed, so that this
 * reader only needs to find its way. Throws UnreadableError.
 */
export function readXmlTree(text: string): XmlElement {
  judge(text)
  const document: XmlElement = { name: '', attributes: new Map(), children: [], value: undefined }
  const open = [document]
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? document
    if (token.startsWith('</')) open.pop()
    else if (token.startsWith('<![CDATA[')) {
      keep(parent, { start: index + 9, end: index + token.length - 3, text: token.slice(9, -3) })
    } else if (token.startsWith('<!') || token.startsWith('<?')) continue
    else if (token.startsWith('<')) {
      const element = elementOf(token, index)
      parent.children.push(element)
      if (!token.endsWith('/>')) open.push(element)
    } else keep(parent, { start: index, end: index + token.length, text: token })
  }
  const [root] = document.children
  if (!root) throw new UnreadableError('it has no element', 0)
  return root
}

function judge(text: string): void {
  const scanner = new XmlScanner([], { start: () => undefined, end: () => undefined }, STRICT)
  try {
    scanner.write(new TextEncoder().encode(text.replace(/^\uFEFF/, '')))
    scanner.end()
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    const line = Number(/line (\d+)/.exec(error.message)?.[1] ?? 1)
    const offset = text.split('\n', line - 1).join('\n').length + (line > 1 ? 1 : 0)
    throw new UnreadableError(`it is not well-formed XML: ${error.message}`, offset)
  }
}

/** Stands for a value that is not what is written: it has references or several pieces. */
const UNPLAIN = '\uFFFF'

/** Pieces of blank text are nothing; a second piece makes the value one that no span has. */
function keep(element: XmlElement, piece: XmlValue): void {
  const text = piece.text.trim()
  if (text === '') return
  const start = piece.start + piece.text.indexOf(text)
  const isPlain = !element.value && !text.includes('&')
  element.value = { start, end: start + text.length, text: isPlain ? text : UNPLAIN }
}

function elementOf(tag: string, offset: number): XmlElement {
  const name = /^<([^\s/>]+)/.exec(tag)?.[1] ?? ''
  const attributes = new Map<string, XmlValue>()
  for (const { 0: whole, 1: key = '', 2: quoted = '', index } of tag.matchAll(ATTRIBUTE)) {
    const start = offset + index + whole.length - quoted.length + 1
    attributes.set(key, {
      start,
      end: start + quoted.length - 2,
      text: quoted.includes('&') ? UNPLAIN : quoted.slice(1, -1),
    })
  }
  return { name: name.replace(/^.*:/, ''), attributes, children: [], value: undefined }
}

/** The elements under a path of names. */
export function elementsAt(element: XmlElement, ...names: readonly string[]): readonly XmlElement[] {
  return names.reduce<readonly XmlElement[]>(
    (elements, name) => elements.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  )
}

/** The value of the first element under a path of names. */
export function xmlValueAt(element: XmlElement, ...names: readonly string[]): XmlValue | undefined {
  return elementsAt(element, ...names)[0]?.value
}
