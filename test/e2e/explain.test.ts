import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type ActionRun, repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const reports = path.join(repository, 'examples', 'python-service', 'reports', 'broken')

function cicd(parameters: readonly string[]): Promise<ActionRun> {
  return runAction({ action: 'cli', parameters, environment: { GITHUB_ACTIONS: undefined, CI: undefined } })
}

describe('cicd explain, built', () => {
  it('tells the lines behind a verdict from its file and from its page, and decides under other rules', () =>
    inFolder({}, async (folder) => {
      const [file, page] = [path.join(folder, 'verdict.json'), path.join(folder, 'report.html')]
      const rules = ['--rules', 'tests.failed == 0', '--rules', 'tests.total >= 1']
      const gate = await cicd([
        'quality-gate',
        ...['--reports', `${reports}/**/*.xml`, '--verdict-file', file, '--report-page', page],
        ...rules,
      ])
      expect(gate.exitCode).toBe(1)
      const [told, toldByPage] = [await cicd(['explain', file]), await cicd(['explain', page])]
      expect(told.stdout).toMatch(/✗ tests\.failed == 0\n.*\n\s+From +\S+\.xml:\d+/)
      expect([told.exitCode, toldByPage.stdout]).toEqual([1, told.stdout])
      const other = await cicd(['explain', page, '--rules', 'tests.failed <= 1000', '--json'])
      expect([other.exitCode, JSON.parse(other.stdout)]).toEqual([0, expect.objectContaining({ status: 'pass' })])
    }))
})
