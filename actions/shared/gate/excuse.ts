import type { EvidenceSet } from '../model/evidence.ts'
import { MERGED_FAMILIES } from '../model/findings.ts'
import type { Assessment } from '../model/verdict.ts'
import type { Baseline } from '../model/baseline.ts'
import type { ExceptionOptions, Excused } from '../policy/exceptions.ts'
import type { Policy } from '../policy/policy-file.ts'
import { isJudgedByBase } from '../runtime/policy-source.ts'
import type { SecurityFilesRequest } from '../runtime/security-files.ts'

export interface ExcusedGate extends Excused {
  /** Says in the reasons which expired exceptions have a part in them. */
  readonly explained: (assessment: Assessment) => Assessment
}

export interface ExcuseOptions extends Omit<ExceptionOptions, 'day' | 'baseline'> {
  readonly now: number
  readonly baseline?: Baseline | undefined
  /** Where files of exceptions and catalogues are. */
  readonly sources: SecurityFilesRequest
  /** The repository's files, as git lists them. */
  readonly files: readonly string[] | undefined
}

/**
 * Evidence with what does not count: by the policy's waivers and its quarantine, then by its security options, by scanners' own
 * files of exceptions and by VEX. Loads nothing where there is none of it.
 */
export async function excuse(
  set: EvidenceSet,
  policy: Policy | undefined,
  options: ExcuseOptions,
): Promise<ExcusedGate> {
  const { now, sources, files, ...rest } = options
  const { dayOf } = await import('../policy/expiry.ts')
  const day = dayOf(now)
  const licensed = await withLicenses(set, policy, day, rest.rules)
  const known = await withCatalogues(licensed.set, policy, day, options)
  const excused = await applied(known, policy, { ...rest, day })
  // A change that has its scanner pass over all there is leaves no finding, and is told of all the same.
  const isChange = isJudgedByBase(sources.environment) && hasScannersReport(known)
  if (!hasScannersFindings(known) && !isChange) {
    return { ...excused, notices: [...excused.notices, ...licensed.notices] }
  }
  const [{ setAside }, { readIgnoreFiles, changedVexReports }] = await Promise.all([
    import('../policy/set-aside.ts'),
    import('../runtime/security-files.ts'),
  ])
  const isHonoured = policy?.securityOptions?.['ignore-files']?.value !== false
  const { ignores, notices } = isHonoured ? await readIgnoreFiles(sources) : { ignores: [], notices: [] }
  const changedVex = await changedVexReports(known, sources, files)
  const aside = setAside(excused.set, {
    ...{ day, rules: rest.rules, baseline: rest.baseline, options: policy?.securityOptions, ignores },
    isTrusted: (report) => !changedVex.reports.has(report),
  })
  return {
    ...excused,
    set: await withExcusedLicenses(aside.set),
    notices: [...excused.notices, ...licensed.notices, ...notices, ...changedVex.notices, ...aside.notices],
  }
}

/** Licences as the policy allows them, where any report tells of some. */
async function withLicenses(
  set: EvidenceSet,
  policy: Policy | undefined,
  day: string,
  rules: ExcuseOptions['rules'],
): Promise<{ readonly set: EvidenceSet; readonly notices: readonly string[] }> {
  const tables = [...set.tables.values()]
  const isTold = tables.some(
    ({ components, findings }) =>
      (components?.size ?? 0) > 0 || findings.rows.some(({ family }) => family === 'licenses'),
  )
  if (!isTold) return { set, notices: [] }
  const { judgeLicenses } = await import('../policy/judge-licenses.ts')
  return judgeLicenses(set, policy?.licenses, day, rules)
}

async function withExcusedLicenses(set: EvidenceSet): Promise<EvidenceSet> {
  if (set.licenses === undefined) return set
  const { excuseLicenses } = await import('../policy/excused-licenses.ts')
  return excuseLicenses(set)
}

async function withCatalogues(
  set: EvidenceSet,
  policy: Policy | undefined,
  day: string,
  { sources, files }: Pick<ExcuseOptions, 'sources' | 'files'>,
): Promise<EvidenceSet> {
  const options = policy?.securityOptions
  if (options?.kev === undefined && options?.epss === undefined) return set
  const [{ readCatalogues }, { withExploits }, { MAX_AGE_DAYS }] = await Promise.all([
    import('../runtime/security-files.ts'),
    import('../policy/known-exploits.ts'),
    import('../policy/security-options.ts'),
  ])
  const maxAgeDays = options['max-age']?.value ?? MAX_AGE_DAYS
  const { catalogues, gaps } = await readCatalogues(options, { day, maxAgeDays }, sources, files)
  return withExploits({ ...set, gaps: [...set.gaps, ...gaps] }, catalogues)
}

async function applied(set: EvidenceSet, policy: Policy | undefined, options: ExceptionOptions): Promise<ExcusedGate> {
  if (policy === undefined || policy.waivers.length + policy.quarantine.length === 0) {
    return { set, waived: [], notices: [], explained: (assessment) => assessment }
  }
  const { applyExceptions, withExpired } = await import('../policy/exceptions.ts')
  const excused = applyExceptions(set, policy, options)
  const explained = (assessment: Assessment): Assessment => ({
    ...assessment,
    reasons: withExpired(assessment.reasons, excused.waived, options.rules ?? []),
  })
  return { ...excused, explained }
}

function hasScannersReport({ evidence }: EvidenceSet): boolean {
  return evidence.some(({ metrics }) => Object.keys(metrics).some((name) => MERGED_METRIC.test(name)))
}

const MERGED_METRIC = new RegExp(`^(?:${[...MERGED_FAMILIES].join('|')})\\.`)

function hasScannersFindings({ tables }: EvidenceSet): boolean {
  return [...tables.values()].some(({ findings }) => findings.rows.some(({ family }) => MERGED_FAMILIES.has(family)))
}
