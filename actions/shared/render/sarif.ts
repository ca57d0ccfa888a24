import type { Finding, FindingPlace } from '../model/findings.ts'
import { SarifResults } from './sarif-results.ts'
import type { SarifContent } from './sarif-content.ts'
import { ROOT } from './sarif-places.ts'
import { SarifRules } from './sarif-rules.ts'
import { visible } from './plain.ts'

/** GitHub's limits (https://docs.github.com/code-security/code-scanning/troubleshooting-sarif/results-exceed-limit). */
export const GITHUB_RESULTS = 25_000
export const GITHUB_RESULTS_SHOWN = 5_000
export const GITHUB_GZIP_BYTES = 10_000_000

export interface SarifOptions {
  /**
   * `github`: what code scanning accepts: the most severe results within its limits, none that is suppressed.
   * `full`: everything: every place, every witness, suppressed findings too.
   */
  readonly audience: 'github' | 'full'
  /** Tells this analysis from others of the same commit: `security-scan`, `security-scan/backend`. */
  readonly category: string
  readonly version: string
  /** A web page about the action. */
  readonly informationUri?: string | undefined
  /** Results at most, of those for GitHub. */
  readonly most?: number | undefined
  /** Where a finding is shown; its own place where none is given. */
  readonly placeOf?: ((finding: Finding) => FindingPlace) | undefined
  /** GitHub's `primaryLocationLineHash` of a finding. */
  readonly fingerprints?: ReadonlyMap<Finding, string> | undefined
}

const PIECE = 1 << 16
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const EXTENSIONS = 100

/**
 * One SARIF 2.1.0 document with one run, in pieces of about 64 KB that are made as they are asked for.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and what GitHub takes of it:
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function* writeSarif(content: SarifContent, options: SarifOptions): Iterable<string> {
  const isFull = options.audience === 'full'
  const findings = isFull ? content.findings : content.findings.slice(0, options.most ?? GITHUB_RESULTS)
  const suppressed = isFull ? content.suppressed : []
  const rules = new SarifRules()
  for (const found of findings) rules.learn(found)
  for (const { finding } of suppressed) {
    rules.learn({ finding, seenBy: finding.tool.split(', '), listings: [], isConflicting: false })
  }
  const results = new SarifResults(rules, options)

  let text = `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{${head(content, rules, options)},"results":[`
  let separator = '\n'
  for (const found of findings) {
    text += separator + results.result(found)
    separator = ',\n'
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  for (const aside of suppressed) {
    text += separator + results.suppressed(aside)
    separator = ',\n'
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  yield `${text}\n]}]}\n`
}

/** All of the run but its results. */
function head(
  content: SarifContent,
  rules: SarifRules,
  { category, version, audience, informationUri }: SarifOptions,
): string {
  const extensions = content.tools.slice(0, EXTENSIONS).map(({ name, version: of }) => ({
    name: visible(name),
    ...(of !== undefined && { version: visible(of) }),
  }))
  const driver = {
    name: 'cicd-actions security-scan',
    semanticVersion: version,
    ...(informationUri !== undefined && { informationUri }),
    rules: rules.descriptors(),
  }
  const parts = {
    tool: { driver, ...(extensions.length > 0 && { extensions }) },
    // What stands before the last slash is the category.
    automationDetails: { id: category.replace(/\/*$/, '/') },
    invocations: [
      {
        executionSuccessful: content.doubts.length === 0,
        toolExecutionNotifications: content.doubts.map((text) => ({
          level: 'error',
          message: { text: visible(text) },
        })),
      },
    ],
    originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    ...(audience === 'full' && { properties: { suppressed: content.suppressed.length } }),
  }
  return JSON.stringify(parts).slice(1, -1)
}
