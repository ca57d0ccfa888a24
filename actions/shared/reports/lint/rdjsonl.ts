import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import type { OpenReader } from '../reader.ts'
import { jsonFindings } from './json-findings.ts'
import { diagnosticOf } from './rdjson.ts'

/** reviewdog's rdjsonl: one diagnostic a line (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf#rdjsonl). */
export const open: OpenReader = jsonFindings({
  tool: LINT_TOOLS.reviewdog,
  name: 'reviewdog',
  family: 'lint',
  arrays: [DOCUMENTS],
  isLines: true,
  element(value, into) {
    into.add(diagnosticOf(value))
  },
})
