import { readFileSync } from 'node:fs'
import path from 'node:path'
import { EvidenceError } from '../model/errors.ts'
import type { EvidenceGap, EvidenceSet } from '../model/evidence.ts'
import { type ExploitCatalogues, type Freshness, readEpss, readKev } from '../policy/exploit-catalogues.ts'
import { IGNORE_FILES } from '../policy/ignore-files.ts'
import type { IgnoreEntry } from '../policy/ignore-entry.ts'
import type { SecurityOptions } from '../policy/security-options.ts'
import { findRepository, type Git } from './git.ts'
import { isJudgedByBase, type PolicyRequest, type PolicySource, readPolicySource } from './policy-source.ts'
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
    if (changed) {
      notices.push(
        `this change edits ${file}${editText(changed)}; the base branch's version counts, but what a scanner passed over by this one is in no report`,
      )
    }
    if (text === undefined) continue
    const { entries, problems } = await read(text, file)
    for (const entry of entries) ignores.push(entry)
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
  for (const index of indexes) {
    const shown = set.evidence[index]?.provenance.file
    if (shown === undefined) continue
    const file = inWorkspace(request, path.resolve(request.folder, shown))
    // What the job wrote is no part of the change.
    const listed = await listedAs(file, request, tracked)
    if (listed === undefined) continue
    const { text, changed } = await readPolicySource({ ...request, file })
    if (text !== undefined && changed === undefined) continue
    reports.add(index)
    const why =
      listed === file ? `this change edits ${file}` : `${file} lies behind a link or in a submodule (${listed})`
    notices.push(`${why}; its statements set nothing aside before they are in the base branch`)
  }
  return { reports, notices }
}

/**
 * What of the repository a file of the workspace is: itself, or the link or submodule that it lies behind, which git lists in its
 * place. Nothing where it is none of it; without a list nobody can tell that.
 */
async function listedAs(
  file: string,
  { workspace, folder, git }: SecurityFilesRequest,
  tracked: readonly string[] | undefined,
): Promise<string | undefined> {
  const top = await findRepository(git, folder)
  if (tracked === undefined || top === undefined) return file
  const parts = path.relative(top, workspace.resolve(file)).split(path.sep)
  const ways = new Set(parts.map((_, index) => parts.slice(0, index + 1).join('/')))
  const [listed] = tracked.filter((name) => ways.has(name))
  return listed === parts.join('/') ? file : listed
}

const LARGEST_CATALOGUE = 256 * 1024 * 1024

/** The catalogues that the policy pins. One that is missing, too old or no catalogue is a gap: nobody knows what it would say. */
export async function readCatalogues(
  { kev, epss }: SecurityOptions,
  freshness: Freshness,
  request: SecurityFilesRequest,
  tracked: readonly string[] | undefined,
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
  const read = async (file: string): Promise<string> => unpacked(file, await bytesOf(file, request, tracked))
  const exploited = await attempt(kev, 'kev', async (file) => readKev(await read(file), freshness))
  const scores = await attempt(epss, 'epss', async (file) => readEpss(await read(file), freshness))
  return { catalogues: { exploited, epss: scores }, gaps }
}

/** A file's bytes; where a change is judged, as the base branch has it if it does. */
async function bytesOf(
  file: string,
  request: SecurityFilesRequest,
  tracked: readonly string[] | undefined,
): Promise<Uint8Array> {
  const { workspace, environment, git } = request
  if (isJudgedByBase(environment)) {
    const { object, gap } = await readPolicySource({ ...request, file })
    if (object) return gitBytes(git, object)
    // What the job fetched is no part of the change.
    if (gap === undefined && (await listedAs(file, request, tracked ?? [])) !== undefined) {
      throw new EvidenceError(
        'the base branch does not have it; the one that this change adds counts once it is merged',
      )
    }
  }
  const real = workspace.real(file)
  if (real === undefined || !workspace.allows(real)) throw new EvidenceError('there is no such file in the workspace')
  return readFileSync(real)
}

async function gitBytes(git: Git, { repository, name }: NonNullable<PolicySource['object']>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  const write = (piece: Uint8Array): void => void pieces.push(piece)
  if ((await git(repository, ['show', name], { write })) === undefined) {
    throw new EvidenceError('git cannot read it from the base commit')
  }
  return Buffer.concat(pieces)
}

async function unpacked(file: string, bytes: Uint8Array): Promise<string> {
  if (!file.endsWith('.gz')) return new TextDecoder().decode(bytes)
  const { gunzipSync } = await import('node:zlib')
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_CATALOGUE }).toString('utf8')
  } catch (error) {
    throw new EvidenceError(`it cannot be unpacked: ${error instanceof Error ? error.message : 'it is no gzip'}`)
  }
}
