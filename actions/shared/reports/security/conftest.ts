import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, textField } from '../json/shape.ts'
import { inWord, tellingList } from './details.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/*
 * conftest's `--output json` (https://www.conftest.dev/options/#json; output/result.go of 0.6x), and what
 * `opa eval --format json data.main.deny` and `opa exec` answer (https://www.openpolicyagent.org/docs/cli).
 */
const CONFTEST = 0

export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.conftest,
  name: 'conftest',
  arrays: ['[]', 'result[]'],
  element(value, report, stream) {
    const item = objectOf(value, 'a result')
    if (stream === CONFTEST) fileResult(item, report)
    else opaResult(item, report)
  },
  document(value, report) {
    for (const error of listField(value, 'errors')) report.missed(`OPA: ${textField(error, 'message') ?? 'an error'}`)
  },
})

/** Severities by the kind of rule, as conftest's own exit code weighs them, unless the policy says one. */
const KINDS = { failures: 'error', warnings: 'warning' } as const

function fileResult(item: unknown, report: SecurityReport): void {
  const path = textField(item, 'filename')
  if (path === undefined) throw new EvidenceError('a result has no "filename"')
  // Before 0.18 a list of them.
  let tried = numberField(item, 'successes') ?? listField(item, 'successes').length
  for (const [kind, word] of Object.entries(KINDS)) {
    for (const result of tellingList(item, kind)) {
      tried += 1
      addMessage(result, word, path, report)
    }
  }
  for (const result of listField(item, 'exceptions')) {
    tried += 1
    addMessage(result, KINDS.failures, path, report, 'exception')
  }
  for (const result of listField(item, 'skipped')) {
    report.note(`conftest skipped ${textField(result, 'msg') ?? 'a rule'} on ${path}`)
  }
  if (tried === 0) report.missed(`conftest tried no policy on ${path}`)
}

function addMessage(
  value: unknown,
  word: string,
  path: string | undefined,
  report: SecurityReport,
  suppressed?: string,
): void {
  const message = typeof value === 'string' ? value : textField(value, 'msg')
  if (message === undefined) throw new EvidenceError('a message of a policy has no "msg"')
  const metadata = field(value, 'metadata')
  const rule = textField(metadata, 'id') ?? textField(metadata, 'code') ?? textField(metadata, 'query') ?? 'policy'
  const found = {
    rule,
    message,
    path,
    details: {
      kind: 'misconfiguration',
      ids: [rule],
      severities: inWord('conftest', textField(metadata, 'severity') ?? textField(value, 'severity') ?? word),
      url: textField(metadata, 'url'),
      suppressed,
    },
  } as const
  if (suppressed === undefined) report.add(found)
  else report.suppress(found)
}

function opaResult(item: unknown, report: SecurityReport): void {
  const path = textField(item, 'path')
  if (path !== undefined) {
    const error = field(item, 'error')
    if (error !== undefined) report.missed(`OPA: ${path}: ${textField(error, 'message') ?? 'an error'}`)
    else if (!addValue(field(item, 'result'), KINDS.failures, path, report)) undecided(report)
    return
  }
  const answers = listField(item, 'expressions').map((expression) =>
    addValue(field(expression, 'value'), KINDS.failures, undefined, report),
  )
  if (!answers.includes(true)) undecided(report)
}

function undecided(report: SecurityReport): void {
  report.contradict('OPA answered with no list of messages: ask for deny, violation or warn')
}

/** A list of messages, or an object that has such lists by the names of their rules; false where it is neither. */
function addValue(value: unknown, word: string, path: string | undefined, report: SecurityReport): boolean {
  if (Array.isArray(value)) {
    for (const message of value as unknown[]) addMessage(message, word, path, report)
    return true
  }
  if (!isObject(value)) return false
  const rules = Object.entries(value).filter(([name]) => /^(?:deny|violation|warn)/.test(name))
  for (const [name, messages] of rules) {
    const isWarning = name.startsWith('warn')
    if (!addValue(messages, isWarning ? KINDS.warnings : KINDS.failures, path, report)) undecided(report)
  }
  return rules.length > 0
}
