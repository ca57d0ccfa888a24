import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, listField, objectOf, textField } from '../json/shape.ts'
import { jsonOrText } from '../lint/by-beginning.ts'
import { symbolsOf } from '../xml/names.ts'
import { textsOf } from './details.ts'
import { securityJson } from './security-report.ts'
import { securityXml } from './security-xml.ts'
import { addAlert, addInsight, type ZapAlert } from './zap-alerts.ts'

/*
 * ZAP's traditional reports in JSON and XML (https://www.zaproxy.org/docs/desktop/addons/report-generation/templates/; of 2.16),
 * with or without requests and answers. An alert of a site is one finding, however many places it has there.
 */
const FORMAT = { tool: SECURITY_CODE_TOOLS.zap, name: 'zap' } as const
const NO_SITE = 'ZAP reached no site: the report has none'

const JSON_READER = securityJson({
  ...FORMAT,
  arrays: [],
  document(value, report) {
    report.version(textField(value, '@version'))
    const site = field(value, 'site')
    const sites: readonly unknown[] = Array.isArray(site) ? site : isObject(site) ? [site] : []
    if (site !== undefined && sites.length === 0 && !Array.isArray(site)) {
      throw new EvidenceError('its "site" is no list')
    }
    if (sites.length === 0) report.missed(NO_SITE)
    for (const one of sites) {
      if (!Array.isArray(field(one, 'alerts'))) throw new EvidenceError('a site has no list "alerts"')
      for (const item of listField(one, 'alerts')) {
        const alert = objectOf(item, 'an alert')
        const text = (key: string): string | undefined => textsOf(field(alert, key))[0]
        const instances = listField(alert, 'instances')
        addAlert(
          {
            site: textField(one, '@name'),
            pluginId: text('pluginid'),
            alertRef: text('alertRef'),
            name: text('name') ?? text('alert'),
            riskCode: text('riskcode'),
            confidence: text('confidence'),
            cweId: text('cweid'),
            reference: text('reference'),
            instances: instances.length,
            uri: textField(instances[0], 'uri'),
            count: text('count'),
          },
          report,
        )
      }
    }
    for (const item of listField(value, 'insights')) {
      const [level, key, description] = ['level', 'key', 'description'].map((name) => textField(item, name))
      addInsight({ level, key, description }, report)
    }
  },
})

const NAMES = [
  'OWASPZAPReport',
  'version',
  'site',
  'name',
  'alertitem',
  'instance',
  'pluginid',
  'alertRef',
  'alert',
  'riskcode',
  'confidence',
  'cweid',
  'reference',
  'count',
  'uri',
  'insight',
  'level',
  'key',
  'description',
] as const
const NAME = symbolsOf(NAMES)

/** The alert's field for each of its elements. */
const FIELDS: Readonly<Record<number, keyof ZapAlert>> = {
  [NAME.pluginid]: 'pluginId',
  [NAME.alertRef]: 'alertRef',
  [NAME.name]: 'name',
  [NAME.riskcode]: 'riskCode',
  [NAME.confidence]: 'confidence',
  [NAME.cweid]: 'cweId',
  [NAME.reference]: 'reference',
  [NAME.count]: 'count',
}

/** The insight's field for each of its elements. */
const INSIGHT_FIELDS: Readonly<Record<number, string>> = {
  [NAME.level]: 'level',
  [NAME.key]: 'key',
  [NAME.description]: 'description',
}

const XML_READER = securityXml({
  ...FORMAT,
  vocabulary: NAMES,
  handler(source, report) {
    let sites = 0
    let site: string | undefined
    let alert: Record<string, string> | undefined
    let insight: Record<string, string> | undefined
    let instances = 0
    return {
      start(symbol) {
        // An insight has a site too, as a text.
        if (insight) {
          if (INSIGHT_FIELDS[symbol] !== undefined) source.keepText()
        } else if (symbol === NAME.insight) insight = {}
        else if (symbol === NAME.OWASPZAPReport) report.version(source.attributes.text(NAME.version))
        else if (symbol === NAME.site) {
          sites += 1
          site = source.attributes.text(NAME.name)
        } else if (symbol === NAME.alertitem) {
          alert = {}
          instances = 0
        } else if (symbol === NAME.instance) instances += 1
        else if (alert && (FIELDS[symbol] !== undefined || symbol === NAME.alert || symbol === NAME.uri)) {
          source.keepText()
        }
      },
      end(symbol) {
        const told = INSIGHT_FIELDS[symbol]
        if (insight && told !== undefined) insight[told] = source.takeText().trim()
        if (insight && symbol === NAME.insight) {
          addInsight(insight, report)
          insight = undefined
        }
        if (!alert) return
        if (symbol === NAME.uri) alert['uri'] ??= source.takeText().trim()
        else if (symbol === NAME.alert) alert['alert'] = source.takeText().trim()
        else if (FIELDS[symbol] !== undefined) alert[FIELDS[symbol]] ??= source.takeText().trim()
        else if (symbol === NAME.alertitem) {
          const {
            uri,
            pluginId,
            alertRef,
            name = alert['alert'],
            riskCode,
            confidence,
            cweId,
            reference,
            count,
          } = alert
          addAlert(
            { site, pluginId, alertRef, name, riskCode, confidence, cweId, reference, count, instances, uri },
            report,
          )
          alert = undefined
        }
      },
      finish() {
        if (sites === 0) report.missed(NO_SITE)
      },
    }
  },
})

export const open = jsonOrText(JSON_READER, XML_READER)
