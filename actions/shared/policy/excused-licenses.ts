import { keyOf } from '../model/components.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Finding } from '../model/findings.ts'
import type { AssessedComponent } from '../model/licenses.ts'
import { NO_LICENSE } from './judge-licenses.ts'

/**
 * The set in which packages and their findings say the same: a package complies where all that is wrong with its licences is
 * forgiven, and what a scanner finds of one that somebody agreed to is forgiven with it.
 */
export function excuseLicenses(set: EvidenceSet): EvidenceSet {
  if (set.licenses === undefined) return set
  const forgiven = new Map(set.forgiven?.findings)
  const licenses = new Map<string, readonly AssessedComponent[]>()
  for (const [label, assessed] of set.licenses) {
    const found = findingsByPackage(set.tables.get(label)?.findings.rows ?? [])
    const excused = assessed.map((one): AssessedComponent => {
      const findings = found.get(keyOf(one.component)) ?? []
      const { answer, exception, faulty } = one
      if (exception !== undefined) {
        for (const finding of findings) {
          if (!forgiven.has(finding)) forgiven.set(finding, `set aside by an exception of the policy: ${exception}`)
        }
        return one
      }
      if (answer === 'allowed') return one
      const sentences = new Set<string>()
      for (const rule of faulty.length > 0 ? faulty : [NO_LICENSE]) {
        const meant = findings.filter((finding) => finding.rule.toLowerCase() === rule.toLowerCase())
        const said = meant.map((finding) => forgiven.get(finding))
        if (said.length === 0 || said.includes(undefined)) return one
        for (const sentence of said) sentences.add(sentence ?? '')
      }
      return { ...one, answer: 'allowed', exception: [...sentences].join('; ') }
    })
    licenses.set(label, excused)
  }
  return { ...set, licenses, forgiven: { findings: forgiven, tests: set.forgiven?.tests ?? new Map() } }
}

function findingsByPackage(rows: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>()
  for (const finding of rows) {
    const { family, details } = finding
    if (family !== 'licenses' || details?.kind !== 'license' || !details.package) continue
    const key = keyOf(details.package)
    const known = found.get(key)
    if (known) known.push(finding)
    else found.set(key, [finding])
  }
  return found
}
