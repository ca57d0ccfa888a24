import { oneLine } from '../shared/render/plain.ts'
import { INDENT, Page, STATUS_TONE, type TerminalOptions, wrap } from '../shared/render/terminal-page.ts'
import { STATUS_SIGN } from '../shared/render/wording.ts'
import type { Status } from '../shared/model/status.ts'
import type { PlaceAgreement } from './compare-places.ts'
import type { CheckResult } from './judge.ts'
import { checkHeadline } from './wording.ts'

const STATUS: Readonly<Record<PlaceAgreement, Status | undefined>> = {
  agrees: 'pass',
  disagrees: 'fail',
  unclear: 'unknown',
  'not-compared': undefined,
}
const SHOWN = { places: 500, literals: 50, reasons: 50 } as const

/** The check for a person at a terminal. Ends with a line feed. */
export function renderCheckTerminal(result: CheckResult, options: TerminalOptions): string {
  const { verdict, look, literals, previous, computed } = result
  const page = new Page(options)
  const { what, why } = checkHeadline(result)
  page.line(page.paint(STATUS_TONE[verdict.status], `${STATUS_SIGN[verdict.status]} ${oneLine(what)}`))
  for (const line of wrap(oneLine(why), page.width - INDENT.length)) page.line(INDENT + line)
  page.heading('Places')
  page.table(
    look.verdicts.slice(0, SHOWN.places).map(({ place, agreement }) => {
      const status = STATUS[agreement]
      return [
        status ? { text: STATUS_SIGN[status], tone: STATUS_TONE[status] } : { text: '-', tone: 'faint' as const },
        { text: oneLine(`${place.file}:${place.line}`) },
        { text: oneLine(place.found) },
        { text: place.role, tone: 'faint' as const },
      ]
    }),
  )
  page.more(look.verdicts.length - SHOWN.places, 'place')
  if (verdict.reasons.length > 0) page.heading('Why')
  for (const { status, message } of verdict.reasons.slice(0, SHOWN.reasons)) {
    const [first = '', ...others] = wrap(oneLine(message), page.width - 4)
    page.line(`${INDENT}${page.paint(STATUS_TONE[status], STATUS_SIGN[status])} ${first}`)
    for (const line of others) page.line(`${INDENT}  ${line}`)
  }
  page.more(verdict.reasons.length - SHOWN.reasons, 'reason')
  if (literals.length > 0) page.heading(`Still ${previous ?? 'the previous release'}, where no place is`)
  page.table(
    literals
      .slice(0, SHOWN.literals)
      .map(({ file, line, excerpt }) => [
        { text: oneLine(`${file}:${line}`) },
        { text: oneLine(excerpt), tone: 'faint' as const },
      ]),
  )
  page.more(literals.length - SHOWN.literals, 'place')
  const tags = computed?.containerTags ?? []
  if (tags.length > 0) {
    page.heading('Tags of an image')
    page.line(INDENT + tags.join(', '))
  }
  return page.text()
}
