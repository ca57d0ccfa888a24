import { EvidenceError } from '../../model/errors.ts'
import type { SeverityStatement } from '../../model/security.ts'
import { severityOfWord } from '../../model/severity.ts'
import type { VexStatus } from '../../model/vex.ts'
import { SECURITY_SBOM_TOOLS } from '../../tools/security-sbom-tools.ts'
import { field, isObject, listField, objectOf, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { type CsafProducts, csafProducts, itemsByProduct } from './csaf-products.ts'
import { cwesOf, dayOf, scored, tellingList, textsOf, urlOf } from './details.ts'
import { Materials } from './materials.ts'
import { idList } from './packages.ts'
import { securityJson } from './security-report.ts'
import { addStated, type StatedProduct } from './vex-findings.ts'

/*
 * CSAF 2.0 and 2.1 (https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html), advisories and VEX. An entry is a
 * vulnerability in one product, whatever the advisory says of it there.
 */

/** The lists of `product_status` (§3.2.3.9), the one that counts first: whoever is said to be affected is. */
const STATUSES: ReadonlyMap<string, VexStatus> = new Map([
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'under_investigation'],
  ['unknown', 'under_investigation'],
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['recommended', 'fixed'],
])

export const open: OpenReader = (context) => {
  const materials = new Materials(context)
  return securityJson({
    tool: SECURITY_SBOM_TOOLS.csaf,
    name: 'csaf',
    arrays: [],
    document(value, report) {
      const document = objectOf(field(value, 'document'), 'the "document"')
      const version = textField(document, 'csaf_version')
      if (version === undefined || !/^2\.\d+$/.test(version)) {
        throw new EvidenceError(`its csaf_version is ${version?.slice(0, 20) ?? 'missing'}; 2.0 and 2.1 are read`)
      }
      const vulnerabilities = field(value, 'vulnerabilities')
      if (vulnerabilities !== undefined && !Array.isArray(vulnerabilities)) {
        throw new EvidenceError('its "vulnerabilities" are no list')
      }
      report.isNoScan()
      const publisher = textField(field(document, 'publisher'), 'name')
      const { products, groups } = csafProducts(field(value, 'product_tree'))
      const state = textField(field(document, 'tracking'), 'status')
      if (state === 'draft' || state === 'interim') report.note(`the advisory is ${state}, not final`)
      if (listField(value, 'vulnerabilities').length === 0) report.note('it has no vulnerability')
      for (const item of listField(value, 'vulnerabilities')) {
        const vulnerability = objectOf(item, 'a vulnerability')
        const ids = idList(
          textField(vulnerability, 'cve'),
          listField(vulnerability, 'ids').map((one) => textField(one, 'text')),
        )
        const title = textField(vulnerability, 'title')
        const names = ids.length > 0 ? ids : idList(title)
        if (names.length === 0) throw new EvidenceError('a vulnerability has neither "cve" nor "ids" nor "title"')
        const statuses = statusesOf(vulnerability, (name) => {
          report.contradict(
            `its product_status has the list "${name.slice(0, 40)}", which CSAF does not have: it is taken as affected`,
          )
        })
        // Without a product it is a vulnerability all the same.
        if (statuses.size === 0) statuses.set('', 'affected')
        const saidOf = saidIn(vulnerability, groups)
        for (const [id, status] of statuses) {
          const product: StatedProduct = products.get(id) ?? { id, packages: [] }
          const said = saidOf(id)
          addStated(
            {
              ids: names,
              status,
              justification: justificationOf(said),
              author: publisher,
              products: id === '' ? [] : [product],
              published: dayOf(textField(vulnerability, 'release_date') ?? textField(vulnerability, 'disclosure_date')),
              text: title,
              url: urlOf(listField(vulnerability, 'references').map((one) => textField(one, 'url') ?? '')),
              severities: severitiesOf(said, publisher ?? 'csaf'),
              cwes: cwesOf(
                textField(field(vulnerability, 'cwe'), 'id'),
                listField(vulnerability, 'cwes').map((one) => textField(one, 'id') ?? ''),
              ),
            },
            report,
            materials,
          )
        }
      }
    },
  })(context)
}

/** Products, each once, with the status that counts. A list of a later version is taken as affected, and said. */
function statusesOf(vulnerability: unknown, unknownList: (name: string) => void): Map<string, VexStatus> {
  const lists = field(vulnerability, 'product_status')
  const names = isObject(lists) ? Object.keys(lists) : []
  const later = names.filter((name) => !STATUSES.has(name) && Array.isArray(field(lists, name)))
  for (const name of later) unknownList(name)
  const found = new Map<string, VexStatus>()
  for (const name of [...later, ...STATUSES.keys()]) {
    for (const id of tellingList(lists, name).map(productId)) {
      if (!found.has(id)) found.set(id, STATUSES.get(name) ?? 'affected')
    }
  }
  return found
}

function productId(value: unknown): string {
  const id = textsOf(value)[0]
  if (id === undefined) throw new EvidenceError('a list of its product_status names a product by no text')
  return id
}

/** What a vulnerability says of one product beside its status. */
interface Said {
  readonly flags: readonly unknown[]
  readonly threats: readonly unknown[]
  readonly scores: readonly unknown[]
}

function saidIn(vulnerability: unknown, groups: CsafProducts['groups']): (product: string) => Said {
  const of = (...keys: readonly string[]) =>
    itemsByProduct(
      keys.flatMap((key) => listField(vulnerability, key)),
      groups,
    )
  const [flags, threats, scores] = [of('flags'), of('threats'), of('scores', 'metrics')]
  const impacts = (product: string): readonly unknown[] =>
    threats(product).filter((threat) => textField(threat, 'category') === 'impact')
  return (product) => ({ flags: flags(product), threats: impacts(product), scores: scores(product) })
}

/** Flags and the impact that threats tell are why a product is not affected (profile VEX, §4.5). */
function justificationOf({ flags, threats }: Said): string {
  const labels = flags.map((flag) => textField(flag, 'label'))
  const impacts = threats
    .map((threat) => textField(threat, 'details'))
    .filter((words) => severityOfWord(words) === 'unknown')
  return idList(labels, impacts).join(': ').slice(0, 500)
}

function severitiesOf({ scores, threats }: Said, publisher: string): readonly SeverityStatement[] {
  const source = /red ?hat/i.test(publisher)
    ? 'redhat'
    : /^suse\b/i.test(publisher)
      ? 'suse'
      : publisher.toLowerCase().slice(0, 60)
  const cvss = scores.flatMap((score) => {
    const content = field(score, 'content') ?? score
    return ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap((name) => {
      const one = field(content, name)
      const version = textField(one, 'version') ?? name.slice(-1)
      return scored(source, field(one, 'baseScore'), textField(one, 'vectorString'), version)
    })
  })
  // Vendors put their own word into the impact: "Important".
  const words = threats
    .map((threat) => severityOfWord(textField(threat, 'details')))
    .filter((severity) => severity !== 'unknown')
  return [...cvss, ...words.map((severity) => ({ source, severity }))]
}
