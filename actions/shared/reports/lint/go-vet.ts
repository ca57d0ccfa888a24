import { EvidenceError } from '../../model/errors.ts'
import { LINT_TOOLS } from '../../tools/lint-tools.ts'
import { utf8Reader } from '../encoding.ts'
import { isObject, objectOf, requiredText, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import type { OpenReader, ReportReader } from '../reader.ts'
import { plainLines } from '../text/plain-lines.ts'
import { type Findings, jsonFindings } from './json-findings.ts'
import { GOLINT_WORDS } from './go-words.ts'
import { GO_CODE, GO_PLACE, lineReader } from './line-findings.ts'

const POSITION = /^(.*):(\d+):(\d+)$/

/** `go vet -json`: an object for each package, in it each analyser's list, or {"error": …} (https://pkg.go.dev/golang.org/x/tools/go/analysis/unitchecker). */
const JSON_READER = jsonFindings({
  tool: LINT_TOOLS.goVet,
  name: 'go vet',
  family: 'lint',
  arrays: [DOCUMENTS],
  isLines: true,
  element(value, into) {
    for (const [name, analysers] of Object.entries(objectOf(value, 'what go vet says'))) {
      for (const [rule, found] of Object.entries(objectOf(analysers, `the package ${name}`))) {
        addAll(rule, found, name, into)
      }
    }
  },
})

function addAll(rule: string, found: unknown, name: string, into: Findings): void {
  if (isObject(found)) {
    into.contradict(`go vet could not look at ${name}: ${textField(found, 'error') ?? rule}`)
    return
  }
  if (!Array.isArray(found)) throw new EvidenceError(`${rule} of ${name} is not a list`)
  for (const value of found) {
    const position = POSITION.exec(textField(value, 'posn') ?? '')
    into.add({
      rank: 'error',
      rule,
      message: requiredText(value, 'message', `a finding of ${rule}`),
      path: position?.[1],
      line: position ? Number(position[2]) : undefined,
      column: position ? Number(position[3]) : undefined,
    })
  }
}

const TEXT_READER = lineReader({
  tool: LINT_TOOLS.goVet,
  name: 'go vet',
  family: 'lint',
  findings: [new RegExp(`^(?:vet: )?${GO_PLACE}: (?!${GOLINT_WORDS}|.*${GO_CODE})(?<message>.*)$`)],
  level: () => 'error',
  rule: 'vet',
  // The package, and what belongs to the finding above it.
  beside: [/^# /, /^\t\S/, /^exit status \d+$/, /^go: downloading /],
  failures: [/^vet: /, /\btoo many errors$/, /^(?:package |no required module|go: (?!downloading))/],
})

/** The lines `# package` between JSON documents are left out; the first other line decides which of the two it is. */
export const open: OpenReader = (context) => {
  const comments: string[] = []
  const encoder = new TextEncoder()
  let reader: ReportReader | undefined
  let isJson = false
  let skipped = 0

  function choose(text: string): ReportReader {
    isJson = /^\s*\{/.test(text)
    const chosen = (isJson ? JSON_READER : TEXT_READER)(context)
    if (isJson) chosen.write(encoder.encode('\n'.repeat(skipped)))
    else for (const comment of comments) chosen.write(encoder.encode(`${comment}\n`))
    return chosen
  }

  /** The documents' own reader still counts the lines that it is not given. */
  function skip(): void {
    if (reader === undefined) skipped += 1
    else if (isJson) reader.write(encoder.encode('\n'))
  }

  const splitter = plainLines((text) => {
    if (text.startsWith('#') && (reader === undefined || isJson)) {
      if (comments.length < 1_000) comments.push(text)
      skip()
      return
    }
    if (text.trim() === '') {
      skip()
      return
    }
    reader ??= choose(text)
    reader.write(encoder.encode(`${text}\n`))
  })
  return utf8Reader(splitter, () => {
    const reading = (reader ?? choose('')).end()
    if (splitter.endsWithNewline || isJson) return reading
    return {
      ...reading,
      doubts: [...reading.doubts, { kind: 'contradiction', text: 'its last line does not end: it was cut off' }],
    }
  })
}
