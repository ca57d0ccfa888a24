import { EvidenceError } from '../../model/errors.ts'
import type { OpenReader } from '../reader.ts'
import { symbolsOf } from '../xml/names.ts'
import { rootedReader } from '../xml-reader.ts'
import type { XmlAttributes } from '../xml/attributes.ts'
import { LoadTally, isTransaction } from './load-tally.ts'

const NAMES = ['testResults', 'httpSample', 'sample', 't', 's', 'ts', 'rm'] as const
const NAME = symbolsOf(NAMES)

/**
 * JMeter's results as XML (https://jmeter.apache.org/usermanual/listeners.html#xmlformat2.1): a sample in a sample is a part
 * of it (an image of the page), except in a transaction, which sums up samples beside it or in it.
 */
export const open: OpenReader = () => {
  const tally = new LoadTally()
  /** Of each sample that is open, whether it is a transaction. */
  const open: boolean[] = []

  function startSample(attributes: XmlAttributes): void {
    const isSum = isTransaction(attributes.text(NAME.rm))
    const isPart = open.includes(false)
    open.push(isSum)
    const elapsed = attributes.count(NAME.t)
    const success = attributes.text(NAME.s)
    if (elapsed < 0) throw new EvidenceError('a sample has no time')
    if (success !== 'true' && success !== 'false') throw new EvidenceError('a sample does not say whether it failed')
    if (isSum || isPart) return
    const start = attributes.count(NAME.ts)
    tally.add(elapsed, success === 'false', start < 0 ? Number.NaN : start)
  }

  return rootedReader(NAMES, 'JMeter', (source) => ({
    start(symbol) {
      if (symbol === NAME.httpSample || symbol === NAME.sample) startSample(source.attributes)
    },
    end(symbol) {
      if (symbol === NAME.httpSample || symbol === NAME.sample) open.pop()
    },
    finish() {
      return tally.sheet().reading('jmeter', tally.samples)
    },
  }))
}
