import { EvidenceError } from '../../model/errors.ts'
import { symbolsOf } from '../xml/names.ts'
import { urlOf } from './details.ts'
import { addTo, type Contents, type Dependency, FORMAT, judge, scoreOf, suppressedBy } from './dependency-check-item.ts'
import { securityXml } from './security-xml.ts'

const NAMES = [
  'analysis',
  'dependency',
  'relatedDependency',
  'vulnerability',
  'suppressedVulnerability',
  'source',
  'dataSource',
  'exception',
  'package',
  'identifiers',
  'references',
  'vulnerableSoftware',
  'evidenceCollected',
  'knownExploitedVulnerability',
  'cvssV2',
  'cvssV3',
  'cvssV4',
  // Those whose text is kept.
  'fileName',
  'filePath',
  'id',
  'name',
  'timestamp',
  'message',
  'engineVersion',
  'reportDate',
  'severity',
  'cvssScore',
  'score',
  'baseScore',
  'version',
  'cwe',
  'description',
  'notes',
  'url',
] as const
const NAME = symbolsOf(NAMES)
/** Whole parts that are passed over, but for the addresses of references. */
const PASSED: ReadonlySet<number> = new Set([
  NAME.vulnerableSoftware,
  NAME.evidenceCollected,
  NAME.knownExploitedVulnerability,
])

/** What is told of one element, by the names of the elements in it; the first counts. */
type Told = Map<string, string>

/** `--format XML`. */
export const XML_READER = securityXml({
  ...FORMAT,
  vocabulary: NAMES,
  handler(source, report) {
    const contents: Contents = { dependencies: 0, sources: [], exceptions: [] }
    let passed = 0
    let isReference = false
    let dependency: Told | undefined
    const related: Told[] = []
    const found: { told: Told; source: string | undefined; isSuppressed: boolean; isKnown: boolean }[] = []
    /** What text belongs to, innermost last. */
    const whole: Told = new Map()
    const open: Told[] = [whole]
    const cvss: string[] = []
    const place = (told: Told, purl?: string): Dependency => ({
      fileName: told.get('fileName') ?? '',
      filePath: told.get('filePath'),
      purl: told.get('purl') ?? purl,
    })

    function close(): void {
      if (dependency === undefined) return
      if (!dependency.has('fileName')) throw new EvidenceError('a dependency has no <fileName>')
      const own = place(dependency)
      const others = related.filter((told) => told.get('fileName')).map((told) => place(told, own.purl))
      for (const { told, source: by, isSuppressed, isKnown } of found) {
        const name = told.get('name')
        if (name === undefined) throw new EvidenceError('a vulnerability has no <name>')
        addTo(report, own, isSuppressed ? [] : others, {
          source: by,
          name,
          severity: told.get('severity') ?? told.get('cvssV3.severity'),
          description: told.get('description'),
          cwes: [told.get('cwe') ?? ''].filter((cwe) => cwe !== ''),
          scores: [
            ...scoreOf('4.0', told.get('cvssV4.baseScore')),
            ...scoreOf(told.get('cvssV3.version') === '3.0' ? '3.0' : '3.1', told.get('cvssV3.baseScore')),
            ...scoreOf('2.0', told.get('cvssV2.score') ?? told.get('cvssScore')),
          ],
          url: urlOf(told.get('url')),
          isKnownExploited: isKnown,
          suppressed: isSuppressed ? suppressedBy(told.get('notes')) : undefined,
        })
      }
      dependency = undefined
      related.length = 0
      found.length = 0
    }

    return {
      start(symbol) {
        if (PASSED.has(symbol)) {
          passed += 1
          const last = found.at(-1)
          if (symbol === NAME.knownExploitedVulnerability && last) last.isKnown = true
          return
        }
        if (passed > 0) return
        if (symbol === NAME.dependency) {
          contents.dependencies += 1
          open.push((dependency = new Map<string, string>()))
        } else if (symbol === NAME.relatedDependency) {
          const told: Told = new Map()
          related.push(told)
          open.push(told)
        } else if (symbol === NAME.vulnerability || symbol === NAME.suppressedVulnerability) {
          const told: Told = new Map<string, string>()
          found.push({
            told,
            source: source.attributes.text(NAME.source),
            isSuppressed: symbol === NAME.suppressedVulnerability,
            isKnown: false,
          })
          open.push(told)
        } else if (symbol === NAME.dataSource || symbol === NAME.exception) open.push(new Map<string, string>())
        else if (symbol === NAME.references) isReference = true
        else if (symbol === NAME.cvssV2 || symbol === NAME.cvssV3 || symbol === NAME.cvssV4) {
          cvss.push(NAMES[symbol] ?? '')
        } else if (symbol >= NAME.fileName) source.keepText()
      },
      end(symbol) {
        if (PASSED.has(symbol)) {
          passed -= 1
          return
        }
        if (passed > 0) return
        const told = open.at(-1) ?? whole
        if (symbol === NAME.dependency) {
          open.pop()
          close()
        } else if (symbol === NAME.dataSource) {
          open.pop()
          contents.sources.push({ name: told.get('name') ?? '', timestamp: told.get('timestamp') ?? '' })
        } else if (symbol === NAME.exception) {
          open.pop()
          contents.exceptions.push(told.get('message') ?? 'an exception')
        } else if (
          symbol === NAME.relatedDependency ||
          symbol === NAME.vulnerability ||
          symbol === NAME.suppressedVulnerability
        ) {
          open.pop()
        } else if (symbol === NAME.references) isReference = false
        else if (symbol === NAME.cvssV2 || symbol === NAME.cvssV3 || symbol === NAME.cvssV4) cvss.pop()
        else if (symbol >= NAME.fileName) {
          const text = source.takeText().trim()
          const name = NAMES[symbol] ?? ''
          if (isReference && name !== 'url') return
          const key = name === 'id' ? (text.startsWith('pkg:') ? 'purl' : 'id') : [...cvss, name].join('.')
          if (!told.has(key) && text !== '') told.set(key, text)
        }
      },
      finish() {
        judge({ ...contents, version: whole.get('engineVersion'), reportDate: whole.get('reportDate') }, report)
      },
    }
  },
})
