import { writeSync } from 'node:fs'
import { isSystemError } from './system-error.ts'

/** Numbers of the streams that every process has. */
export const STANDARD_INPUT = 0
export const STANDARD_OUTPUT = 1
export const STANDARD_ERROR = 2

const PAUSE_MILLISECONDS = 2

/**
 * Writes text to a stream of this process before it returns. `process.stdout` would take 3 ms to set up (a tenth of a
 * step's start), and what it still holds when the process ends may be lost.
 * Once nobody reads the stream any more (`cicd … | head`), the rest is dropped.
 */
export function streamWriter(stream: number): (text: string) => void {
  let isOpen = true
  return (text) => {
    let bytes: Uint8Array = Buffer.from(text)
    while (isOpen && bytes.length > 0) {
      try {
        bytes = bytes.subarray(writeSync(stream, bytes))
      } catch (error) {
        const code = isSystemError(error) ? error.code : undefined
        if (code === 'EAGAIN') pause()
        else if (code === 'EPIPE' || code === 'EOF' || code === 'EBADF') isOpen = false
        else throw error
      }
    }
  }
}

/** Waits until the reader of a full pipe may have taken something. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS)
}
