import { describe, expect, it } from '@jest/globals'
import { ConfigurationError } from '../../../actions/shared/model/errors.ts'
import { nameOf } from '../../../actions/shared/policy/policy-reference.ts'
import type { Git } from '../../../actions/shared/runtime/git.ts'
import { loadPolicy } from '../../../actions/shared/runtime/policy-chain.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const FILE = '.github/cicd.yml'
const BASE = 'ba5e'.repeat(10)
const RULE = 'quality:\n  - coverage.line >= 80\n'

interface World {
  /** Files of the checkout. */
  readonly here?: Readonly<Record<string, string>>
  /** Files of the base commit, for a pull request. */
  readonly base?: Readonly<Record<string, string>>
  /** Files of other repositories, by name. */
  readonly there?: Readonly<Record<string, string>>
  /** Folder of the repository below the workspace. */
  readonly repository?: string
}

function load(own: string, { here = {}, base, there = {}, repository = '' }: World = {}) {
  return inFolder({ 'README.md': '', [`${repository}x`]: '', ...here }, async (folder) => {
    const git: Git = (_folder, [command = '', ...rest]) => {
      const answers: Readonly<Record<string, string | undefined>> = {
        'rev-parse': rest[0] === '--show-toplevel' ? `${folder}/${repository}` : 'false',
        'cat-file': '',
        'ls-tree': Object.hasOwn(base ?? {}, rest.at(-1) ?? '') ? 'there' : '',
        show: base?.[(rest[0] ?? '').slice(BASE.length + 1)],
      }
      return Promise.resolve(answers[command])
    }
    const asked: string[] = []
    const request = {
      file: FILE,
      workspace: new Workspace(folder, [folder]),
      folder: `${folder}/${repository}`,
      git,
      environment: base ? { GITHUB_EVENT_NAME: 'pull_request' } : {},
      payload: { pull_request: { base: { sha: BASE } } },
    }
    const loaded = await loadPolicy(own, request, (reference) => {
      const name = nameOf(reference)
      asked.push(name)
      const text = there[name]
      return Promise.resolve(text === undefined ? { unread: 'GitHub answered 404 (Not Found)' } : { text })
    })
    return { ...loaded, asked, rules: loaded.policy.quality?.map(({ text, source }) => `${text} (${source})`) }
  })
}

async function problemsOf(own: string, world: World): Promise<string> {
  try {
    await load(own, world)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.join('\n')
    throw error
  }
  return ''
}

