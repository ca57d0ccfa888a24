import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, numberField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { textsOf } from './details.ts'
import { securityJson } from './security-report.ts'

/** Dockle's levels (https://github.com/goodwithtech/dockle#level), as its own SARIF weighs them. */
const LEVELS: ReadonlyMap<string, 'high' | 'medium' | 'low'> = new Map([
  ['FATAL', 'high'],
  ['WARN', 'medium'],
  ['INFO', 'low'],
])
/** "Do not store credential in environment variables/files": its alerts quote what was found. */
const CREDENTIALS = 'CIS-DI-0010'

/** Dockle's `-f json` (pkg/report/json.go of 0.4): one detail for each check that did not pass. */
export const open: OpenReader = (context) => {
  const listed = new Map<string, number>()
  return securityJson({
    tool: SECURITY_CODE_TOOLS.dockle,
    name: 'dockle',
    families: ['security', 'secrets'],
    arrays: ['details[]'],
    element(value, report) {
      const detail = objectOf(value, 'a detail')
      const rule = requiredText(detail, 'code', 'a detail')
      const level = requiredText(detail, 'level', 'a detail').toUpperCase()
      const title = textField(detail, 'title') ?? rule
      const alerts = textsOf(listField(detail, 'alerts'))
      const isSecret = rule === CREDENTIALS
      listed.set(level, (listed.get(level) ?? 0) + 1)
      if (level === 'PASS') return
      if (level === 'SKIP') {
        report.note(`Dockle skipped ${rule} (${title}): ${isSecret ? '' : (alerts[0] ?? '')}`.slice(0, 300))
        return
      }
      const found = {
        family: isSecret ? 'secrets' : 'security',
        rule,
        message: isSecret ? `${title} (${alerts.length} places)` : [title, ...alerts].join('; '),
        details: {
          kind: isSecret ? 'secret' : 'misconfiguration',
          ids: [rule],
          severities: [{ source: 'dockle', severity: LEVELS.get(level) ?? 'unknown' }],
          suppressed: level === 'IGNORE' ? 'ignored (.dockleignore or --ignore)' : undefined,
        },
      } as const
      if (level === 'IGNORE') report.suppress(found)
      else report.add(found)
    },
    document(value, report) {
      const summary = field(value, 'summary')
      if (!isObject(summary)) {
        report.contradict('the summary that Dockle writes is missing')
        return
      }
      const counts = Object.values(summary).filter((count) => typeof count === 'number')
      if (counts.every((count) => count === 0)) report.missed('Dockle made no check (its summary counts none)')
      for (const level of LEVELS.keys()) {
        const declared = numberField(summary, level.toLowerCase())
        const count = listed.get(level) ?? 0
        if (declared !== undefined && declared !== count) {
          report.contradict(`Dockle counts ${declared} of level ${level}, the report lists ${count}`)
        }
      }
    },
  })(context)
}
