import { expect } from '@jest/globals'
import type { ParsedVersion, SchemeId } from '../../../actions/shared/versions/scheme.ts'
import { compareVersions, parseVersion } from '../../../actions/shared/versions/schemes.ts'

/** A version that must be readable. */
export function parsed(text: string, scheme: SchemeId): ParsedVersion {
  const result = parseVersion(text, scheme)
  if ('refused' in result) throw new Error(result.refused)
  return result.parsed
}

/** Why a version is refused; '' when it is not. */
export function refusal(text: string, scheme: SchemeId): string {
  const result = parseVersion(text, scheme)
  return 'refused' in result ? result.refused : ''
}

/**
 * Compares all pairs of a table in ascending order; spellings of one version stand in one row, with spaces between.
 * @returns how many pairs were compared
 */
export function expectOrder(rows: readonly string[], scheme: SchemeId): number {
  const versions = rows.flatMap((row, rank) => row.split(' ').map((text) => ({ rank, version: parsed(text, scheme) })))
  const wrong: string[] = []
  for (const left of versions) {
    for (const right of versions) {
      const order = Math.sign(compareVersions(left.version, right.version))
      const expected = Math.sign(left.rank - right.rank)
      if (order !== expected) {
        wrong.push(`${left.version.text} against ${right.version.text}: ${order}, not ${expected}`)
      }
    }
  }
  expect(wrong).toEqual([])
  return versions.length ** 2
}
