import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { outputEntry, writeOutput, writeSummary } from '../../../actions/shared/runtime/step-files.ts'
import { parseCommandFile } from '../../support/run-action.ts'

describe('an output', () => {
  it.each([
    ['pass', 'status=pass\n'],
    ['a=b<<c', 'status=a=b<<c\n'],
    ['a\nb', 'status<<cicd_w\na\nb\ncicd_w\n'],
  ])('of %j is written as %j', (value, expected) => {
    expect(outputEntry('status', value, () => 'w')).toBe(expected)
  })

  it('takes another word while the value holds the first', () => {
    const words = ['one', 'two']
    expect(outputEntry('x', 'a\ncicd_one\nb', () => words.shift() ?? 'three')).toBe(
      'x<<cicd_two\na\ncicd_one\nb\ncicd_two\n',
    )
  })

  it('is what the runner reads, whatever the value, and sets no other', () => {
    const value = fc
      .array(fc.constantFrom('\n', 'status=pass', 'x<<E', 'cicd_w', 'E', 'a'), { maxLength: 8 })
      .map((parts) => parts.join(''))
    let number = 0
    fc.assert(
      fc.property(value, (text) => {
        const entry = outputEntry('verdict', text, () => `w${(number += 1)}`)
        expect(parseCommandFile(entry)).toEqual({ verdict: text })
      }),
    )
  })
})

describe('files of a step', () => {
  it('are added to where the runner gives them', () => {
    const written: string[] = []
    const append = (file: string, text: string): void => {
      written.push(`${file}: ${text}`)
    }
    expect(writeOutput({ GITHUB_OUTPUT: 'out' }, 'a', 'b', append, () => 'w')).toBe(true)
    expect(writeSummary({ GITHUB_STEP_SUMMARY: 'page' }, '# x', append)).toBe(true)
    expect(writeOutput({}, 'a', 'b', append, () => 'w')).toBe(false)
    expect(writeSummary({ GITHUB_STEP_SUMMARY: '' }, '# x', append)).toBe(false)
    expect(written).toEqual(['out: a=b\n', 'page: # x\n'])
  })
})
