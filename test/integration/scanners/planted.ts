import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gitHistory } from '../../support/git-history.ts'

export const PROJECT = fileURLToPath(new URL('project', import.meta.url))

/** Letters and digits that look random and are the same in every run. */
function letters(alphabet: string, count: number, seed: string): string {
  const bytes = createHash('sha512').update(seed).digest()
  return Array.from({ length: count }, (_, index) => alphabet[bytes[index]! % alphabet.length]).join('')
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Secrets of the shapes that scanners know, and of nobody. They are put together here and never stand in a file of the
 * repository, where they would set off the scanners that look at it.
 */
export const SECRETS = {
  token: `ghp_${letters(`${UPPER}${UPPER.toLowerCase()}0123456789`, 36, 'token')}`,
  keyId: `AKIA${letters(`${UPPER}234567`, 16, 'key')}`,
} as const

/** A package with a licence that nobody allowed, as npm installs it. */
const LICENSED = { name: 'invoice-pdf', version: '1.0.0', license: 'GPL-3.0-only' }

export interface Planted {
  /** The project, a git repository with one commit. */
  readonly project: string
  /** Empty; beside the project, so that no scanner looks at what another one wrote. */
  readonly reports: string
  readonly place: string
}

/** Puts a copy of the example project with its secrets into a new folder, which the caller removes. */
export function plant(): Planted {
  const place = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-planted-')))
  const project = path.join(place, 'project')
  const reports = path.join(place, 'reports')
  mkdirSync(reports)
  cpSync(PROJECT, project, { recursive: true })
  const settings = ['[invoices]', `upstream = ${SECRETS.token}`, `bucket_user = ${SECRETS.keyId}`, '']
  writeFileSync(path.join(project, 'settings.ini'), settings.join('\n'))
  writeFileSync(path.join(project, '.gitignore'), 'node_modules/\nscans/\n')
  const installed = path.join(project, 'node_modules', LICENSED.name)
  mkdirSync(installed, { recursive: true })
  writeFileSync(path.join(installed, 'package.json'), JSON.stringify(LICENSED))
  gitHistory(project).commit('planted')
  return { project, reports, place }
}
