import type { EvidenceSet } from '../../shared/model/evidence.ts'
import { isDoubted } from '../../shared/policy/metric-sources.ts'
import { doubtText } from '../../shared/policy/metric-values.ts'
import type { ReportLine } from '../../shared/policy/report-lines.ts'
import { loadEvidence } from '../../shared/runtime/evidence-loader.ts'
import { Globs } from '../../shared/runtime/globs.ts'
import type { Workspace } from '../../shared/runtime/workspace.ts'
import type { PlannedReport } from './plan.ts'

/** Reports of an earlier run that may lie in a workspace, where no plan names them. */
const WELL_KNOWN = [
  'reports/**',
  'junit.xml',
  'test-results/**/*.xml',
  'coverage.xml',
  'cobertura.xml',
  'lcov.info',
  'coverage/lcov.info',
  'coverage.out',
  'cover.out',
  'TestResults/**/*.{trx,xml}',
]

/** The reports that are in a workspace today. */
export interface ReportsHere {
  /** Of those that can be believed. */
  readonly evidence: EvidenceSet
  readonly files: readonly { readonly file: string; readonly refused?: string | undefined }[]
  /** What those of the plan yield: of these metrics it is known that the workflow will have them. */
  readonly plannedMetrics: ReadonlySet<string>
}

/** Reads every report that the plan or the workflows (`uploads`) name or that lies where reports usually do. */
export async function readReportsHere(
  planned: readonly PlannedReport[],
  uploads: readonly string[],
  workspace: Workspace,
  repositoryFiles: readonly string[],
): Promise<ReportsHere> {
  const globs = await Globs.over(workspace)
  const lines = new Map<string, ReportLine>()
  const ofPlan = new Set<string>()
  const wanted = [
    ...planned.map(({ path, format }) => ({ glob: path, format, isPlanned: true })),
    ...[...uploads, ...WELL_KNOWN].map((glob) => ({ glob, format: undefined, isPlanned: false })),
  ]
  for (const { glob, format, isPlanned } of wanted) {
    if (glob.startsWith('-') || glob.startsWith('/') || glob.includes('..')) continue
    for (const { shown } of globs.find(glob).files) {
      if (isPlanned) ofPlan.add(shown)
      if (!lines.has(shown)) lines.set(shown, { text: shown, glob: shown, excludes: false, format })
    }
  }
  const load = (some: readonly ReportLine[]) => loadEvidence(some, { workspace, files: repositoryFiles })
  const all = await load([...lines.values()])
  const files = all.evidence.map((evidence) => {
    const { file } = evidence.provenance
    return isDoubted(evidence) ? { file, refused: shortly(doubtText(evidence).slice(file.length + 2)) } : { file }
  })
  // A file that is no report at all is nobody's concern, unless a tool was to leave it.
  const told = files.filter(
    ({ file, refused }) => refused === undefined || ofPlan.has(file) || /\.(?:xml|json|trx)$/.test(file),
  )
  const believed = files.filter(({ refused }) => refused === undefined).flatMap(({ file }) => lines.get(file) ?? [])
  const evidence = believed.length === files.length ? all : await load(believed)
  const ofThePlan = evidence.evidence.filter(({ provenance }) => ofPlan.has(provenance.file))
  const plannedMetrics = new Set(ofThePlan.flatMap(({ metrics }) => namesOf(metrics)))
  return { evidence, files: told, plannedMetrics }
}

/** What is wrong with a report, without the long lists of what to do about it: cicd inspect gives those. */
function shortly(doubt: string): string {
  const [first = ''] = doubt.split('; ')
  return first.length > 160 ? `${first.slice(0, 159)}…` : first
}

/** The metrics of a report, and the percentages that are made of its counts. */
function namesOf(metrics: Readonly<Record<string, number>>): readonly string[] {
  return Object.keys(metrics).flatMap((name) => [name, name.replace(/\.(?:covered|total)$/, '')])
}
