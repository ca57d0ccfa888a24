import { describe, expect, it } from '@jest/globals'
import { byVector } from '../../../../actions/shared/reports/security/cvss.ts'
import { packageOf } from '../../../../actions/shared/reports/security/packages.ts'

describe('a score by a CVSS vector', () => {
  it.each([
    // https://www.first.org/cvss/v2/guide §3.3
    ['2.0', 'AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
    ['2.0', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
    ['2.0', 'AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
    ['2.0', '(AV:N/AC:M/Au:N/C:N/I:P/A:N)', 4.3],
    // https://www.first.org/cvss/v3.0/examples and https://www.first.org/cvss/v3.1/examples
    ['3.0', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['3.0', 'CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
    ['3.1', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
    ['3.1', 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
    ['3.1', 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', 4.6],
    // What is temporal is no part of the base score.
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N/E:P', 0],
    // https://www.first.org/cvss/v4.0/examples
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N', 5.1],
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7],
    ['4.0', 'CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3],
    ['4.0', 'CVSS:4.0/AV:P/AC:H/AT:P/PR:L/UI:P/VC:L/VI:L/VA:L/SC:L/SI:L/SA:L', 1],
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0],
  ] as const)('of version %s: %s is %d', (version, vector, score) => {
    expect(byVector('nvd', vector)).toMatchObject([{ source: 'nvd', cvss: { version, score } }])
  })

  it.each([
    '',
    'CVSS:3.1',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H',
    'CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:constructor/VI:H/VA:H/SC:H/SI:H/SA:H',
    'CVSS:5.0/AV:N',
    'AV:constructor/AC:L/Au:N/C:N/I:N/A:C',
  ])('is none of what is no whole vector: %s', (vector) => {
    expect(byVector('nvd', vector)).toEqual([])
  })
})

describe('a package', () => {
  it.each([
    ['npm', '@scope/name', '1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
    ['pip', 'Planted_Lib', '1', 'pkg:pypi/planted-lib@1'],
    ['maven', 'org.example:planted', '2', 'pkg:maven/org.example/planted@2'],
    ['Go', 'example.org/a/b', 'v1.2.3', 'pkg:golang/example.org/a/b@1.2.3'],
    ['Debian:12', 'planted', '1:2-3', 'pkg:deb/debian/planted@1:2-3'],
    ['crates.io', '__proto__', '1', 'pkg:cargo/__proto__@1'],
    ['Rocky Linux:9', 'planted', '1', 'pkg:rpm/rocky/planted@1'],
  ])('of %s has the package URL of %s', (world, name, version, purl) => {
    expect(packageOf(world, name, version).purl).toBe(purl)
  })

  it('keeps the package URL of the report, and has none of a world that is not known', () => {
    const purl = 'pkg:golang/example.org%2Fa/b@v1?type=module'
    expect(packageOf('npm', 'x', '1', purl)).toMatchObject({ purl, ecosystem: 'golang', name: 'x' })
    expect(packageOf('constructor', 'x', '1')).toEqual({ ecosystem: undefined, name: 'x', version: '1' })
  })
})
