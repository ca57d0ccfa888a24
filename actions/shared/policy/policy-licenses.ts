import { licenseId } from '../model/license-names.ts'
import type { LicenseException, LicensePolicy } from './license-policy.ts'
import { readGrant } from './policy-waivers.ts'
import type { YamlReader } from './yaml-reader.ts'

const KEYS = ['allow', 'deny', 'exceptions'] as const
const EXCEPTION_KEYS = ['package', 'license', 'reason', 'owner', 'expires'] as const

/** Reads the section. What is wrong is noted in the reader. */
export function readLicenses(
  reader: YamlReader,
  node: unknown,
  file: string,
  owners: readonly string[] | undefined,
): LicensePolicy {
  const fields = reader.fields(node, KEYS, 'a policy of licences')
  if (!fields) return { exceptions: [] }
  const { allow, deny, exceptions } = fields
  return {
    ...(allow !== undefined && { allow: names(reader, allow, false) }),
    ...(deny !== undefined && { deny: names(reader, deny, true) }),
    exceptions:
      exceptions === undefined
        ? []
        : reader
            .items(exceptions, 'a list of exceptions')
            .flatMap((item) => readException(reader, item, file, owners) ?? []),
  }
}

/** A name in `deny` that is misspelt would let pass what it means: it has to be known. */
function names(reader: YamlReader, node: unknown, mustBeKnown: boolean): readonly string[] {
  return reader.items(node, 'a list of licences').flatMap((item) => {
    const name = reader.text(item, 'a licence')?.trim()
    if (name === undefined) return []
    const isKnown = /\*$|^LicenseRef-/.test(name) || licenseId(name.replace(/(?<=\d)\+$/, '')) !== undefined
    const isGnu = /^(?:A|L)?GPL-\d\.\d\+?$/i.test(name)
    if (!mustBeKnown || isKnown || isGnu) return [name]
    reader.refuse(
      item,
      `${JSON.stringify(name)} is no licence that is known here: write its SPDX id, or "${name}*" where it is meant as it is`,
    )
    return []
  })
}

function readException(
  reader: YamlReader,
  node: unknown,
  file: string,
  owners: readonly string[] | undefined,
): LicenseException | undefined {
  const fields = reader.fields(node, EXCEPTION_KEYS, 'an exception of a licence')
  if (!fields) return undefined
  const grant = readGrant(reader, node, fields, { what: 'an exception', key: 'package', file, owners })
  const name = fields.package === undefined ? undefined : reader.text(fields.package, 'a package')?.trim()
  const license = fields.license === undefined ? undefined : reader.text(fields.license, 'a licence')?.trim()
  return name === undefined || grant === undefined ? undefined : { package: name, license, ...grant }
}
