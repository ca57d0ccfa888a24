import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, objectOf, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import { listOrLines } from '../lint/by-beginning.ts'
import { cwesOf, inWord, scored, textsOf } from './details.ts'
import { type SecurityReport, securityJson } from './security-report.ts'

/*
 * Nuclei's `-jsonl` and `-json-export` (https://github.com/projectdiscovery/nuclei, pkg/output/output.go of 3); before 2.6
 * `templateID` and `matched`, before 2.2 no `info`: its fields stand beside the `template`. What it extracted, the request and the answer may hold anything and are not told.
 */
const FORMAT = { tool: SECURITY_CODE_TOOLS.nuclei, name: 'nuclei', element: addMatch } as const

export const open = listOrLines(
  securityJson({ ...FORMAT, arrays: ['[]'] }),
  securityJson({ ...FORMAT, arrays: [DOCUMENTS] }),
)

function addMatch(value: unknown, report: SecurityReport): void {
  const match = objectOf(value, 'a match')
  const isOld = field(match, 'info') === undefined
  const rule =
    textField(match, 'template-id') ??
    textField(match, 'templateID') ??
    (isOld ? textField(match, 'template') : undefined)
  if (rule === undefined) throw new EvidenceError('a match has no "template-id"')
  // With -matcher-status those that did not match are listed too.
  if (field(match, 'matcher-status') === false) return
  const info = isOld ? match : field(match, 'info')
  const classes = field(info, 'classification')
  const cves = textsOf(field(classes, 'cve-id')).map((id) => id.toUpperCase())
  const matcher = textField(match, 'matcher-name') ?? textField(match, 'matcher_name')
  const place = textField(match, 'matched-at') ?? textField(match, 'matched') ?? textField(match, 'host') ?? '?'
  const epss = field(classes, 'epss-score')
  report.add({
    rule,
    message: `${textField(info, 'name') ?? rule}${matcher ? ` [${matcher}]` : ''} at ${withoutQuery(place)}`,
    details: {
      kind: cves.length > 0 ? 'vulnerability' : 'weakness',
      ids: [...new Set([rule, ...cves])],
      severities: [
        ...scored('nuclei', field(classes, 'cvss-score'), textField(classes, 'cvss-metrics')),
        ...inWord('nuclei', textField(info, 'severity')),
      ],
      cwes: cwesOf(field(classes, 'cwe-id')),
      url: textField(match, 'template-url') ?? textsOf(field(info, 'reference'))[0],
      epss: typeof epss === 'number' && epss >= 0 && epss <= 1 ? epss : undefined,
    },
  })
}

/** An address without what may be secret in it: user, password, query. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/\/\/[^/@\s]*@/, '//')
}
