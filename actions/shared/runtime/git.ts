import type { Environment } from './environment.ts'

/** Runs git in a folder and gives its output, or nothing where it fails or is not installed. */
export type Git = (folder: string, parameters: readonly string[], exchange?: GitExchange) => Promise<string | undefined>

/** What a call of git needs beside its parameters. */
export interface GitExchange {
  /** Given on standard input. */
  readonly input?: string | undefined
  /** Takes the output as it comes, so that none of it is kept: then an empty text is given back. */
  readonly write?: ((bytes: Uint8Array) => void) | undefined
  /** An index of its own, in place of the checkout's. */
  readonly index?: string | undefined
  readonly timeoutSeconds?: number | undefined
}

/** The index of a large repository: half a million paths are about 30 MB. */
const OUTPUT_BYTES = 256 * 1024 * 1024
const TIMEOUT_SECONDS = 60

/**
 * Git as a child process, loaded late. `trusted`: the folder may belong to another user, as it does in a job's container;
 * only a runner says so, where the workspace is what the job is about.
 */
export function gitProgram(environment: Environment, trusted: boolean): Git {
  return async (folder, parameters, { input, write, index, timeoutSeconds = TIMEOUT_SECONDS } = {}) => {
    const { execFile, spawn } = await import('node:child_process')
    // A repository's own configuration names programs to run; none of them is needed to read.
    const settings = [
      '-c',
      'core.fsmonitor=false',
      '-c',
      'core.hooksPath=/dev/null',
      ...(trusted ? ['-c', 'safe.directory=*'] : []),
    ]
    const options = {
      cwd: folder,
      timeout: timeoutSeconds * 1000,
      windowsHide: true,
      env: {
        ...environment,
        GIT_TERMINAL_PROMPT: '0',
        GIT_OPTIONAL_LOCKS: '0',
        LC_ALL: 'C',
        ...(index !== undefined && { GIT_INDEX_FILE: index }),
      },
    }
    return new Promise((resolve) => {
      if (write) {
        const child = spawn('git', [...settings, ...parameters], { ...options, stdio: ['ignore', 'pipe', 'ignore'] })
        child.stdout.on('data', write)
        child.on('error', () => {
          resolve(undefined)
        })
        child.on('close', (code) => {
          resolve(code === 0 ? '' : undefined)
        })
        return
      }
      const child = execFile(
        'git',
        [...settings, ...parameters],
        { ...options, encoding: 'utf8', maxBuffer: OUTPUT_BYTES },
        (error, stdout) => {
          resolve(error ? undefined : stdout)
        },
      )
      if (input !== undefined) {
        // Git may end before it has read all; its exit code tells.
        child.stdin?.on('error', () => undefined)
        child.stdin?.end(input)
      }
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
