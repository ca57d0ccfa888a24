import { SECURITY_SBOM_TOOLS } from '../../tools/security-sbom-tools.ts'
import type { OpenReader } from '../reader.ts'
import { symbolsOf } from '../xml/names.ts'
import { CdxReading } from './cyclonedx-reading.ts'
import { securityXml } from './security-xml.ts'

/** Elements that hold a list of others, as JSON has them. */
const ITEM_OF = {
  components: 'component',
  vulnerabilities: 'vulnerability',
  ratings: 'rating',
  cwes: 'cwe',
  advisories: 'advisory',
  references: 'reference',
  recommendations: 'recommendation',
  affects: 'target',
  versions: 'version',
  tools: 'tool',
  properties: 'property',
  compositions: 'composition',
  occurrences: 'occurrence',
} as const

const ELEMENTS = [
  'bom',
  ...(Object.entries(ITEM_OF).flat() as (keyof typeof ITEM_OF | (typeof ITEM_OF)[keyof typeof ITEM_OF])[]),
  'metadata',
  'licenses',
  'license',
  'expression',
  'id',
  'name',
  'value',
  'group',
  'purl',
  'scope',
  'evidence',
  'location',
  'source',
  'url',
  'score',
  'base',
  'severity',
  'method',
  'vector',
  'description',
  'detail',
  'created',
  'published',
  'rejected',
  'analysis',
  'state',
  'justification',
  'ref',
  'status',
  'aggregate',
  'dependencies',
  'dependency',
] as const
const ATTRIBUTES = ['bom-ref', 'type', 'acknowledgement'] as const
const NAMES = [...ELEMENTS, ...ATTRIBUTES] as const
const NAME = symbolsOf<string>(NAMES)
/** Attributes become fields; `ref` is one of the extension, `name` of its sources and of properties. */
const ATTRIBUTE_NAMES = ['bom-ref', 'type', 'acknowledgement', 'ref', 'name'] as const

const NAMESPACE = /\/bom\/(\d+\.\d+)$/

type Value = string | Fields | readonly Value[]
interface Fields {
  [name: string]: Value
}

interface Open {
  readonly name: string
  readonly fields: Fields
  readonly items: Value[]
  hasChildren: boolean
}

/** CycloneDX in XML: each component and vulnerability is given on as JSON would have it. */
export const cdxXml: OpenReader = (context) => {
  const reading = new CdxReading(context)
  return securityXml({
    tool: SECURITY_SBOM_TOOLS.cyclonedx,
    name: 'cyclonedx',
    vocabulary: [...NAMES, 'xmlns'],
    handler(source, report) {
      const stack: Open[] = []
      let hasList = false
      let version: string | undefined

      /** Given on at once, so that the document is never there as a whole. */
      function isHandedOn({ name }: Open, value: Value): boolean {
        const [root, list] = stack
        if (stack.length !== 2 || root?.name !== 'bom') return false
        if (name === 'component' && list?.name === 'components') reading.component(value)
        else if (name === 'vulnerability' && list?.name === 'vulnerabilities') reading.vulnerability(value)
        else if (name === 'dependency' && list?.name === 'dependencies') reading.dependency(value)
        else return false
        return true
      }

      return {
        start(symbol) {
          const name = NAMES[symbol] ?? ''
          const parent = stack.at(-1)
          if (parent) parent.hasChildren = true
          const fields: Fields = Object.create(null) as Fields
          for (const attribute of symbol < 0 ? [] : ATTRIBUTE_NAMES) {
            const value = source.attributes.text(NAME[attribute] ?? -1)
            if (value !== undefined) fields[attribute] = value
          }
          if (stack.length === 0) version = NAMESPACE.exec(source.attributes.text(NAMES.length) ?? '')?.[1]
          if (name === 'vulnerabilities') hasList = true
          stack.push({ name, fields, items: [], hasChildren: false })
          if (symbol >= 0) source.keepText()
        },
        end(symbol) {
          const open = stack.pop()
          if (!open) return
          const text = symbol < 0 || open.hasChildren ? '' : source.takeText().trim()
          const value = valueOf(open, text)
          const parent = stack.at(-1)
          if (!parent) reading.document({ ...open.fields, specVersion: version }, report, hasList)
          else if (open.name !== '' && !isHandedOn(open, value)) put(parent, open.name, value)
        },
      }
    },
  })(context)
}

function valueOf({ name, fields, items, hasChildren }: Open, text: string): Value {
  const isList = name === 'licenses' || (Object.hasOwn(ITEM_OF, name) && Object.keys(fields).length === 0)
  if (isList) return items
  // What a component needs stands inside it.
  if (name === 'dependency') return { ...fields, dependencies: items }
  if (Object.keys(fields).length === 0 && !hasChildren) return text
  return text === '' ? fields : { ...fields, value: text }
}

function put(parent: Open, name: string, value: Value): void {
  if (parent.name === 'licenses') parent.items.push(licenseOf(name, value))
  else if (parent.name === 'dependency') parent.items.push(value)
  else if (Object.hasOwn(ITEM_OF, parent.name) && ITEM_OF[parent.name as keyof typeof ITEM_OF] === name) {
    parent.items.push(value)
  } else if (name === 'recommendations') parent.fields['recommendation'] = (value as readonly Value[])[0] ?? ''
  else parent.fields[name] ??= value
}

/** An expression may have attributes of its own (1.6). */
function licenseOf(name: string, value: Value): Value {
  if (name !== 'expression' || typeof value === 'string' || Array.isArray(value)) return { [name]: value }
  const { value: expression = '', ...rest } = value as Fields
  return { ...rest, expression }
}
