// The row about rules that see only what a change touches.

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bestTimes } from './measure.mjs'

const FILES = 5_000
const LINES = 100

const fileOf = (number) => `services/service${number % 100}/src/part${number % 30}/module_${number}.py`

function textOf(number, isChanged) {
  const lines = Array.from(
    { length: LINES },
    (_, line) => `    value_${line} = ${number * LINES + line}${isChanged ? ' + 1' : ''}\n`,
  )
  return lines.join('')
}

/** A repository whose second commit edits every line of every file, and the coverage of all of them. */
function writeRepository(repository) {
  const git = (...parameters) => {
    const settings = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'gc.auto=0']
    return execFileSync('git', [...settings, ...parameters], { cwd: repository, stdio: 'pipe' })
  }
  const commit = (isChanged) => {
    for (let number = 0; number < FILES; number += 1) {
      const file = path.join(repository, fileOf(number))
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, textOf(number, isChanged))
    }
    git('add', '-A')
    git('commit', '-q', '-m', 'a commit')
  }
  mkdirSync(repository, { recursive: true })
  git('init', '-q')
  commit(false)
  commit(true)
  const sections = Array.from({ length: FILES }, (_, number) => {
    const lines = Array.from({ length: LINES }, (_line, line) => `DA:${line + 1},${(line + number) % 7}\n`)
    return `SF:${fileOf(number)}\n${lines.join('')}end_of_record\n`
  })
  writeFileSync(path.join(repository, 'coverage.lcov'), sections.join(''))
}

/** A gate with a rule about the patch, without one that needs no diff, and without what `git diff` itself takes. */
async function patchRow({ bundle, folder, rounds }) {
  const repository = path.join(folder, 'large-change')
  writeRepository(repository)
  const gate = (rule) => ({
    parameters: [
      path.join(bundle, 'cli', 'index.js'),
      'quality-gate',
      ...['--reports', 'coverage.lcov', '--base', 'HEAD~1', '--rules', rule],
    ],
    folder: repository,
  })
  const best = await bestTimes(
    {
      ours: gate('coverage.line.patch >= 50'),
      without: gate('coverage.line >= 50'),
      diff: {
        program: 'git',
        parameters: ['diff', '--unified=0', '--find-renames', 'HEAD~1', 'HEAD'],
        folder: repository,
      },
    },
    rounds,
  )
  return {
    figure: best.ours - best.without - best.diff,
    limit: 1,
    unit: 's',
    beside: 'git diff and a gate without, taken off',
  }
}

export const PATCH_ROWS = {
  patch: { about: `patch scope of ${FILES} files, ${FILES * LINES} lines`, measure: patchRow },
}
