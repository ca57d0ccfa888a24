import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inFolder } from './temporary-folder.ts'

/** A real repository. Its commits are made by nobody in particular, and no setting of the machine reaches it. */
export class GitRepository {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Runs git in it and gives the output without the space around it. */
  git(...parameters: readonly string[]): string {
    const settings = ['user.name=tester', 'user.email=tester@example.com', 'protocol.file.allow=always']
    const all = [...settings.flatMap((setting) => ['-c', setting]), ...parameters]
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    return execFileSync('git', all, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      .toString()
      .trim()
  }

  /** Writes files (`->target` is a link, `undefined` takes one away) and commits everything. Gives the commit's hash. */
  commit(files: Readonly<Record<string, string | undefined>> = {}): string {
    for (const [name, contents] of Object.entries(files)) {
      const file = path.join(this.folder, name)
      rmSync(file, { force: true, recursive: true })
      if (contents === undefined) continue
      mkdirSync(path.dirname(file), { recursive: true })
      if (contents.startsWith('->')) symlinkSync(contents.slice(2), file)
      else writeFileSync(file, contents)
    }
    this.git('add', '-A')
    this.git('commit', '-q', '--allow-empty', '-m', 'a commit')
    return this.git('rev-parse', 'HEAD')
  }
}

/** An empty repository on branch `main`, in a folder that is gone after `use`, beside which others may be made. */
export function inRepository<Result>(use: (repository: GitRepository) => Result | Promise<Result>): Promise<Result> {
  return inFolder({}, (folder) => {
    const repository = new GitRepository(path.join(folder, 'repository'))
    mkdirSync(repository.folder)
    repository.git('init', '-q', '-b', 'main')
    return use(repository)
  })
}

/** A clone beside it, as a checkout makes one. */
export function cloneOf(repository: GitRepository, name: string, ...options: readonly string[]): GitRepository {
  const folder = path.join(path.dirname(repository.folder), name)
  repository.git('clone', '-q', ...options, `file://${repository.folder}`, folder)
  return new GitRepository(folder)
}

/** The text of so many lines, some of them other than the rest. */
export function lines(count: number, changed: Readonly<Record<number, string>> = {}, end = '\n'): string {
  return Array.from({ length: count }, (_, index) => `${changed[index + 1] ?? `line ${index + 1}`}${end}`).join('')
}
