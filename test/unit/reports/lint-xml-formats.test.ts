import { describe, expect, it } from '@jest/globals'
import { fixture, isDoubted, readBytes, readingOf, readText } from '../../support/read-report.ts'
import { itReads, itStaysRed, type Sample } from '../../support/sample-table.ts'

const pmd = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<pmd xmlns="http://pmd.sourceforge.net/report/2.0.0" version="7.7.0">${content}</pmd>\n`
const violation = (priority: string): string =>
  `<violation beginline="3" endline="5" begincolumn="2" endcolumn="9" rule="R" ruleset="Design" priority="${priority}">\nToo long\n</violation>`

const PMD: readonly Sample[] = [
  {
    is: 'the five priorities; what has none is an error',
    format: 'pmd',
    text: pmd(`<file name="src/A.java">${['1', '2', '3', '4', '5', ''].map(violation).join('')}</file>`),
    metrics: { 'lint.error': 3, 'lint.warning': 1, 'lint.note': 2, 'lint.total': 6 },
  },
  { is: 'clean', format: 'pmd', text: pmd(''), metrics: { 'lint.total': 0 }, notes: /does not say what it looked at/ },
  {
    is: 'suppressed violations',
    format: 'pmd',
    text: pmd('<suppressedviolation filename="A.java" suppressiontype="//nopmd" msg="Too long" usermsg=""/>'),
    metrics: { 'lint.total': 0 },
    notes: /does not say/,
  },
  {
    is: 'a file that could not be read',
    format: 'pmd',
    text: pmd('<error filename="src/B.java" msg="Parse exception\nat line 3"><![CDATA[java.lang]]></error>'),
    contradicts: /could not read src\/B\.java: Parse exception/,
  },
  {
    is: 'a rule that did not run',
    format: 'pmd',
    text: pmd('<configerror rule="R" msg="no value"/>'),
    contradicts: /the rule R did not run: no value/,
  },
  {
    is: 'an exit code of its own for files that it could not read',
    format: 'pmd',
    text: pmd(''),
    options: { exitCode: 5 },
    contradicts: /did not do its work/,
    notes: /does not say/,
  },
  { is: 'another root', format: 'pmd', text: '<checkstyle/>', options: { format: 'pmd' }, refused: /no <pmd>/ },
]

const cpd = (content: string, attributes = 'pmdVersion="7.7.0"'): string =>
  `<?xml version="1.0"?>\n<pmd-cpd ${attributes}>${content}</pmd-cpd>\n`
const seen = '<file path="/repo/src/A.java" totalNumberOfTokens="10"/>'
const duplication = (...places: readonly string[]): string =>
  `<duplication lines="5" tokens="40">${places.map((place) => `<file column="2" ${place}/>`).join('')}<codefragment><![CDATA[a < b]]></codefragment></duplication>`

const CPD: readonly Sample[] = [
  {
    is: 'lines of duplications that overlap are counted once',
    format: 'cpd',
    text: cpd(
      seen +
        duplication('path="A.java" line="1" endline="5"', 'path="B.java" line="1" endline="5"') +
        duplication('path="A.java" line="4" endline="8"', 'path="A.java" line="21" endline="25"'),
    ),
    metrics: { 'lint.warning': 2, 'lint.total': 2, 'complexity.duplication.lines': 18 },
  },
  {
    is: 'an older report without versions and ends',
    format: 'cpd',
    text: cpd(duplication('path="A.java" line="1"', 'path="B.java" line="1"'), ''),
    metrics: { 'complexity.duplication.lines': 10 },
    notes: /before 7/,
  },
  { is: 'clean', format: 'cpd', text: cpd(seen), metrics: { 'lint.total': 0, 'complexity.duplication.lines': 0 } },
  { is: 'no file', format: 'cpd', text: cpd(''), contradicts: /nothing was looked at/ },
  {
    is: 'a duplication that lost a place',
    format: 'cpd',
    text: cpd(seen + duplication('path="A.java" line="1"')),
    metrics: { 'lint.warning': 1 },
    contradicts: /fewer than two places/,
  },
  {
    is: 'a place without a line',
    format: 'cpd',
    text: cpd(seen + duplication('path="A.java" line="1"', 'path="A.java" line="9"', 'path="A.java" line="x"')),
    contradicts: /no path or no line/,
  },
  {
    is: 'a file that could not be read',
    format: 'cpd',
    text: cpd(`${seen}<error filename="C.java" msg="Lexical error"/>`),
    contradicts: /could not read C\.java: Lexical error/,
  },
]

const bug = (attributes: string, content = ''): string => `<BugInstance type="T" ${attributes}>${content}</BugInstance>`
const bugs = (content: string, count: number, errors = 'errors="0" missingClasses="0"', classes = 2): string =>
  `<BugCollection version="4.8.6"><Project><SrcDir>/repo/src/main/java</SrcDir></Project>${content}<Errors ${errors}></Errors><FindBugsSummary total_classes="${classes}" total_bugs="${count}"/></BugCollection>`

const SPOTBUGS: readonly Sample[] = [
  {
    is: 'levels by rank, and by priority where there is none; the category SECURITY apart',
    format: 'spotbugs',
    text: bugs(
      ['rank="1"', 'rank="9"', 'rank="10"', 'rank="20"', 'priority="1"', 'priority="2"', 'priority="3"']
        .map((attributes) => bug(attributes))
        .join('') + ['1', '5', '12', '15'].map((rank) => bug(`rank="${rank}" category="SECURITY"`)).join(''),
      11,
    ),
    metrics: {
      'lint.error': 3,
      'lint.warning': 2,
      'lint.note': 2,
      'security.critical': 1,
      'security.high': 1,
      'security.medium': 1,
      'security.low': 1,
    },
  },
  { is: 'clean', format: 'spotbugs', text: bugs('', 0), metrics: { 'lint.total': 0 } },
  {
    is: 'missing classes are told and not doubted, as calls of the JDK are among them',
    format: 'spotbugs',
    text: bugs('', 0, 'errors="0" missingClasses="3"'),
    notes: /missed 3 classes/,
  },
  {
    is: 'errors of its own',
    format: 'spotbugs',
    text: bugs('', 0).replace(
      '<Errors errors="0" missingClasses="0">',
      '<Errors errors="1" missingClasses="0"><Error><ErrorMessage>Unable to read Stock.class\nmore</ErrorMessage></Error>',
    ),
    contradicts: /Unable to read Stock\.class\nSpotBugs counts 1 errors/,
  },
  {
    is: 'a bug that was lost',
    format: 'spotbugs',
    text: bugs(bug('rank="1"'), 2),
    contradicts: /counts 2 bugs and lists 1/,
  },
  { is: 'no class', format: 'spotbugs', text: bugs('', 0, '', 0), contradicts: /looked at no class/ },
  {
    is: 'no summary',
    format: 'spotbugs',
    text: '<BugCollection version="4.2.0"></BugCollection>',
    contradicts: /does not say what was looked at/,
  },
]

const issue = (id: string, severity: string): string =>
  `<issue id="${id}" severity="${severity}" message="m"><location file="app/A.kt" line="3" column="5"/></issue>`
const issues = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<issues format="6" by="lint 8.7.0">${content}</issues>\n`

