import { expect, it } from '@jest/globals'
import { FORMAT_IDS } from '../../../actions/shared/reports/format-ids.ts'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'

it('names every format of the registry, each once', () => {
  expect([...FORMAT_IDS].sort()).toEqual(FORMATS.map(({ id }) => id).sort())
})

it('tries lines without a space on every expression that asks for none', () => {
  const others = FORMATS.flatMap(({ id, signatures }) =>
    signatures
      .filter(({ bare }) => bare !== true)
      .flatMap(({ text }) => [text ?? []].flat())
      .filter(({ source }) => !/ |\\s/.test(source))
      .map(({ source }) => `${id}: ${source}`),
  )
  expect(others).toEqual([])
})
