import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import type { OpenReader } from '../reader.ts'
import { VET_WORDS } from './go-words.ts'
import { GO_CODE, GO_PLACE, lineReader } from './line-findings.ts'

/** golint (https://github.com/golang/lint, frozen). It never fails a build: its findings are warnings. */
export const open: OpenReader = lineReader({
  tool: LINT_TOOLS.golint,
  name: 'golint',
  family: 'lint',
  findings: [new RegExp(`^${GO_PLACE}: (?!${VET_WORDS}|.*${GO_CODE})(?<message>.*)$`)],
  level: () => 'warning',
  rule: 'golint',
  summaries: [/^Found (?<total>\d+) lint suggestions; failing\.$/],
})
