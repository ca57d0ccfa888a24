import type { Baseline } from '../model/baseline.ts'
import { decodeBaseline, encodeBaseline } from '../model/baseline-codec.ts'
import { envelope, MOST_BASELINE_BYTES, openEnvelope, tooLarge } from '../model/baseline-envelope.ts'
import { EvidenceError } from '../model/errors.ts'

/** Zlib's middle way: level 9 takes three times as long for 2 % less. */
const LEVEL = 6

export interface PackedBaseline {
  readonly bytes: Uint8Array
  /** What there was no room for, as a sentence's beginning: `its tests`. */
  readonly leftOut: readonly string[]
}

/** What is left out first where a baseline is too large: what the fewest rules ask for. */
const LEAVING: readonly (readonly [string, Partial<Baseline>])[] = [
  ['tests', { tests: undefined }],
  ['findings', { findings: [] }],
  ['covered lines', { coverage: new Map() }],
]

/** The bytes of a baseline's file. Throws EvidenceError where not even the smallest form has room. */
export async function packBaseline(baseline: Baseline, most = MOST_BASELINE_BYTES): Promise<PackedBaseline> {
  const { deflateRawSync } = await import('node:zlib')
  let whole = baseline
  const leftOut: string[] = []
  for (let step = 0; ; step += 1) {
    const contents = encodeBaseline(whole)
    const bytes = envelope({ compressed: deflateRawSync(contents, { level: LEVEL }), unpackedLength: contents.length })
    if (bytes.length <= most) return { bytes, leftOut }
    const next = LEAVING[step]
    if (!next) throw new EvidenceError(`cannot be recorded: it ${tooLarge(bytes.length)}`)
    leftOut.push(next[0])
    whole = { ...whole, ...next[1] }
  }
}

/** Reads the bytes of a baseline's file. Rejects with an EvidenceError: `was cut off`, `is not a baseline`. */
export async function unpackBaseline(bytes: Uint8Array): Promise<Baseline> {
  const { compressed, unpackedLength } = openEnvelope(bytes)
  const { inflateRawSync } = await import('node:zlib')
  let contents: Uint8Array
  try {
    // One byte more than was promised already is a lie.
    contents = inflateRawSync(compressed, { maxOutputLength: unpackedLength + 1 })
  } catch {
    throw new EvidenceError('cannot be unpacked')
  }
  if (contents.length !== unpackedLength) throw new EvidenceError('unpacks to another length than it says')
  return decodeBaseline(contents)
}
