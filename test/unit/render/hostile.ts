import fc from 'fast-check'
import type { EvidenceSet } from '../../../actions/shared/model/evidence.ts'
import type { AssessedComponent } from '../../../actions/shared/model/licenses.ts'
import type { SecurityDetails } from '../../../actions/shared/model/security.ts'
import type { Verdict } from '../../../actions/shared/model/verdict.ts'
import { saturatedComparison } from './compared.ts'
import { evidenceSet, finding, reason, record, tables, verdict } from './samples.ts'

/** Pieces that each break something somewhere, put together in any order. */
const PIECES = [
  ...[
    '`',
    '```',
    '``````',
    '|',
    '\\',
    '\\|',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    '  ',
    '~~~',
    '$',
    '$$',
    '$`x`$',
    '*',
    '**',
    '__',
    '_',
    '~~',
  ],
  ...[
    '<!--',
    '-->',
    '<b>',
    '</details>',
    '</summary>',
    '</pre>',
    '</table>',
    '<script>alert(1)</script>',
    '<img src=x onerror=y>',
  ],
  ...[
    '&',
    '<',
    '>',
    '"',
    "'",
    '&lt;',
    '&#64;',
    '&commat;',
    '@octocat',
    '@org/team',
    '#1',
    'GH-7',
    'gh-8',
    'org/repo#3',
    'x@0123abc',
  ],
  ...[
    'https://evil.example/a',
    'http://evil.example',
    'www.evil.example',
    'mailto:a@b.io',
    'xmpp:a@b.io',
    'a@b.io',
    'ftp://evil.example',
  ],
  ...[
    '[x](https://evil.example)',
    '![i](https://evil.example)',
    '<https://evil.example>',
    '[x]: https://evil.example',
    '[^1]',
    '[ ] ',
    '](',
  ],
  ...[':tada:', 'a.c:100:3', '- ', '+ ', '1. ', '2) ', '> ', '# ', '---', '===', '| --- |', '    ', '> [!NOTE]'],
  ...[
    '\u202e',
    '\u2066',
    '\u200b',
    '\ufeff',
    '\u0000',
    '\u0007',
    '\u001b[31m',
    '\u009b2J',
    '\u2028',
    '\ud800',
    '\udc00',
    '\u{e0041}',
  ],
  ...[
    '::error::x',
    '::set-output name=a::b',
    '##[set-output name=a]b',
    '%0A',
    '<!-- cicd-actions:quality-gate:v1 {} -->',
  ],
  ...[
    '0123456789abcdef0123456789abcdef01234567',
    'deadbeef',
    '1234567',
    'word',
    'test_name',
    '😀',
    '👩‍💻',
    '試験',
    'é',
    'javascript:alert(1)',
  ],
]

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((pieces) => `${pieces.join('')}x`)

/** A verdict and its evidence in which every text is the given one. */
export function saturated(text: string): { verdict: Verdict; set: EvidenceSet } {
  const scope = tables({
    tests: [
      {
        suite: text,
        name: text,
        outcome: 'failed',
        seconds: 1,
        path: text,
        failure: { message: text, details: `${text}\n${text}`, line: 3 },
      },
      { suite: `${text}2`, name: 'n', seconds: 2, flaky: true, path: text },
    ],
    findings: [
      finding({ path: text, message: text, rule: text, tool: text }),
      finding({ family: 'security', rank: 'unknown', message: text }),
    ],
    coverage: { [text]: { 1: 0, 2: 1 } },
  })
  const broken = { message: text, source: text, scope: { label: text, path: text, leg: text } }
  const shown = verdict({
    name: text,
    status: 'fail',
    version: text,
    subject: {
      repository: 'octo/shop',
      sha: '0123456789abcdef0123456789abcdef01234567',
      run: 42,
      attempt: 1,
      leg: text,
      ref: text,
      job: text,
    },
    reasons: [
      reason({ status: 'fail', ...broken, rule: text, baseline: 3 }),
      reason({ status: 'fail', rule: 'complexity.max <= 1', metric: 'complexity.max', actual: 9, limit: 1, unit: '' }),
      reason({ status: 'unknown', rule: 'evidence', actual: undefined, limit: undefined, ...broken }),
      reason({ ...broken, rule: text }),
    ],
    evidence: [
      record({
        file: text,
        format: text,
        tool: { name: text, version: text },
        scope: broken.scope,
        doubts: [{ kind: 'contradiction', text }],
      }),
      record({ file: text, refused: text }),
    ],
    paths: { mapped: 1, unmapped: 1, examples: [text] },
  })
  const measured = {
    ...record({ kind: 'metrics' }),
    kind: 'metrics' as const,
    provenance: { file: text, sha256: '', bytes: 1, format: text },
    measurements: [{ metric: 'complexity.max', value: 9, subject: text, path: text, line: 1 }],
  }
  const set = { ...evidenceSet(scope, [measured]), comparison: saturatedComparison(text) }
  return { verdict: shown, set }
}

/** The same of a gate about scanners' findings: one of each kind, set aside in each way, every text the given one. */
export function scanned(text: string): { verdict: Verdict; set: EvidenceSet } {
  const { verdict: gate, set } = saturated(text)
  const details: SecurityDetails = {
    kind: 'vulnerability',
    ids: [text, `${text}2`],
    package: { name: text, version: '1.0', ecosystem: 'npm' },
    fixedVersions: ['2.0.0', text],
    severities: [
      { source: text, severity: 'critical' },
      { source: `${text}2`, severity: 'low' },
    ],
    cwes: [text],
    url: text,
    published: text,
    dependencyPath: [text, text, text],
    isDevelopment: true,
    isKnownExploited: true,
    epss: 0.9,
    suppressedElsewhere: text,
  }
  const about = { path: text, message: text, rule: text, tool: text }
  const found = [
    finding({ ...about, family: 'security', rank: 'critical', details, alsoAt: [{ path: `${text}2`, line: 4 }] }),
    finding({ ...about, family: 'security', rank: 'unknown', line: 2 }),
    finding({ ...about, family: 'secrets', rank: 'high', details: { ...details, kind: 'secret', secret: {} } }),
    finding({ ...about, family: 'licenses', rank: 'medium', details: { ...details, kind: 'license' } }),
    finding({ ...about, family: 'lint', rank: 'note' }),
  ]
  const waived = finding({ ...about, family: 'security', rank: 'low', line: 5 })
  const scope = tables({ findings: [...found, waived] })
  scope.findings.addSuppressed(
    finding({ ...about, family: 'security', rank: 'info', details: { ...details, suppressed: text } }),
  )
  const row = scope.findings.rows.find(({ rank }) => rank === 'low')
  const licensed: AssessedComponent = {
    component: { name: text, version: text, licenses: [text], isLicenseReported: true },
    answer: 'denied',
    faulty: [text],
    exception: text,
  }
  return {
    verdict: { ...gate, action: 'security-scan' },
    set: {
      ...set,
      tables: new Map([['', scope]]),
      forgiven: { findings: new Map(row ? [[row, text]] : []), tests: new Map() },
      licenses: new Map([[text, [licensed]]]),
    },
  }
}
