import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type DescribedGitHub, describedGitHub } from '../../support/described-github.ts'
import { cloneOf, type GitRepository, inRepository } from '../../support/git-repository.ts'
import { type GitHubEmulator, githubEmulator, OWNER } from '../../support/github-emulator.ts'
import { type ActionCall, type ActionRun, runAction } from '../../support/run-action.ts'
import type { SeenRequest, Weather } from '../../support/weather-server.ts'

const versionFiles = (version: string) => ({
  'package.json': `{\n  "name": "shop",\n  "version": "${version}"\n}\n`,
  VERSION: `${version}\n`,
})

/** The check as a runner starts it over a checkout. */
function check({ folder }: GitRepository, call: Partial<ActionCall>): Promise<ActionRun> {
  return runAction({ action: 'version-check', workspace: folder, ...call })
}

const notesOf = ({ stdout }: ActionRun) => stdout.split('\n').filter((line) => line.startsWith('Note: '))

describe('the releases of a repository', () => {
  let github: GitHubEmulator
  let repositories = 0
  let name = ''
  beforeAll(async () => {
    github = await githubEmulator()
  })
  afterAll(async () => {
    await github.close()
  })
  beforeEach(async () => {
    repositories += 1
    name = `shop-${repositories}`
    await github.ask('octocat', 'POST', `/orgs/${OWNER}/repos`, { name, private: true, auto_init: true })
  })
  afterEach(() => {
    expect(github.violations).toEqual([])
  })

  const release = (tag: string, more: object = {}) =>
    github.ask('octocat', 'POST', `/repos/${OWNER}/${name}/releases`, { tag_name: tag, ...more })

  /** The check of one version in a shallow clone without tags, as actions/checkout makes one. */
  function checkShallow(version: string, token: string, environment: Readonly<Record<string, string>> = {}) {
    return inRepository(async (repository) => {
      repository.commit({ other: 'x' })
      repository.commit(versionFiles(version))
      const clone = cloneOf(repository, 'clone', '--depth', '1', '--no-tags')
      return check(clone, {
        inputs: { token },
        environment: {
          GITHUB_API_URL: github.apiUrl,
          GITHUB_REPOSITORY: `${OWNER}/${name}`,
          GITHUB_SHA: clone.git('rev-parse', 'HEAD'),
          ...environment,
        },
      })
    })
  }

  it('stop a version that comes before one of them, in a clone that has no tags', async () => {
    await release('v1.0.0')
    await release('v1.3.0')
    await release('v2.0.0', { draft: true })
    const token = await github.mintToken({ contents: 'read' })
    const lower = await checkShallow('1.2.0', token)
    expect([lower.exitCode, lower.stderr, lower.outputs['is-latest']]).toEqual([1, '', 'false'])
    expect(lower.stdout).toContain('"1.2.0" comes before "1.3.0", a release of its line')
    const higher = await checkShallow('1.4.0', token)
    expect([higher.exitCode, higher.outputs['is-latest'], higher.outputs['previous-version']]).toEqual([
      0,
      'true',
      '1.3.0',
    ])
    expect(higher.outputs['container-tags']?.split('\n')).toContain('latest')
    expect(notesOf(higher).join('\n')).toContain('the clone is shallow')
  })

  it('are found behind a hundred and fifty others, and tags without a release count too', async () => {
    for (let index = 0; index < 150; index += 1) await release(`v1.0.${index}`)
    const tag = { tag: 'v1.1.0', message: 'tag', object: 'a'.repeat(40), type: 'commit' }
    await github.ask('octocat', 'POST', `/repos/${OWNER}/${name}/git/tags`, tag)
    const token = await github.mintToken({ contents: 'read' })
    const taken = await checkShallow('1.0.3', token, { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.0.3' })
    expect(taken.stdout).toContain('"1.0.3" comes before "1.0.149", a release of its line')
    const next = await checkShallow('1.2.0', token)
    expect(next.outputs['previous-version']).toBe('1.1.0')
    const pages = github.requests.filter(({ path }) => path.startsWith(`/repos/${OWNER}/${name}/releases?`))
    expect(pages.map(({ path }) => /[?&]page=\d/.exec(path)?.[0].slice(1))).toEqual([
      'page=1',
      'page=2',
      'page=1',
      'page=2',
    ])
  })

  it('are said where "Latest" is an old one', async () => {
    await release('v2.5.2')
    // The emulator takes the last that was published, as GitHub does where nobody says otherwise.
    await new Promise((resolve) => setTimeout(resolve, 20))
    await release('v1.1.1')
    const run = await checkShallow('2.6.0', await github.mintToken({ contents: 'read' }))
    expect(run.summary).toContain('GitHub shows v1.1.1 as Latest, and v2.5.2 is the highest stable release')
    expect([run.exitCode, run.outputs['is-latest']]).toEqual([0, 'true'])
  })

  it('that the token may not see leave the verdict as it is, and one line names the permission', async () => {
    await release('v3.0.0')
    const run = await checkShallow('1.2.0', await github.mintToken({ checks: 'write' }))
    // The emulator lets anybody who may see a repository see its tags, as GitHub does.
    expect([run.exitCode, run.outputs['status'], run.outputs['is-latest']]).toEqual([0, 'pass', 'true'])
    expect(notesOf(run)).toContainEqual(
      expect.stringMatching(
        /^Note: releases on GitHub could not be read, so only tags count: .*403.*`contents: read`$/,
      ),
    )
  })

  it('that nobody can be asked for leave a tag build of a shallow clone unknown', async () => {
    const tagged = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0', GITHUB_API_URL: 'http://127.0.0.1:9' }
    const build = await checkShallow('1.2.0', 'ghs_x', tagged)
    expect([build.exitCode, build.outputs['status']]).toEqual([1, 'unknown'])
    expect(notesOf(build)).toContainEqual(expect.stringMatching(/^Note: releases and tags on GitHub could not be read/))
  })
})

/*
 * The emulator's reviews know no lines and its pull requests no patches, so a small server answers behind the proxy that holds
 * every request against GitHub's own description of its API.
 */
describe('suggestions on a pull request', () => {
  interface Comment {
    readonly id: number
    readonly path: string
    readonly line: number
    body: string
  }

  let github: DescribedGitHub
  let comments: Comment[] = []
  let patches: Readonly<Record<string, string>> = {}
  let next = 0
  let refusal: Weather | undefined

  function answer({ method, path, data }: SeenRequest): Weather {
    const id = Number(/\/pulls\/comments\/(\d+)$/.exec(path)?.[1])
    if (path.includes('/releases')) return { status: 200, data: [] }
    if (path.includes('/files')) {
      const files = Object.entries(patches).map(([filename, patch]) => ({ filename, patch }))
      return { status: 200, data: files }
    }
    if (method === 'POST' && refusal) return refusal
    if (method === 'POST') {
      const { comments: added } = data as { comments: Omit<Comment, 'id'>[] }
      for (const comment of added) comments.push({ ...comment, id: (next += 1) })
      return { status: 200, data: { id: 1 } }
    }
    const { body } = (data ?? {}) as { body?: string }
    const found = comments.find((comment) => comment.id === id)
    if (method === 'PATCH' && found) found.body = body ?? ''
    if (method === 'DELETE') comments = comments.filter((comment) => comment.id !== id)
    if (method === 'DELETE') return { status: 204 }
    return {
      status: 200,
      data: method === 'GET' ? comments.map((each) => ({ ...each, user: { type: 'Bot' } })) : found,
    }
  }

  beforeAll(async () => {
    github = await describedGitHub(answer)
  })
  afterAll(async () => {
    await github.close()
  })
  beforeEach(() => {
    comments = []
  })

  const eventOn = (base: string) => ({
    repository: { id: 1, private: false },
    pull_request: {
      number: 7,
      head: { sha: 'a'.repeat(40), repo: { full_name: 'octo-org/octo-repo' } },
      base: { sha: base, repo: { full_name: 'octo-org/octo-repo' } },
    },
  })

  function run(files: Readonly<Record<string, string>>, number: string): Promise<ActionRun> {
    return inRepository((repository) => {
      const base = repository.commit()
      repository.commit({ ...versionFiles('1.2.0'), ...files })
      return check(repository, {
        event: eventOn(base),
        inputs: { token: 'ghs_x', suggestions: 'true', 'expected-version': '1.3.0' },
        environment: { GITHUB_API_URL: github.apiUrl, GITHUB_EVENT_NAME: 'pull_request', GITHUB_RUN_NUMBER: number },
      })
    })
  }

  it("are one review of the change's own lines, are not repeated, follow the version, and go with it", async () => {
    patches = {
      'package.json': '@@ -1,3 +1,4 @@\n {\n+  "name": "shop",\n+  "version": "1.2.0"\n }',
      'docs/a.md': '@@ -0,0 +1 @@\n+1.2.0',
    }
    const first = await run({}, '3')
    expect([first.exitCode, notesOf(first).filter((note) => note.includes('suggestion'))]).toEqual([1, []])
    expect(comments.map(({ path, line }) => `${path}:${line}`)).toEqual(['package.json:3'])
    expect(comments[0]?.body).toContain('```suggestion\n  "version": "1.3.0"\n```')
    const annotated = [...first.stdout.matchAll(/^::error [^:]*file=([^,]+),line=(\d+)/gm)].map(
      ([, file, line]) => `${file}:${line}`,
    )
    expect(annotated).toEqual(['VERSION:1'])
    const written = () => github.seen.filter(({ method }) => method !== 'GET').map(({ method }) => method)
    expect(written()).toEqual(['POST'])
    await run({}, '4')
    expect(written()).toEqual(['POST'])
    const other = versionFiles('1.2.1')
    patches = { 'package.json': '@@ -1,3 +1,4 @@\n {\n+  "name": "shop",\n+  "version": "1.2.1"\n }' }
    await run({ 'package.json': other['package.json'] }, '5')
    expect([written(), comments.length]).toEqual([['POST', 'PATCH'], 1])
    expect(comments[0]?.body).toContain('`1.2.1`')
    const last = await run(versionFiles('1.3.0'), '6')
    expect([last.exitCode, written(), comments]).toEqual([0, ['POST', 'PATCH', 'DELETE'], []])
  })

  it('that GitHub does not take are told, and the lines annotated', async () => {
    patches = { VERSION: '@@ -0,0 +1 @@\n+1.2.0' }
    refusal = { status: 403, data: { message: 'Resource not accessible by integration' } }
    const done = await run({}, '3')
    expect([done.exitCode, comments]).toEqual([1, []])
    expect(notesOf(done)).toContainEqual(
      expect.stringMatching(/^Note: No suggestion was written: GitHub answered 403 .*`pull-requests: write`\.$/),
    )
    expect(done.stdout).toMatch(/^::error .*file=VERSION,line=1/m)
  })
})
