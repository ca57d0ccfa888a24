import type { Reason, Verdict } from '../model/verdict.ts'
import { type Explanation, factsOf } from './explanation.ts'
import { cut, oneLine } from './plain.ts'
import { INDENT, Page, STATUS_TONE, type TerminalOptions, wrap } from './terminal-page.ts'
import { headlineOf, scopeOf, STATUS_SIGN } from './wording.ts'

const LABEL_COLUMNS = 15
const FACT_CHARACTERS = 2_000

/** Why a verdict is what it is, for a person at a terminal: every rule with what it was judged on. Ends with a line feed. */
export function renderExplanation(
  verdict: Verdict,
  explanations: readonly Explanation[],
  options: TerminalOptions,
): string {
  const page = new Page(options)
  const { what, why } = headlineOf(verdict)
  page.line(page.paint(STATUS_TONE[verdict.status], `${STATUS_SIGN[verdict.status]} ${oneLine(what)}`))
  paragraph(page, why, INDENT)
  for (const explanation of explanations) {
    const reason = verdict.reasons[explanation.reason]
    if (reason) explained(page, reason, explanation)
  }
  return page.text()
}

function explained(page: Page, reason: Reason, explanation: Explanation): void {
  const scope = scopeOf(reason.scope)
  const rule = reason.rule === 'evidence' ? 'reports' : oneLine(reason.rule)
  const where = scope === '' ? '' : page.paint('faint', ` (${oneLine(scope)})`)
  page.line()
  page.line(
    `${page.paint(STATUS_TONE[reason.status], STATUS_SIGN[reason.status])} ${page.paint('strong', rule)}${where}`,
  )
  paragraph(page, reason.message, INDENT)
  for (const [name, text] of factsOf(reason, explanation)) {
    const [first = '', ...others] = wrap(
      cut(oneLine(text), FACT_CHARACTERS),
      page.width - INDENT.length - LABEL_COLUMNS,
    )
    page.line(`${INDENT}${page.paint('faint', name.padEnd(LABEL_COLUMNS))}${first}`)
    for (const line of others) page.line(`${INDENT}${' '.repeat(LABEL_COLUMNS)}${line}`)
  }
}

function paragraph(page: Page, text: string, indent: string): void {
  for (const line of wrap(cut(oneLine(text), FACT_CHARACTERS), page.width - indent.length)) page.line(indent + line)
}
