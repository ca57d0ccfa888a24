import { block, compose, type Section, utf8Bytes } from '../shared/render/budget.ts'
import { code, fence, link, row, tableHead, text } from '../shared/render/markdown.ts'
import { linksFor } from '../shared/render/links.ts'
import { noteSections, SUMMARY_BYTES } from '../shared/render/summary.ts'
import { STATUS_EMOJI } from '../shared/render/wording.ts'
import type { PlaceAgreement } from './compare-places.ts'
import type { CheckResult } from './judge.ts'
import { AGREEMENT_WORD, checkHeadline } from './wording.ts'

const SIGN: Readonly<Record<PlaceAgreement, string>> = {
  agrees: '✅',
  disagrees: '❌',
  unclear: '🟣',
  'not-compared': '➖',
}

/** The job summary: every place with its file and line, what is against it, what drifts, and what was computed. */
export function renderCheckSummary(
  result: CheckResult,
  notes: readonly string[],
  serverUrl: string | undefined,
): string {
  const { what, why } = checkHeadline(result)
  const sections: readonly (Section | undefined)[] = [
    block('Verdict', 0, `### ${STATUS_EMOJI[result.verdict.status]} ${text(what, 200)}\n\n${text(why, 600)}`),
    reasonsSection(result),
    placesSection(result, serverUrl),
    literalsSection(result, serverUrl),
    diffSection(result),
    ...noteSections(notes.slice(0, 20)),
  ]
  return compose(
    sections.filter((section) => section !== undefined),
    SUMMARY_BYTES,
    utf8Bytes,
  )
}

function reasonsSection({ verdict: { reasons } }: CheckResult): Section | undefined {
  if (reasons.length === 0) return undefined
  return {
    ...{ title: 'Reasons', rank: 1, head: tableHead(['', 'Rule', 'Why']), count: reasons.length, tail: '' },
    entry: (index) => {
      const reason = reasons[index]
      return reason ? row([STATUS_EMOJI[reason.status], text(reason.rule), text(reason.message)]) : ''
    },
  }
}

function placesSection({ verdict, look }: CheckResult, serverUrl: string | undefined): Section {
  const links = linksFor(verdict.subject, { serverUrl })
  const records = verdict.places ?? []
  return {
    ...{ title: 'Places', rank: 2, count: records.length, tail: '' },
    head: tableHead(['Place', 'Found', 'Canonical', 'Role', 'Verdict']),
    entry: (index) => {
      const [record, judged] = [records[index], look.verdicts[index]]
      if (!record || !judged) return ''
      const place = link(code(`${record.file}:${record.line}`), links.file(record.file, record.line))
      const verdictText = `${SIGN[judged.agreement]} ${AGREEMENT_WORD[judged.agreement]}`
      return row([
        place,
        code(record.found),
        record.canonical ? code(record.canonical) : '',
        text(record.role),
        verdictText,
      ])
    },
  }
}

function literalsSection(
  { verdict, literals, previous }: CheckResult,
  serverUrl: string | undefined,
): Section | undefined {
  if (literals.length === 0) return undefined
  const links = linksFor(verdict.subject, { serverUrl })
  return {
    ...{ title: 'Drift', rank: 3, count: literals.length, tail: '' },
    head: `Still the previous release ${code(previous ?? '')}, where no place is:\n\n${tableHead(['Where', 'Line'])}`,
    entry: (index) => {
      const literal = literals[index]
      if (!literal) return ''
      return row([
        link(code(`${literal.file}:${literal.line}`), links.file(literal.file, literal.line)),
        code(literal.excerpt),
      ])
    },
  }
}

function diffSection({ synced }: CheckResult): Section | undefined {
  if (!synced || synced.diff === '') return undefined
  return block('Diff', 3, `${synced.isWritten ? 'Written' : 'Not written'}:\n\n${fence(synced.diff)}`)
}
