import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { findRepository, gitProgram, listFiles } from '../../../actions/shared/runtime/git.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const git = gitProgram(process.env, false)

describe('git', () => {
  it('lists the files of the whole repository from any folder in it', () =>
    inFolder({ 'src/a b.py': '', 'src/é.py': '', 'top.py': '', 'untracked.py': '' }, async (folder) => {
      execFileSync('git', ['init', '--quiet'], { cwd: folder })
      execFileSync('git', ['add', 'src', 'top.py'], { cwd: folder })
      const expected = ['src/a b.py', 'src/é.py', 'top.py']
      expect(await listFiles(git, folder)).toEqual(expected)
      expect(await listFiles(git, path.join(folder, 'src'))).toEqual(expected)
      expect(await findRepository(git, path.join(folder, 'src'))).toBe(folder)
    }))

  it('says nothing of a folder that is in no repository', () =>
    inFolder({ 'a.py': '' }, async (folder) => {
      expect(await listFiles(git, folder)).toBeUndefined()
      expect(await findRepository(git, folder)).toBeUndefined()
    }))

  it('says nothing where it is not installed', () =>
    inFolder({ 'a.py': '' }, async (folder) => {
      expect(await listFiles(gitProgram({ PATH: folder }, true), folder)).toBeUndefined()
    }))
})
