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
  /** The document as it was measured, where it was short enough to be kept. */
  readonly pieces?: readonly Uint8Array[] | undefined
}

/** A longer document is made anew when it is written. */
const KEPT_BYTES = 16 * 1024 * 1024

/** How much of it GitHub takes: the size counts after compression, and what does not fit is the least severe. */
export async function fitForGitHub(
  content: SarifContent,
  options: SarifOptions,
  limit = GITHUB_GZIP_BYTES,
): Promise<FittedSarif> {
  const all = content.findings.length
  let most = Math.min(all, GITHUB_RESULTS)
  let pieces: FittedSarif['pieces']
  for (;;) {
    const measured = await measure(writeSarif(content, { ...options, most }), limit)
    pieces = measured.pieces
    if (measured.bytes <= limit || most === 0) break
    most = Math.floor(most * Math.min(0.9, (limit / measured.bytes) * 0.95))
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
  return { options: { ...options, most }, notes, pieces }
}

/** The compressed document, as it is uploaded. */
export async function compressSarif(pieces: Iterable<string | Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  await compress(pieces, (chunk) => chunks.push(chunk))
  return Buffer.concat(chunks)
}

/** At least what a document takes compressed: text that is smaller than the limit as it is needs no compressing. */
async function measure(
  document: Iterable<string>,
  limit: number,
): Promise<{ readonly bytes: number; readonly pieces?: readonly Uint8Array[] }> {
  const pieces: Uint8Array[] = []
  let plain = 0
  const rest = document[Symbol.iterator]()
  let next = rest.next()
  for (; next.done !== true && plain <= KEPT_BYTES; next = rest.next()) {
    const piece = Buffer.from(next.value)
    pieces.push(piece)
    plain += piece.length
  }
  const isWhole = next.done === true
  if (isWhole && plain <= limit * 0.99) return { bytes: plain, pieces }
  let bytes = 0
  // The fastest level compresses least: what fits so fits in any case.
  await compress(chained(pieces, next, rest), (chunk) => (bytes += chunk.length), constants.Z_BEST_SPEED)
  return { bytes, ...(isWhole && { pieces }) }
}

function* chained(
  first: readonly Uint8Array[],
  then: IteratorResult<string>,
  rest: Iterator<string>,
): Iterable<string | Uint8Array> {
  yield* first
  for (let next = then; next.done !== true; next = rest.next()) yield next.value
}

async function compress(
  pieces: Iterable<string | Uint8Array>,
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
