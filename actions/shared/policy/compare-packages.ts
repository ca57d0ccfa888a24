import type { Baseline } from '../model/baseline.ts'
import type { Change } from '../model/change.ts'
import { type Finding, placesOf } from '../model/findings.ts'
import { packageHash } from '../model/package-url.ts'

/**
 * Of findings that the base does not have those that were only disclosed since then: the base had that version of the package,
 * or every file that brings it is one of the repository that the change does not touch. Where nobody can tell, it was introduced.
 */
export function disclosedOf(
  added: Iterable<Finding>,
  { packages }: Pick<Baseline, 'packages'>,
  change: Change | undefined,
): ReadonlySet<Finding> {
  const isUntouched = (path: string | undefined): boolean =>
    path !== undefined && change?.isTracked?.(path) === true && !change.files.has(path)
  const disclosed = new Set<Finding>()
  for (const finding of added) {
    const reference = finding.details?.package
    if (reference === undefined) continue
    const hash = packageHash(reference)
    const wasThere = hash !== undefined && packages?.has(hash) === true
    if (wasThere || placesOf(finding).every(({ path }) => isUntouched(path))) disclosed.add(finding)
  }
  return disclosed
}
