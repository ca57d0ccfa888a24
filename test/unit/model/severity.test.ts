import { describe, expect, test } from '@jest/globals'
import type { SeverityStatement } from '../../../actions/shared/model/security.ts'
import {
  chooseSeverity,
  isInConflict,
  severityOfScore,
  severityOfWord,
} from '../../../actions/shared/model/severity.ts'

const nvd: SeverityStatement = { source: 'nvd', cvss: { version: '3.1', score: 9.8 } }
const debian: SeverityStatement = { source: 'debian', severity: 'low' }

describe('which severity counts', () => {
  test.each([
    ['the vendor of an operating system before any score', [nvd, debian], 'deb', 'low'],
    ['the score where the vendor says nothing', [nvd, { source: 'debian', severity: 'unknown' }], 'deb', 'critical'],
    ['the score for a package of a language, whatever a vendor says', [debian, nvd], 'npm', 'critical'],
    [
      'CVSS 4.0 before 3.1 before 2.0',
      [
        nvd,
        { source: 'ghsa', cvss: { version: '4.0', score: 5.1 } },
        { source: 'nvd', cvss: { version: '2.0', score: 10 } },
      ],
      'npm',
      'medium',
    ],
    [
      'the highest score of one version',
      [{ source: 'ghsa', cvss: { version: '3.1', score: 4 } }, nvd],
      'npm',
      'critical',
    ],
    ['the word where there is no score', [{ source: 'trivy', severity: 'high' }], 'npm', 'high'],
    [
      'a score of risk before one of 0',
      [nvd, { source: 'ghsa', cvss: { version: '4.0', score: 0 } }],
      'npm',
      'critical',
    ],
    [
      'a word before a score of 0',
      [{ source: 'grype', severity: 'high', cvss: { version: '4.0', score: 0 } }],
      'npm',
      'high',
    ],
    ['a score of 0 where nothing else is said', [{ source: 'nvd', cvss: { version: '3.1', score: 0 } }], 'npm', 'info'],
    ['no score beyond 10', [nvd, { source: 'ghsa', cvss: { version: '4.0', score: 98 } }], 'npm', 'critical'],
    ['unknown where nobody says anything', [], 'npm', 'unknown'],
  ] as const)('%s', (_, severities, ecosystem, expected) => {
    expect(chooseSeverity({ package: { name: 'x', ecosystem }, severities }).severity).toBe(expected)
  })

  test('scores have the ranges of GitHub and CVSS', () => {
    expect([10, 9, 8.9, 7, 6.9, 4, 3.9, 0.1, 0].map(severityOfScore)).toEqual([
      ...['critical', 'critical', 'high', 'high', 'medium', 'medium', 'low', 'low', 'info'],
    ])
    expect([Number.NaN, -1, 11].map(severityOfScore)).toEqual(['unknown', 'unknown', 'unknown'])
  })

  test('a word that is not known is unknown, never less', () => {
    expect(['CRITICAL', ' Moderate ', 'Negligible', 'catastrophic', ''].map(severityOfWord)).toEqual([
      ...['critical', 'medium', 'low', 'unknown', 'unknown'],
    ])
  })

  test('sources two steps apart are in conflict, neighbours are not', () => {
    expect(isInConflict([nvd, debian])).toBe(true)
    expect(isInConflict([nvd, { source: 'ghsa', severity: 'high' }])).toBe(false)
    expect(isInConflict([nvd])).toBe(false)
  })
})
