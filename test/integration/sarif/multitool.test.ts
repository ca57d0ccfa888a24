import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { SarifContent } from '../../../actions/shared/render/sarif-content.ts'
import { type SarifOptions, writeSarif } from '../../../actions/shared/render/sarif.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { content, documentOf, FOR_GITHUB, seen, vulnerability, weakness } from '../../unit/render/sarif-samples.ts'

/*
 * Microsoft's validator, with the rules of the standard and those for GitHub. It also holds the document against the schema.
 * https://github.com/microsoft/sarif-sdk/blob/main/docs/multitool-usage.md
 */

interface Judged {
  readonly ruleId: string
  readonly level: string
}

async function judge(text: string): Promise<readonly Judged[]> {
  return inFolder({ 'merged.sarif': text }, async (folder) => {
    const output = path.join(folder, 'judged.sarif')
    const parameters = ['validate', path.join(folder, 'merged.sarif'), '--rule-kind', 'Sarif;Ghas', '--output', output]
    // It ends with 1 where a document breaks a rule: what it writes says which.
    await new Promise((resolve) => execFile('Sarif.Multitool', parameters, { cwd: folder }, resolve))
    const judged = JSON.parse(readFileSync(output, 'utf8')) as {
      runs: { results: { ruleId: string; level?: string }[]; invocations: { executionSuccessful: boolean }[] }[]
    }
    const [run] = judged.runs
    expect(run?.invocations[0]?.executionSuccessful).toBe(true)
    return (run?.results ?? []).map(({ ruleId, level = 'warning' }) => ({ ruleId, level }))
  })
}

const textOf = (of: SarifContent, options: Partial<SarifOptions> = {}) =>
  [...writeSarif(of, { ...FOR_GITHUB, ...options })].join('')

const hostile = '](https://evil.example) {0} <b> \u202e @team #1 \\ " \ud800'
const everything = content(
  [
    seen(vulnerability({ rank: 'critical' }), { seenBy: ['Trivy', 'Grype'], isConflicting: true }),
    seen(vulnerability({ rank: 'low', path: '../a b/ü[1].lock', alsoAt: [{ path: 'x', line: 3 }] })),
    seen(weakness({ message: hostile, rule: hostile, details: { url: 'https://example.org/(a)' } })),
    seen(weakness({ rule: '__proto__', path: 'C:\\src\\a.py', line: 2 ** 40, endLine: 1, column: 0 })),
    seen(weakness({ path: 'https://staging.example.org/?q=1', line: undefined, rank: 'unknown' })),
    seen(weakness({ family: 'secrets', rank: 'info', details: { kind: 'secret', secret: { hash: 'h' } } })),
    seen(weakness({ family: 'lint', rank: 'note', message: '' })),
  ],
  {
    suppressed: [{ finding: weakness({ rule: 'B101' }), justification: 'Bandit: # nosec' }],
    tools: [{ name: 'Trivy', version: '0.56.0' }, { name: 'Grype' }],
    doubts: ['semgrep.json: 2 files could not be parsed'],
  },
)

describe('the validator', () => {
  it('finds neither error nor warning in the document for GitHub', async () => {
    const judged = await judge(textOf(everything, { informationUri: 'https://github.com/actions' }))
    expect(judged.filter(({ level }) => level !== 'note')).toEqual([])
  })

  it('finds neither in one of a clean run', async () => {
    const judged = await judge(textOf(content([]), { informationUri: 'https://github.com/actions' }))
    expect(judged.filter(({ level }) => level !== 'note')).toEqual([])
  })

  it('finds no error in the document with everything', async () => {
    const judged = await judge(textOf(everything, { audience: 'full' }))
    expect(judged.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('does find what GitHub refuses: a result without a place, a rule that is not there', async () => {
    const document = documentOf(content([seen(weakness())])) as unknown as {
      runs: { results: { locations: unknown[]; ruleIndex: number }[] }[]
    }
    const [result] = document.runs[0]!.results
    result!.locations = []
    result!.ruleIndex = 7
    const judged = await judge(JSON.stringify(document))
    expect(judged.filter(({ level }) => level === 'error').length).toBeGreaterThan(0)
  })
})
