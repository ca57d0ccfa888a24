import { describe, expect, it } from '@jest/globals'
import { licenseCategory, licenseId } from '../../../actions/shared/model/license-names.ts'
import {
  assessComponent,
  assessLicense,
  type LicenseLists,
  parseLicense,
} from '../../../actions/shared/model/licenses.ts'

describe('names of licences', () => {
  it.each([
    ['mit', 'MIT'],
    ['MIT License', 'MIT'],
    ['License :: OSI Approved :: MIT License', 'MIT'],
    ['The Apache Software License, Version 2.0', 'Apache-2.0'],
    ['Apache License 2.0', 'Apache-2.0'],
    ['Apache 2', 'Apache-2.0'],
    ['Apache Software License', 'Apache'],
    ['BSD', 'BSD'],
    ['BSD 3-Clause', 'BSD-3-Clause'],
    ['3-Clause BSD License', 'BSD-3-Clause'],
    ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
    ['GPL-2', 'GPL-2.0-only'],
    ['GPL-2+', 'GPL-2.0-or-later'],
    ['GPLv3', 'GPL-3.0-only'],
    ['GNU General Public License v3 (GPLv3)', 'GPL-3.0-only'],
    ['GNU General Public License v2 or later (GPLv2+)', 'GPL-2.0-or-later'],
    ['GNU Lesser General Public License v2.1', 'LGPL-2.1-only'],
    ['LGPL-2.1+', 'LGPL-2.1-or-later'],
    ['GNU Affero General Public License v3', 'AGPL-3.0-only'],
    ['GPL', 'GPL'],
    ['Public Domain', 'public-domain'],
    ['ISC License (ISCL)', 'ISC'],
    ['Proprietary', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s is %s', (text, id) => {
    expect(licenseId(text)).toBe(id)
  })

  it.each([
    ['AGPL-3.0-only', 'forbidden'],
    ['GPL', 'restricted'],
    ['MPL-2.0', 'reciprocal'],
    ['BSD', 'notice'],
    ['CC0-1.0', 'unencumbered'],
  ])('%s is in the category %s', (id, category) => {
    expect(licenseCategory(id)).toBe(category)
  })
})

describe('expressions', () => {
  it('bind AND before OR, and WITH before both', () => {
    expect(parseLicense('A OR B AND (C or D WITH E)')).toEqual({
      operator: 'OR',
      parts: [
        { license: 'A' },
        {
          operator: 'AND',
          parts: [{ license: 'B' }, { operator: 'OR', parts: [{ license: 'C' }, { license: 'D', exception: 'E' }] }],
        },
      ],
    })
  })

  it.each(['MIT AND', '(MIT', 'OR', 'MIT WITH', 'MIT Apache', `${'('.repeat(100)}MIT${')'.repeat(100)}`])(
    '%s is none, and taken for a name',
    (text) => {
      expect(parseLicense(text)).toEqual({ license: text })
    },
  )
})

describe('without a policy the categories decide', () => {
  it.each([
    ['MIT', 'allowed'],
    ['MPL-2.0', 'allowed'],
    ['GPL-3.0-only', 'denied'],
    ['LGPL-2.1-or-later', 'denied'],
    ['AGPL-3.0-only', 'denied'],
    ['GPL-3.0-only OR MIT', 'allowed'],
    ['GPL-3.0-only AND MIT', 'denied'],
    ['Proprietary OR MIT', 'allowed'],
    ['Proprietary AND MIT', 'unknown'],
    ['Proprietary OR GPL-3.0-only', 'unknown'],
    ['MIT/Apache-2.0', 'allowed'],
    ['LicenseRef-shop', 'unknown'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'denied'],
    ['__proto__', 'unknown'],
  ])('%s is %s', (text, answer) => {
    expect(assessLicense(text, {})).toBe(answer)
  })
})

describe('with a policy', () => {
  const answers = (lists: LicenseLists, texts: readonly string[]) => texts.map((text) => assessLicense(text, lists))

  it('what it allows is allowed, and nothing else', () => {
    const lists = { allow: ['MIT', 'apache-2.0', 'GPL-2.0', 'BSD-*', 'Our own licence'] }
    expect(answers(lists, ['MIT License', 'Apache-2.0', 'BSD-3-Clause', 'our own licence'])).toEqual(
      Array(4).fill('allowed'),
    )
    expect(answers(lists, ['ISC', 'Shop 1.0', 'MIT OR ISC', 'MIT AND ISC'])).toEqual([
      'denied',
      'unknown',
      'allowed',
      'denied',
    ])
    // Who may take a later version may take this one; the other way round nobody may.
    expect(answers(lists, ['GPL-2.0-or-later', 'GPL-2.0+', 'GPL-3.0-only'])).toEqual(['allowed', 'allowed', 'denied'])
    expect(answers({ allow: ['GPL-2.0-or-later'] }, ['GPL-2.0-only'])).toEqual(['denied'])
  })

  it('what it denies is denied in all its versions, and what is not known is not allowed by silence', () => {
    const lists = { deny: ['GPL-3.0', 'AGPL-*'] }
    expect(answers(lists, ['GPL-3.0-only', 'GPL-3.0-or-later', 'AGPL-1.0-only'])).toEqual(Array(3).fill('denied'))
    expect(answers(lists, ['GPL-2.0-only', 'MIT', 'Shop 1.0'])).toEqual(['allowed', 'allowed', 'unknown'])
  })

  it('an exception of a licence is allowed where it is named', () => {
    const lists = { allow: ['GPL-2.0-only WITH Classpath-exception-2.0', 'MIT'] }
    expect(answers(lists, ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only'])).toEqual(['allowed', 'denied'])
  })

  it('a component complies only with all that is said of it; one of which nothing is said does not', () => {
    const component = { name: 'a', isLicenseReported: true }
    const [two, none] = [['MIT', 'GPL-3.0-only'], []].map((licenses) => assessComponent({ ...component, licenses }, {}))
    expect(two).toMatchObject({ answer: 'denied', faulty: ['GPL-3.0-only'] })
    expect(none).toMatchObject({ answer: 'unknown', faulty: [] })
  })
})
