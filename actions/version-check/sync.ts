import { relocked } from './places/lock-composer.ts'
import { look, type Look, type LookRequest } from './look.ts'
import { rewriteAll } from './repository-files.ts'
import { mergeFiles, type PlannedFile, planSync, problemsAfter, renderDiff } from './sync-plan.ts'

export interface SyncResult {
  readonly files: readonly PlannedFile[]
  /** A unified diff of what was or would be written. */
  readonly diff: string
  /** Why nothing was written. */
  readonly refusals: readonly string[]
  readonly isWritten: boolean
}

/**
 * Writes the version into every place that says another. The new texts are looked at first as if they were written: unless
 * all places agree then, nothing is written at all.
 */
export async function sync(top: string, request: LookRequest, before: Look, isDryRun: boolean): Promise<SyncResult> {
  const textOf = (file: string): string | undefined => {
    const content = request.read(file)
    return content !== undefined && 'text' in content ? content.text : undefined
  }
  const plans = before.projects.flatMap(({ reference, verdicts }) =>
    reference ? [planSync(verdicts, reference, textOf)] : [],
  )
  const planned = mergeFiles(plans.flatMap((plan) => plan.files))
  const files = [...planned, ...(await locksOf(planned, textOf))]
  const refusals = [...before.problems, ...plans.flatMap((plan) => plan.refusals)]
  const after = new Map(files.map((file) => [file.file, file.after]))
  if (refusals.length === 0) {
    const expected: LookRequest['expected'] = (name) =>
      request.expected(name) ?? before.projects.find((project) => project.name === name)?.reference
    const read: LookRequest['read'] = (file) => {
      const text = after.get(file)
      return text === undefined ? request.read(file) : { text }
    }
    const looked = await look({ ...request, read, expected })
    const ofLanguages = ({ place }: Look['verdicts'][number]): boolean => place.role !== 'toolchain'
    refusals.push(
      ...looked.problems,
      ...problemsAfter(before.verdicts.filter(ofLanguages), looked.verdicts.filter(ofLanguages)),
    )
  }
  const diff = renderDiff(files)
  if (refusals.length > 0 || isDryRun || files.length === 0) return { files, diff, refusals, isWritten: false }
  const problems = rewriteAll(top, files)
  return { files, diff, refusals: problems, isWritten: problems.length === 0 }
}

/** Lock files that must change with their manifests, though no version stands in them. */
async function locksOf(
  planned: readonly PlannedFile[],
  textOf: (file: string) => string | undefined,
): Promise<readonly PlannedFile[]> {
  const locks: PlannedFile[] = []
  for (const { file, before, after } of planned) {
    const lock = file.replace(/(^|\/)composer\.json$/, '$1composer.lock')
    const text = lock === file ? undefined : textOf(lock)
    const changed = text === undefined ? undefined : await relocked(text, before, after)
    if (text !== undefined && changed !== undefined) locks.push({ file: lock, before: text, after: changed, edits: [] })
  }
  return locks
}
