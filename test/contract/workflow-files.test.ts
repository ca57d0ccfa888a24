import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { repository } from '../support/run-action.ts'

describe('workflows and action.yml files', () => {
  it("pass GitHub's language service, the inputs of our own actions included", () => {
    const script = path.join(repository, 'scripts', 'validate-workflows.mjs')
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: 60_000 })
    expect({ status, problems: stderr }).toEqual({ status: 0, problems: '' })
    expect(stdout).toMatch(/^\d+ workflows and actions checked, 0 problems/m)
  }, 90_000)
})
