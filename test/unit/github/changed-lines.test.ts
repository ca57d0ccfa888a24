import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { changedLinesOf, diffOf, parseDiff } from '../../../actions/shared/github/changed-lines.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const PATCH =
  '@@ -1,4 +1,5 @@ def f():\n one\n-two\n+TWO\n+three\n four\n@@ -20 +21,0 @@\n-gone\n@@ -30,0 +31 @@\n+new\n\\ No newline at end of file'

describe('changed lines', () => {
  const changed = changedLinesOf([{ path: 'a.py', patch: PATCH }, { path: 'large.py' }])

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

  it('come from git where it has both commits', async () => {
    await inFolder({ 'a b.py': 'one\ntwo\n', 'gone.py': 'x\n', 'same.py': 'x\n' }, async (folder) => {
      const git = (...parameters: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...parameters], { cwd: folder })
          .toString()
          .trim()
      const commit = (): string => {
        git('add', '-A')
        git('commit', '-q', '-m', 'x')
        return git('rev-parse', 'HEAD')
      }
      git('init', '-q')
      const base = commit()
      writeFileSync(path.join(folder, 'a b.py'), 'one\n--- a/two\n+++ b/x.py\n')
      writeFileSync(path.join(folder, 'new.py'), 'n\n')
      git('rm', '-q', 'gone.py')
      commit()
      const program = gitProgram(process.env, false)
      const files = await diffOf(program, folder, base)
      expect(files?.map((file) => file.path)).toEqual(['a b.py', 'new.py'])
      const touched = changedLinesOf(files ?? [])
      expect([1, 2, 3, 4].map((line) => touched('a b.py', line))).toEqual([false, true, true, false])
      expect([touched('new.py', 1), touched('gone.py', undefined), touched('same.py', 1)]).toEqual([true, false, false])
      expect(await diffOf(program, folder, 'f'.repeat(40))).toBeUndefined()
      expect(await diffOf(program, folder, '--output=x')).toBeUndefined()
    })
  })

  it('survive a diff without hunks', () => {
    expect(parseDiff('diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n')).toEqual([])
    expect(parseDiff('')).toEqual([])
  })
})
