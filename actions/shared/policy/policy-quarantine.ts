import { type Grant, readGrant, type ReadGrant, refuseTwice } from './policy-waivers.ts'

/** Tests whose failures somebody agreed to forgive while they are looked into. */
export interface QuarantinedTest extends Grant {
  /** `suite › name`; `*` stands for any text. */
  readonly test: string
}

const QUARANTINE_KEYS = ['test', 'reason', 'owner', 'expires'] as const

/** Reads quarantined tests of a policy file. What is wrong is noted in the reader. */
export function quarantineReader(owners: readonly string[] | undefined): ReadGrant<QuarantinedTest> {
  const known = new Map<string, number>()
  return (reader, node, file) => {
    const fields = reader.fields(node, QUARANTINE_KEYS, 'a quarantined test')
    if (!fields) return Promise.resolve(undefined)
    const grant = readGrant(reader, node, fields, { what: 'a quarantined test', key: 'test', file, owners })
    const test = fields.test === undefined ? undefined : reader.text(fields.test, 'the name of a test')?.trim()
    if (test === undefined || grant === undefined) return Promise.resolve(undefined)
    if (!/[\p{L}\p{N}]/u.test(test)) {
      reader.refuse(fields.test, `${JSON.stringify(test)} would quarantine every test: name some of them`)
      return Promise.resolve(undefined)
    }
    refuseTwice(reader, node, known, test, `the quarantine of ${test}`)
    return Promise.resolve({ test, ...grant })
  }
}
