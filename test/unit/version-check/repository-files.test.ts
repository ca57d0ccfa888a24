import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { textReader } from '../../../actions/version-check/repository-files.ts'
import { inFolder } from '../../support/temporary-folder.ts'

/** More than is read at once, of characters that a cut would fall into. */
const LONG = `\uFEFF${'é𝄞 '.repeat(100_000)}\r\n`

describe('the text of a file', () => {
  test('is whole and unchanged, whatever its length, one file after the other', async () => {
    const texts = { empty: '', short: 'a\r\n', long: LONG, after: '\uFEFFb' }
    await inFolder(texts, (folder) => {
      const read = textReader(folder)
      for (const [file, text] of Object.entries(texts)) expect(read(file)).toEqual({ text })
    })
  })

  test('is refused, and not waited for, where no file is in its place', async () => {
    await inFolder({ 'a/file': '' }, (folder) => {
      mkdirSync(path.join(folder, 'VERSION'))
      execFileSync('mkfifo', [path.join(folder, 'setup.py')])
      writeFileSync(path.join(folder, 'go.mod'), '')
      const read = textReader(folder)
      expect(['VERSION', 'setup.py', 'a/file/package.json', 'go.mod'].map(read)).toEqual([
        { refused: 'VERSION is no file' },
        { refused: 'setup.py is no file' },
        undefined,
        { text: '' },
      ])
    })
  })
})
