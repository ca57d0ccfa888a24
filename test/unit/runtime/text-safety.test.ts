import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  printable,
  printableJson,
  withoutCommands,
  withoutControls,
  withoutControlsButColours,
} from '../../../actions/shared/runtime/text-safety.ts'
import { workflowCommand } from '../../../actions/shared/runtime/workflow-commands.ts'

/** Text made of what commands are made of, so that chance hits them often. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...['::', ':', '#', '##[', '[', ']', '\n', '\r', '\r\n', ' ', '\t', '\v', '\f', '\u0085', '\u2028', '\u00a0'],
      ...[
        'error',
        'set-output',
        'add-mask',
        'name=x',
        '%',
        '%0A',
        '%25',
        '\u001b[31m',
        '\u001b]0;',
        '\u0007',
        '\0',
        'é',
        '\ud83d',
      ],
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

/** What the runner looks for, as it looks for it (actions/runner, ActionCommand.cs). */
function commandsIn(output: string): string[] {
  return output.split(/\r\n|\r|\n/).filter((line) => line.trimStart().startsWith('::') || line.includes('##['))
}

describe('printable text', () => {
  it('holds no command that the runner would obey, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(commandsIn(printable(text))).toEqual([])
        expect(commandsIn(withoutCommands(withoutControlsButColours(text)))).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['plain text: a::b and #1', 'plain text: a::b and #1'],
    ['std::vector at 3:4', 'std::vector at 3:4'],
    ['tab\tand\nline', 'tab\tand\nline'],
  ])('leaves %j as it is', (text, expected) => {
    expect(printable(text)).toBe(expected)
  })

  it('loses what a terminal would obey, but for colours where they are wanted', () => {
    const text = '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J \u202egnp.exe'
    expect(withoutControls(text)).toBe('[31mred[0m ]0;title [2J gnp.exe')
    expect(withoutControlsButColours(text)).toBe('\u001b[31mred\u001b[0m ]0;title [2J gnp.exe')
  })
})

describe('printable JSON', () => {
  it('says the same as the document and holds no command', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (value) => {
        const printed = printableJson(JSON.stringify(value, null, 2))
        expect(JSON.parse(printed)).toEqual(value)
        expect(commandsIn(printed)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a workflow command', () => {
  it('is one line with one command, whatever message and properties hold', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (message, title, file) => {
        const line = workflowCommand('error', message, { title, file, line: 3 })
        expect(line).not.toMatch(/[\r\n]/)
        expect(line).not.toContain('##[')
        const parsed = /^::error ([^:]*)::(.*)$/s.exec(line)
        expect(parsed?.[1]?.split(',').at(-1)).toBe('line=3')
        expect(parsed?.[1]?.split(',').every((property) => /^(title|file|line)=[^\r\n]*$/.test(property))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['100 % of a,b:c\nnext', {}, '::error::100 %25 of a,b:c%0Anext'],
    [
      'x',
      { title: 'a: b, c %\r\n', file: 'src/a.py', line: 1, col: undefined },
      '::error title=a%3A b%2C c %25%0D%0A,file=src/a.py,line=1::x',
    ],
    ['x', { title: '' }, '::error::x'],
  ])('escapes %j with %j', (message, properties, expected) => {
    expect(workflowCommand('error', message, properties)).toBe(expected)
  })

  it('masks a secret as it is, also one that looks like a command', () => {
    expect(workflowCommand('add-mask', 'a##[b')).toBe('::add-mask::a##[b')
  })
})
