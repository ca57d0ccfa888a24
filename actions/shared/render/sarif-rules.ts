import { type Finding, type Level, type Severity } from '../model/findings.ts'
import type { SecurityDetails } from '../model/security.ts'
import { chooseSeverity, severityOfScore } from '../model/severity.ts'
import { code, text as inMarkdown } from './markdown.ts'
import { cut, cutDistinct, oneLine, visible } from './plain.ts'
import { commandOf, fixOf } from './select-security.ts'
import type { SarifFinding } from './sarif-content.ts'
import { type AnnotationLevel, LEVEL_OF_RANK } from './severity.ts'

/** GitHub's limits: https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const ID = 240
const DESCRIPTION = 1_024
const TAGS = 10
const TITLE = 160
const HELP_PACKAGES = 20
const DETAILS_KNOWN = 8

/** The number that GitHub makes the same severity of, where no statement has a score of it. */
const SCORES: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  // GitHub knows neither: the level speaks for them.
  info: undefined,
  unknown: undefined,
}

const LEVELS: Readonly<Record<AnnotationLevel, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
}

export function sarifLevel(rank: Level | Severity): 'error' | 'warning' | 'note' {
  return LEVELS[LEVEL_OF_RANK[rank]]
}

interface Rule {
  readonly index: number
  readonly id: string
  readonly rank: Level | Severity
  readonly family: Finding['family']
  readonly kind: SecurityDetails['kind'] | undefined
  readonly tools: Set<string>
  readonly cwes: Set<string>
  readonly messages: Set<string>
  /** `lodash 4.17.20` with the versions that mend it, and the command that goes there. */
  readonly packages: Map<
    string,
    { readonly fixed: readonly string[] | undefined; readonly command: string | undefined }
  >
  readonly names: Set<string>
  /** Some that were learned from: of most scanners thousands of findings have those of their rule. */
  readonly details: SecurityDetails[]
  url: string | undefined
  score: number | undefined
}

/**
 * The rules of a document. GitHub has one severity for a rule: where findings of one id differ in theirs, the worst keep the id
 * and the others are rules of their own, `CVE-2024-1 (low)`.
 */
export class SarifRules {
  readonly #rules = new Map<string, Rule>()
  /** The worst rank of each id: findings come worst first. */
  readonly #worst = new Map<string, Level | Severity>()
  readonly #last = { id: '', rank: '' as string, rule: undefined as Rule | undefined }

  /** Takes a finding's rule; findings must come with the most severe first, but for the suppressed ones. */
  learn({ finding, seenBy }: SarifFinding): void {
    const id = ruleIdOf(finding)
    const rule = this.#ruleOf(id, finding)
    for (const tool of seenBy) rule.tools.add(tool)
    if (rule.messages.size < 2) rule.messages.add(finding.message)
    const { details } = finding
    if (!details || rule.details.includes(details)) return
    if (rule.details.length < DETAILS_KNOWN) rule.details.push(details)
    for (const cwe of details.cwes ?? []) rule.cwes.add(cwe)
    for (const name of details.ids) if (name !== id && rule.names.size < HELP_PACKAGES) rule.names.add(name)
    rule.url ??= webAddress(details.url)
    if (details.package && rule.packages.size <= HELP_PACKAGES) {
      const { name, version } = details.package
      const fixed = details.fixedVersions
      const command = rule.kind === 'vulnerability' ? commandOf(finding, fixOf(finding)) : undefined
      rule.packages.set(version === undefined ? name : `${name} ${version}`, { fixed, command })
    }
    const score = chooseSeverity(details).statement?.cvss?.score
    if (score !== undefined && score > 0 && score <= 10 && severityOfScore(score) === finding.rank) {
      rule.score = Math.max(rule.score ?? 0, score)
    }
  }

  #ruleOf(id: string, finding: Finding): Rule {
    const { rank, family, details } = finding
    const last = this.#last
    if (last.rule && last.id === id && last.rank === rank) return last.rule
    const worst = this.#worst.get(id)
    if (worst === undefined) this.#worst.set(id, rank)
    const own = worst === undefined || worst === rank ? id : `${id} (${rank})`
    let rule = this.#rules.get(own)
    if (!rule) {
      rule = {
        ...{
          index: this.#rules.size,
          id: own,
          rank,
          family,
          kind: details?.kind,
          url: undefined,
          score: undefined,
        },
        ...{
          tools: new Set(),
          cwes: new Set(),
          messages: new Set(),
          packages: new Map(),
          names: new Set(),
          details: [],
        },
      }
      this.#rules.set(own, rule)
    }
    Object.assign(last, { id, rank, rule })
    return rule
  }

  /** The id and index of a finding's rule, which was learned. */
  of(finding: Finding): { readonly id: string; readonly index: number } {
    return this.#ruleOf(ruleIdOf(finding), finding)
  }

  descriptors(): readonly object[] {
    return [...this.#rules.values()].map(descriptorOf)
  }
}

/** A vulnerability by its CVE where it has one, whichever scanner was read first; all else by the scanner's own name. */
export function ruleIdOf({ rule, details }: Finding): string {
  const cve = details?.kind === 'vulnerability' ? details.ids.find((id) => /^CVE-\d{4}-\d+$/.test(id)) : undefined
  return cve ?? (cutDistinct(oneLine(rule), ID) || 'unknown')
}

