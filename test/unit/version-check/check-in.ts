import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { readInputs } from '../../../actions/shared/runtime/inputs.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { INPUTS } from '../../../actions/version-check/inputs.ts'
import { type CheckResult, judge } from '../../../actions/version-check/judge.ts'
import type { GitRepository } from '../../support/git-repository.ts'

/** The check of a folder, as a step on a runner makes it. */
export async function check(
  { folder }: Pick<GitRepository, 'folder'>,
  inputs: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<CheckResult> {
  const read = readInputs(INPUTS, { read: (name) => inputs[name], spell: (name) => name })
  return judge(read, {
    workspace: new Workspace(folder, undefined),
    environment: {
      ...process.env,
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF_TYPE: '',
      ...environment,
    },
    payload: {},
    clock: () => 1_700_000_000_000,
    git: gitProgram(process.env, false),
    readRemotePolicy: () => Promise.resolve({ unread: 'no' }),
    spell: (name) => name,
  })
}

/** What is against the version. */
export function messages({ reasons }: Verdict): readonly string[] {
  const against = reasons.filter(({ status }) => status !== 'pass')
  return against.map(({ status, message }) => `${status}: ${message}`)
}
