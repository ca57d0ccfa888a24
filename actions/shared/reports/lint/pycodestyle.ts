import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { PYCODESTYLE_LINES } from './flake8.ts'
import { PLACE, lineReader } from './line-findings.ts'

/** flake8 runs pycodestyle and prints its findings as it does itself (https://pycodestyle.pycqa.org/en/latest/intro.html). */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.pycodestyle,
  name: 'pycodestyle',
  ...PYCODESTYLE_LINES,
  findings: [new RegExp(`^${PLACE}: (?<rule>[EW]\\d{1,4}) (?<message>.*)$`)],
})