function descriptorOf(rule: Rule): object {
  const { id, rank, kind, tools, messages } = rule
  const [first = ''] = messages
  const ofTools = [...tools].join(', ')
  // What is said of one place only is no title of a rule.
  const isSaidOfAll = first !== '' && (messages.size === 1 || kind === 'vulnerability')
  const title = isSaidOfAll ? `${id}: ${oneLine(first)}` : `${id} (${ofTools})`
  const url = rule.url ?? addressOf(id)
  const score = isSecurity(rule) ? (scoreText(rule.score) ?? SCORES[rank as Severity]) : undefined
  return {
    id,
    shortDescription: { text: cut(title, TITLE) },
    fullDescription: { text: cut(isSaidOfAll ? visible(first) : title, DESCRIPTION) },
    ...(url !== undefined && { helpUri: url }),
    help: helpOf(rule, url),
    defaultConfiguration: { level: sarifLevel(rank) },
    properties: {
      tags: tagsOf(rule),
      ...(score !== undefined && { 'security-severity': score }),
    },
  }
}

/** GitHub takes numbers above 0. */
function scoreText(score: number | undefined): string | undefined {
  return score === undefined ? undefined : String(Math.max(0.1, score))
}

function isSecurity({ family }: Rule): boolean {
  return family === 'security' || family === 'secrets'
}

/** `external/cwe/cwe-079` is how CodeQL writes weaknesses, and what GitHub filters by. */
function tagsOf(rule: Rule): readonly string[] {
  const cwes = [...rule.cwes].flatMap((cwe) => {
    const number = /^CWE-0*(\d{1,6})$/i.exec(cwe)?.[1]
    return number === undefined ? [] : [`external/cwe/cwe-${number.padStart(3, '0')}`]
  })
  const own = [isSecurity(rule) ? 'security' : rule.family, ...(rule.kind === undefined ? [] : [rule.kind])]
  return [...new Set([...own, ...cwes])].slice(0, TAGS)
}

function helpOf(rule: Rule, url: string | undefined): { readonly text: string; readonly markdown: string } {
  const { tools, names, packages, messages, id, kind } = rule
  const [said = ''] = messages
  const first = said === '' ? id : said
  const rows = [...packages].slice(0, HELP_PACKAGES)
  const seen = `Seen by ${[...tools].join(', ')}.`
  const also = names.size === 0 ? '' : `Also known as ${[...names].join(', ')}.`
  const plain = [
    visible(first),
    // No version mends a licence.
    ...rows.map(([name, { fixed, command }]) => {
      const upgrade = command === undefined ? '' : ` Upgrade: ${command}`
      return `${oneLine(name)}${kind === 'vulnerability' ? `: ${fixesOf(fixed)}` : ''}.${upgrade}`
    }),
    ...(packages.size > HELP_PACKAGES ? ['And further packages.'] : []),
    also,
    seen,
  ]
  const markdown = [
    inMarkdown(first, 2_000),
    rows.length === 0
      ? ''
      : kind === 'vulnerability'
        ? [
            '| Package | Fixed in | Upgrade |',
            '| :--- | :--- | :--- |',
            ...rows.map(([name, { fixed, command }]) => {
              const versions = fixed && fixed.length > 0 ? fixed.join(', ') : fixesOf(fixed)
              return `| ${code(name)} | ${inMarkdown(versions)} | ${command === undefined ? '–' : code(command)} |`
            }),
          ].join('\n')
        : rows.map(([name]) => `- ${code(name)}`).join('\n'),
    also === '' ? '' : inMarkdown(also),
    inMarkdown(seen),
    url === undefined ? '' : `[More about ${inMarkdown(id)}](${url})`,
  ]
  return {
    text: plain.filter((line) => line !== '').join('\n'),
    markdown: markdown.filter((part) => part !== '').join('\n\n'),
  }
}

/** What mends a package, in words. */
export function fixesOf(fixed: readonly string[] | undefined): string {
  if (fixed === undefined) return 'the report names no version that mends it'
  return fixed.length === 0 ? 'there is no version that mends it yet' : `mended in ${oneLine(fixed.join(', '))}`
}

/** Pages of the databases that give these names. */
const DATABASES: readonly (readonly [RegExp, string])[] = [
  [/^CVE-\d{4}-\d+$/, 'https://nvd.nist.gov/vuln/detail/'],
  [/^GHSA(-[\w]{4}){3}$/, 'https://github.com/advisories/'],
  [/^(GO|PYSEC|RUSTSEC|OSV|MAL|DLA|DSA|ALSA|RLSA)-[\d:-]+$/, 'https://osv.dev/vulnerability/'],
]

function addressOf(id: string): string | undefined {
  const [name = ''] = id.split(' ')
  const base = DATABASES.find(([pattern]) => pattern.test(name))?.[1]
  return base === undefined ? undefined : `${base}${name}`
}

/** A web address of a report, as the standard writes it; nothing where it is none that a browser should open. */
function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined
  const { href, username, password } = new URL(address)
  // Brackets would end a Markdown link, and user names hide the host.
  return username === '' && password === ''
    ? href.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))
    : undefined
}
