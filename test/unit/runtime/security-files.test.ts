import { gzipSync } from 'node:zlib'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { changedVexReports, readCatalogues, readIgnoreFiles } from '../../../actions/shared/runtime/security-files.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { type GitRepository, inRepository } from '../../support/git-repository.ts'

/** How a gate in this repository reads files: on a push, or on a pull request against `base`. */
function requestIn({ folder }: GitRepository, base?: string) {
  const event = base === undefined ? 'push' : 'pull_request'
  return {
    workspace: new Workspace(folder, [folder]),
    folder,
    git: gitProgram({ PATH: process.env['PATH'] ?? '' }, true),
    environment: { GITHUB_EVENT_NAME: event },
    payload: base === undefined ? {} : { pull_request: { base: { sha: base } } },
  }
}

describe('files of exceptions', () => {
  test('are those of the workspace on a push', async () => {
    await inRepository(async (repository) => {
      repository.commit({ '.trivyignore': 'CVE-2020-1\n', '.nsprc': '{' })
      const { ignores, notices } = await readIgnoreFiles(requestIn(repository))
      expect(ignores.map(({ ids, source }) => [...ids, source])).toEqual([['CVE-2020-1', '.trivyignore']])
      expect(notices).toEqual(['.nsprc: it is no JSON; it sets nothing aside'])
    })
  })

  test('are those of the base branch in a pull request, which says what it does to them', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ '.trivyignore': 'CVE-2020-1\nCVE-2020-2\n' })
      repository.commit({
        '.trivyignore': 'CVE-2020-1\nCVE-2020-3\n',
        '.trivyignore.yaml': 'vulnerabilities: [{ id: X }]',
      })
      const { ignores, notices } = await readIgnoreFiles(requestIn(repository, base))
      expect(ignores.flatMap(({ ids }) => ids)).toEqual(['CVE-2020-1', 'CVE-2020-2'])
      expect(notices).toEqual([
        "this change edits .trivyignore (+ CVE-2020-3, - CVE-2020-2); the base branch's version counts, but what a scanner passed over by this one is in no report",
        "this change edits .trivyignore.yaml (+ vulnerabilities: [{ id: X }]); the base branch's version counts, but what a scanner passed over by this one is in no report",
      ])
    })
  })

  test('set nothing aside where the base branch cannot be seen', async () => {
    await inRepository(async (repository) => {
      repository.commit({ '.trivyignore': 'CVE-2020-1\n' })
      const { ignores, notices } = await readIgnoreFiles(requestIn(repository, 'a'.repeat(40)))
      expect([ignores, notices]).toEqual([[], [expect.stringMatching(/^nothing is set aside by \.trivyignore: /)]])
    })
  })

  test('that are not there are not missed', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ a: '' })
      expect(await readIgnoreFiles(requestIn(repository, base))).toEqual({ ignores: [], notices: [] })
    })
  })
})

