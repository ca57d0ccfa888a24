import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { readBytes, type ReadOptions, type ReadReport } from '../../support/read-report.ts'

/*
 * Files of public test suites with the counts that their own projects assert (see the folder's README).
 * They are no part of this repository; where they are not beside it, these tests are skipped.
 */
const CORPUS = new URL('../../../../shared/corpus/', import.meta.url)
const isThere = existsSync(new URL('expected.tsv', CORPUS))

/** The corpus's names of formats and our ids. Rows of a format that is not in the registry are passed over until it is. */
const FORMAT_ID: Readonly<Record<string, string>> = {
  'junit-xml': 'junit',
  SARIF: 'sarif',
  sarif: 'sarif',
  Bandit: 'bandit',
  ESLint: 'eslint',
  trx: 'trx',
  nunit: 'nunit',
  xunit: 'xunit',
  dart: 'dart',
  mocha: 'mocha',
  Semgrep: 'semgrep',
  'Semgrep Pro': 'semgrep',
  Gosec: 'gosec',
  gosec: 'gosec',
  Grype: 'grype',
  Trivy: 'trivy',
  'Trivy Operator': 'trivy-operator',
  Snyk: 'snyk',
  'Snyk Code': 'sarif',
  'npm audit v6': 'npm-audit',
  'npm audit v7+': 'npm-audit',
  'yarn audit': 'yarn-audit',
  // pnpm hands on the registry's answer as npm 6 does.
  'pnpm audit': 'npm-audit',
  'pip-audit': 'pip-audit',
  'cargo-audit': 'cargo-audit',
  'OSV-scanner': 'osv',
  CycloneDX: 'cyclonedx',
  SPDX: 'spdx',
  OpenVEX: 'openvex',
  CSAF: 'csaf',
  ZAP: 'zap',
  gitleaks: 'gitleaks',
  ggshield: 'ggshield',
  Secretlint: 'secretlint',
  'TruffleHog3 (python)': 'trufflehog',
  checkov: 'checkov',
  conftest: 'conftest',
  KICS: 'kics',
  Terrascan: 'terrascan',
  tfsec: 'tfsec',
  hadolint: 'hadolint',
  govulncheck: 'govulncheck',
  'golangci-lint': 'golangci-lint',
  golint: 'golint',
  cppcheck: 'cppcheck',
  clang: 'gcc',
  'clang-tidy': 'gcc',
  flake8: 'flake8',
  yamllint: 'yamllint',
  black: 'black',
  ansiblelint: 'ansible-lint',
  Brakeman: 'brakeman',
  SpotBugs: 'spotbugs',
  Nuclei: 'nuclei',
  'Dependency-Check': 'dependency-check',
  'GitLab SAST': 'gitlab',
  'GitLab container': 'gitlab',
  'GitLab dep': 'gitlab',
  'GitLab secret': 'gitlab',
}

const METRIC: Readonly<Record<string, string>> = {
  tests: 'tests.total',
  runs: 'tests.runs',
  tests_fail: 'tests.failed',
  tests_error: 'tests.errored',
  tests_skip: 'tests.skipped',
  tests_succ: 'tests.passed',
}

interface Ours {
  readonly why: string
  /** Refused, or the counts that are ours. */
  readonly counts: 'refused' | Readonly<Record<string, number>>
}

