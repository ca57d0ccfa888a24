import { lineHashes } from '../model/fingerprint.ts'
import type { Finding } from '../model/findings.ts'
import { packageUrlOf } from '../model/package-url.ts'
import { ruleIdOf } from './sarif-rules.ts'

/** The text files of the repository by their paths; nothing where one cannot be had. */
export interface SourceTexts {
  read(path: string): string | undefined
}

/**
 * What GitHub tells findings again by, `primaryLocationLineHash`, as its own upload action computes it from the checkout.
 *
 * Findings of packages are told by id and package instead: several of one rule may stand on one line, such as a Dockerfile's
 * `FROM`. Secrets are told by rule and file, since a hash of their line is one that anybody can try texts against; so is
 * what has no line that could be read. Those that are alike are counted.
 */
export function sarifFingerprints(findings: readonly Finding[], sources: SourceTexts): ReadonlyMap<Finding, string> {
  const prints = new Map<Finding, string>()
  const byPath = new Map<string, Finding[]>()
  for (const finding of findings) {
    const { path, line, family, details } = finding
    if (path === undefined || line === undefined || family === 'secrets' || details?.package) continue
    const ofFile = byPath.get(path)
    if (ofFile) ofFile.push(finding)
    else byPath.set(path, [finding])
  }
  for (const [path, ofFile] of byPath) {
    const source = sources.read(path)
    if (source === undefined) continue
    const hashes = lineHashes(source, new Set(ofFile.map(({ line }) => line ?? 0)))
    for (const finding of ofFile) {
      const hash = hashes.get(finding.line ?? 0)
      if (hash !== undefined) prints.set(finding, hash)
    }
  }
  const counts = new Map<string, number>()
  for (const finding of findings) {
    if (prints.has(finding)) continue
    const hash = identityHash(finding)
    const count = (counts.get(hash) ?? 0) + 1
    counts.set(hash, count)
    prints.set(finding, `${hash}:${count}`)
  }
  return prints
}

/** Of what a finding is, whatever its line and the package's version are. */
function identityHash(finding: Finding): string {
  const { path = '', message, family, details } = finding
  const rule = ruleIdOf(finding)
  if (details?.package) {
    const { type, namespace, name } = packageUrlOf(details.package)
    return hashOf([rule, '\n', `${type}/${namespace}/${name}`])
  }
  return family === 'secrets' ? hashOf([rule, '\n', path]) : hashOf([rule, '\n', path, '\n', message])
}

/** 64 bits of FNV-1a (two of 32, from different beginnings), in the form of GitHub's own hashes. */
function hashOf(texts: readonly string[]): string {
  let low = 0x811c9dc5
  let high = 0x9dc5811c
  for (const text of texts) {
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      // Numbers of lines in a message move with the lines.
      const counted = unit >= DIGIT_0 && unit <= DIGIT_9 ? DIGIT_0 : unit
      low = Math.imul(low ^ counted, 0x01000193)
      high = Math.imul(high ^ counted, 0x01000193) ^ (low >>> 13)
    }
  }
  return hex(high) + hex(low)
}

const DIGIT_0 = 48
const DIGIT_9 = 57

function hex(number: number): string {
  return (number >>> 0).toString(16).padStart(8, '0')
}
