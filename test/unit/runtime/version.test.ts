import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { VERSION } from '../../../actions/shared/runtime/version.ts'
import { repository } from '../../support/run-action.ts'

it('the version that verdicts carry is the package’s', () => {
  const { version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as { version: string }
  expect(VERSION).toBe(version)
})
