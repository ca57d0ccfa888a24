import type { Finding } from '../model/findings.ts'
import { canonicalId, isCve } from './aliases.ts'

/**
 * Whether exceptions that name these ids mean all of a finding; an empty one means whatever is wrong with a package. An advisory
 * that bundles several CVEs is none of them: it is meant by a name that it has alone (`RHSA-2021:1234`), or by all of its CVEs
 * together.
 */
export function areAllOf({ rule, details }: Finding, named: Iterable<string>): boolean {
  const own = new Set([rule, ...(details?.ids ?? [])].map(canonicalId))
  const cves = [...own].filter(isCve)
  if (cves.length < 2) return true
  const ids = new Set([...named].map(canonicalId))
  const isAlone = (id: string): boolean => [...own].filter((other) => sourceOf(other) === sourceOf(id)).length < 2
  return cves.every((cve) => ids.has(cve)) || [...ids].some((id) => !isCve(id) && isAlone(id))
}

/** Who gave an id: `GHSA`. */
function sourceOf(id: string): string {
  return id.split('-')[0] ?? ''
}
