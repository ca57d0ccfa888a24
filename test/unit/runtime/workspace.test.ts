import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const FILES = {
  'work/in.txt': 'in',
  'work/sub/a.txt': 'a',
  'outside/secret.txt': 'secret',
  'work/out.txt': '->../outside/secret.txt',
  'work/out': '->../outside',
  'work/nowhere': '->../outside/not-there-yet',
  'work/inner': '->sub',
}

function inWorkspace(use: (workspace: Workspace, folder: string) => void): Promise<void> {
  return inFolder(FILES, (folder) => {
    use(new Workspace(path.join(folder, 'work'), [path.join(folder, 'work')]), folder)
  })
}

describe('a fenced workspace', () => {
  it('reads what lies in it, also through links inside it', () =>
    inWorkspace((workspace) => {
      expect(workspace.readText('in.txt', 'file')).toBe('in')
      expect(workspace.readText('inner/a.txt', 'file')).toBe('a')
      expect(workspace.readText('missing.txt', 'file')).toBeUndefined()
    }))

  it.each(['../outside/secret.txt', 'out.txt', 'out/secret.txt', '../outside/missing.txt'])(
    'refuses to read %s',
    (file) =>
      inWorkspace((workspace) => {
        expect(() => workspace.readText(file, 'policy-file')).toThrow(/^policy-file: ".*" is outside the workspace/)
      }),
  )

  it('refuses to read an absolute path outside', () =>
    inWorkspace((workspace, folder) => {
      expect(() => workspace.readText(path.join(folder, 'outside/secret.txt'), 'x')).toThrow('is outside the workspace')
    }))

  it.each(['../outside/secret.txt', 'out/secret.txt', 'out.txt'])('refuses to remove %s', (file) =>
    inWorkspace((workspace, folder) => {
      expect(() => workspace.removeFile(file, 'sarif-file')).toThrow(/^sarif-file: ".*" is outside the workspace/)
      expect(readFileSync(path.join(folder, 'outside/secret.txt'), 'utf8')).toBe('secret')
    }),
  )

  it('removes a file, and says whether there was one', () =>
    inWorkspace((workspace) => {
      expect([workspace.removeFile('in.txt', 'x'), workspace.removeFile('in.txt', 'x')]).toEqual([true, false])
      expect([workspace.removeFile('sub', 'x'), workspace.readText('sub/a.txt', 'x')]).toEqual([false, 'a'])
    }))

  it.each(['../x.json', 'out/x.json', 'out/new/x.json', 'out.txt', 'nowhere'])('refuses to write %s', (file) =>
    inWorkspace((workspace) => {
      expect(() => workspace.writeText(file, 'x', 'verdict-file')).toThrow('is outside the workspace')
      expect(() => {
        workspace.demandWritable(file, 'verdict-file')
      }).toThrow('is outside the workspace')
    }),
  )

  it('says what the system refuses, as something that its user can mend', () =>
    inWorkspace((workspace, folder) => {
      expect(() => workspace.readText('sub', 'policy-file')).toThrow(/^policy-file: "sub" cannot be read: EISDIR/)
      expect(() => workspace.writeText('sub', '{}', 'verdict-file')).toThrow(/^verdict-file: "sub" cannot be written: /)
      expect(() => new Workspace(path.join(folder, 'gone'), undefined)).toThrow(/^workspace: ".*gone" cannot be used/)
    }))

  it('writes into folders that do not exist yet', () =>
    inWorkspace((workspace) => {
      expect(readFileSync(workspace.writeText('new/deep/x.json', '{}', 'verdict-file'), 'utf8')).toBe('{}')
    }))

  it('has folders in it, and none outside', () =>
    inWorkspace((workspace) => {
      expect(workspace.within('sub', 'working-directory').shown(workspace.resolve('sub/a.txt'))).toBe('a.txt')
      expect(() => workspace.within('out', 'working-directory')).toThrow('is outside the workspace')
      expect(() => workspace.within('missing', 'working-directory')).toThrow('there is no folder "missing"')
      expect(() => workspace.within('in.txt', 'working-directory')).toThrow('there is no folder "in.txt"')
    }))
})

describe('an open workspace, as at a terminal', () => {
  it('reads and writes wherever the user says', () =>
    inFolder(FILES, (folder) => {
      const workspace = new Workspace(path.join(folder, 'work'), undefined)
      expect(workspace.readText('../outside/secret.txt', 'file')).toBe('secret')
      workspace.writeText('../outside/x.json', '{}', 'verdict-file')
      expect(readFileSync(path.join(folder, 'outside/x.json'), 'utf8')).toBe('{}')
    }))
})
