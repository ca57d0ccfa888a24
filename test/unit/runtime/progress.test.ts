import { describe, expect, it } from '@jest/globals'
import { progressOn } from '../../../actions/shared/runtime/progress.ts'

function watch(terminal: boolean, times: readonly number[]): string[] {
  const written: string[] = []
  let now = 0
  const progress = progressOn(
    (text) => written.push(text),
    () => now,
    terminal,
  )
  for (const time of times) {
    now = time
    progress.read('big.xml', 50e6, 100e6)
  }
  progress.end()
  return written
}

describe('progress', () => {
  it('is silent for work of less than half a second', () => {
    expect(watch(true, [0, 200, 499])).toEqual([])
  })

  it('is one line drawn again at a terminal, and wiped at the end', () => {
    const line = '\r\u001b[2Kreading big.xml: 50 MB, 50 %'
    expect(watch(true, [500, 550, 600])).toEqual([line, line, '\r\u001b[2K'])
  })

  it('lets no file name speak to the runner or the terminal', () => {
    const written: string[] = []
    const progress = progressOn(
      (text) => written.push(text),
      () => written.length * 1_000 + 600,
      false,
    )
    progress.read('a\n::error::x\u001b[2J##[b]', 0, 0)
    progress.read('a\n::error::x\u001b[2J##[b]', 1e6, 0)
    expect(written.join('')).not.toMatch(/^\s*::|##\[|\u001b/m)
  })

  it('is a line now and then elsewhere', () => {
    expect(watch(false, [500, 1_000, 5_499, 5_500])).toEqual([
      'reading big.xml: 50 MB, 50 %\n',
      'reading big.xml: 50 MB, 50 %\n',
    ])
  })
})