/** Where we say something else than the file's own project, and why that is right. */
const WE_DIFFER: Readonly<Record<string, Ours>> = {
  'tests/junit-xml/non-junit.xml': {
    why: 'the root is <suites>, in it <suite> and <case>: no JUnit XML. Reading it as a report without a test would hide its failure.',
    counts: 'refused',
  },
  'tests/trx/yami_YAMILEX_2015-10-24_04_18_59.trx': {
    why: 'one test was aborted and one could not be run: errors of a run that crashed, where the project takes them for skipped.',
    counts: {
      'tests.total': 25,
      'tests.runs': 25,
      'tests.failed': 2,
      'tests.errored': 2,
      'tests.skipped': 19,
      'tests.passed': 2,
    },
  },
  'tests/nunit/nunit3/jenkins/NUnit-multinamespace.xml': {
    why: 'a failure was taken out of it by hand. It still declares failures="1", and two suites still say success="False": never fewer failures than declared.',
    counts: { 'tests.total': 4, 'tests.runs': 4, 'tests.failed': 1, 'tests.passed': 3 },
  },
  'tests/nunit/nunit3/jenkins/NUnit-sec1752-file.txt': {
    why: 'the text "abc", the bait of an attack by an external entity: no report at all.',
    counts: 'refused',
  },
  'findings/spotbugs/version_4.4.0.xml': {
    why: '56 bugs of 9 types, which it counts itself (total_bugs="56"). DefectDojo unites those of one type.',
    counts: { findings: 56 },
  },
  'findings/gitlab_sast/gl-sast-report-many-vuln_v14.json': {
    why: '467 vulnerabilities, no two of which are equal. DefectDojo unites those of one rule and file.',
    counts: { findings: 467 },
  },
  'findings/gitlab_sast/gl-sast-report-many-vuln_v15.json': {
    why: 'the same report in the later schema.',
    counts: { findings: 467 },
  },
  'findings/nuclei/no_findings.json': {
    why: 'a file of 0 bytes, as of a scan that reached nothing: only with format=nuclei and exit-code=0.',
    counts: 'refused',
  },
  'findings/anchore_grype/check_all_fields.json': {
    why: 'six matches. DefectDojo unites those of one vulnerability in one package, here of two places.',
    counts: { findings: 6 },
  },
  'findings/govulncheck/issue_14642.json': {
    why: '201 advisories of the modules that are required, of which 40 affect what is built: only these have a message "finding". DefectDojo takes every advisory that was looked at for one that applies.',
    counts: { findings: 40 },
  },
  'findings/pip_audit/empty.json': {
    why: '[] says neither what wrote it nor what was looked at: only with format=pip-audit and exit-code=0.',
    counts: 'refused',
  },
  'findings/trivy/legacy_no_vuln.json': {
    why: 'null says neither what wrote it nor what was looked at: only with format=trivy and exit-code=0.',
    counts: 'refused',
  },
  'findings/semgrep/repeated_findings.json': {
    why: 'the result stands there twice. Before merging, these are two entries.',
    counts: { findings: 2 },
  },
  'findings/semgrep/sca-deployments-vulns.json': {
    why: '22 vulnerabilities of 22 dependencies or places. DefectDojo unites those of one title, file and line.',
    counts: { findings: 22 },
  },
  'findings/trufflehog3/many_vulns_current.json': {
    why: 'four issues: the one string stands in two commits.',
    counts: { findings: 4 },
  },
  'findings/trufflehog3/many_vulns_legacy.json': {
    why: '32 issues, with 74 strings. DefectDojo unites those of one file, so that a second secret there is never seen.',
    counts: { findings: 32 },
  },
  'findings/trufflehog3/zero_vulns.json': {
    why: '[] says neither what wrote it nor what was looked at: only with format=trufflehog.',
    counts: 'refused',
  },
  'findings/sarif/njsscan.sarif': {
    why: 'two results, one of which has two locations. DefectDojo makes a finding of each location; by SARIF §3.27.12 they are the places that one correction must change.',
    counts: { findings: 2 },
  },
}

/** Files of a scanner's folder that are of another format. */
const FORMAT_OF: Readonly<Record<string, string>> = { 'findings/snyk/snykcode_issue_9270.json': 'sarif' }

type Row = readonly [file: string, format: string, counts: 'refused' | Readonly<Record<string, number>>]

/** One row for each file. */
function corpus(): Row[] {
  const rows = new Map<string, { format: string; counts: Record<string, number>; refused: boolean }>()
  const lines = readFileSync(new URL('expected.tsv', CORPUS), 'utf8').trim().split('\n').slice(1)
  for (const line of lines) {
    const [file = '', format = '', metric = '', expected = ''] = line.split('\t')
    const row = rows.get(file) ?? { format, counts: {}, refused: false }
    if (metric === 'refused') row.refused = true
    else row.counts[METRIC[metric] ?? metric] = Number(expected)
    rows.set(file, row)
  }
  return [...rows].map(([file, { format, counts, refused }]) => [file, format, refused ? 'refused' : counts])
}

const ids: ReadonlySet<string> = new Set(FORMATS.map(({ id }) => id))
const rows = isThere ? corpus() : []
/** What must be refused is refused whatever its format. */
const ours = rows.filter(([, format, counts]) => counts === 'refused' || ids.has(FORMAT_ID[format] ?? ''))

function read(file: string, options: ReadOptions = {}): ReadReport {
  return readBytes(new Uint8Array(readFileSync(new URL(file, CORPUS))), options)
}

const describeWithCorpus = isThere ? describe : describe.skip

describeWithCorpus('real reports with the counts that their own projects assert', () => {
  it('are known by a format of ours, or are of one that is still to come', () => {
    const unnamed = new Set(rows.map(([, format]) => format).filter((format) => FORMAT_ID[format] === undefined))
    expect([...unnamed].sort()).toEqual(['dart', 'format', 'json', 'xml'].filter((name) => unnamed.has(name)))
  })

  if (ours.length === 0) it.skip('none: the folder ../shared/corpus is not there', () => undefined)
  else {
    it.each(ours)('%s (%s)', (file, format, counts) => {
      const differs = WE_DIFFER[file]
      const expected = differs?.counts ?? counts
      const report = read(file)
      if (expected === 'refused') {
        expect(report.refused).toBeDefined()
        return
      }
      expect(report.refused).toBeUndefined()
      expect(report.format).toBe(FORMAT_OF[file] ?? FORMAT_ID[format])
      const reading = report.reading!
      expect({ ...reading.metrics, findings: reading.entries }).toMatchObject(expected)
    })
  }
})
