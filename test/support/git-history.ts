import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** A real repository in a folder, whose commits have names. */
export interface GitHistory {
  readonly folder: string
  /** Commits on the checked-out branch; gives the hash. */
  commit(name: string): string
  run(...parameters: readonly string[]): string
}

const IDENTITY = ['-c', 'user.name=tester', '-c', 'user.email=tester@localhost', '-c', 'protocol.file.allow=always']

export function gitHistory(folder: string, begin = true): GitHistory {
  const run = (...parameters: readonly string[]): string =>
    execFileSync('git', [...IDENTITY, ...parameters], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      .toString()
      .trim()
  if (begin) run('init', '-q', '-b', 'main')
  return {
    folder,
    run,
    commit: (name) => {
      writeFileSync(path.join(folder, `${name}.txt`), name)
      run('add', '-A')
      run('commit', '-q', '-m', name)
      return run('rev-parse', 'HEAD')
    },
  }
}
