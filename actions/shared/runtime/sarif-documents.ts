import { finished } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { FindingPlaces } from '../render/finding-places.ts'
import { counted, formatCount } from '../render/format.ts'
import {
  GITHUB_GZIP_BYTES,
  GITHUB_RESULTS,
  GITHUB_RESULTS_SHOWN,
  type SarifOptions,
  writeSarif,
} from '../render/sarif.ts'
import type { SarifContent } from '../render/sarif-content.ts'
import { sarifFingerprints } from '../render/sarif-fingerprints.ts'
import { Sources } from './source-lines.ts'

/** What of a SARIF document the checkout knows. */
export type InCheckout = Pick<SarifOptions, 'placeOf' | 'fingerprints'>

/**
 * Places and fingerprints of the findings in the checkout.
 *
 * `root`: its top folder, absolute. `paths`: all of its files as git lists them; none where there is no repository.
 */
export function inCheckout(
  content: SarifContent,
  audience: SarifOptions['audience'],
  root: string,
  paths: readonly string[] | undefined,
): InCheckout {
  const sources = new Sources(root)
  const places = paths && new FindingPlaces({ paths, read: (path) => sources.read(path) })
  const shown =
    audience === 'full' ? [...content.findings, ...content.suppressed] : content.findings.slice(0, GITHUB_RESULTS)
  return {
    placeOf: places && ((finding) => places.placeOf(finding)),
    fingerprints: sarifFingerprints(
      shown.map(({ finding }) => finding),
      new Sources(root),
    ),
  }
}

/** A document that GitHub takes. */
export interface FittedSarif {
  readonly options: SarifOptions
  /** What it leaves out, one plain sentence each. */
  readonly notes: readonly string[]
}

/** How much of it GitHub takes: the size counts after compression, and what does not fit is the least severe. */
export async function fitForGitHub(
  content: SarifContent,
  options: SarifOptions,
  limit = GITHUB_GZIP_BYTES,
): Promise<FittedSarif> {
  const all = content.findings.length
  let most = Math.min(all, GITHUB_RESULTS)
  for (;;) {
    const bytes = await compressedBytes(writeSarif(content, { ...options, most }), limit)
    if (bytes <= limit || most === 0) break
    most = Math.floor(most * Math.min(0.9, (limit / bytes) * 0.95))
  }
  const notes: string[] = []
  if (most < all) {
    const why = most < GITHUB_RESULTS ? 'GitHub takes 10 MB' : `GitHub takes ${formatCount(GITHUB_RESULTS)} findings`
    notes.push(
      `The SARIF for code scanning has ${formatCount(most)} of ${counted(all, 'finding')}, the most severe: ${why}. ` +
        'sarif-full-file has all of them.',
    )
  }
  if (most > GITHUB_RESULTS_SHOWN) {
    notes.push(`Code scanning shows the ${formatCount(GITHUB_RESULTS_SHOWN)} most severe of its findings.`)
  }
  return { options: { ...options, most }, notes }
}

/** The compressed document, as it is uploaded. */
export async function compressSarif(pieces: Iterable<string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  await compress(pieces, (chunk) => chunks.push(chunk))
  return Buffer.concat(chunks)
}

/** At least what it takes compressed: text that is smaller than the limit as it is needs no compressing. */
async function compressedBytes(pieces: Iterable<string>, limit: number): Promise<number> {
  const waiting: string[] = []
  let plain = 0
  const rest = pieces[Symbol.iterator]()
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    waiting.push(next.value)
    plain += Buffer.byteLength(next.value)
    if (plain > limit * 0.99) break
  }
  if (plain <= limit * 0.99) return plain
  let bytes = 0
  // The fastest level compresses least: what fits so fits in any case.
  await compress(chained(waiting, rest), (chunk) => (bytes += chunk.length), constants.Z_BEST_SPEED)
  return bytes
}

function* chained(first: readonly string[], rest: Iterator<string>): Iterable<string> {
  yield* first
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}

async function compress(
  pieces: Iterable<string>,
  take: (chunk: Buffer) => void,
  level: number = constants.Z_DEFAULT_COMPRESSION,
): Promise<void> {
  const gzip = createGzip({ level })
  gzip.on('data', take)
  for (const piece of pieces) {
    if (!gzip.write(piece)) await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await finished(gzip)
}
