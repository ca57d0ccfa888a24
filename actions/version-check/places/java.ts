import { type CodeToken, GRADLE, tokensOf } from './code-tokens.ts'
import { finders, type Declared, type Finder, type FinderContext, type Finds, named } from './finds.ts'
import { propertiesOf } from './properties.ts'
import type { Source } from './source.ts'
import { elementsAt, xmlValueAt, type XmlElement, type XmlValue } from './xml-tree.ts'

const ARTIFACT = { scheme: 'maven', role: 'version', what: 'the Maven version' } as const
const PARENT = { ...ARTIFACT, what: 'the Maven version of the parent' } as const
const GRADLE_VERSION = { scheme: 'maven', role: 'version', what: 'the Gradle version' } as const

export const JAVA_FINDERS: readonly Finder[] = finders([
  {
    id: 'maven',
    matches: named('pom.xml'),
    names: (source) => Promise.resolve([xmlValueAt(source.xml(), 'artifactId')?.text]),
    find: findInPom,
  },
  {
    id: 'gradle',
    matches: named('build.gradle', 'build.gradle.kts'),
    find: (source, finds) => {
      findInGradle(tokensOf(source.text, GRADLE), finds)
    },
  },
  {
    id: 'gradle-settings',
    matches: named('settings.gradle', 'settings.gradle.kts'),
    names: (source) => Promise.resolve([/rootProject\.name\s*=\s*["']([^"']+)["']/.exec(source.text)?.[1]]),
    find: () => undefined,
  },
  {
    id: 'gradle-properties',
    matches: named('gradle.properties'),
    find: (source, finds) => {
      for (const { key, ...span } of propertiesOf(source.text)) {
        if (['version', 'VERSION_NAME', 'projectVersion'].includes(key)) {
          finds.text(span, { ...GRADLE_VERSION, what: `the Gradle property ${key}` })
        }
      }
    },
  },
])

function findInPom(source: Source, finds: Finds, { names }: FinderContext): void {
  const project = source.xml()
  if (project.name !== 'project') return
  declareXml(project, ['version'], ARTIFACT, finds)
  const parent = xmlValueAt(project, 'parent', 'artifactId')?.text.toLowerCase()
  if (parent !== undefined && names.has(parent)) declareXml(project, ['parent', 'version'], PARENT, finds)
}

const PROPERTY = /^\$\{([\w.-]+)\}$/

/** A value that is one property stands where that property is set. */
function declareXml(project: XmlElement, path: readonly string[], declared: Declared, finds: Finds): void {
  const value = onlyValue(project, path, declared.what, finds)
  if (value === undefined) return
  const property = PROPERTY.exec(value.text)?.[1]
  if (property === undefined) {
    finds.text(value, declared)
    return
  }
  const what = `${declared.what} (property ${property})`
  const isSet = elementsAt(project, 'properties', property).length > 0
  const set = onlyValue(project, ['properties', property], what, finds)
  if (set) finds.text(set, { ...declared, what })
  else if (!isSet) {
    finds.elsewhere(value.start, `${declared.what} is the property ${property}, which this file does not set`)
  }
}

/** Maven refuses a model that has an element twice. */
function onlyValue(project: XmlElement, path: readonly string[], what: string, finds: Finds): XmlValue | undefined {
  const [first, second] = elementsAt(project, ...path)
  if (second === undefined) return first?.value
  finds.unreadable(second.value?.start ?? 0, `${what} is there twice`)
  return undefined
}

/** Blocks in which a version is that of the project: any other block may configure something else. */
const PROJECT_BLOCKS = ['allprojects', 'subprojects', 'project', 'android', 'defaultConfig']

/** `version = "1.2.3"`, `version "1.2.3"` and Android's `versionName`, outside of blocks that are about something else. */
function findInGradle(tokens: readonly CodeToken[], finds: Finds): void {
  /** Of each open block whether it is about something else, and how many are. */
  const blocks: boolean[] = []
  let others = 0
  let first: CodeToken | undefined
  tokens.forEach((token, index) => {
    if (token.text === '{' && token.kind === 'mark') {
      blocks.push(!PROJECT_BLOCKS.includes(first?.text ?? ''))
      others += Number(blocks.at(-1))
    } else if (token.text === '}' && token.kind === 'mark') others -= Number(blocks.pop() ?? false)
    const starts = first === undefined && token.kind === 'name'
    if (token.kind === 'line' || (token.kind === 'mark' && '{};'.includes(token.text))) first = undefined
    else first ??= token
    if (!starts || !['version', 'versionName'].includes(token.text)) return
    if (others > 0) return
    const next = tokens[index + 1]
    const value = next?.text === '=' ? tokens[index + 2] : next
    if (value?.kind === 'text') finds.text(value, { ...GRADLE_VERSION, what: `the Gradle ${token.text}` })
    else if (next?.text === '=') finds.elsewhere(token.start, `the Gradle ${token.text} is computed by the build`)
  })
}
