import { ConfigurationError } from '../model/errors.ts'
import { SECTIONS, type Section } from './defaults.ts'
import type { Policy } from './policy-file.ts'
import type { Grant } from './policy-waivers.ts'
import { mergeLicenses } from './license-policy.ts'
import { lockText, mergeRules } from './locked-rules.ts'
import type { Rule } from './rule.ts'
import { mergeSecurityOptions } from './security-options.ts'

/** A policy file among those that a policy stands on. */
export interface PolicyLayer {
  /** The file as its rules' `source` names it. */
  readonly name: string
  readonly policy: Policy
  /** The files that it extends, directly or not. */
  readonly extended: readonly string[]
}

/**
 * One policy of several files, the one that counts least first. A rule takes the place of those before it that are about
 * the same thing, unless they are locked; a section that a file does not have is inherited; waivers and quarantined tests
 * add up. Throws ConfigurationError where an owner is none of those that the files before allow.
 */
export function mergePolicies(layers: readonly PolicyLayer[]): Policy {
  const [first = EMPTY, ...others] = layers.map(policyOf)
  return others.reduce(mergeTwo, first)
}

const EMPTY: Policy = { waivers: [], quarantine: [], notices: [] }

/** Under its locked rules only the waivers count that this file or one that it extends has agreed to. */
function policyOf({ name, policy, extended }: PolicyLayer): Policy {
  const forgivenBy = [name, ...extended]
  const marked = (rule: Rule): Rule => (rule.locked === true && rule.waivable !== true ? { ...rule, forgivenBy } : rule)
  const sections = SECTIONS.map((section) => [section, policy[section]?.map(marked)] as const)
  return { ...policy, ...Object.fromEntries(sections.filter(([, rules]) => rules !== undefined)) }
}

function mergeTwo(inherited: Policy, own: Policy): Policy {
  const sections: Partial<Record<Section, readonly Rule[]>> = {}
  const notices: string[] = []
  demandOwners(inherited, own)
  const options = mergeSecurityOptions(inherited.securityOptions, own.securityOptions)
  const lock = lockOfLicenses(inherited)
  const isLoosened = lock !== undefined && own.licenses?.allow !== undefined
  if (isLoosened) {
    notices.push(`licenses.allow of a policy that extends ${lock.source} has no effect: ${lockText(lock)}`)
  }
  const licenses = mergeLicenses(inherited.licenses, isLoosened ? { ...own.licenses, allow: undefined } : own.licenses)
  for (const section of SECTIONS) {
    const [before, after] = [inherited[section], own[section]]
    if (before === undefined || after === undefined) continue
    const merged = mergeRules(before, after)
    sections[section] = merged.rules
    notices.push(...merged.notices)
  }
  return {
    ...inherited,
    ...own,
    ...sections,
    ...(options && { securityOptions: options }),
    ...(licenses && { licenses }),
    waivers: [...inherited.waivers, ...own.waivers],
    quarantine: [...inherited.quarantine, ...own.quarantine],
    notices: [...inherited.notices, ...own.notices, ...notices],
  }
}

/** A rule about licences that other policies must not loosen, as a list of what is allowed would. */
function lockOfLicenses(policy: Policy): Rule | undefined {
  return SECTIONS.flatMap((section) => policy[section] ?? []).find(
    ({ metric, forgivenBy }) => metric.startsWith('licenses.') && forgivenBy !== undefined,
  )
}

/** A file that says nothing of owners has those that it inherits. */
function demandOwners(inherited: Policy, own: Policy): void {
  if (inherited.owners === undefined || own.owners !== undefined) return
  const known = new Set(inherited.owners.map((owner) => owner.toLowerCase()))
  const grants: readonly Grant[] = [...own.waivers, ...own.quarantine, ...(own.licenses?.exceptions ?? [])]
  const strangers = grants.filter(({ owner }) => !known.has(owner.toLowerCase()))
  if (strangers.length === 0) return
  const problems = strangers.map(
    ({ owner, source, line }) => `${source}:${line}: ${owner} is not among the owners of the policy that it extends`,
  )
  throw new ConfigurationError(problems)
}
