import { crc32 } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { envelope, MOST_BASELINE_BYTES, openEnvelope } from '../../../actions/shared/model/baseline-envelope.ts'
import { EvidenceError } from '../../../actions/shared/model/errors.ts'

const COMPRESSED = Uint8Array.from({ length: 200 }, (_, index) => (index * 37) % 256)
const FILE = envelope({ compressed: COMPRESSED, unpackedLength: 1000 })

function changed(at: number, value: number): Uint8Array {
  const bytes = FILE.slice()
  bytes[at] = value
  return bytes
}

describe("a baseline's file", () => {
  it('gives back what was put into it', () => {
    expect(openEnvelope(FILE)).toEqual({ compressed: COMPRESSED, unpackedLength: 1000 })
  })

  it('is refused with any bit turned', () => {
    for (let at = 0; at < FILE.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        expect(() => openEnvelope(changed(at, (FILE[at] ?? 0) ^ (1 << bit)))).toThrow(EvidenceError)
      }
    }
  })

  it('is refused wherever it was cut', () => {
    for (let length = 1; length < FILE.length; length += 1) {
      expect(() => openEnvelope(FILE.subarray(0, length))).toThrow('was cut off')
    }
  })

  it('carries the checksum that zip and PNG have', () => {
    const sum = new DataView(FILE.buffer).getUint32(20, true)
    expect(sum).toBe(crc32(FILE.subarray(24), crc32(FILE.subarray(0, 20))))
  })

  it.each([
    ['nothing', new Uint8Array(0), 'is empty'],
    ['a page that says 404', new TextEncoder().encode('<!doctype html><title>Not found</title>'), 'is not a baseline'],
    ['a later format', changed(8, 2), 'was written in format 2 by another version of the suite'],
    ['bytes behind the end', Uint8Array.of(...FILE, 0, 0), 'has 2 bytes behind its end'],
    ['a byte that is not what it was', changed(100, (FILE[100] ?? 0) ^ 1), 'is damaged'],
    [
      'more than a baseline can have',
      new Uint8Array(MOST_BASELINE_BYTES + 1),
      'has 33 MB, and a baseline has at most 32 MB',
    ],
    ['a promise of gigabytes', envelope({ compressed: COMPRESSED, unpackedLength: 2 ** 31 }), 'would unpack to'],
  ])('says what is wrong with %s', (_what, bytes, sentence) => {
    expect(() => openEnvelope(bytes)).toThrow(sentence)
  })
})
