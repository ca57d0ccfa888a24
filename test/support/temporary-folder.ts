import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A folder with these files (`->target` is a link), gone after `use`. */
export async function inFolder<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-test-')))
  try {
    for (const [name, contents] of Object.entries(files)) {
      const file = path.join(folder, name)
      mkdirSync(path.dirname(file), { recursive: true })
      if (contents.startsWith('->')) symlinkSync(contents.slice(2), file)
      else writeFileSync(file, contents)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
