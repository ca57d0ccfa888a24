import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { contentOf, lineContents } from '../model/fingerprint.ts'
import type { Finding } from '../model/findings.ts'
import { isInside } from './workspace.ts'

/** What stands where each finding is: what tells it again on another commit. */
export type Contents = ReadonlyMap<Finding, string>

/** A larger file was generated, or is no source. */
const FILE_BYTES = 4 * 1024 * 1024
/** All files together: enough for a hundred thousand of them. */
const TOTAL_BYTES = 512 * 1024 * 1024
/** Where git looks for a NUL to tell a binary file. */
const BINARY_PROBE_BYTES = 8_000

/**
 * Reads every file that findings point at once, and gives each finding the content of its line. A finding without a place,
 * or whose file is not there, is no text, is too large or leads out of `root` (absolute), is told by its message.
 * Never throws for what a file is.
 */
export function readContents(findings: Iterable<Finding>, root: string): Contents {
  const contents = new Map<Finding, string>()
  const byPath = new Map<string, Finding[]>()
  for (const finding of findings) {
    contents.set(finding, contentOf(finding, undefined))
    // The line of a secret is not to be known by a hash that anybody can try texts against.
    if (finding.path === undefined || finding.line === undefined || finding.family === 'secrets') continue
    const ofFile = byPath.get(finding.path)
    if (ofFile) ofFile.push(finding)
    else byPath.set(finding.path, [finding])
  }
  const sources = new Sources(root)
  for (const [file, ofFile] of byPath) {
    const source = sources.read(file)
    if (source === undefined) continue
    const lines = lineContents(source, new Set(ofFile.map(({ line }) => line ?? 0)))
    for (const finding of ofFile) contents.set(finding, contentOf(finding, lines.get(finding.line ?? 0)))
  }
  return contents
}

/** The text files of a checkout, within limits. */
export class Sources {
  readonly #root: string | undefined
  #bytesLeft = TOTAL_BYTES

  constructor(root: string) {
    this.#root = attempt(() => realpathSync(root))
  }

  /** The text of a file by its path from the root, or nothing where it cannot be had. */
  read(file: string): string | undefined {
    const root = this.#root
    if (root === undefined) return undefined
    return attempt(() => {
      const named = path.resolve(root, file)
      // Of thousands of files that are not there each error would cost more than all the rest.
      if (lstatSync(named, { throwIfNoEntry: false }) === undefined) return undefined
      const real = realpathSync(named)
      if (!isInside(root, real)) return undefined
      const found = statSync(real)
      if (!found.isFile() || found.size > Math.min(FILE_BYTES, this.#bytesLeft)) return undefined
      this.#bytesLeft -= found.size
      const bytes = readFileSync(real)
      return bytes.subarray(0, BINARY_PROBE_BYTES).includes(0) ? undefined : bytes.toString('utf8')
    })
  }
}

/** A path of a report may be anything: one that no system accepts leads to no file. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
