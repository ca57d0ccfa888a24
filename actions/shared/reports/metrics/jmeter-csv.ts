import { EvidenceError } from '../../model/errors.ts'
import type { OpenReader } from '../reader.ts'
import { CsvRecords } from '../text/csv.ts'
import { textReader } from '../text/reader.ts'
import { LoadTally, isTransaction } from './load-tally.ts'

const DELIMITER = /^"?\w+"?([,;\t|])/

/**
 * JMeter's results as CSV (https://jmeter.apache.org/usermanual/listeners.html#csvlogformat), with the names of the columns
 * in the first line. Transactions sum up samples that stand beside them, and are no requests.
 */
export const open: OpenReader = () => {
  const tally = new LoadTally()
  let columns: ReadonlyMap<string, number> | undefined
  let delimiter = ','

  function addRecord(fields: readonly string[], line: number): void {
    if (!columns) {
      columns = new Map(fields.map((name, index) => [name, index]))
      for (const name of ['elapsed', 'success']) {
        if (!columns.has(name)) throw new EvidenceError(`its first line names no column "${name}"`)
      }
      return
    }
    if (fields.length !== columns.size) {
      throw new EvidenceError(`line ${line} has ${fields.length} fields, not ${columns.size}`)
    }
    const value = (name: string): string | undefined => fields[columns?.get(name) ?? -1]
    const elapsed = value('elapsed') ?? ''
    const success = (value('success') ?? '').toLowerCase()
    if (!/^\d{1,12}$/.test(elapsed)) throw new EvidenceError(`line ${line} has no time`)
    if (success !== 'true' && success !== 'false') {
      throw new EvidenceError(`line ${line} does not say whether it failed`)
    }
    if (isTransaction(value('responseMessage'))) return
    const start = value('timeStamp') ?? ''
    tally.add(Number(elapsed), success === 'false', /^\d{1,15}$/.test(start) ? Number(start) : Number.NaN)
  }

  const records = new CsvRecords(() => delimiter, addRecord)
  return textReader(
    (text, number) => {
      if (!columns) delimiter = DELIMITER.exec(text)?.[1] ?? delimiter
      records.line(text, number)
    },
    (endsWithNewline) => {
      records.end()
      const sheet = tally.sheet()
      if (!endsWithNewline) sheet.contradict('its last line does not end: it was cut off')
      return sheet.reading('jmeter', tally.samples)
    },
  )
}
