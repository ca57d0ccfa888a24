import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readChange } from '../../../actions/shared/runtime/change.ts'
import { type Git, gitProgram } from '../../../actions/shared/runtime/git.ts'
import { cloneOf, inRepository, lines } from '../../support/git-repository.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { changeOf, onPullRequest, PROGRAM, rangesOf, read, whyNot } from './change-reading.ts'

describe('the lines that a change touches', () => {
  /** What one commit does to the files of another. */
  async function between(
    before: Readonly<Record<string, string | undefined>>,
    after: Readonly<Record<string, string | undefined>>,
  ): Promise<string> {
    return inRepository(async (repository) => {
      const base = repository.commit(before)
      repository.commit(after)
      return rangesOf(await changeOf(repository, { base }))
    })
  }

  it.each<[string, Record<string, string | undefined>, Record<string, string | undefined>, string]>([
    ['edited and added ones', { a: lines(9) }, { a: `${lines(9, { 2: 'x', 3: 'y', 7: 'z' })}new\n` }, 'a 2-3 7 10'],
    ['none of those that are gone', { a: lines(9) }, { a: lines(9).replace('line 4\n', '') }, 'a'],
    ['all of a new file', { a: '' }, { b: lines(3) }, 'b 1-3'],
    ['none of an empty file', { a: 'x' }, { b: '' }, 'b'],
    ['nothing of a deleted file', { a: 'x', b: 'y' }, { a: undefined }, ''],
    ['the edited ones of a moved file', { a: lines(30) }, { a: undefined, 'x/b': lines(30, { 5: 'x' }) }, 'x/b (a) 5'],
    ['none of a file that only moved', { a: lines(30) }, { a: undefined, b: lines(30) }, 'b (a)'],
    ['edited ones among CRLF', { a: lines(9, {}, '\r\n') }, { a: lines(9, { 4: 'x' }, '\r\n') }, 'a 4'],
    ['all where the line ends change', { a: lines(3) }, { a: lines(3, {}, '\r\n') }, 'a 1-3'],
    ['a last line that loses its line feed', { a: 'x\ny\n' }, { a: 'x\ny' }, 'a 2'],
    ['a last line that gets one, and more', { a: 'x\ny' }, { a: 'x\ny\nz\n' }, 'a 2-3'],
    [
      'text that looks like a diff',
      { a: 'x\n' },
      { a: 'x\n-- a/y\n++ b/z\n@@ -1 +1 @@\ndiff --git a/q b/q\n' },
      'a 2-5',
    ],
    ['all of what git calls binary', { a: 'x\0y' }, { a: 'x\0z' }, 'a all'],
    [
      'all of a source that an attribute calls binary',
      { a: 'x\n' },
      { a: 'y\n', '.gitattributes': 'a -diff\n' },
      '.gitattributes 1, a all',
    ],
    ['all of a link, wherever it leads', { a: '->b' }, { a: '->/etc/passwd', c: '->../../out' }, 'a all, c all'],
    ['all of a file that became a link', { a: 'x\n', b: 'y' }, { a: '->b' }, 'a all'],
    ['those of a link that became a file', { a: '->b' }, { a: 'x\ny\n' }, 'a 1-2'],
    [
      'those of files with odd names',
      { b: '' },
      { 'tab\there': 'x\n', 'new\nline "quoted" é \\': 'y\n', '-x': 'z\n', ' ': 'w\n' },
      '  1, -x 1, new\nline "quoted" é \\ 1, tab\there 1',
    ],
  ])('are %s', async (_what, before, after, expected) => {
    expect(await between(before, after)).toBe(expected)
  })

  it('are none where only the mode changes', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: lines(3) })
      repository.git('update-index', '--chmod=+x', 'a')
      repository.git('commit', '-q', '-m', 'mode')
      expect(rangesOf(await changeOf(repository, { base }))).toBe('a')
    }))

  it('are none of a submodule', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: 'x' })
      const other = cloneOf(repository, 'other')
      repository.git('submodule', '--quiet', 'add', `file://${other.folder}`, 'sub')
      repository.commit({})
      expect(rangesOf(await changeOf(repository, { base }))).toBe('.gitmodules 1-3')
    }))

  it('are the same whatever the settings of the user and the repository', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ 'é b': lines(9), c: lines(30) })
      repository.commit({ 'é b': lines(9, { 2: 'x', 5: 'y' }), c: undefined, d: lines(30) })
      for (const [name, value] of [
        ['diff.noprefix', 'true'],
        ['diff.mnemonicPrefix', 'true'],
        ['diff.context', '7'],
        ['diff.interHunkContext', '9'],
        ['diff.renames', 'false'],
        ['diff.external', 'false'],
        ['diff.relative', 'true'],
        ['diff.submodule', 'log'],
        ['color.ui', 'always'],
        ['core.quotePath', 'false'],
        ['core.splitIndex', 'true'],
      ] as const) {
        repository.git('config', name, value)
      }
      expect(rangesOf(await changeOf(repository, { base }))).toBe('d (c), é b 2 5')
    }))

  it('are marked where .gitattributes says that the file is generated, as it was before the change', () =>
    inRepository(async (repository) => {
      const marks = '*.pb.go linguist-generated\nvendor/** linguist-generated=true\nvendor/own.go -linguist-generated\n'
      const base = repository.commit({
        '.gitattributes': marks,
        'sub/.gitattributes': 'lock.json linguist-generated\n',
      })
      const files = ['a.pb.go', 'vendor/x/y\n.go', 'vendor/own.go', 'sub/lock.json', 'lock.json', 'src/a.go']
      repository.commit({
        ...Object.fromEntries(files.map((file) => [file, 'x\n'])),
        '.gitattributes': `${marks}src/** linguist-generated\n`,
      })
      const { change, notices } = await read(repository, { base })
      if (typeof change === 'string') throw new Error(change)
      const generated = [...change.files].filter(([, { isGenerated }]) => isGenerated).map(([file]) => file)
      expect(generated).toEqual(['a.pb.go', 'sub/lock.json', 'vendor/x/y\n.go'])
      expect(notices.join('; ')).toContain('this change edits .gitattributes')
      expect(repository.git('status', '--porcelain')).toBe('')
    }))
})

