import { chmodSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Globs } from '../../../actions/shared/runtime/globs.ts'
import { findReports } from '../../../actions/shared/runtime/report-files.ts'
import { parseReportLines } from '../../../actions/shared/policy/report-lines.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const FILES = {
  'work (1)/reports/b.xml': '',
  'work (1)/reports/a.xml': '',
  'work (1)/reports/deep/c.xml': '',
  'work (1)/reports/.hidden.xml': '',
  'work (1)/reports/odd[1].xml': '',
  'work (1)/reports/link.xml': '->a.xml',
  'work (1)/reports/loop': '->..',
  'work (1)/ruff.json': '',
  'work (1)/node_modules/x/junit.xml': '',
  'work (1)/.git/junit.xml': '',
  'work (1)/leak/passwd.xml': '->../../outside/passwd.xml',
  'work (1)/leaking': '->../outside',
  'outside/passwd.xml': '',
}

async function find(text: string): Promise<{ files: string[]; gaps: string[]; formats: (string | undefined)[] }> {
  const lines = parseReportLines(text, ['junit', 'ruff'])
  if (!('value' in lines)) throw new Error(lines.problems.join())
  return inFolder(FILES, async (folder) => {
    const root = path.join(folder, 'work (1)')
    const found = findReports(lines.value, await Globs.over(new Workspace(root, [root])))
    return {
      files: found.files.map(({ shown }) => shown),
      formats: found.files.map(({ line }) => line.format),
      gaps: found.gaps.map(({ expected, found: what }) => `${expected}: ${what.replaceAll(root, '/root')}`),
    }
  })
}

describe('the files of globs', () => {
  it.each([
    ['reports/*.xml', ['reports/a.xml', 'reports/b.xml', 'reports/odd[1].xml']],
    ['./reports/*.xml', ['reports/a.xml', 'reports/b.xml', 'reports/odd[1].xml']],
    ['reports/{a,b}.xml', ['reports/a.xml', 'reports/b.xml']],
    ['reports/deep/**', ['reports/deep/c.xml']],
    ['**/c.xml', ['reports/deep/c.xml']],
    ['reports/odd[1].xml', ['reports/odd[1].xml']],
    ['reports/.*.xml', ['reports/.hidden.xml']],
    ['**/junit.xml\n**/ruff.json', ['ruff.json']],
    ['node_modules/**/junit.xml', ['node_modules/x/junit.xml']],
    ['.git/*.xml', ['.git/junit.xml']],
    ['reports/*.xml\n!reports/[bo]*.xml', ['reports/a.xml']],
    ['reports/*.xml\n!**/*.xml\nreports/b.xml', ['reports/b.xml']],
  ])('%j are %j, in the order of their paths', async (text, expected) => {
    expect((await find(text)).files).toEqual(expected)
  })

  it('are read once though two lines and a link name them, as the first line with a format says', async () => {
    const { files, formats, gaps } = await find(
      'reports/a.xml\nreports/link.xml\nformat=junit reports/a*\nformat=ruff reports/a.xml',
    )
    expect([files, formats, gaps]).toEqual([['reports/a.xml'], ['junit'], []])
  })
})

describe('a glob that finds nothing', () => {
  it.each([
    [
      'reports/*.json',
      'reports/*.json: no file matches; reports holds .hidden.xml, a.xml, b.xml, deep, link.xml and 2 more',
    ],
    ['report/*.xml', 'report/*.xml: no file matches; there is no folder report'],
    ['reports', 'reports: no file matches; it is a folder; its files are reports/**'],
    ['missing.xml', /^missing\.xml: no file matches; \/root holds /],
    ['reports/a.xml\n!reports/*', 'reports/a.xml: every file that matches is excluded by a line with !'],
    ['leak/passwd.xml', 'leak/passwd.xml: leak/passwd.xml leads out of the workspace and was not read'],
    ['leak/*', 'leak/*: leak/passwd.xml leads out of the workspace and was not read'],
    ['leaking/*', /leads out of the workspace and was not read$/],
    ['../outside/*', /leads out of the workspace and was not read$/],
    ['/etc/*', /leads out of the workspace and was not read$/],
  ])('is a gap with a hint: %j', async (text, expected) => {
    const { gaps } = await find(text)
    expect(gaps).toEqual([expect.stringMatching(typeof expected === 'string' ? exactly(expected) : expected)])
  })
})

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}

describe('links that lead in a circle, and to nothing', () => {
  it('are passed by as what is not there', async () => {
    const files = {
      'a.xml': '',
      'round.xml': '->round.xml',
      'gone.xml': '->nowhere.xml',
      'to/and': '->../fro',
      fro: '->to/and',
    }
    const found = await inFolder(files, async (folder) => {
      const lines = parseReportLines('**/*.xml\nround.xml', [])
      if (!('value' in lines)) throw new Error(lines.problems.join())
      return findReports(lines.value, await Globs.over(new Workspace(folder, [folder])))
    })
    expect(found.files.map(({ shown }) => shown)).toEqual(['a.xml'])
    expect(found.gaps.map(({ expected }) => expected)).toEqual(['round.xml'])
  })

  // Who may do everything may read every folder.
  const asAnybody = process.getuid?.() === 0 || process.platform === 'win32' ? it.skip : it
  asAnybody('a folder that may not be read is not called empty', async () => {
    const gap = await inFolder({ 'locked/a.xml': '' }, async (folder) => {
      chmodSync(path.join(folder, 'locked'), 0o000)
      const lines = parseReportLines('locked/*.xml', [])
      if (!('value' in lines)) throw new Error(lines.problems.join())
      const found = findReports(lines.value, await Globs.over(new Workspace(folder, [folder])))
      chmodSync(path.join(folder, 'locked'), 0o700)
      return found.gaps[0]?.found
    })
    expect(gap).toContain('locked cannot be read')
  })
})
