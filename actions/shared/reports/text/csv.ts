import { EvidenceError } from '../../model/errors.ts'

const RECORD_LIMIT = 1_048_576

/** Lines of CSV (RFC 4180) as records: fields may be quoted, and quoted ones go over several lines. */
export class CsvRecords {
  readonly #delimiter: () => string
  readonly #record: (fields: readonly string[], line: number) => void
  #pending: string | undefined

  constructor(delimiter: () => string, record: (fields: readonly string[], line: number) => void) {
    this.#delimiter = delimiter
    this.#record = record
  }

  line(text: string, number: number): void {
    const whole = this.#pending === undefined ? text : `${this.#pending}\n${text}`
    if (whole.length > RECORD_LIMIT) throw new EvidenceError('a row of it is longer than a megabyte')
    // An even number of quotes closes each that was opened; a doubled one is two.
    const isOpen = countQuotes(whole) % 2 === 1
    this.#pending = isOpen ? whole : undefined
    if (!isOpen && whole !== '') this.#record(fieldsOf(whole, this.#delimiter()), number)
  }

  /** Throws EvidenceError where a quoted field has no end. */
  end(): void {
    if (this.#pending !== undefined) throw new EvidenceError('it ends inside a quoted field: it was cut off')
  }
}

function countQuotes(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1
  return count
}

function fieldsOf(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter)
  const fields: string[] = []
  let field = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') {
      if (isQuoted && text.charAt(at + 1) === '"') {
        field += '"'
        at += 1
      } else isQuoted = !isQuoted
    } else if (character === delimiter && !isQuoted) {
      fields.push(field)
      field = ''
    } else field += character
  }
  return [...fields, field]
}
