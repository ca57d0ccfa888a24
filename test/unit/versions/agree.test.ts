import { describe, expect, it } from '@jest/globals'
import { agree, type Agreement } from '../../../actions/shared/versions/agree.ts'
import type { SchemeId } from '../../../actions/shared/versions/scheme.ts'

/** `pep440 1.2.3rc1`. */
function place(row: string): { readonly scheme: SchemeId; readonly text: string } {
  const [scheme = '', ...text] = row.split(' ')
  return { scheme: scheme as SchemeId, text: text.join(' ') }
}

/** [left, right, verdict, a word of the reason] */
const ROWS: readonly (readonly [string, string, Agreement, string])[] = [
  // One version in two spellings.
  ['pep440 1.2.3rc1', 'npm 1.2.3-rc.1', 'same', 'one version'],
  ['pep440 1.2.3rc1', 'npm 1.2.3-rc1', 'same', ''],
  ['pep440 1.2.3rc1', 'npm 1.2.3-RC.1', 'same', ''],
  ['pep440 1.2.3rc1', 'cargo 1.2.3-preview.1', 'same', ''],
  ['pep440 1.2.3rc1', 'cargo 1.2.3-pre.1', 'same', ''],
  ['pep440 1.2.3rc1', 'cargo 1.2.3-c.1', 'same', ''],
  ['pep440 1.2.3rc10', 'npm 1.2.3-rc10', 'same', ''],
  ['pep440 1.2.3a0', 'npm 1.2.3-alpha', 'same', ''],
  ['pep440 1.2.3a0', 'npm 1.2.3-alpha.0', 'same', ''],
  ['pep440 1.2.3.dev5', 'npm 1.2.3-dev.5', 'same', ''],
  ['pep440 1.2', 'npm 1.2.0', 'same', ''],
  ['pep440 v1.2.3', 'helm 1.2.3', 'same', ''],
  ['pep440 1.0.0+local-5', 'npm 1.0.0+local.5', 'same', ''],
  ['pep440 1.2.3rc1', 'maven 1.2.3-RC1', 'same', ''],
  ['pep440 1.2.3rc1', 'rubygems 1.2.3.rc1', 'same', ''],
  ['pep440 1.2.3rc1', 'composer 1.2.3-RC1', 'same', ''],
  ['pep440 1.2.3.post1', 'composer 1.2.3-p1', 'same', ''],
  ['npm 1.2.3', 'go v1.2.3', 'same', ''],
  ['npm 1.2.3', 'maven 1.2.3.Final', 'same', ''],
  ['npm 1.2.3', 'nuget 1.2.3.0', 'same', ''],
  ['npm 1.2.3-SNAPSHOT', 'maven 1.2.3-SNAPSHOT', 'same', ''],
  ['npm 1.2.3-next.1', 'helm 1.2.3-next.1', 'same', ''],
  ['npm 1.2.3', 'app-version v1.2.3', 'same', ''],
  ['pep440 1.2.3rc1', 'app-version 1.2.3-rc.1', 'same', ''],
  ['npm 1.2.3-rc.1', 'app-version 1.2.3rc1', 'same', ''],
  // Two versions.
  ['npm 1.2.3', 'npm 1.2.4', 'different', 'two versions'],
  ['npm 1.2.3-alpha', 'npm 1.2.3-alpha.0', 'different', ''],
  ['npm 1.2.3-alpha', 'helm 1.2.3-alpha.0', 'different', ''],
  ['npm 1.2.3-rc.1', 'npm 1.2.3-RC.1', 'different', ''],
  ['npm 1.2.3-next.1', 'cargo 1.2.3-next.2', 'different', ''],
  ['pep440 1.2.3', 'npm 1.2.3-rc.1', 'different', ''],
  ['pep440 1.2.3', 'npm 1.2.3-1', 'different', ''],
  ['pep440 1.10', 'helm 1.1.0', 'different', ''],
  ['npm 9007199254740992.0.0', 'npm 9007199254740993.0.0', 'different', ''],
  ['pep440 9007199254740992', 'pep440 9007199254740993', 'different', ''],
  ['pep440 1.0.5+9.5', 'pep440 1.0.5+9.4', 'different', 'behind "+"'],
  ['npm 1.2.3+a', 'npm 1.2.3', 'different', 'behind "+"'],
  ['npm 1.2.3+001', 'cargo 1.2.3+1', 'different', 'behind "+"'],
  ['npm 1.2.3+a', 'pep440 1.2.3', 'different', 'behind "+"'],
  ['app-version 1.2.3-build7', 'app-version 1.2.3-build8', 'different', ''],
  // What the two schemes read differently.
  ['pep440 1.2.3-1', 'npm 1.2.3-1', 'ambiguous', 'post-release 1'],
  ['pep440 1.2.3.post1', 'npm 1.2.3-1', 'ambiguous', 'before its release in SemVer'],
  ['pep440 1.2.3.post1', 'npm 1.2.3-post.1', 'ambiguous', ''],
  ['pep440 1.2.3-0', 'npm 1.2.3-0', 'ambiguous', 'post-release 0'],
  ['pep440 1.2.3rc1.dev2', 'npm 1.2.3-rc.1.dev.2', 'ambiguous', 'without its "dev"'],
  ['maven 1.2.3-1', 'npm 1.2.3-1', 'ambiguous', ''],
  // No form in the other scheme: a refusal, not a mismatch.
  ['npm 1.2.3-SNAPSHOT', 'pep440 1.2.3', 'no-equivalent', 'pre-release "snapshot"'],
  ['npm 1.2.3-next.1', 'pep440 1.2.3', 'no-equivalent', 'no form in PEP 440'],
  ['npm 1.2.3-alpha.beta', 'pep440 1.2.3a0', 'no-equivalent', ''],
  ['npm 1.2.3-rc.1.2', 'pep440 1.2.3rc1', 'no-equivalent', ''],
  ['npm 1.2.3---x', 'pep440 1.2.3', 'no-equivalent', ''],
  ['pep440 1.2.3.post1', 'npm 1.2.3', 'no-equivalent', 'post-release (1)'],
  ['pep440 1.2.3.4', 'npm 1.2.3', 'no-equivalent', '4 release numbers'],
  ['pep440 1!1.2.3', 'npm 1.2.3', 'no-equivalent', 'epoch (1)'],
  ['pep440 1.2.3+abc', 'rubygems 1.2.3', 'no-equivalent', 'local version'],
  ['npm 1.2', 'pep440 1.2', 'no-equivalent', 'fewer than the three numbers'],
  ['npm 01.2.3', 'npm 01.2.3', 'no-equivalent', 'leading zero'],
  ['maven ${revision}', 'maven ${revision}', 'no-equivalent', 'template'],
  ['app-version build seven', 'npm 1.2.3', 'no-equivalent', ''],
  // Tags of images.
  ['oci-tag 1.2.3', 'npm 1.2.3', 'same', ''],
  ['oci-tag v1.2.3', 'npm 1.2.3', 'same', ''],
  ['oci-tag v1.2.3', 'go v1.2.3', 'same', ''],
  ['oci-tag v1.2.3', 'oci-tag 1.2.3', 'same', ''],
  ['oci-tag 1.2.3-rc.1', 'pep440 1.2.3rc1', 'same', ''],
  ['oci-tag 1.2.3rc1', 'pep440 1.2.3rc1', 'same', ''],
  ['oci-tag 1.2.3rc1', 'npm 1.2.3-rc.1', 'same', ''],
  ['oci-tag 1.2', 'pep440 1.2', 'same', ''],
  ['oci-tag 1.2.3_b1', 'npm 1.2.3+b1', 'same', ''],
  ['oci-tag 1.2.3', 'app-version 1.2.3', 'same', ''],
  ['oci-tag 1.2.3-SNAPSHOT', 'maven 1.2.3-SNAPSHOT', 'same', ''],
  ['oci-tag 1.2.3-b1', 'npm 1.2.3+b1', 'ambiguous', 'a pre-release "1.2.3-b1"'],
  ['oci-tag 1.2', 'npm 1.2.3', 'ambiguous', 'moves with each release'],
  ['oci-tag v1', 'npm 1.2.3', 'ambiguous', 'moves'],
  ['oci-tag 1.2', 'pep440 1.2.0', 'ambiguous', 'moves'],
  ['oci-tag 1.2.3-alpine', 'npm 1.2.3', 'ambiguous', 'variant (alpine)'],
  ['oci-tag 1.2.3rc1-slim', 'pep440 1.2.3rc1', 'ambiguous', 'variant (slim)'],
  ['oci-tag 1.2.3-rc.1', 'npm 1.2.3', 'different', ''],
  ['oci-tag 1.2.4', 'npm 1.2.3', 'different', ''],
  ['oci-tag 1.3', 'npm 1.2.3', 'different', ''],
  ['oci-tag 1.2.4-alpine', 'npm 1.2.3', 'different', ''],
  ['oci-tag latest', 'npm 1.2.3', 'no-equivalent', 'names no version'],
  ['oci-tag 1.2.3+b1', 'npm 1.2.3+b1', 'no-equivalent', '"+"'],
]

describe('two places', () => {
  it.each(ROWS)('that say %s and %s are: %s %s', (left, right, verdict, reason) => {
    const [there, back] = [agree(place(left), place(right)), agree(place(right), place(left))]
    expect(there).toEqual({ verdict, why: expect.stringContaining(reason) })
    expect(back.verdict).toBe(verdict)
  })

  it('may differ in build metadata where that is ignored', () => {
    for (const [left, right] of [
      ['npm 1.2.3+a', 'npm 1.2.3'],
      ['pep440 1.2.3+a', 'pep440 1.2.3+b'],
      ['pep440 1.2.3+a', 'npm 1.2.3'],
      ['npm 1.2.3+a', 'go v1.2.3'],
      ['pep440 1.2.3+a', 'rubygems 1.2.3'],
    ] as const) {
      expect(agree(place(left), place(right), { build: 'ignore' }).verdict).toBe('same')
      expect(agree(place(left), place(right)).verdict).not.toBe('same')
    }
    expect(agree(place('npm 1.2.4+a'), place('npm 1.2.3'), { build: 'ignore' }).verdict).toBe('different')
  })
})
