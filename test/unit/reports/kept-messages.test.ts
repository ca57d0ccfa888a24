import { expect, test } from '@jest/globals'
import { KeptMessages } from '../../../actions/shared/reports/kept-messages.ts'

test('every message stays what it was, whichever large text it came to be a part of', () => {
  const messages = new KeptMessages()
  const said = Array.from({ length: 3_000 }, (_, index) => `${index} – é😀 ${'x'.repeat((index * 37) % 400)}`)
  const findings = ['', ...said, ''].map((message) => ({ message }))
  for (const finding of findings) messages.keep(finding)
  expect(findings.map(({ message }) => message)).toEqual(['', ...said, ''])
})