const ANDROID: readonly Sample[] = [
  {
    is: 'its severities, of which ignored is no finding',
    format: 'android-lint',
    text: issues(
      ['Fatal', 'Error', 'Warning', 'Information', 'Hint', 'Ignore'].map((rank) => issue('I', rank)).join(''),
    ),
    metrics: { 'lint.error': 2, 'lint.warning': 1, 'lint.note': 2, 'lint.total': 5 },
  },
  { is: 'clean', format: 'android-lint', text: issues(''), metrics: { 'lint.total': 0 }, notes: /what it looked at/ },
  {
    is: 'lint that could not do its work',
    format: 'android-lint',
    text: issues(issue('LintError', 'Error')),
    metrics: { 'lint.error': 1 },
    contradicts: /could not look at everything \(LintError\)/,
  },
]

const DETEKT: readonly Sample[] = [
  {
    is: "detekt's XML",
    format: 'checkstyle',
    text: '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n<file name="src/Price.kt">\n\t<error line="3" column="9" severity="warning" message="This expression contains a magic number." source="detekt.MagicNumber" />\n\t<error line="7" column="1" severity="error" message="Too long." source="detekt.LongMethod" />\n</file>\n</checkstyle>',
    metrics: { 'lint.error': 1, 'lint.warning': 1 },
  },
  {
    is: "ktlint's XML",
    format: 'checkstyle',
    text: '<?xml version="1.0" encoding="utf-8"?>\n<checkstyle version="8.0">\n\t<file name="src/Price.kt">\n\t\t<error line="1" column="1" severity="error" message="Unused import" source="standard:no-unused-imports" />\n\t</file>\n</checkstyle>',
    metrics: { 'lint.error': 1 },
  },
]

