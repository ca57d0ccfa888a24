import { describe, expect, it } from '@jest/globals'
import { renderCanonical } from '../../../actions/shared/versions/canonical.ts'
import type { SchemeId } from '../../../actions/shared/versions/scheme.ts'
import { SCHEMES } from '../../../actions/shared/versions/schemes.ts'
import { parsed, refusal } from './reading.ts'

describe('a version that a scheme refuses', () => {
  it.each<[SchemeId, string, RegExp]>([
    ['semver', '', /is empty/],
    ['semver', '1', /fewer than the three numbers/],
    ['semver', '1.2', /fewer than the three numbers/],
    ['semver', '1.2-rc.1', /fewer than the three numbers/],
    ['semver', '1.2.3.4', /more than the three numbers/],
    ['semver', '01.2.3', /leading zero \(01\)/],
    ['semver', '2024.01.05', /leading zero \(01\)/],
    ['semver', '1.2.3-01', /leading zero \(01\)/],
    ['semver', 'v1.2.3', /begins with "v"/],
    ['semver', '=1.2.3', /begins with "="/],
    ['semver', '1!1.2.3', /epoch/],
    ['semver', '1.2.3rc1', /no hyphen before its pre-release/],
    ['semver', '1.2.3-', /not of the form/],
    ['semver', '1.2.3-a..b', /not of the form/],
    ['semver', '1.2.3+', /not of the form/],
    ['semver', '1.2.3+a+b', /not of the form/],
    ['semver', '1.2.3-ä', /not of the form/],
    ['semver', ' 1.2.3', /spaces around it/],
    ['semver', '1.2.3\n', /spaces around it/],
    ['semver', '1.2.３', /not of the form|fewer/],
    ['semver', 'latest', /not of the form/],
    ['helm', '1.1', /not a version for Helm charts: it has fewer/],
    ['npm', '${revision}', /template \(\$\{\)/],
    ['maven', '${revision}', /template/],
    ['app-version', '{{ .Values.tag }}', /template \(\{\{\)/],
    ['nuget', '$(Version)', /template/],
    ['semver', `1.2.3-${'a'.repeat(300)}`, /306 characters, more than 256/],
    ['pep440', '1.2.3-SNAPSHOT', /pre-release that PEP 440 does not know \(SNAPSHOT\)/],
    ['pep440', '1.2.3-next.1', /does not know \(next\.1\)/],
    ['pep440', '1.2.3-alpha.beta', /does not know/],
    ['pep440', '1.2.3-rc.1.2', /does not know/],
    ['pep440', '1.2.3--x', /not of the form/],
    ['pep440', '1.0+', /local version/],
    ['pep440', '1.0+a..b', /local version/],
    ['pep440', '1.0+_foobar', /local version/],
    ['pep440', '1.0.*', /pattern/],
    ['pep440', '>=1.0', /range/],
    ['pep440', 'french toast', /not of the form/],
    ['maven', '1.0 beta', /does not allow/],
    ['maven', '[1.0,2.0)', /does not allow/],
    ['maven', '---', /neither a digit nor a letter/],
    ['go', '1.2.3', /does not begin with "v"/],
    ['go', 'v1.2', /vMAJOR\.MINOR\.PATCH/],
    ['go', 'v1.2.3+meta', /Go takes away/],
    ['go', 'v01.2.3', /leading zero/],
    ['nuget', '1.2.3.4.5', /not of the form/],
    ['nuget', '2147483648.0.0', /larger than 2147483647/],
    ['nuget', 'v1.0.0', /begins with "v"/],
    ['nuget', '1.0.0-01', /leading zero/],
    ['rubygems', 'v1.2.3', /begins with "v"/],
    ['rubygems', '1..2', /numbers and words/],
    ['composer', 'dev-main', /is a branch/],
    ['composer', '1.x-dev', /is a branch/],
    ['composer', '1.0.0-foo', /not of the form/],
    ['composer', '1.2.3.4.5', /not of the form/],
    ['oci-tag', 'latest', /names no version/],
    ['oci-tag', 'sha-0a1b2c3', /names no version/],
    ['oci-tag', '1.2.3+b1', /no tag may have \("\+"\)/],
    ['oci-tag', '-1.2.3', /begins with "-"/],
    ['oci-tag', `1.2.3-${'a'.repeat(123)}`, /129 characters, more than the 128/],
  ])('for %s, %j, is refused with the reason', (scheme, text, reason) => {
    expect(refusal(text, scheme)).toMatch(reason)
    expect(refusal(text, scheme)).toContain(SCHEMES[scheme].title)
  })

  it('is shown without control characters', () => {
    expect(refusal('1.0\u001b[31m\n::error::', 'semver')).not.toMatch(/[\u0000-\u001f]/)
  })

  it('takes no time that grows faster than its text', () => {
    const started = performance.now()
    for (const scheme of Object.values(SCHEMES)) {
      for (const part of ['1.', '0', '-', 'a', '1a', '.0', '-a', '_', '+']) {
        scheme.parse(`1${part.repeat(255)}`.slice(0, 256))
      }
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('what a scheme makes of a version', () => {
  it.each<[SchemeId, string, string, string, boolean]>([
    ['pep440', ' v1.2.3-RC.1\n', '1.2.3rc1', '1.2.3rc1', true],
    ['pep440', '1.2', '1.2', '1.2.0', false],
    ['pep440', '2024.01.05', '2024.1.5', '2024.1.5', false],
    ['pep440', '1.2.3-preview.1', '1.2.3rc1', '1.2.3rc1', true],
    ['pep440', '1.2.3-1', '1.2.3.post1', '1.2.3.post1', false],
    ['pep440', '1.0.5+9.5', '1.0.5+9.5', '1.0.5+9.5', false],
    ['pep440', '1!2.0.dev', '1!2.0.dev0', '1!2.0.0.dev0', true],
    ['pep440', '1.0a1.post2.dev3+Local-05', '1.0a1.post2.dev3+local.5', '1.0.0a1.post2.dev3+local.5', true],
    ['semver', '1.2.3-rc.1', '1.2.3-rc.1', '1.2.3rc1', true],
    ['semver', '1.2.3-RC1', '1.2.3-RC1', '1.2.3rc1', true],
    ['semver', '1.2.3-alpha', '1.2.3-alpha', '1.2.3a0', true],
    ['semver', '1.2.3-dev.5', '1.2.3-dev.5', '1.2.3.dev5', true],
    ['semver', '1.2.3-next.1', '1.2.3-next.1', '1.2.3-next.1', true],
    ['semver', '1.2.3+Build-7', '1.2.3+Build-7', '1.2.3+build.7', false],
    ['maven', '1.2.3.Final', '1.2.3.Final', '1.2.3', false],
    ['maven', '1.2.3-CR2', '1.2.3-CR2', '1.2.3rc2', true],
    ['maven', '1.2.3-SNAPSHOT', '1.2.3-SNAPSHOT', '1.2.3-snapshot', true],
    ['maven', '1.2.3-20240101.120000-1', '1.2.3-20240101.120000-1', '1.2.3-20240101.120000-1', true],
    ['maven', '1.2.3-jre', '1.2.3-jre', '1.2.3-jre', false],
    ['nuget', '1.0', '1.0.0', '1.0.0', false],
    ['nuget', '01.2.3.0-Beta+x', '1.2.3-Beta', '1.2.3b0+x', true],
    ['nuget', '1.2.3.4', '1.2.3.4', '1.2.3.4', false],
    ['go', 'v1.2.3+incompatible', 'v1.2.3+incompatible', '1.2.3', false],
    ['rubygems', '1.2.3-beta.1', '1.2.3.beta.1', '1.2.3b1', true],
    ['rubygems', '1.2.3.rc1', '1.2.3.rc1', '1.2.3rc1', true],
    ['rubygems', '1.2.3-1', '1.2.3.pre.1', '1.2.3-1', true],
    ['composer', 'v1.2-beta2', '1.2.0.0-beta2', '1.2.0b2', true],
    ['composer', '1.2.3-p1', '1.2.3.0-patch1', '1.2.3.post1', false],
    ['composer', '2010-01-02', '2010.01.02', '2010.1.2', false],
    ['oci-tag', 'v1.2.3_b1', 'v1.2.3_b1', '1.2.3+b1', false],
    ['oci-tag', '1.2.3-rc.1', '1.2.3-rc.1', '1.2.3rc1', true],
    ['app-version', 'v1.2.3', 'v1.2.3', '1.2.3', false],
    ['app-version', '1.2.3rc1', '1.2.3rc1', '1.2.3rc1', true],
  ])('for %s, %j, is %j and means %s', (scheme, text, normal, canonical, isPrerelease) => {
    const version = parsed(text, scheme)
    expect(version.normal).toBe(normal)
    expect(version.canonical && renderCanonical(version.canonical)).toBe(canonical)
    expect(version.isPrerelease).toBe(isPrerelease)
  })

  it('has no canonical form where no other scheme could read it, and says so', () => {
    expect(parsed('build seven', 'app-version').noCanonical).toBe('"build seven" is neither SemVer nor PEP 440')
    expect(parsed('Kepler-SR2', 'maven').noCanonical).toBe('"Kepler-SR2" does not begin with a number')
    expect(parsed('1.0-RC1.2', 'composer').noCanonical).toContain('several numbers')
  })

  it('is ambiguous where PEP 440 puts it on the other side of a version', () => {
    for (const text of ['1.2.3-1', '1.2.3-0', '1.2.3-post.1', '1.2.3-rev2', '1.2.3-rc.1.dev.2']) {
      expect(parsed(text, 'semver').ambiguity?.why).toContain(`"${text}" comes`)
      expect(parsed(text, 'pep440').ambiguity).toBeUndefined()
    }
    for (const text of ['1.2.3', '1.2.3-rc.1', '1.2.3-dev.1', '1.2.3-next.1']) {
      expect(parsed(text, 'semver').ambiguity).toBeUndefined()
    }
  })
})
