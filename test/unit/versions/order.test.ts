import { describe, expect, it } from '@jest/globals'
import type { SchemeId } from '../../../actions/shared/versions/scheme.ts'
import { compareVersions, SCHEMES } from '../../../actions/shared/versions/schemes.ts'
import { expectOrder, parsed } from './reading.ts'

// Tables in ascending order; spellings that are one version stand in one row. All pairs are compared.

/** https://semver.org/spec/v2.0.0.html, clauses 9 to 11: its examples, ASCII order, numbers past 2^53, build without rank. */
const SEMVER = [
  ...[
    '0.0.0-0',
    '0.0.0 0.0.0+0',
    '0.0.4',
    '0.9.9',
    '1.0.0-0',
    '1.0.0-0.3.7',
    '1.0.0-9',
    '1.0.0-10',
    '1.0.0-10.a',
    '1.0.0--',
  ],
  ...['1.0.0---', '1.0.0-0A', '1.0.0-A', '1.0.0-a', '1.0.0-alpha 1.0.0-alpha+001', '1.0.0-alpha.1', '1.0.0-alpha.beta'],
  ...[
    '1.0.0-beta 1.0.0-beta+exp.sha.5114f85',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0-rc10',
    '1.0.0-rc2',
  ],
  ...['1.0.0-x.7.z.92', '1.0.0-x-y-z.--'],
  ...[
    '1.0.0 1.0.0+20130313144700 1.0.0+21AF26D3----117B344092BD',
    '1.9.0',
    '1.10.0',
    '1.11.0',
    '2.0.0',
    '2.1.0',
    '2.1.1',
  ],
  ...['9007199254740992.0.0', '9007199254740993.0.0-9007199254740992', '9007199254740993.0.0-9007199254740993'],
  ...[
    '9007199254740993.0.0',
    '99999999999999999999999.999999999999999998.0',
    '99999999999999999999999.999999999999999999.0',
  ],
]

/** The specification's "Summary of permitted suffixes and relative ordering", its normalisations, and numbers past 2^53. */
const PEP440 = [
  '0.9',
  ...[
    '1.dev0 1.0.dev0 1.0.0dev v1-DEV',
    '1.0.dev456',
    '1.0a1.dev1',
    '1.0a1 1.0alpha1 1.0-a.1 1.0.ALPHA-1',
    '1.0a2.dev456',
  ],
  ...['1.0a2', '1.0a12.dev456', '1.0a12', '1.0b0.dev1', '1.0b0 1.0b 1.0beta 1.0_beta_0', '1.0b1.dev456', '1.0b2'],
  ...[
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1 1.0c1 1.0-pre1 1.0preview.1 1.0-RC-01',
    '1.0rc2',
    '1.0rc10',
  ],
  ...[
    '1.0 1 1.0.0 v1.0 01.0 0!1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+abc.10',
    '1.0+ubuntu-1 1.0+Ubuntu.1 1.0+ubuntu_01',
    '1.0+5',
  ],
  ...[
    '1.0+5.0',
    '1.0+9.5',
    '1.0.post456.dev34',
    '1.0.post456 1.0-456 1.0-r456 1.0.rev456 1.0POST456',
    '1.0.1',
    '1.0.15',
    '1.1.dev1',
  ],
  ...[
    '1.2.3.4',
    '2024.1.5 2024.01.05',
    '9007199254740992',
    '9007199254740993.dev9007199254740992',
    '9007199254740993.dev9007199254740993',
  ],
  ...['9007199254740993', '1!0.1', '1!1.0', '9007199254740993!0'],
]

/** Made with Maven 3.9.9's own ComparableVersion. */
const MAVEN = [
  '0.9',
  '1-alpha',
  '1-alpha-1 1a1 1.0.0-alpha1',
  '1-alpha-2',
  '1-alpha-10',
  '1-beta',
  '1-beta-1 1b1',
  '1-m1 1-milestone-1',
  '1.0-M2',
  '1.0-M11',
  '1-rc 1-cr',
  '1-rc1 1.0.RC1 1.0-rc-1',
  '1-rc2',
  '1-RC10',
  '1-SNAPSHOT 1.0.0-SNAPSHOT',
  '1 1.0 1.0.0 1-ga 1.0.Final 1.0.0.RELEASE 1.0-final',
  '1-sp',
  '1.0.SP1',
  '1-sp-2',
  '1-jre',
  '1-xyz',
  '1-1 1.0-1',
  '1-2',
  '1-10',
  '1.0.0.1',
  '1.0.1-SNAPSHOT',
  '1.0.1',
  '1.2',
  '1.2.3-rc-1-SNAPSHOT',
  '1.2.3',
  '1.2.3-android',
  '1.2.3-jre',
  '1.2.3-20240101.120000-1',
  '1.2.3.1',
  '1.10',
  '2.0',
  '2.0.a',
  '2.0-b',
  '9007199254740992',
  '9007199254740993',
  '99999999999999999998',
  '99999999999999999999',
]

