import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { utf8Bytes } from '../../../actions/shared/render/budget.ts'
import { renderStatusSummary } from '../../../actions/shared/render/status-summary.ts'
import { renderStatusTerminal } from '../../../actions/shared/render/status-terminal.ts'
import { hostileText } from '../render/hostile.ts'
import { attribute, elements, parseMarkdown, skeleton, texts } from '../render/parsed.ts'
import { assess, file, gate } from './gates.ts'

function judged(...given: Parameters<typeof assess>) {
  const { assessment, jobs, notices } = assess(...given)
  const verdict: Verdict = {
    schema: 'cicd-verdict/v1',
    action: 'status-summary',
    name: 'status-summary',
    ...assessment,
    subject: {},
    started: '2026-11-21T12:00:00.000Z',
    finished: '2026-11-21T12:00:01.000Z',
    version: '1.0.0',
  }
  return {
    summary: (maxBytes?: number) => renderStatusSummary(verdict, jobs, notices, maxBytes),
    terminal: (colour = false) => renderStatusTerminal(verdict, jobs, { colour, width: 100 }),
  }
}

const mac = gate(['fail', 'unknown', 'pass'], { subject: { leg: 'os: mac' }, message: '2 failed tests, must be 0' })
const linux = gate(['pass', 'pass'], { subject: { leg: 'os: linux' } })
const NEEDS = {
  test: { result: 'failure', outputs: {} },
  lint: { result: 'success', outputs: {} },
  docs: { result: 'skipped', outputs: {} },
  deploy: { result: 'cancelled', outputs: {} },
}
const mixed = judged(NEEDS, { allowedSkips: ['docs'] }, [file('m.json', mac), file('l.json', linux)])

describe('the job summary of a status summary', () => {
  it('says the verdict, one row per job with the worst first, and folds the reasons of gates', () => {
    const lines = mixed.summary().split('\n')
    expect(lines.slice(0, 9)).toEqual([
      '### ❌ status-summary failed',
      '',
      '1 of 4 jobs failed, 1 could not be told, 2 passed; test: quality-gate (os: mac): 2 failed tests, must be 0',
      '',
      '| Job | Result | Verdict | Why |',
      '| :--- | :--- | :--- | :--- |',
      '| ❌&nbsp;`test` | failure | ❌&nbsp;1 ✅&nbsp;1 | quality-gate (os: mac): 2 failed tests, must be 0 |',
      '| 🟣&nbsp;`deploy` | cancelled | – | was cancelled or ran into its time limit, so nothing of it was seen |',
      '| ✅&nbsp;`lint` | success | – |  |',
    ])
    expect(lines.join('\n')).toMatch(
      /<details><summary>❌ <code>test<\/code>: 2 reasons<\/summary>\n\n\| Status \| Gate \| Rule/,
    )
  })

  it('has no column for verdicts where no job has one, and folds nothing where all is well', () => {
    const summary = judged({ a: { result: 'success' }, b: { result: 'success' } }).summary()
    expect(summary).toContain('2 of 2 jobs passed')
    expect(summary).not.toMatch(/Verdict|details/)
  })

  it('keeps within its bytes, headline and table first', () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `job-${index}`,
        {
          result: 'failure',
          outputs: { verdict: gate(['fail', 'fail'], { subject: { job: `job-${index}` } }).digest },
        },
      ]),
    )
    const { summary } = judged(many)
    expect(summary()).toContain('<code>job-399</code>')
    for (const limit of [2_000, 20_000, 90_000]) {
      const text = summary(limit)
      expect(utf8Bytes(text)).toBeLessThanOrEqual(limit)
      expect(text).toContain('### ❌ status-summary failed')
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
    }
  })

  it('folds nothing where the one reason stands in the table, and counts the jobs of needs only', () => {
    const left = gate(['fail', 'pass'], { subject: { job: 'other' } })
    const summary = judged({ a: { result: 'success' } }, {}, [file('o.json', left)]).summary()
    expect(summary).toContain('1 of 1 job passed; other (not in needs): quality-gate: reason 0 is fail')
    expect(summary).not.toContain('<details>')
  })

  const withText = (text: string) => {
    const left = gate(['fail', 'warn'], { name: text, message: text, subject: { leg: text, job: text } })
    const needs = {
      [`a${text}`]: { result: text, outputs: { verdict: left.digest } },
      test: { result: 'success', outputs: { verdict: gate(['fail'], { message: text }).digest, other: text } },
      same: { result: 'skipped', outputs: {} },
    }
    const broken = { ...file(`v/${text}`, left), sha256: 'a'.repeat(64), read: { problem: text } }
    return judged(needs, {}, [broken])
  }

  it('is broken by no text, calls nobody and links nowhere', () => {
    const inline = new Set(['code', 'span', 'wbr'])
    const expected = skeleton(parseMarkdown(withText('harmless').summary()), inline)
    fc.assert(
      fc.property(hostileText, (text) => {
        const root = parseMarkdown(withText(text).summary())
        expect(skeleton(root, inline)).toBe(expected)
        for (const element of elements(root)) expect(attribute(element, 'href')).toBeUndefined()
        for (const { value, inside } of texts(root)) {
          if (inside.includes('code')) continue
          expect(value).not.toMatch(/(?<![\p{L}\p{N}_])@[a-z0-9]|#\d|\bGH-\d|https?:\/\//iu)
        }
      }),
      { numRuns: Number(process.env['RENDER_RUNS'] ?? 40) },
    )
  })

  it('is at a terminal one line per cell, whatever the text', () => {
    const expected = withText('harmless').terminal().split('\n').length
    expect(expected).toBeLessThan(40)
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(withText(text).terminal()).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
      }),
      { numRuns: Number(process.env['RENDER_RUNS'] ?? 40) },
    )
  })
})

describe('the page of a status summary at a terminal', () => {
  it('says the same', () => {
    expect(mixed.terminal()).toBe(`✗ status-summary failed
  1 of 4 jobs failed, 1 could not be told, 2 passed; test: quality-gate (os: mac): 2 failed tests,
  must be 0

Jobs
  ✗  test    failure    1 fail, 1 pass
  ?  deploy  cancelled
  ✓  lint    success
  ✓  docs    skipped

Why
  ✗ test: quality-gate (os: mac): 2 failed tests, must be 0
    ✗  quality-gate (os: mac)  2 failed tests, must be 0
    ?  quality-gate (os: mac)  2 failed tests, must be 0
  ? deploy: was cancelled or ran into its time limit, so nothing of it was seen
  ✓ docs: was skipped, which allowed-skips permits
`)
    expect(mixed.terminal(true)).toContain('\u001b[31m✗')
  })
})
