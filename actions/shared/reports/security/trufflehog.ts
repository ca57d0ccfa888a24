import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { EvidenceError } from '../../model/errors.ts'
import {
  field,
  isObject,
  listField,
  numberField,
  objectOf,
  positionField,
  requiredText,
  textField,
} from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import { listOrLines } from '../lint/by-beginning.ts'
import type { OpenReader } from '../reader.ts'
import { inWord, linesOf, textsOf } from './details.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/*
 * TruffleHog 3's JSON lines (https://github.com/trufflesecurity/trufflehog, pkg/output/json.go and proto/source_metadata.proto),
 * with the lines of its log where both were written to one file; TruffleHog 2's lines, one for each commit, file and reason;
 * the list of trufflehog3 (https://github.com/feeltheajf/trufflehog3).
 */
const FORMAT = {
  tool: SECURITY_CODE_TOOLS.trufflehog,
  name: 'trufflehog',
  families: ['secrets'],
} as const

const lines: OpenReader = (context) => {
  let declared = 0
  let isCounted = false
  const reader = securityJson({
    ...FORMAT,
    arrays: [DOCUMENTS],
    element(value, report) {
      if (['SourceMetadata', 'DetectorName', 'DetectorType'].some((key) => field(value, key) !== undefined)) {
        add3(value, report)
      } else if (textField(value, 'level') !== undefined && field(value, 'msg') !== undefined) {
        const counts = ['verified_secrets', 'unverified_secrets'].map((key) => numberField(value, key))
        if (counts.some((count) => count !== undefined)) {
          isCounted = true
          for (const count of counts) declared += count ?? 0
        }
        logLine(value, report)
      } else addPython(value, report)
    },
  })(context)
  return {
    write(chunk) {
      reader.write(chunk)
    },
    end() {
      const reading = reader.end()
      // Without --results=…,unverified fewer are listed than were found; more never.
      if (!isCounted || reading.entries <= declared) return reading
      const text = `TruffleHog counts ${declared} secrets, the report lists ${reading.entries}`
      return { ...reading, doubts: [...reading.doubts, { kind: 'contradiction', text }] }
    },
  }
}

const list = securityJson({
  ...FORMAT,
  arrays: ['[]'],
  element(value, report) {
    if (field(value, 'SourceMetadata') === undefined) addPython(value, report)
    else add3(value, report)
  },
})

export const open = listOrLines(list, lines)

function add3(value: unknown, report: SecurityReport): void {
  const result = objectOf(value, 'a result')
  // The first of version 3 had but the detector's number.
  const number = numberField(result, 'DetectorType')
  const rule =
    number === undefined || textField(result, 'DetectorName') !== undefined
      ? requiredText(result, 'DetectorName', 'a result')
      : `detector ${number}`
  const data = field(field(result, 'SourceMetadata'), 'Data')
  const [source] = isObject(data) ? Object.values(data) : []
  const isVerified = field(result, 'Verified') === true
  report.add({
    family: 'secrets',
    rule,
    message: `a secret of ${rule}${isVerified ? ': it was tried, and works' : ''}`,
    path: textField(source, 'file') ?? textField(source, 'path'),
    line: positionField(source, 'line'),
    details: {
      kind: 'secret',
      ids: [rule],
      severities: inWord('trufflehog', textField(result, 'Severity')),
      secret: { hash: report.secretHash(textField(result, 'Raw') ?? textField(result, 'RawV2')), isVerified },
    },
  })
  if (textField(result, 'VerificationError')) report.note('TruffleHog could not try every secret that it found')
}

/** zap's log: `{"level":"error","ts":…,"logger":"trufflehog","msg":…}`. `msg` is a fixed text; `error` may be an address with a token. */
function logLine(value: unknown, report: SecurityReport): void {
  const level = textField(value, 'level') ?? ''
  if (/^(?:error|fatal|panic|dpanic)/.test(level)) {
    report.missed(`TruffleHog: ${textField(value, 'msg') ?? level}`.slice(0, 300))
  }
  if (numberField(value, 'chunks') === 0) report.missed('TruffleHog looked at nothing (chunks is 0)')
}

/** An issue of TruffleHog 2 or of trufflehog3. `stringsFound`, `diff`, `secret` and `context` hold the secret. */
function addPython(value: unknown, report: SecurityReport): void {
  const issue = objectOf(value, 'an issue')
  const described = field(issue, 'rule')
  const reason = textField(issue, 'reason')
  const rule = reason ?? textField(described, 'id') ?? textField(described, 'message')
  const isOfEither = reason === undefined ? field(issue, 'secret') : field(issue, 'stringsFound')
  if (rule === undefined || isOfEither === undefined) {
    throw new EvidenceError(
      'an issue has no "DetectorName", no "reason" with "stringsFound", and no "rule" with "secret"',
    )
  }
  const strings = listField(issue, 'stringsFound')
  report.add({
    family: 'secrets',
    rule,
    message: `${rule}${strings.length > 1 ? ` (${strings.length} strings)` : ''}`,
    path: textField(issue, 'path'),
    ...linesOf(field(issue, 'line')),
    details: {
      kind: 'secret',
      ids: [rule],
      severities: inWord('trufflehog', textField(described, 'severity')),
      secret: { hash: report.secretHash(textField(issue, 'secret') ?? textsOf(strings).join('\n')) },
    },
  })
}