describe('a change that cannot be told', () => {
  it('is said to be so where histories have nothing in common', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: 'x' })
      repository.git('checkout', '-q', '--orphan', 'other')
      const head = repository.commit({ a: 'y' })
      expect(await whyNot(repository, onPullRequest(base, head))).toContain('have no commit in common')
    }))

  it('is said to be so where there is no commit, no repository or no git', async () => {
    await inRepository(async (repository) => {
      expect(await whyNot(repository)).toContain('the repository has no commit yet')
      const git = gitProgram({ PATH: repository.folder }, false)
      expect(await whyNot(repository, { git })).toContain('git is not installed')
    })
    await inFolder({}, async (folder) => {
      const { change } = await readChange({ git: PROGRAM, folder, environment: {}, payload: {}, mayFetch: true })
      expect(change).toContain('the workspace is no git repository')
    })
  })

  it.each(['--output=/tmp/x', 'main', 'HEAD', 'f'.repeat(39), 7, undefined])(
    'is said to be so where the event names %p as the base',
    (sha) =>
      inRepository(async (repository) => {
        repository.commit({ a: 'x' })
        const asked: string[] = []
        const git: Git = (folder, parameters, exchange) => {
          asked.push(...parameters)
          return PROGRAM(folder, parameters, exchange)
        }
        const { environment } = onPullRequest('', '')
        const payload = { pull_request: { base: { sha } } }
        expect(await whyNot(repository, { environment, payload, git })).toContain(
          "does not name the pull request's base",
        )
        expect(asked).not.toContain(sha)
      }),
  )

  it('is said to be so where git breaks off while it tells', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ a: 'x\n' })
      repository.commit({ a: 'y\n', b: 'z\n' })
      const breaking = (cut: (bytes: Uint8Array) => Uint8Array, answer: string | undefined): Git => {
        return async (folder, parameters, exchange) => {
          if (parameters[0] !== 'diff-tree') return PROGRAM(folder, parameters, exchange)
          await PROGRAM(folder, parameters, { ...exchange, write: (bytes) => exchange?.write?.(cut(bytes)) })
          return answer
        }
      }
      const whole = (bytes: Uint8Array): Uint8Array => bytes
      const half = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Buffer.from(bytes).lastIndexOf('diff --git'))
      expect(await whyNot(repository, { base, git: breaking(whole, undefined) })).toContain('git cannot tell how')
      expect(await whyNot(repository, { base, git: breaking(half, '') })).toContain('git cannot tell how')
    }))

  it('is read from any folder of the checkout', () =>
    inRepository(async (repository) => {
      const base = repository.commit({ 'sub/a': 'x\n' })
      repository.commit({ 'sub/a': 'y\n', b: 'z\n' })
      expect(rangesOf(await changeOf(repository, { base, folder: path.join(repository.folder, 'sub') }))).toBe(
        'b 1, sub/a 1',
      )
    }))
})