describe('a policy that extends others', () => {
  it('stands on files of other repositories and of its own, the first of which counts least', async () => {
    const { rules, gaps, asked } = await load('extends: [acme/p/a.yml@v1, ./base.yml]\nquality: [lint.error == 0]\n', {
      here: { 'base.yml': 'quality: [coverage.line >= 70, tests.failed == 0]' },
      there: { 'acme/p/a.yml@v1': RULE },
    })
    expect(rules).toEqual([
      'coverage.line >= 70 (base.yml)',
      'tests.failed == 0 (base.yml)',
      `lint.error == 0 (${FILE})`,
    ])
    expect([gaps, asked]).toEqual([[], ['acme/p/a.yml@v1']])
  })

  it('asks once for a file that is reached twice', async () => {
    const { asked, rules } = await load('extends: [acme/p/a.yml@v1, Acme/P/b.yml@v1]', {
      there: {
        'acme/p/a.yml@v1': 'extends: acme/p/c.yml@v1',
        'Acme/P/b.yml@v1': 'extends: ./c.yml',
        'acme/p/c.yml@v1': RULE,
      },
    })
    expect(asked).toEqual(['acme/p/a.yml@v1', 'acme/p/c.yml@v1', 'Acme/P/b.yml@v1'])
    expect(rules).toEqual(['coverage.line >= 80 (acme/p/c.yml@v1)'])
  })

  it("reads a path in another repository's file from that repository at the same ref, never from here", async () => {
    const { rules } = await load('extends: acme/p/a.yml@v1', {
      here: { 'base.yml': 'quality: []' },
      there: { 'acme/p/a.yml@v1': 'extends: ./base.yml', 'acme/p/base.yml@v1': RULE },
    })
    expect(rules).toEqual(['coverage.line >= 80 (acme/p/base.yml@v1)'])
  })

  it('reads a path from the base commit where a change is judged, and shows that the change edits it', async () => {
    const { rules, notices } = await load('extends: ./base.yml', {
      here: { 'base.yml': 'quality: [coverage.line >= 1]' },
      base: { 'base.yml': RULE },
    })
    expect(rules).toEqual(['coverage.line >= 80 (base.yml)'])
    expect(notices.join()).toContain('this change edits base.yml')
  })

  it("takes a path from the repository's root, wherever that lies in the workspace", async () => {
    const { rules } = await load('extends: ./base.yml', { here: { 'sub/base.yml': RULE }, repository: 'sub/' })
    expect(rules).toEqual(['coverage.line >= 80 (base.yml)'])
  })

  it.each([
    ['acme/p/a.yml@v1', {}, 'GitHub answered 404 (Not Found)'],
    ['./base.yml', {}, 'there is no such file in the repository'],
    ['./base.yml', { base: {}, here: { 'base.yml': RULE } }, 'there is no such file in the base branch'],
  ])('is judged as far as it can be read, and says that %s could not be', async (item, world, found) => {
    const { rules, gaps } = await load(`extends: ${item}\nquality: [lint.error == 0]`, world)
    expect(rules).toEqual([`lint.error == 0 (${FILE})`])
    expect(gaps).toEqual([{ expected: `${item.replace('./', '')}, which ${FILE} extends`, found }])
  })

  it('names the files of a circle', async () => {
    const there = { 'acme/p/a.yml@v1': 'extends: acme/p/b.yml@v1', 'acme/p/b.yml@v1': 'extends: ACME/p/a.yml@v1' }
    expect(await problemsOf('extends: acme/p/a.yml@v1', { there })).toBe(
      `extends goes in a circle: ${FILE} → acme/p/a.yml@v1 → acme/p/b.yml@v1 → ACME/p/a.yml@v1; take it out of one of these files`,
    )
    expect(await problemsOf(`extends: ./${FILE}`, { here: { [FILE]: RULE } })).toContain(`${FILE} → ${FILE}`)
  })

  it('goes five files deep and no further', async () => {
    const files = (depth: number) =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [
          `${index + 1}.yml`,
          index + 1 === depth ? RULE : `extends: ./${index + 2}.yml`,
        ]),
      )
    const { rules } = await load('extends: ./1.yml', { here: files(5) })
    expect(rules).toEqual(['coverage.line >= 80 (5.yml)'])
    expect(await problemsOf('extends: ./1.yml', { here: files(6) })).toContain(
      'more than 5 files deep: .github/cicd.yml → 1.yml',
    )
  })

  it('leads to twenty files at most, the ones that cannot be read among them', async () => {
    const list = (count: number) =>
      `extends: [${Array.from({ length: count }, (_, index) => `acme/p/${index}.yml@v1`).join()}]`
    expect((await load(list(19))).gaps).toHaveLength(19)
    expect(await problemsOf(list(20), {})).toContain('more than 20 files')
  })

  it('tells of problems in a file by the name of that file', async () => {
    const there = { 'acme/p/a.yml@v1': 'qualty: []' }
    expect(await problemsOf('extends: acme/p/a.yml@v1', { there })).toContain(
      'acme/p/a.yml@v1:1:1: unknown key "qualty"',
    )
    expect(await problemsOf('extends: ./huge.yml', { here: { 'huge.yml': '#'.repeat(300_000) } })).toBe(
      'huge.yml: larger than 256 KiB, which no policy is',
    )
  })

  it('is not led out of the workspace by a link', async () => {
    expect(await problemsOf('extends: ./link.yml', { here: { 'link.yml': '->/etc/hostname' } })).toContain(
      'outside the workspace',
    )
  })
})
