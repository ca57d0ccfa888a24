import { readFileSync } from 'node:fs'
import path from 'node:path'
import { EvidenceError } from '../model/errors.ts'
import type { EvidenceGap, EvidenceSet } from '../model/evidence.ts'
import { type ExploitCatalogues, type Freshness, readEpss, readKev } from '../policy/exploit-catalogues.ts'
import { IGNORE_FILES } from '../policy/ignore-files.ts'
import type { IgnoreEntry } from '../policy/ignore-entry.ts'
import type { SecurityOptions } from '../policy/security-options.ts'
import { isJudgedByBase, type PolicyRequest, readPolicySource } from './policy-source.ts'
import { isSystemError } from './system-error.ts'

/** Where files are looked for: `file` is left to whoever reads one. */
export type SecurityFilesRequest = Omit<PolicyRequest, 'file'>

export interface ReadIgnores {
  readonly ignores: readonly IgnoreEntry[]
  readonly notices: readonly string[]
}

/** Lines of a changed file that a notice names. */
const MOST_LINES = 5

/**
 * The scanners' files of exceptions in the folder that is judged. A change is judged by those of the branch that it wants into,
 * and a notice says what it does to them.
 */
export async function readIgnoreFiles(request: SecurityFilesRequest): Promise<ReadIgnores> {
  const { workspace, folder } = request
  const ignores: IgnoreEntry[] = []
  const notices: string[] = []
  for (const [name, read] of Object.entries(IGNORE_FILES)) {
    const file = inWorkspace(request, path.join(folder, name))
    const { text, gap, changed } = await readPolicySource({ ...request, file })
    if (gap && workspace.real(file) !== undefined) notices.push(`nothing is set aside by ${file}: ${gap.found}`)
    if (changed) notices.push(`this change edits ${file}${editText(changed)}; the base branch's version counts`)
    if (text === undefined) continue
    const { entries, problems } = await read(text, file)
    ignores.push(...entries)
    notices.push(...problems.slice(0, MOST_LINES).map((problem) => `${problem}; it sets nothing aside`))
  }
  return { ignores, notices }
}

function inWorkspace({ workspace }: SecurityFilesRequest, file: string): string {
  return path.relative(workspace.root, file).split(path.sep).join('/')
}

/** ` (+ CVE-2024-1, - CVE-2024-2)`. */
function editText({
  before = '',
  after = '',
}: {
  readonly before?: string | undefined
  readonly after?: string | undefined
}): string {
  const [old, ours] = [linesOf(before), linesOf(after)]
  const edits = [
    ...[...ours].filter((line) => !old.has(line)).map((line) => `+ ${line.slice(0, 100)}`),
    ...[...old].filter((line) => !ours.has(line)).map((line) => `- ${line.slice(0, 100)}`),
  ]
  if (edits.length === 0) return ''
  const more = edits.length > MOST_LINES ? ` and ${edits.length - MOST_LINES} more lines` : ''
  return ` (${edits.slice(0, MOST_LINES).join(', ')}${more})`
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
}

/** Reports with VEX statements that the change under review wrote: nobody excuses their own findings. */
export async function changedVexReports(
  set: EvidenceSet,
  request: SecurityFilesRequest,
  tracked: readonly string[] | undefined,
): Promise<{ readonly reports: ReadonlySet<number>; readonly notices: readonly string[] }> {
  const reports = new Set<number>()
  const notices: string[] = []
  if (!isJudgedByBase(request.environment)) return { reports, notices }
  const indexes = new Set([...set.tables.values()].flatMap(({ vex = [] }) => vex.map(({ report }) => report ?? -1)))
  const known = new Set(tracked)
  for (const index of indexes) {
    const shown = set.evidence[index]?.provenance.file
    if (shown === undefined) continue
    const file = inWorkspace(request, path.resolve(request.folder, shown))
    // What the job wrote is no part of the change; without a list of the repository's files nobody can tell.
    if (tracked !== undefined && ![...known].some((name) => name === file || name.endsWith(`/${file}`))) continue
    const { text, changed } = await readPolicySource({ ...request, file })
    if (text !== undefined && changed === undefined) continue
    reports.add(index)
    notices.push(`this change edits ${file}; its statements set nothing aside before they are in the base branch`)
  }
  return { reports, notices }
}

const LARGEST_CATALOGUE = 256 * 1024 * 1024

/** The catalogues that the policy pins. One that is missing, too old or no catalogue is a gap: nobody knows what it would say. */
export async function readCatalogues(
  { kev, epss }: SecurityOptions,
  freshness: Freshness,
  request: SecurityFilesRequest,
): Promise<{ readonly catalogues: ExploitCatalogues; readonly gaps: readonly EvidenceGap[] }> {
  const gaps: EvidenceGap[] = []
  const attempt = async <Value>(
    option: SecurityOptions['kev'],
    what: string,
    read: (file: string) => Promise<Value>,
  ): Promise<Value | undefined> => {
    if (option === undefined) return undefined
    try {
      return await read(option.value)
    } catch (error) {
      if (!(error instanceof EvidenceError) && !isSystemError(error)) throw error
      gaps.push({ expected: `${option.value} (${what} of ${option.source}:${option.line})`, found: error.message })
      return undefined
    }
  }
  const exploited = await attempt(kev, 'kev', async (file) => readKev(await textOf(file, request), freshness))
  const scores = await attempt(epss, 'epss', async (file) => readEpss(await textOf(file, request), freshness))
  return { catalogues: { exploited, epss: scores }, gaps }
}

/** A file's text; where a change is judged, as the base branch has it if it does. */
async function textOf(file: string, request: SecurityFilesRequest): Promise<string> {
  const { workspace, environment } = request
  const isPacked = file.endsWith('.gz')
  if (isJudgedByBase(environment) && !isPacked) {
    const { text } = await readPolicySource({ ...request, file })
    if (text !== undefined) return text
  }
  const real = workspace.real(file)
  if (real === undefined || !workspace.allows(real)) throw new EvidenceError('there is no such file in the workspace')
  const bytes = readFileSync(real)
  if (!isPacked) return bytes.toString('utf8')
  const { gunzipSync } = await import('node:zlib')
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_CATALOGUE }).toString('utf8')
  } catch (error) {
    throw new EvidenceError(`it cannot be unpacked: ${error instanceof Error ? error.message : 'it is no gzip'}`)
  }
}
