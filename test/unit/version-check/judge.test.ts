import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '../../../actions/cli/main.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { stepOn } from '../../../actions/shared/runtime/step.ts'
import { readInputs } from '../../../actions/shared/runtime/inputs.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { INPUTS } from '../../../actions/version-check/inputs.ts'
import { publishStep } from '../../../actions/version-check/publish-step.ts'
import { renderCheckSummary } from '../../../actions/version-check/render-summary.ts'
import { cloneOf, inRepository } from '../../support/git-repository.ts'
import { check, messages } from './check-in.ts'

const FILES = {
  'package.json': '{ "name": "shop", "version": "1.2.0" }\n',
  Dockerfile: 'FROM scratch\nLABEL version=1.2.0\n',
}

describe('version-check over a repository', () => {
  test('passes when all places agree, and computes what a release needs', async () => {
    await inRepository(async (repository) => {
      repository.commit({
        ...FILES,
        'package.json': '{ "version": "1.1.0" }',
        Dockerfile: 'FROM scratch\nLABEL version=1.1.0\n',
      })
      repository.git('tag', 'v1.1.0')
      repository.commit(FILES)
      repository.git('commit', '-q', '--allow-empty', '-m', 'feat: sells')
      const { verdict, version, previous, computed } = await check(repository)
      expect(verdict.reasons.map(({ status, message }) => `${status}: ${message}`)).toEqual([
        'pass: 1.2.0: no release of its line is as high',
        expect.stringMatching(/^pass: "1\.2\.0" moves by a minor version from "1\.1\.0"; the commits require a minor/),
        'pass: 2 places say 1.2.0',
      ])
      expect(verdict.status).toBe('pass')
      expect([version, previous]).toEqual(['1.2.0', '1.1.0'])
      expect(computed).toMatchObject({
        nextVersion: '1.2.0',
        isPrerelease: 'false',
        isLatest: 'true',
        containerTags: ['v1.2.0', '1.2.0', 'v1.2', '1.2', 'v1', '1', 'latest'],
        chartVersion: '1.2.0',
      })
      expect(computed?.changelog).toContain('### Features')
    })
  })

  test('fails when a place says something else, with its line', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, VERSION: '1.1.9\n' })
      const result = await check(repository)
      expect(result.verdict.status).toBe('fail')
      expect(messages(result.verdict)).toEqual([
        expect.stringMatching(/^fail: VERSION:1: the file VERSION is 1\.1\.9: /),
      ])
      expect(result.verdict.places?.map(({ file, agrees }) => [file, agrees])).toEqual([
        ['Dockerfile', true],
        ['VERSION', false],
        ['package.json', true],
      ])
      expect(renderCheckSummary(result, [], undefined)).toContain('❌ disagrees')
    })
  })

  test('is unknown, and not green, when nothing declares a version or a manifest cannot be read', async () => {
    await inRepository(async (repository) => {
      repository.commit({ 'README.md': 'hello' })
      expect((await check(repository)).verdict.status).toBe('unknown')
      repository.commit({ ...FILES, 'package-lock.json': '{' })
      const { verdict } = await check(repository)
      expect(messages(verdict)).toEqual([
        expect.stringMatching(/^unknown: package-lock\.json:1: package-lock\.json cannot be read/),
      ])
      const warned = (await check(repository, { 'on-unknown': 'warn' })).verdict
      expect([warned.status, warned.reasons[0]?.status]).toEqual(['warn', 'unknown'])
    })
  })

  test('fails on a tag build whose tag says another version, and when the version is taken', async () => {
    await inRepository(async (repository) => {
      repository.commit(FILES)
      repository.git('tag', 'v1.3.0')
      const tagged = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.3.0' }
      const { verdict } = await check(repository, {}, tagged)
      expect(verdict.places?.map(({ agrees }) => agrees)).toEqual([false, false])
      repository.git('tag', 'v1.2.0')
      repository.git('tag', '1.2.0')
      const taken = await check(repository, {}, { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' })
      expect(messages(taken.verdict)).toContainEqual(expect.stringContaining('is taken: tag "1.2.0" exists'))
    })
  })

  test('a version that moved less than its commits require fails; one that has not moved is only told', async () => {
    await inRepository(async (repository) => {
      repository.commit(FILES)
      repository.git('tag', 'v1.2.0')
      repository.git('commit', '-q', '--allow-empty', '-m', 'feat!: sells nothing')
      const unmoved = await check(repository)
      expect(unmoved.verdict.status).toBe('pass')
      expect(unmoved.notices).toContainEqual(expect.stringContaining('the commits require a major version'))
      expect((await check(repository, { 'require-bump': 'true' })).verdict.status).toBe('fail')
      repository.commit({ 'package.json': '{ "version": "1.3.0" }', Dockerfile: 'FROM scratch\nLABEL version=1.3.0\n' })
      const { verdict } = await check(repository)
      expect(messages(verdict)).toEqual([expect.stringContaining('the commits require a major version')])
    })
  })

  test('lists what still says the previous release', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, 'docs/install.md': 'pip install shop==1.2.0\n', 'CHANGELOG.md': '## 1.2.0\n' })
      repository.git('tag', 'v1.2.0')
      repository.commit({ 'package.json': '{ "version": "1.3.0" }', Dockerfile: 'FROM scratch\nLABEL version=1.3.0\n' })
      const { literals } = await check(repository)
      expect(literals.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual(['docs/install.md:1:19'])
    })
  })

  test('a shallow clone is told, and leaves a tag build unknown', async () => {
    await inRepository(async (repository) => {
      repository.commit(FILES)
      repository.commit({ other: 'x' })
      const shallow = cloneOf(repository, 'clone', '--depth', '1')
      const { verdict, notices } = await check(shallow)
      expect(verdict.status).toBe('pass')
      expect(notices).toContainEqual(expect.stringContaining('fetch-depth: 0'))
      const tagged = await check(shallow, {}, { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' })
      expect(tagged.verdict.status).toBe('unknown')
    })
  })

  test('projects have versions of their own, and configured places count', async () => {
    await inRepository(async (repository) => {
      const policy =
        'version:\n  projects:\n    - { name: api, paths: api/** }\n    - { name: web, paths: web/** }\n  places:\n    - { file: web/index.html, line: version }\n'
      repository.commit({
        '.github/cicd.yml': policy,
        'api/package.json': '{ "version": "1.0.0" }',
        'web/package.json': '{ "version": "2.0.0" }',
        'web/index.html': '<p>version 2.0.1</p>\n',
      })
      const { verdict } = await check(repository)
      expect(messages(verdict)).toEqual([expect.stringMatching(/^fail: web\/(index\.html|package\.json):1: /)])
      repository.commit({ 'web/index.html': '<p>nothing</p>\n' })
      expect(messages((await check(repository)).verdict)).toEqual([
        'fail: .github/cicd.yml:6: line "version" matches nothing in web/index.html',
      ])
    })
  })

  test('sync writes every place or none, and shows a diff when it is only asked for one', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, VERSION: '1.1.9\n' })
      const dry = await check(repository, { mode: 'sync', 'dry-run': 'true', 'expected-version': '2.0.0' })
      expect(dry.synced?.diff).toContain('-1.1.9\n+2.0.0\n')
      expect(repository.git('status', '--porcelain')).toBe('')
      expect(dry.verdict.status).toBe('fail')
      const wet = await check(repository, { mode: 'sync', 'expected-version': '2.0.0' })
      expect(wet.verdict.status).toBe('pass')
      expect(readFileSync(path.join(repository.folder, 'package.json'), 'utf8')).toBe(
        '{ "name": "shop", "version": "2.0.0" }\n',
      )
      const refused = await check(repository, { mode: 'sync', 'expected-version': '2.0.0.post1' })
      expect(refused.verdict.status).toBe('fail')
      expect(readFileSync(path.join(repository.folder, 'VERSION'), 'utf8')).toBe('2.0.0\n')
    })
  })

  test('a version that is none is a wrong input', async () => {
    await inRepository(async (repository) => {
      repository.commit(FILES)
      await expect(check(repository, { 'expected-version': 'banana' })).rejects.toThrow(
        'expected-version: "banana" is no version',
      )
    })
  })

  test('a lock file out of step fails, and one that should be there warns, each on its line', async () => {
    await inRepository(async (repository) => {
      repository.commit({
        'package.json': '{ "version": "1.2.0",\n  "dependencies": { "ms": "^2.1.3" } }\n',
        'package-lock.json': '{ "packages": { "": { "version": "1.2.0", "dependencies": { "ms": "^2.0.0" } } } }\n',
        'tool/Cargo.toml': '[package]\nname = "tool"\nversion = "1.2.0"\n',
        'tool/src/main.rs': 'fn main() {}\n',
      })
      const result = await check(repository)
      expect(result.verdict.reasons.slice(0, 2).map(({ status, rule }) => `${status} ${rule}`)).toEqual([
        'fail lock files are there and in step',
        'warn lock files are there and in step',
      ])
      const written: string[] = []
      const step = stepOn({
        environment: {},
        clock: () => 0,
        write: (line) => written.push(line),
        output: () => true,
        summary: () => true,
        exit: () => undefined,
      })
      const inputs = readInputs(INPUTS, { read: () => '', spell: (name) => name })
      const workspace = new Workspace(repository.folder, undefined)
      await publishStep(result, { ...inputs, suggestions: false }, { step, workspace, payload: {} })
      const annotations = written.filter((line) => /^::(error|warning) [^:]*file=/.test(line))
      expect(annotations.map((line) => line.replace(/title=[^,]*,/, '').trim())).toEqual([
        '::error file=package.json,line=2::package.json asks for ms ^2.1.3, where package-lock.json has ^2.0.0; `npm install` brings them in step',
        '::warning file=tool/Cargo.toml,line=1::it builds a program, and there is no Cargo.lock: what it is made of can change any day',
      ])
    })
  })

  test('where as many places say one version as another, a manifest is right and a label is not', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...FILES, Dockerfile: 'FROM scratch\nLABEL version=1.1.0\n' })
      const { verdict } = await check(repository)
      expect(verdict.places?.map(({ file, agrees }) => [file, agrees])).toEqual([
        ['Dockerfile', false],
        ['package.json', true],
      ])
    })
  })

  test('at a terminal it prints every place as JSON, and ends with 1 when one disagrees', async () => {
    await inRepository(async (repository) => {
      const { folder } = repository
      writeFileSync(path.join(folder, 'package.json'), '{ "version": "1.0.0" }')
      writeFileSync(path.join(folder, 'VERSION'), '1.0.1')
      let [output, complaints] = ['', '']
      const terminal = {
        environment: { PATH: process.env['PATH'] },
        clock: () => 0,
        folder,
        write: (text: string) => (output += text),
        complain: (text: string) => (complaints += text),
        ...{ colour: false, width: 100, isInteractive: false },
      }
      repository.git('add', '-A')
      expect(await runCommand(['version-check', '--json'], terminal)).toBe(1)
      const document = JSON.parse(output) as Verdict
      const schema = JSON.parse(readFileSync('schemas/cicd-verdict-v1.schema.json', 'utf8')) as object
      const isVerdict = new Ajv({ strict: false }).compile(schema)
      expect([isVerdict(document), isVerdict.errors]).toEqual([true, null])
      const { places } = document
      expect(
        places?.map(({ file, line, found, canonical, role, agrees }) => ({
          file,
          line,
          found,
          canonical,
          role,
          agrees,
        })),
      ).toEqual([
        { file: 'VERSION', line: 1, found: '1.0.1', canonical: '1.0.1', role: 'version', agrees: false },
        { file: 'package.json', line: 1, found: '1.0.0', canonical: '1.0.0', role: 'version', agrees: true },
      ])
      expect(complaints).not.toContain('bug')
    })
  })
})
