import { describe, expect, it } from '@jest/globals'
import type { Git } from '../../../actions/shared/runtime/git.ts'
import { readPolicySource } from '../../../actions/shared/runtime/policy-source.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const BASE = 'ba5e'.repeat(10)
const FILE = '.github/cicd.yml'
const PAYLOAD = { pull_request: { base: { sha: BASE } } }

/** A repository whose base commit has these files, and whose checkout may lack it. */
function repository(top: string, base: Readonly<Record<string, string>>, checkout: 'whole' | 'shallow' | 'cut off') {
  const asked: string[] = []
  let isThere = checkout === 'whole'
  const answers: Readonly<Record<string, (rest: readonly string[]) => string | undefined>> = {
    'rev-parse': ([option]) => (option === '--show-toplevel' ? `${top}\n` : `${String(checkout !== 'whole')}\n`),
    'cat-file': () => (isThere ? '' : undefined),
    fetch: () => {
      isThere = checkout === 'shallow'
      return isThere ? '' : undefined
    },
    'ls-tree': (rest) => (Object.hasOwn(base, rest.at(-1) ?? '') ? `100644 blob 0\t${rest.at(-1) ?? ''}\0` : ''),
    show: ([object = '']) => base[object.slice(BASE.length + 1)],
  }
  const git: Git = (_folder, [command = '', ...rest]) => {
    asked.push([command, ...rest].join(' '))
    return Promise.resolve(answers[command]?.(rest))
  }
  return { git, asked }
}

function read(options: {
  event?: string
  payload?: Record<string, unknown>
  here?: Record<string, string>
  base?: Record<string, string>
  checkout?: 'whole' | 'shallow' | 'cut off' | 'none'
}) {
  const { event = 'pull_request', payload = PAYLOAD, here = {}, base = {}, checkout = 'whole' } = options
  return inFolder({ 'README.md': '', ...here }, async (folder) => {
    const { git, asked } = repository(folder, base, checkout === 'none' ? 'whole' : checkout)
    const source = await readPolicySource({
      file: FILE,
      workspace: new Workspace(folder, [folder]),
      folder,
      git: checkout === 'none' ? () => Promise.resolve(undefined) : git,
      environment: { GITHUB_EVENT_NAME: event, GITHUB_SHA: BASE },
      payload,
    })
    return { ...source, asked }
  })
}

describe('the policy', () => {
  it.each(['push', 'schedule', 'workflow_dispatch'])('is read from the workspace on %s', async (event) => {
    expect(await read({ event, here: { [FILE]: 'here' } })).toMatchObject({ text: 'here', notices: [] })
    expect(await read({ event })).toMatchObject({
      text: undefined,
      notices: [`there is no ${FILE}: the defaults apply`],
    })
  })

  it("is the default branch's on workflow_run, whatever an artifact has put into the workspace", async () => {
    const files = { here: { [FILE]: 'from the artifact' }, base: { [FILE]: 'ours' } }
    const source = await read({ event: 'workflow_run', payload: {}, ...files })
    expect(source.text).toBe('ours')
    expect(source.asked).toContain(`show ${BASE}:${FILE}`)
  })

  it.each([
    ['pull_request', PAYLOAD],
    ['pull_request_target', PAYLOAD],
    ['merge_group', { merge_group: { base_sha: BASE } }],
  ])('is read from the base commit on %s, so that a change cannot weaken its own gate', async (event, payload) => {
    const source = await read({ event, payload, here: { [FILE]: 'weak' }, base: { [FILE]: 'strict' } })
    expect(source).not.toHaveProperty('gap')
    expect(source.text).toBe('strict')
    expect(source.notices.join()).toContain(`this change edits ${FILE}`)
  })

  it('has nothing to say where the change leaves it as it is, line ends aside', async () => {
    expect(await read({ here: { [FILE]: 'a\r\nb' }, base: { [FILE]: 'a\nb' } })).toMatchObject({
      text: 'a\nb',
      notices: [],
    })
  })

  it('is the defaults where the base branch has none, also when the change adds one', async () => {
    const source = await read({ here: { [FILE]: 'mine' } })
    expect(source).not.toHaveProperty('gap')
    expect(source).not.toHaveProperty('text')
    expect(source.notices.join()).toContain(
      'the defaults apply; the one that this change adds counts from the next change on',
    )
  })

  it('is fetched by the base commit alone where the checkout is shallow', async () => {
    const source = await read({ base: { [FILE]: 'strict' }, checkout: 'shallow' })
    expect(source.text).toBe('strict')
    expect(source.asked.find((line) => line.startsWith('fetch'))).toMatch(new RegExp(` --depth=1 origin ${BASE}$`))
  })

  it.each([
    ['the checkout cannot be completed', { checkout: 'cut off' as const }, 'fetch-depth: 0'],
    ['the payload does not name the base', { payload: {} }, 'does not name the base commit'],
    [
      'the payload names something else than a hash',
      { payload: { pull_request: { base: { sha: '--upload-pack=x' } } } },
      'does not name the base commit',
    ],
    ['there is no repository', { checkout: 'none' as const }, 'actions/checkout'],
  ])('is a gap that says how to mend it where %s', async (_what, options, hint) => {
    const source = await read({ here: { [FILE]: 'weak' }, ...options })
    expect(source).not.toHaveProperty('text')
    expect(source.gap?.found).toContain(hint)
  })
})
