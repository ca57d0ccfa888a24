import { describe, expect, test } from '@jest/globals'
import { formatPackageUrl, packageUrlOf, parsePackageUrl } from '../../../actions/shared/model/package-url.ts'

describe('a package URL', () => {
  test.each([
    [
      'pkg:npm/%40angular/animation@12.3.1',
      { type: 'npm', namespace: '@angular', name: 'animation', version: '12.3.1' },
    ],
    ['pkg:npm/@angular/animation@12.3.1', { type: 'npm', namespace: '@angular', name: 'animation', version: '12.3.1' }],
    ['pkg:npm/@angular/animation', { type: 'npm', namespace: '@angular', name: 'animation', version: '' }],
    [
      'pkg:pypi/Django_Package@1.11.1.dev1',
      { type: 'pypi', namespace: '', name: 'django-package', version: '1.11.1.dev1' },
    ],
    [
      'pkg:golang/GitHub.com/Gorilla/context@v1.1?type=module#sub',
      { type: 'golang', namespace: 'github.com/gorilla', name: 'context', version: '1.1' },
    ],
    [
      'pkg:deb/debian/curl@1%3A7.50.3-1?arch=i386&distro=jessie',
      { type: 'deb', namespace: 'debian', name: 'curl', version: '1:7.50.3-1' },
    ],
    [
      'pkg:golang/example.com%2Fevil/mod@1.0',
      { type: 'golang', namespace: 'example.com/evil', name: 'mod', version: '1.0' },
    ],
    ['pkg:npm/%40angular%2Fanimation@1', { type: 'npm', namespace: '@angular', name: 'animation', version: '1' }],
    [
      'pkg:golang/go.uber.org%2Fzap%2Fexp@v1',
      { type: 'golang', namespace: 'go.uber.org/zap', name: 'exp', version: '1' },
    ],
    ['pkg:generic/a%2Fb@1', { type: 'generic', namespace: '', name: 'a/b', version: '1' }],
    ['pkg://maven/org.apache/log4j@2.0', { type: 'maven', namespace: 'org.apache', name: 'log4j', version: '2.0' }],
    // As Trivy and as Syft write the same packages.
    ...[
      'pkg:deb/debian/login@4.5-1.1?arch=amd64&distro=debian-10.1&epoch=1',
      'pkg:deb/debian/login@1%3A4.5-1.1?arch=amd64&distro=debian-10',
    ].map((text) => [text, { type: 'deb', namespace: 'debian', name: 'login', version: '1:4.5-1.1' }] as const),
    ...['pkg:rpm/amazon/curl@7.61.1-9?arch=x86_64', 'pkg:rpm/amzn/curl@0:7.61.1-9?epoch=0'].map(
      (text) => [text, { type: 'rpm', namespace: 'amazon', name: 'curl', version: '7.61.1-9' }] as const,
    ),
    ['pkg:npm/lodash@1?epoch=1', { type: 'npm', namespace: '', name: 'lodash', version: '1' }],
    ['pkg:npm/broken%zz@1', { type: 'npm', namespace: '', name: 'broken%zz', version: '1' }],
  ])('%s is read', (text, expected) => {
    expect(parsePackageUrl(text)).toEqual(expected)
  })

  test.each(['', 'npm/lodash@1', 'pkg:', 'pkg:npm', 'pkg:npm/', 'http://example.org/a'])('%j is none', (text) => {
    expect(parsePackageUrl(text)).toBeUndefined()
  })

  test.each([
    [{ ecosystem: 'npm', name: '@angular/animation', version: '12.3.1' }, 'pkg:npm/%40angular/animation@12.3.1'],
    [{ ecosystem: 'maven', name: 'org.apache:log4j', version: '2.0' }, 'pkg:maven/org.apache/log4j@2.0'],
    [{ ecosystem: 'PyPI', name: 'Jinja2', version: '3.0' }, 'pkg:pypi/jinja2@3.0'],
    [{ name: 'lodash', version: '4.17.1' }, 'pkg:*/lodash@4.17.1'],
    [{ ecosystem: 'npm', name: 'half \ud800 a character' }, 'pkg:npm/half%20%EF%BF%BD%20a%20character'],
    [{ purl: 'pkg:npm/lodash', name: 'lodash', version: '4.17.1' }, 'pkg:npm/lodash@4.17.1'],
  ])('of %j is %s', (reference, expected) => {
    expect(formatPackageUrl(packageUrlOf(reference))).toBe(expected)
  })
})
