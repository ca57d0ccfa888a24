import { describe, expect, it } from '@jest/globals'
import { code, codeInHtml, fence, text } from '../../../actions/shared/render/markdown.ts'

const GAP = '&#8203;'

describe('text', () => {
  it.each([
    [
      'plain words stay as they are',
      'coverage.line is 71.43 %, and must be at least 80 %.',
      'coverage.line is 71.43 %, and must be at least 80 %.',
    ],
    ['numbers at the start stay', '71.43 %', '71.43 %'],
    ['names with underscores stay', 'test_money_rounds', 'test_money_rounds'],
    ['emphasis is taken literally', '*a* _b_ ~~c~~', '&#42;a&#42; &#95;b&#95; &#126;&#126;c&#126;&#126;'],
    ['runs of underscores are taken literally', 'a __init__ ___x', 'a &#95;&#95;init&#95;&#95; &#95;&#95;&#95;x'],
    ['tags and entities are taken literally', '<b>&lt;', '&lt;b&gt;&amp;lt;'],
    ['cells are not split', 'a|b\\|c', 'a&#124;b&#92;&#124;c'],
    ['links and images are taken literally', '![x](y)', '!&#91;x&#93;(y)'],
    ['nobody is called', '@octocat and a@b.io', `@${GAP}octocat and a@${GAP}b.io`],
    ['no issue is named', '#1 org/repo#2 GH-3', `&#35;${GAP}1 org/repo#${GAP}2 GH-${GAP}3`],
    ['no commit is named', 'in 0123abc now', `in 0123ab${GAP}c now`],
    [
      'no address becomes a link',
      'https://evil.example www.evil.example',
      `https:${GAP}//evil.example www${GAP}.evil.example`,
    ],
    ['line and column are no emoji', 'a.c:100:3', `a.c:${GAP}100:3`],
    ['prices are no formula', '$x$', '<span>$</span>x<span>$</span>'],
    ['a heading at the start is taken literally', '# x', '&#35; x'],
    ['a list at the start is taken literally', '- x', '&#45; x'],
    ['a numbered list at the start is taken literally', '1. x', '1&#46; x'],
    ['so is one with a parenthesis', '2) x', '2&#41; x'],
    ['lines become one', 'a\r\n  b\n\nc', 'a ⏎ b ⏎ c'],
    ['what cannot be seen is shown', 'a\u202eb\u0000c\u200bd', 'a�b␀c�d'],
    ['half a character is shown', 'a\ud800b', 'a�b'],
    ['joined emoji stay whole', '👩‍💻', '👩‍💻'],
    ['nothing is still something', ' \n ', '&nbsp;'],
  ])('%s', (_name, raw, expected) => {
    expect(text(raw)).toBe(expected)
  })

  it('cuts long text between characters', () => {
    expect(text('😀'.repeat(300), 11)).toBe(`${'😀'.repeat(5)}…`)
  })
})

describe('code', () => {
  it.each([
    ['a plain name is a code span', 'a<b>*c*_d_@e', '`a<b>*c*_d_@e`'],
    ['a name with a backtick is HTML', 'a`b', '<code>a&#96;b</code>'],
    ['a name with a pipe does not split its cell', 'a|b', '<code>a&#124;b</code>'],
    ['a name that ends in a backslash does not escape its end', 'a\\', '<code>a&#92;</code>'],
    ['nothing is still something', '', '&nbsp;'],
  ])('%s', (_name, raw, expected) => {
    expect(code(raw)).toBe(expected)
  })

  it('has no markup left in HTML', () => {
    expect(codeInHtml('</code><img src=x>@me')).toBe(`<code>&lt;/code&gt;&lt;img src=x&gt;@${GAP}me</code>`)
  })
})

describe('fence', () => {
  it('is longer than any fence inside', () => {
    expect(fence('a\n```\nb\n`````')).toBe('``````text\na\n```\nb\n`````\n``````')
  })
})
