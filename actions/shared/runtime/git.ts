import type { Environment } from './environment.ts'

/** Runs git in a folder and gives its output, or nothing where it fails or is not installed. */
export type Git = (folder: string, parameters: readonly string[]) => Promise<string | undefined>

/** The index of a large repository: half a million paths are about 30 MB. */
const OUTPUT_BYTES = 256 * 1024 * 1024
const TIMEOUT_MILLISECONDS = 60_000

/**
 * Git as a child process, loaded late. `trusted`: the folder may belong to another user, as it does in a job's container;
 * only a runner says so, where the workspace is what the job is about.
 */
export function gitProgram(environment: Environment, trusted: boolean): Git {
  return async (folder, parameters) => {
    const { execFile } = await import('node:child_process')
    // A repository's own configuration names programs to run; none of them is needed to read.
    const settings = [
      '-c',
      'core.fsmonitor=false',
      '-c',
      'core.hooksPath=/dev/null',
      ...(trusted ? ['-c', 'safe.directory=*'] : []),
    ]
    return new Promise((resolve) => {
      execFile(
        'git',
        [...settings, ...parameters],
        {
          cwd: folder,
          encoding: 'utf8',
          maxBuffer: OUTPUT_BYTES,
          timeout: TIMEOUT_MILLISECONDS,
          windowsHide: true,
          env: { ...environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
        },
        (error, stdout) => {
          resolve(error ? undefined : stdout)
        },
      )
    })
  }
}

/** The top folder of the repository that a folder lies in. */
export async function findRepository(git: Git, folder: string): Promise<string | undefined> {
  return (await git(folder, ['rev-parse', '--show-toplevel']))?.replace(/\r?\n$/, '') || undefined
}

/** The paths in git's index, with `/`, from the repository's top; nothing where the folder is in no repository. */
export async function listFiles(git: Git, folder: string): Promise<readonly string[] | undefined> {
  const listed = await git(folder, ['ls-files', '-z', '--full-name', '--', ':/'])
  return listed?.split('\0').filter((file) => file !== '')
}
