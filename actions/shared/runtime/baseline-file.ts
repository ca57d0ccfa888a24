import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { MOST_BASELINE_BYTES, tooLarge } from '../model/baseline-envelope.ts'
import { EvidenceError } from '../model/errors.ts'
import { isAboutChange } from './baseline-ancestors.ts'
import { unpackBaseline } from './baseline-bytes.ts'
import { type BaselineOwner, demandOwn } from './baseline-keys.ts'
import type { BaselineFound } from './baseline-source.ts'
import type { Environment } from './environment.ts'
import { findRepository, type Git } from './git.ts'
import { isSystemError } from './system-error.ts'
import type { Workspace } from './workspace.ts'

export interface BaselineFileRequest {
  /** The input `baseline`. */
  readonly file: string
  readonly workspace: Workspace
  readonly owner: BaselineOwner
  readonly git: Git
  readonly environment: Environment
}

/** Reads a baseline from a file of the user's choosing. Throws ConfigurationError outside the workspace, and nothing else. */
export async function readBaselineFile({
  file,
  workspace,
  owner,
  git,
  environment,
}: BaselineFileRequest): Promise<BaselineFound> {
  workspace.demandWritable(file, 'baseline')
  const amiss = (why: string): BaselineFound => ({ baseline: `${file} ${why}`, notices: [], isAmiss: true })
  const real = workspace.real(file)
  if (real === undefined) return { baseline: `there is no file ${file} yet`, notices: [] }
  if (isAboutChange(environment) && (await isTracked(git, real))) {
    return amiss(
      'is part of the checkout, where the change can edit it: keep it as an artifact and download it into RUNNER_TEMP',
    )
  }
  try {
    const found = statSync(real)
    if (!found.isFile()) return amiss('is not a file')
    if (found.size > MOST_BASELINE_BYTES) return amiss(tooLarge(found.size))
    const baseline = await unpackBaseline(readFileSync(real))
    demandOwn(baseline, owner)
    return { baseline, notices: [] }
  } catch (error) {
    if (error instanceof EvidenceError) return amiss(error.message)
    if (isSystemError(error)) return amiss(`cannot be read: ${error.message}`)
    throw error
  }
}

async function isTracked(git: Git, real: string): Promise<boolean> {
  const repository = await findRepository(git, path.dirname(real))
  if (repository === undefined) return false
  const listed = await git(path.dirname(real), ['ls-files', '-z', '--', `:(literal)${path.basename(real)}`])
  return listed !== undefined && listed !== ''
}
