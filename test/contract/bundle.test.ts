import { describe, expect, it } from '@jest/globals'
import { runAction } from '../support/run-action.ts'

describe('the bundle', () => {
  it('starts', async () => {
    const { stdout, exitCode } = await runAction({ action: 'quality-gate' })
    expect(stdout).toContain('::error::')
    expect(exitCode).toBe(1)
  })
})
