import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packBaseline } from '../../../actions/shared/runtime/baseline-bytes.ts'
import { readBaselineFile } from '../../../actions/shared/runtime/baseline-file.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { baselineOf } from '../../support/baseline.ts'
import { gitHistory } from '../../support/git-history.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const OWNER = { repository: 'Acme/Shop', gate: 'quality-gate' }

function read(folder: string, file: string, event = 'push', isFenced = true) {
  const workspace = new Workspace(folder, isFenced ? [folder] : undefined)
  const git = gitProgram(process.env, true)
  return readBaselineFile({ file, workspace, owner: OWNER, git, environment: { GITHUB_EVENT_NAME: event } })
}

async function put(folder: string, name: string, overrides = {}): Promise<void> {
  const { bytes } = await packBaseline(baselineOf({ 'coverage.line': 80 }, overrides))
  writeFileSync(path.join(folder, name), bytes)
}

describe('a baseline from a file', () => {
  it('is read, whatever the case of the repository that GitHub writes', () =>
    inFolder({}, async (folder) => {
      await put(folder, 'main.baseline')
      expect(await read(folder, 'main.baseline')).toMatchObject({ baseline: { repository: 'acme/shop' }, notices: [] })
    }))

  it('is not there yet on the first run, which is nothing bad', () =>
    inFolder({}, async (folder) => {
      expect(await read(folder, 'none.baseline')).toEqual({
        baseline: 'there is no file none.baseline yet',
        notices: [],
      })
    }))

  it('is refused where the change could have edited it', () =>
    inFolder({}, async (folder) => {
      await put(folder, 'kept.baseline')
      gitHistory(folder).commit('a')
      await put(folder, 'artifact.baseline')
      const found = await read(folder, 'kept.baseline', 'pull_request')
      expect(found).toMatchObject({ isAmiss: true, baseline: expect.stringContaining('RUNNER_TEMP') as unknown })
      expect(await read(folder, 'artifact.baseline', 'pull_request')).toMatchObject({ notices: [], baseline: {} })
      expect(typeof (await read(folder, 'kept.baseline', 'push')).baseline).toBe('object')
    }))

  it.each([
    ['of another repository', { repository: 'acme/other' }, 'is of the repository "acme/other"'],
    ['of another gate', { gate: 'slow' }, 'is of the gate "slow"'],
  ])('is refused where it is %s', (_what, overrides, sentence) =>
    inFolder({}, async (folder) => {
      await put(folder, 'x.baseline', overrides)
      expect(await read(folder, 'x.baseline')).toMatchObject({ baseline: expect.stringContaining(sentence) as unknown })
    }),
  )

  it('is refused where it is a page, a folder or a link out of the workspace', () =>
    inFolder({ 'page.html': '<html>', out: '->/etc/hostname' }, async (folder) => {
      mkdirSync(path.join(folder, 'folder'))
      expect((await read(folder, 'page.html')).baseline).toBe('page.html is not a baseline')
      await expect(read(folder, 'folder')).rejects.toThrow('baseline: "folder" is a folder, not a file')
      await expect(read(folder, 'out')).rejects.toThrow('outside the workspace')
    }))

  it('may lie anywhere for a user at a terminal', () =>
    inFolder({}, async (folder) => {
      mkdirSync(path.join(folder, 'inner'))
      await put(folder, 'outer.baseline')
      const found = await read(path.join(folder, 'inner'), '../outer.baseline', '', false)
      expect(typeof found.baseline).toBe('object')
    }))
})
