import type { Clock } from './environment.ts'
import { printable } from './text-safety.ts'

/** Told while a long file is read. */
export interface Progress {
  readonly read: (file: string, bytes: number, of: number) => void
  readonly end: () => void
}

export const NO_PROGRESS: Progress = { read: () => undefined, end: () => undefined }

const PATIENCE_MILLISECONDS = 500
const REDRAW_MILLISECONDS = 100
const NEXT_LINE_MILLISECONDS = 5_000

/**
 * Shows what is being read once half a second has gone by: one line drawn again at a terminal, elsewhere a line now and then.
 * Reading is synchronous, so no timer could do it.
 */
export function progressOn(write: (text: string) => void, clock: Clock, terminal: boolean): Progress {
  let next = clock() + PATIENCE_MILLISECONDS
  let drawn = false
  return {
    read: (file, bytes, of) => {
      const now = clock()
      if (now < next) return
      next = now + (terminal ? REDRAW_MILLISECONDS : NEXT_LINE_MILLISECONDS)
      const share = of > 0 ? `, ${Math.min(100, Math.floor((bytes / of) * 100))} %` : ''
      const message = `reading ${printable(file).replace(/[\r\n]+/g, ' ')}: ${(bytes / 1e6).toFixed(0)} MB${share}`
      write(terminal ? `\r\u001b[2K${message}` : `${message}\n`)
      drawn = true
    },
    end: () => {
      if (terminal && drawn) write('\r\u001b[2K')
      drawn = false
    },
  }
}
