import { EvidenceError } from './errors.ts'

/**
 * What stands around a baseline's compressed contents, little-endian:
 * 8 bytes `CICDBASE`, 2 of version, 2 that are 0, 4 of the length as it is in the file, 4 of the length unpacked, 4 of CRC-32 over
 * all that stands before and behind these four. It tells a damaged file; who wrote it is another question.
 */
const MAGIC = [0x43, 0x49, 0x43, 0x44, 0x42, 0x41, 0x53, 0x45] as const
const VERSION_AT = 8
const LENGTH_AT = 12
const UNPACKED_AT = 16
const CHECKSUM_AT = 20
const HEADER_BYTES = 24

export const BASELINE_VERSION = 1

/** A file larger than this is not read, and not written. */
export const MOST_BASELINE_BYTES = 32 * 1024 * 1024
/** Contents that would unpack to more are not unpacked. */
export const MOST_UNPACKED_BYTES = 256 * 1024 * 1024

export interface Enveloped {
  readonly compressed: Uint8Array
  /** Bytes when unpacked. */
  readonly unpackedLength: number
}

/** The bytes of a baseline's file. */
export function envelope({ compressed, unpackedLength }: Enveloped): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + compressed.length)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint16(VERSION_AT, BASELINE_VERSION, true)
  view.setUint32(LENGTH_AT, bytes.length, true)
  view.setUint32(UNPACKED_AT, unpackedLength, true)
  bytes.set(compressed, HEADER_BYTES)
  view.setUint32(CHECKSUM_AT, checksumOf(bytes), true)
  return bytes
}

/** Takes a baseline's file apart. Throws EvidenceError, a sentence without subject: what is wrong with the file. */
export function openEnvelope(bytes: Uint8Array): Enveloped {
  if (bytes.length === 0) throw new EvidenceError('is empty')
  if (bytes.length > MOST_BASELINE_BYTES) throw new EvidenceError(tooLarge(bytes.length))
  const isCutMagic = bytes.length < MAGIC.length && MAGIC.slice(0, bytes.length).every((byte, at) => bytes[at] === byte)
  if (isCutMagic) throw new EvidenceError('was cut off')
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) throw new EvidenceError('is not a baseline')
  if (bytes.length < HEADER_BYTES) throw new EvidenceError('was cut off')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint16(VERSION_AT, true)
  if (version !== BASELINE_VERSION) {
    const reads = `this version of the suite reads format ${BASELINE_VERSION}`
    throw new EvidenceError(`was written in format ${version} by another version of the suite; ${reads}`)
  }
  const length = view.getUint32(LENGTH_AT, true)
  if (bytes.length < length) {
    throw new EvidenceError(`was cut off: it should have ${length} bytes and has ${bytes.length}`)
  }
  if (bytes.length > length) throw new EvidenceError(`has ${bytes.length - length} bytes behind its end`)
  if (view.getUint32(CHECKSUM_AT, true) !== checksumOf(bytes)) {
    throw new EvidenceError('is damaged: its checksum does not fit')
  }
  const unpackedLength = view.getUint32(UNPACKED_AT, true)
  if (unpackedLength > MOST_UNPACKED_BYTES) {
    throw new EvidenceError(`would unpack to ${unpackedLength} bytes, more than is believed`)
  }
  return { compressed: bytes.subarray(HEADER_BYTES), unpackedLength }
}

/** What is wrong with a file of so many bytes. */
export function tooLarge(bytes: number): string {
  const megabytes = (count: number): string => `${Math.ceil(count / (1024 * 1024))} MB`
  return `has ${megabytes(bytes)}, and a baseline has at most ${megabytes(MOST_BASELINE_BYTES)}`
}

/** CRC-32 (IEEE 802.3, as in zip and PNG) of everything but the checksum's own place. */
function checksumOf(bytes: Uint8Array): number {
  const table = crcTable()
  let crc = -1
  for (let at = 0; at < bytes.length; at += 1) {
    if (at === CHECKSUM_AT) at = HEADER_BYTES
    if (at < bytes.length) crc = (table[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

function crcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    let value = index
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320
    return value
  })
}
