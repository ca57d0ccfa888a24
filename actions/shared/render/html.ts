import { cut, oneLine, visible } from './plain.ts'

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for element content and quoted attributes of HTML and SVG. Lines stay; what cannot be seen is shown. */
export function escapeHtml(raw: string): string {
  return visible(raw).replace(/[&<>"']/g, (character) => ENTITY[character] ?? character)
}

/** The same on one line and of limited length. */
export function line(raw: string, limit = 500): string {
  return escapeHtml(cut(oneLine(raw), limit))
}

/** The same with words in backticks as code. */
export function prose(raw: string, limit = 500): string {
  return line(raw, limit).replace(/`([^`]+)`/g, '<code>$1</code>')
}

/** A name in fixed width that may break after its separators. */
export function name(raw: string, limit = 300): string {
  return `<code>${line(raw, limit).replace(/([/.:_›])(?=[^/.:_›])/g, '$1<wbr>')}</code>`
}

/** A link, or its text where there is no address. The address must come from `links.ts`. */
export function anchor(html: string, address: string | undefined): string {
  return address === undefined ? html : `<a href="${escapeHtml(address)}">${html}</a>`
}

export interface HtmlColumn<Row> {
  readonly title: string
  readonly cell: (row: Row) => string
  readonly number?: boolean
}

/** A table with a caption for those who hear it; on narrow screens each row becomes a card, its cells labelled. */
export function htmlTable<Row>(caption: string, columns: readonly HtmlColumn<Row>[], rows: readonly Row[]): string {
  const heads = columns.map(
    ({ title, number }) => `<th scope="col"${number === true ? ' class="n"' : ''}>${title}</th>`,
  )
  const lines = rows.map((row) => {
    const cells = columns.map(({ title, number, cell }) => {
      const content = cell(row)
      const kind = [...(number === true ? ['n'] : []), ...(content === '–' ? ['none'] : [])].join(' ')
      return `<td data-label="${title}"${kind === '' ? '' : ` class="${kind}"`}><span>${content}</span></td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table><caption>${caption}</caption><thead><tr>${heads.join('')}</tr></thead>\n<tbody>${lines.join('\n')}</tbody></table>`
}