const ALL = [...PMD, ...CPD, ...SPOTBUGS, ...ANDROID, ...DETEKT]

describe('findings in XML', () => {
  itReads(ALL)
  itStaysRed(ALL)

  it('of CPD name every other place at the first', () => {
    const { tables } = readBytes(fixture('cpd/planted.xml'), { files: ['src/main/java/shop/Stock.java'] })
    expect(tables.findings.rows).toMatchObject([
      {
        path: 'src/main/java/shop/Stock.java',
        line: 25,
        endLine: 36,
        message: '12 lines (75 tokens) stand here and at src/main/java/shop/Stock.java:38',
      },
    ])
  })

  it("of SpotBugs stand at the bug's own line, below the folders of the sources", () => {
    const files = ['src/main/java/shop/Stock.java', 'old/shop/Stock.java']
    const { tables } = readBytes(fixture('spotbugs/planted.xml'), { files })
    const rows = tables.findings.rows.map(({ rule, path, line }) => `${rule} ${path}:${line}`)
    expect(rows).toContain('ES_COMPARING_PARAMETER_STRING_WITH_EQ src/main/java/shop/Stock.java:22')
    expect(rows).toContain('SQL_INJECTION_JDBC src/main/java/shop/Stock.java:12')
  })

  it('of SpotBugs stand at the class where the bug has no line', () => {
    const place = '<SourceLine start="10" end="48" sourcepath="shop/A.java"/>'
    const member = '<SourceLine start="12" end="14" sourcepath="shop/A.java"/>'
    const text = bugs(
      bug('rank="1"', `<Class>${place}</Class><Method>${member}</Method>`) +
        bug('rank="2"', `<Class>${place}</Class><SourceLine start="13" end="13" sourcepath="shop/A.java"/>${member}`),
      2,
    )
    expect(readText(text).tables.findings.rows.map(({ line }) => line)).toEqual([10, 13])
  })

  it('of detekt are said to be its own', () => {
    expect(readingOf(readText(DETEKT[0]!.text)).tool?.name).toBe('detekt')
  })

  it.each(['pmd/planted.xml', 'cpd/planted.xml', 'spotbugs/planted.xml', 'android-lint/lint-results.xml'])(
    '%s is refused wherever it is cut',
    (name) => {
      const bytes = fixture(name)
      const end = bytes.lastIndexOf(0x3e)
      const step = Math.max(1, Math.ceil(end / 3_000))
      const believed = []
      for (let at = 0; at <= end; at += step) {
        if (!isDoubted(readBytes(bytes.slice(0, at), { format: name.split('/')[0]! }))) believed.push(at)
      }
      expect(believed).toEqual([])
    },
  )
})