describe('catalogues', () => {
  const kev = (id: string) => JSON.stringify({ dateReleased: '2026-11-20', count: 1, vulnerabilities: [{ cveID: id }] })
  const fresh = { day: '2026-11-21', maxAgeDays: 30 }
  const stated = (value: string) => ({ value, source: '.github/cicd.yml', line: 3 })

  test('are of the base branch in a pull request, if it has them', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ 'kev.json': kev('CVE-2020-1000') })
      repository.commit({ 'kev.json': kev('CVE-1999-1') })
      const { catalogues, gaps } = await readCatalogues(
        { kev: stated('kev.json') },
        fresh,
        requestIn(repository, base),
        ['kev.json'],
      )
      expect([[...(catalogues.exploited ?? [])], gaps]).toEqual([['CVE-2020-1000'], []])
    })
  })

  test('that are packed are of the base branch too', async () => {
    await inRepository(async (repository) => {
      writeFileSync(path.join(repository.folder, 'kev.json.gz'), gzipSync(kev('CVE-2020-1000')))
      const base = repository.commit({ a: '' })
      writeFileSync(path.join(repository.folder, 'kev.json.gz'), gzipSync(kev('CVE-1999-1')))
      repository.commit({ a: 'b' })
      const options = { kev: stated('kev.json.gz') }
      const { catalogues, gaps } = await readCatalogues(options, fresh, requestIn(repository, base), ['kev.json.gz'])
      expect([[...(catalogues.exploited ?? [])], gaps]).toEqual([['CVE-2020-1000'], []])
    })
  })

  test('that the change brings count once they are merged', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ a: '' })
      repository.commit({ 'kev.json': kev('CVE-1999-1') })
      const options = { kev: stated('kev.json') }
      const { catalogues, gaps } = await readCatalogues(options, fresh, requestIn(repository, base), ['a', 'kev.json'])
      expect([catalogues.exploited, gaps[0]?.found]).toEqual([undefined, expect.stringContaining('once it is merged')])
    })
  })

  test('may be packed, and fetched by the job', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ a: '' })
      mkdirSync(path.join(repository.folder, 'scans'))
      const csv = '#model_version:v1,score_date:2026-11-20T00:00:00+0000\ncve,epss,percentile\nCVE-2020-1000,0.5,0.9\n'
      writeFileSync(path.join(repository.folder, 'scans/epss.csv.gz'), gzipSync(csv))
      const options = { epss: stated('scans/epss.csv.gz') }
      const { catalogues } = await readCatalogues(options, fresh, requestIn(repository, base), ['a'])
      expect(catalogues.epss?.get('CVE-2020-1000')).toBe(0.5)
    })
  })

  test.each([
    [{}, 'there is no such file in the workspace'],
    [{ 'kev.json': '{' }, 'it is no JSON'],
    [{ 'kev.json': kev('X').replace('2026-11-20', '2020-01-01') }, 'days old'],
  ])('that are missing, broken or old are gaps: %j', async (files, found) => {
    await inRepository(async (repository) => {
      repository.commit(files)
      const { catalogues, gaps } = await readCatalogues({ kev: stated('kev.json') }, fresh, requestIn(repository), [])
      expect(catalogues.exploited).toBeUndefined()
      expect(gaps).toEqual([
        { expected: 'kev.json (kev of .github/cicd.yml:3)', found: expect.stringContaining(found) as unknown },
      ])
    })
  })

  test('that are no gzip are gaps', async () => {
    await inRepository(async (repository) => {
      repository.commit({ 'epss.csv.gz': 'cve,epss' })
      const { gaps } = await readCatalogues({ epss: stated('epss.csv.gz') }, fresh, requestIn(repository), [])
      expect(gaps[0]?.found).toMatch(/^it cannot be unpacked/)
    })
  })
})

describe('VEX documents', () => {
  const provenance = (file: string) => ({ file, sha256: '', bytes: 1, format: 'openvex' })
  const setOf = (...files: readonly string[]) => {
    const vex = files.map((_, report) => ({ ids: ['X'], status: 'fixed', packages: [], report }) as const)
    const evidence = files.map((file) => ({ provenance: provenance(file) }))
    return { evidence, tables: new Map([['', { vex }]]) } as unknown as EvidenceSet
  }

  test('that the change wrote or edits are not believed; those of the base and of the job are', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ 'old.json': '{}', 'edited.json': '{}' })
      repository.commit({ 'edited.json': '{ }', 'new.json': '{}' })
      const set = setOf('old.json', 'edited.json', 'new.json', 'made.json')
      const tracked = ['old.json', 'edited.json', 'new.json']
      const { reports, notices } = await changedVexReports(set, requestIn(repository, base), tracked)
      expect([[...reports], notices.length]).toEqual([[1, 2], 2])
      expect((await changedVexReports(set, requestIn(repository), tracked)).reports.size).toBe(0)
    })
  })

  test('that the change puts behind a link or in a submodule are not believed', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ a: '' })
      repository.commit({ 'evil/vex.json': '{}' })
      const tracked = ['a', 'evil/vex.json', 'scans']
      const { reports, notices } = await changedVexReports(
        setOf('scans/vex.json'),
        requestIn(repository, base),
        tracked,
      )
      expect([[...reports], notices]).toEqual([
        [0],
        [expect.stringContaining('scans/vex.json lies behind a link or in a submodule (scans)')],
      ])
    })
  })

  test('of a change are told where the repository is a folder of the workspace', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ 'old.json': '{}' })
      repository.commit({ 'new.json': '{}' })
      const workspace = new Workspace(path.dirname(repository.folder), [repository.folder])
      const request = { ...requestIn(repository, base), workspace }
      const { reports } = await changedVexReports(setOf('old.json', 'new.json'), request, ['old.json', 'new.json'])
      expect([...reports]).toEqual([1])
    })
  })
})
