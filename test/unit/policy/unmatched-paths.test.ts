import { expect, test } from '@jest/globals'
import { compilePaths } from '../../../actions/shared/policy/path-filter.ts'
import { parseRule } from '../../../actions/shared/policy/rule-parser.ts'
import { unmatchedPaths } from '../../../actions/shared/policy/unmatched-paths.ts'

const rule = async (glob: string) =>
  parseRule('lint.error == 0', { source: 'input', paths: await compilePaths([glob]) })

test('a rule whose paths match no file of the repository is named', async () => {
  const rules = [await rule('srx/**'), await rule('src/**'), parseRule('lint.error == 0', { source: 'input' })]
  expect(unmatchedPaths(rules, ['src/a.ts'])).toEqual([
    expect.stringContaining('srx/**, the paths of the rule lint.error == 0'),
  ])
  expect(unmatchedPaths(rules, undefined)).toEqual([])
})
