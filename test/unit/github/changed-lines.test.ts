import { describe, expect, it } from '@jest/globals'
import { changedLinesOf, changeOfPatches } from '../../../actions/shared/github/changed-lines.ts'

const PATCH =
  '@@ -1,4 +1,5 @@ def f():\n one\n-two\n+TWO\n+three\n four\n@@ -20 +21,0 @@\n-gone\n@@ -30,0 +31 @@\n+new\n\\ No newline at end of file'

describe('changed lines', () => {
  const changed = changedLinesOf(changeOfPatches([{ path: 'a.py', patch: PATCH }, { path: 'large.py' }]))

  it('are those that hunks add', () => {
    expect(Array.from({ length: 40 }, (_, line) => line).filter((line) => changed('a.py', line))).toEqual([2, 3, 31])
  })

  it('are all lines of a file whose patch is too large, and none of other files', () => {
    expect([
      changed('large.py', 5),
      changed('b.py', 2),
      changed('b.py', undefined),
      changed('a.py', undefined),
    ]).toEqual([true, false, false, true])
  })

  it('are none of a patch without hunks', () => {
    const empty = changedLinesOf(changeOfPatches([{ path: 'a.png', patch: '' }]))
    expect([empty('a.png', 1), empty('a.png', undefined)]).toEqual([false, true])
  })
})
