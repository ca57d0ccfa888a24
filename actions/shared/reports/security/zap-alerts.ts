import type { Severity } from '../../model/findings.ts'
import { cwesOf } from './details.ts'
import type { SecurityReport } from './security-report.ts'

/** An alert of a site as both of ZAP's reports hold it, all of it text. */
export interface ZapAlert {
  readonly site: string | undefined
  readonly pluginId: string | undefined
  readonly alertRef: string | undefined
  readonly name: string | undefined
  readonly riskCode: string | undefined
  readonly confidence: string | undefined
  readonly cweId: string | undefined
  readonly reference: string | undefined
  /** Places that the report lists, and the first of them. */
  readonly instances: number
  readonly uri: string | undefined
  /** As the report counts them: more than are listed where ZAP takes an alert for systemic. */
  readonly count: string | undefined
}

/** https://www.zaproxy.org/docs/constants/ */
const RISKS: readonly Severity[] = ['info', 'low', 'medium', 'high']
const CONFIDENCES = ['false positive', 'low confidence', 'medium confidence', 'high confidence', 'confirmed']

/** Adds one alert. Whom ZAP's user has marked a false positive is set aside. */
export function addAlert(alert: ZapAlert, report: SecurityReport): void {
  const id = alert.alertRef || alert.pluginId || 'unknown'
  const places = Math.max(alert.instances, Number(alert.count) || 0)
  const confidence = CONFIDENCES[codeOf(alert.confidence)]
  const told = [`${places} ${places === 1 ? 'place' : 'places'}`, ...(confidence ? [confidence] : [])]
  const where = alert.uri || alert.site
  report.add({
    rule: id,
    message: `${alert.name || id} (${told.join(', ')})${where ? ` at ${where.replace(/[?#].*$/s, '').replace(/\/\/[^/@\s]*@/, '//')}` : ''}`,
    details: {
      kind: 'weakness',
      ids: [...new Set([id, ...(alert.pluginId ? [alert.pluginId] : [])])],
      severities: [{ source: 'zap', severity: RISKS[codeOf(alert.riskCode)] ?? 'unknown' }],
      cwes: cwesOf(alert.cweId),
      url: /https?:\/\/[^\s<"]+/.exec(alert.reference ?? '')?.[0],
      suppressed: confidence === 'false positive' ? confidence : undefined,
    },
  })
}

/** What ZAP says of its own work (https://www.zaproxy.org/docs/desktop/addons/insights/insights-list/), all of it text. */
export interface ZapInsight {
  readonly level?: string | undefined
  readonly key?: string | undefined
  readonly description?: string | undefined
}

/** That most requests failed is never more than of medium level. */
export function addInsight({ level = '', key = '', description = key }: ZapInsight, report: SecurityReport): void {
  if (/^high$/i.test(level) || (/^med/i.test(level) && /\.failure\b/.test(key))) {
    report.missed(`ZAP: ${description}`.slice(0, 300))
  }
}

function codeOf(text: string | undefined): number {
  return text !== undefined && /^\s*\d\s*$/.test(text) ? Number(text) : -1
}
