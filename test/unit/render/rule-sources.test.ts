import { describe, expect, it } from '@jest/globals'
import type { Status } from '../../../actions/shared/model/status.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { renderComment } from '../../../actions/shared/render/comment.ts'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { renderSummary } from '../../../actions/shared/render/summary.ts'
import { renderTerminal } from '../../../actions/shared/render/terminal.ts'
import { evidenceSet, reason, verdict } from './samples.ts'

const ORG = 'acme/.github/cicd.yml@v1'
const OWN = '.github/cicd.yml'

const CHANNELS: readonly (readonly [string, (verdict: Verdict) => string])[] = [
  ['summary', (shown) => renderSummary(shown, evidenceSet())],
  ['comment', (shown) => renderComment(shown, evidenceSet())],
  ['page', (shown) => renderPage(shown, evidenceSet())],
  ['terminal', (shown) => renderTerminal(shown, evidenceSet(), { colour: false, width: 140 })],
]

const from = (source: string, status: Status = 'fail') => reason({ source, status })

describe.each(CHANNELS)('the %s', (_name, render) => {
  it.each<Status>(['fail', 'warn', 'unknown'])(
    'says which file each rule came from where there are several: %s',
    (status) => {
      const shown = render(verdict({ status, reasons: [from(ORG, status), from(OWN, status)] }))
      expect(shown).toContain(ORG)
      expect(shown).toContain(OWN)
    },
  )

  it.each([ORG, 'policies/base.yml'])('says it where all of them come from %s', (source) => {
    expect(render(verdict({ status: 'fail', reasons: [from(source)] }))).toContain(source)
  })

  it.each([OWN, 'defaults', 'input'])(
    'does not say it of each rule where one usual place has them all: %s',
    (source) => {
      const doubt = reason({
        rule: 'evidence',
        status: 'unknown',
        source: 'defaults',
        actual: undefined,
        limit: undefined,
      })
      const shown = render(verdict({ status: 'fail', reasons: [from(source), doubt] }))
      expect(shown).not.toMatch(/<th[^>]*>From\b|\| From \||asked for by/)
    },
  )
})