const NUGET = [
  ...['1.0.0-alpha 1.0-ALPHA 1-alpha', '1.0.0-alpha.2', '1.0.0-alpha.10', '1.0.0-beta', '1.0.0-RC.1 1.0.0-rc.1'],
  ...['1.0.0 1 1.0 1.0.0.0 01.00.0 1.0.0+build', '1.0.0.1', '1.0.1-a', '1.0.1', '2147483647.0.0'],
]

const GO = [
  ...[
    'v0.0.0-20191109021931-daa7c04131f5',
    'v0.0.0',
    'v0.1.0',
    'v1.0.0-alpha',
    'v1.0.0-rc.1',
    'v1.0.0',
    'v1.2.4-0.20191109021931-daa7c04131f5',
  ],
  ...['v1.2.4', 'v2.0.0 v2.0.0+incompatible', 'v9007199254740992.0.0', 'v9007199254740993.0.0'],
]

/** https://docs.ruby-lang.org/en/master/Gem/Version.html */
const RUBYGEMS = [
  ...['0.9', '1.0.a.2 1.0.a2 1.0.0.a.2', '1.0.a10', '1.0.b1 1.0.0-b1 1.0-b.1', '1.0.pre.1 1.0-1 1.0.0.pre1', '1.0.rc1'],
  ...['1 1.0 1.0.0', '1.0.0.1', '1.2', '1.10', '9007199254740992', '9007199254740993'],
]

/** https://getcomposer.org/doc/articles/versions.md, compared with PHP's own version_compare on Composer's normal forms. */
const COMPOSER = [
  ...[
    '1.0-dev 1.0.0.0-dev',
    '1.0-alpha-dev',
    '1.0-alpha',
    '1.0-alpha0',
    '1.0-alpha1 1.0a1 v1.0.0-ALPHA.1',
    '1.0-beta2 1.0b2',
    '1.0-beta10',
  ],
  ...[
    '1.0-RC1-dev',
    '1.0-RC1 1.0.rc1 1.0-rc-1',
    '1.0 v1 1.0.0.0 1.0-stable 1.0+build',
    '1.0-patch1 1.0-p1 1.0pl1',
    '1.0.0.1',
    '1.2',
  ],
  ...['20100102', '20100103'],
]

/** https://dart.dev/tools/pub/versioning: build metadata has a rank. */
const PUB = ['1.2.3-dev.1', '1.2.3', '1.2.3+1', '1.2.3+2', '1.2.3+10', '1.2.3+a', '1.2.4']

describe('the order of versions', () => {
  it.each<[SchemeId, readonly string[], number]>([
    ['semver', SEMVER, 1600],
    ['pep440', PEP440, 4300],
    ['maven', MAVEN, 2500],
    ['nuget', NUGET, 250],
    ['go', GO, 100],
    ['rubygems', RUBYGEMS, 300],
    ['composer', COMPOSER, 500],
    ['pub', PUB, 49],
  ])('of %s holds for every pair of its table', (scheme, rows, pairs) => {
    expect(expectOrder(rows, scheme)).toBeGreaterThanOrEqual(pairs)
  })

  it.each<SchemeId>(['npm', 'cargo', 'helm', 'hex'])('of %s is that of SemVer', (scheme) => {
    expectOrder(SEMVER, scheme)
  })

  it.each<SchemeId>(['oci-tag', 'app-version'])('of %s does not exist', (scheme) => {
    expect(SCHEMES[scheme].isOrdered).toBe(false)
    expect(() => compareVersions(parsed('1.2.3', scheme), parsed('1.2.4', scheme))).toThrow(TypeError)
  })

  it('does not exist between two schemes', () => {
    expect(() => compareVersions(parsed('1.2.3', 'npm'), parsed('1.2.3', 'pep440'))).toThrow(TypeError)
  })
})
