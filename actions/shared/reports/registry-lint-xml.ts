import type { ReportFormat } from './reader.ts'

/** XML of what looks for faults in Java, Kotlin and other code. detekt and others write Checkstyle's. */
export const LINT_XML_FORMATS: readonly ReportFormat[] = [
  {
    id: 'pmd',
    title: 'PMD XML',
    kind: 'findings',
    signatures: [{ xmlRoot: ['pmd'] }],
    load: () => import('./lint-xml/pmd.ts'),
    tools: 'PMD, its Maven and Gradle plugins',
    clean: 'no `<file>`, no `<error>` and no `<configerror>`; what was looked at is not told',
    cut: 'refused: XML that ends early; lost violations cannot be shown',
  },
  {
    id: 'cpd',
    title: 'CPD XML',
    kind: 'findings',
    signatures: [{ xmlRoot: ['pmd-cpd'] }],
    load: () => import('./lint-xml/cpd.ts'),
    tools: 'CPD (PMD), its Maven and Gradle plugins',
    clean: 'the files that were read, and no `<duplication>`; before PMD 7 what was read is not told',
    cut: 'refused: XML that ends early; lost duplications cannot be shown',
  },
  {
    id: 'spotbugs',
    title: 'SpotBugs XML',
    kind: 'findings',
    signatures: [{ xmlRoot: ['BugCollection'] }],
    load: () => import('./lint-xml/spotbugs.ts'),
    tools: 'SpotBugs, FindBugs, Find Security Bugs',
    clean: 'no `<BugInstance>`, no errors, and `total_classes` of at least 1',
    cut: 'refused: XML that ends early; lost bugs contradict `total_bugs`',
  },
  {
    id: 'android-lint',
    title: 'Android Lint XML',
    kind: 'findings',
    signatures: [
      { xmlRoot: ['issues'], xmlHas: ['@format'] },
      { xmlRoot: ['issues'], xmlHas: ['issue', 'location', '@severity', '@category'] },
    ],
    load: () => import('./lint-xml/android-lint.ts'),
    tools: "lint of Android's SDK and Gradle plugin",
    clean: 'no `<issue>`; what was looked at is not told',
    cut: 'refused: XML that ends early; lost issues cannot be shown',
  },
]
