import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** 256 KiB: larger ones are no faster, smaller ones cost system calls. */
const CHUNK_BYTES = 256 * 1024

/** One buffer for all files, because readers only borrow what they are given and files are read one after the other. */
const buffer = new Uint8Array(CHUNK_BYTES)

export interface ReportChunks {
  /** The file's size when it was opened; 0 for pipes. */
  readonly size: number
  /** The next full chunk, or what is left. Its bytes change with the next call. Throws the system's errors. */
  readonly next: () => { readonly bytes: Uint8Array; readonly last: boolean }
  readonly close: () => void
}

/** Opens a file for reading. Synchronous: nothing else has work meanwhile, and promises would cost more than they spare. */
export function openChunks(file: string): ReportChunks {
  const descriptor = openSync(file, 'r')
  return {
    size: fstatSync(descriptor).size,
    next: () => {
      let filled = 0
      // A pipe gives less than asked for, and the first chunk must hold as much as recognising needs.
      while (filled < CHUNK_BYTES) {
        const read = readSync(descriptor, buffer, filled, CHUNK_BYTES - filled, null)
        if (read === 0) break
        filled += read
      }
      return { bytes: buffer.subarray(0, filled), last: filled < CHUNK_BYTES }
    },
    close: () => {
      closeSync(descriptor)
    },
  }
}
