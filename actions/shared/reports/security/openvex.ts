import { EvidenceError } from '../../model/errors.ts'
import type { VexStatus } from '../../model/vex.ts'
import { SECURITY_SBOM_TOOLS } from '../../tools/security-sbom-tools.ts'
import { field, listField, objectOf, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { tellingList, textsOf, urlOf } from './details.ts'
import { Materials } from './materials.ts'
import { idList } from './packages.ts'
import { securityJson } from './security-report.ts'
import { addStated } from './vex-findings.ts'

/*
 * OpenVEX 0.0.1 to 0.2.0 (https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md). An entry is a statement about one
 * product. It is no scan: what it does not speak of is not known to be clean.
 */
const STATUSES: ReadonlySet<string> = new Set<VexStatus>(['not_affected', 'affected', 'fixed', 'under_investigation'])

export const open: OpenReader = (context) => {
  const materials = new Materials(context)
  return securityJson({
    tool: SECURITY_SBOM_TOOLS.openvex,
    name: 'openvex',
    arrays: [],
    document(value, report) {
      const document = objectOf(value, 'the document')
      if (!/openvex/i.test(textField(document, '@context') ?? '')) {
        throw new EvidenceError('its "@context" is not OpenVEX')
      }
      const statements = field(document, 'statements')
      if (!Array.isArray(statements)) throw new EvidenceError('it has no list "statements"')
      report.isNoScan()
      if (statements.length === 0) report.note('it has no statement')
      const author = textField(document, 'author')
      const lists: PackageLists = new Map()
      const latest = latestOf(statements, textField(document, 'timestamp'), lists)
      for (const item of statements as readonly unknown[]) {
        const statement = objectOf(item, 'a statement')
        const subjects = subjectsOf(statement, lists)
        if (isReplaced(subjects, timeOf(statement, textField(document, 'timestamp')), latest)) {
          report.countEntries(subjects.length)
          continue
        }
        const ids = idsOf(field(statement, 'vulnerability') ?? field(statement, 'vuln_description'))
        const [rule] = ids
        if (rule === undefined) throw new EvidenceError('a statement names no vulnerability')
        const status = textField(statement, 'status')?.trim().toLowerCase() ?? ''
        if (!STATUSES.has(status)) {
          report.contradict(
            `a statement about ${rule} has the status "${status.slice(0, 40)}", which OpenVEX does not have: it is taken as affected`,
          )
        }
        const words = ['justification', 'impact_statement', 'status_notes'].map((key) => textField(statement, key))
        addStated(
          {
            ids,
            status: (STATUSES.has(status) ? status : 'affected') as VexStatus,
            justification: words
              .filter((word) => word !== undefined && word !== '')
              .join(': ')
              .slice(0, 500),
            author,
            products: productsOf(statement),
            text:
              textField(field(statement, 'vulnerability'), 'description') ?? textField(statement, 'action_statement'),
            url: urlOf(field(field(statement, 'vulnerability'), '@id')),
            // The document's own day is no day of disclosure: whoever writes it anew would begin the grace again.
            published: undefined,
            severities: [],
          },
          report,
          materials,
        )
      }
    },
  })(context)
}

/** Lists of packages inside products by what is in them, each with a number: products may share a long one. */
type PackageLists = Map<string, number>

/** What a statement is about: each product with its vulnerability. */
function subjectsOf(statement: unknown, lists: PackageLists): readonly string[] {
  const [rule = ''] = idsOf(field(statement, 'vulnerability') ?? field(statement, 'vuln_description'))
  const numbers = new Map<readonly string[], number>()
  return productsOf(statement).map(({ id, packages }) => {
    let number = numbers.get(packages)
    if (number === undefined) {
      const text = [...packages].sort().join('\0')
      number = lists.get(text) ?? lists.size
      lists.set(text, number)
      numbers.set(packages, number)
    }
    return [rule.toUpperCase(), id, number].join('\0')
  })
}

function timeOf(statement: unknown, ofDocument: string | undefined): number {
  return Date.parse(textField(statement, 'timestamp') ?? ofDocument ?? '')
}

/** The time of the last statement about each subject: a document tells how what is known has changed. */
function latestOf(
  statements: readonly unknown[],
  ofDocument: string | undefined,
  lists: PackageLists,
): ReadonlyMap<string, number> {
  const latest = new Map<string, number>()
  for (const statement of statements) {
    const time = timeOf(statement, ofDocument)
    if (Number.isNaN(time)) continue
    for (const subject of subjectsOf(statement, lists)) latest.set(subject, Math.max(time, latest.get(subject) ?? time))
  }
  return latest
}

/** Whether later statements of the document are about all that this one is about. */
function isReplaced(subjects: readonly string[], time: number, latest: ReadonlyMap<string, number>): boolean {
  return subjects.length > 0 && subjects.every((subject) => (latest.get(subject) ?? Number.NaN) > time)
}

/** Before 0.2.0 a text. */
function idsOf(vulnerability: unknown): readonly string[] {
  if (typeof vulnerability === 'string') return idList(vulnerability.trim())
  const aliases = textsOf(field(vulnerability, 'aliases'))
  const names = idList(textField(vulnerability, 'name')?.trim(), aliases)
  return names.length > 0 ? names : idList(textField(vulnerability, '@id'))
}

/** Each product once, with the packages inside it that are meant. */
function productsOf(statement: unknown) {
  const products = new Map<string, string[]>()
  for (const product of tellingList(statement, 'products')) {
    const id = nameOf(product)
    if (id === undefined) continue
    const inside = products.get(id) ?? []
    products.set(id, inside)
    for (const one of listField(product, 'subcomponents')) inside.push(...textsOf(nameOf(one)))
  }
  // Of 0.0.1, beside the products.
  const beside = listField(statement, 'subcomponents').flatMap((one) => nameOf(one) ?? [])
  return [...products].map(([id, inside]) => ({ id, packages: inside.length > 0 ? inside : beside }))
}

function nameOf(component: unknown): string | undefined {
  if (typeof component === 'string') return component.trim() || undefined
  return textField(field(component, 'identifiers'), 'purl') ?? textField(component, '@id')
}
