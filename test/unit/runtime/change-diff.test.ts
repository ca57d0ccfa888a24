import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { diffParameters, DiffReader, HunkReader } from '../../../actions/shared/runtime/change-diff.ts'
import { inRepository, lines } from '../../support/git-repository.ts'

describe('a diff', () => {
  it('reads the same however its bytes are cut', () =>
    inRepository((repository) => {
      const base = repository.commit({ é: lines(40), gone: 'x\n', bin: 'x\0', link: '->é', kind: 'x\n' })
      const head = repository.commit({
        é: undefined,
        'new\n"é"': lines(40, { 1: '+++ b/x', 2: `long ${'é'.repeat(20)}`, 30: '@@ -1 +1 @@' }),
        gone: undefined,
        bin: 'y\0',
        link: '->nowhere',
        kind: '->é',
        'last line': 'no line feed',
      })
      const output = execFileSync('git', [...diffParameters(base, head)], { cwd: repository.folder })
      const read = (size: number) => {
        const reader = new DiffReader()
        for (let at = 0; at < output.length; at += size) reader.write(output.subarray(at, at + size))
        return [...(reader.end() ?? [])].map(([file, { ranges, oldPath }]) => [file, oldPath, ...ranges])
      }
      const all = 0xffffffff
      const expected = [
        ['bin', undefined, 1, all],
        ['kind', undefined, 1, all],
        ['last line', undefined, 1, 1],
        ['link', undefined, 1, all],
        ['new\n"é"', 'é', 1, 2, 30, 30],
      ]
      for (const size of [1, 2, 3, 7, 64, output.length]) expect(read(size)).toEqual(expected)
    }))

  it('that is cut off is none', () =>
    inRepository((repository) => {
      const base = repository.commit({ a: 'x\n' })
      const head = repository.commit({ a: 'y\n', b: 'z\n' })
      const output = execFileSync('git', [...diffParameters(base, head)], { cwd: repository.folder })
      const reader = new DiffReader()
      reader.write(output.subarray(0, output.lastIndexOf('diff --git')))
      expect(reader.end()).toBeUndefined()
      const other = new DiffReader()
      other.write(output.subarray(0, output.lastIndexOf('+z')))
      expect(other.end()).toBeUndefined()
    }))

  it('of nothing is no file', () => {
    expect(new DiffReader().end()).toEqual(new Map())
  })

  it('tells the changed lines of hunks with lines of context, too', () => {
    const patch =
      '@@ -1,4 +1,5 @@ def f():\n one\n-two\n+TWO\n+three\n\n four\n@@ -20 +21,0 @@\n-gone\n@@ -30,0 +31 @@\n+new\n\\ No newline at end of file'
    const hunks = new HunkReader()
    hunks.write(new TextEncoder().encode(patch))
    expect([...hunks.take()]).toEqual([2, 3, 31, 31])
  })
})
