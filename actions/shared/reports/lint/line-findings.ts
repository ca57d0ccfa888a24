import { EvidenceError } from '../../model/errors.ts'
import type { Doubt, Reading } from '../../model/evidence.ts'
import type { FindingFamily, Level } from '../../model/findings.ts'
import type { Tool } from '../../tools/tool.ts'
import { utf8Reader } from '../encoding.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { positionOf } from '../place-numbers.ts'
import { withheld } from '../quoted-secrets.ts'
import type { OpenReader, ReadContext } from '../reader.ts'
import { FINDING_LIMIT } from '../text/lines.ts'
import { plainLines } from '../text/plain-lines.ts'
import { DeclaredCounts } from './declared-counts.ts'
import { refuseSilence } from './silence.ts'
import { StrayLines } from './stray-lines.ts'

/** Named groups of a line that matched: `path`, `line`, `column`, `endLine`, `level`, `rule`, `message`. */
export type Groups = Readonly<Record<string, string | undefined>>

/** A format that has one finding a line. */
export interface LineFormat {
  readonly tool: Tool
  /** The tool's name in findings. */
  readonly name: string
  readonly family: FindingFamily
  /** Lines that are findings; the first that matches counts. */
  readonly findings: readonly RegExp[]
  /** Level of a finding. */
  readonly level: (groups: Groups) => Level
  /** The rule of a finding whose line names none. */
  readonly rule?: string
  /** Lines that are findings only below a header. */
  readonly under?: readonly RegExp[]
  /** A line that gives what the findings below it do not say: the path, the line. */
  readonly header?: RegExp
  /** Whom a header speaks of: all findings up to the next header; one finding; or all of them, and there need not be one. */
  readonly headerOf?: 'some' | 'one' | 'any'
  /** A finding that goes on for several lines: from the line that matches `from` to the one that matches `to`. */
  readonly block?: { readonly from: RegExp; readonly to: RegExp }
  /** Lines that the tool prints beside its findings. */
  readonly beside?: readonly RegExp[]
  /** How the last line may end that the tool does not end with a new line. */
  readonly unended?: RegExp
  /** From this line on the tool says more than its findings: other lines are not doubted. */
  readonly appendix?: RegExp
  /** A line of source, whatever it is, may stand above a line of carets. */
  readonly carets?: boolean
  /** Lines that count the findings, with groups `error`, `warning`, `note`, `total`. */
  readonly summaries?: readonly RegExp[]
  /** Summaries speak of a part of the report (one run of several). */
  readonly summariesOfParts?: boolean
  /** A line behind which there is always one of the summaries. */
  readonly counted?: RegExp
  /** Lines with which the tool says that it has done its work, and that stand in a clean report too. */
  readonly finished?: readonly RegExp[]
  /** Lines with which the tool says that it did not do all its work. */
  readonly failures?: readonly RegExp[]
  /** The findings stand in a build's log: a line that is none is doubted only where it looks like one. */
  readonly suspicious?: RegExp
  /** The tool repeats its findings in the end: equal lines are one. */
  readonly distinct?: boolean
}

/** A path, a line and perhaps a column, as most tools write them. */
export const PLACE = String.raw`(?<path>(?:[A-Za-z]:[\\/])?[^:]+):(?<line>\d+)(?::(?<column>\d+))?`

/** A place in the sources of Go. */
export const GO_PLACE = String.raw`(?<path>(?:[A-Za-z]:[\\/])?[^:]+\.(?:go|mod|work|s)):(?<line>\d+)(?::(?<column>\d+))?`
/** How golangci-lint and staticcheck end a line, and `go vet` and golint do not. */
export const GO_CODE = String.raw` \((?:[A-Z]+\d{4}|[a-z]\w*)\)$`

const CARET = /^\s*(?:\d*\s*\|)?\s*[\^~][\^~\s]*$/
/** How XML and JSON begin: a log does not. */
export const DOCUMENT = /^\s*(?:<[?!\w]|[[{]\s*(?:["{[\]}]|$))/
const FAILURES_KEPT = 10
/** What runs a linter prints beside it: npm, yarn, make, a shell that shows its commands, GitHub's runner. */
const RUNNER =
  /^(?:> |\+ |\$ |npm (?:ERR!|WARN|error|warn|notice)|yarn run v|(?:error|warning) Command failed|info Visit |Done in \d| ?ELIFECYCLE|make(?:\[\d+\])?: |##\[|shell: |Process completed with exit code )/

/** The level by a word of the line, in any case. */
export function byWord(levels: Readonly<Record<string, Level>>, fallback: Level = 'error'): (groups: Groups) => Level {
  return ({ level = '' }) => {
    const word = level.toLowerCase()
    return Object.hasOwn(levels, word) ? (levels[word] as Level) : fallback
  }
}

/** A reader of the format. */
export function lineReader(format: LineFormat): OpenReader {
  return (context) => {
    const log = new Log(format, context)
    const splitter = plainLines((line, number) => {
      log.line(line, number)
    })
    // A log is of many programs, not all of which write UTF-8: what they say is counted, and doubted.
    return utf8Reader(
      splitter,
      () => log.end(splitter.endsWithNewline),
      () => {
        log.isDamaged = true
      },
    )
  }
}

/** What the lines of a report said so far. */
class Log {
  readonly #format: LineFormat
  readonly #context: ReadContext
  readonly #counter: FindingCounter
  readonly #strays = new StrayLines()
  readonly #declared = new DeclaredCounts()
  readonly #failures: Doubt[] = []
  readonly #seen = new Set<string>()
  #entries = 0
  #lines = 0
  #endsInText = false
  /** What the last header said. */
  #header: Groups = {}
  /** A header without a finding so far, or a line that may be source: forgiven by what follows, or else astray. */
  #pending: { readonly text: string; readonly number: number } | undefined
  #isInBlock = false
  #isFinished = false
  #isInAppendix = false
  #isCounted = false
  /** Some bytes of it are no UTF-8. */
  isDamaged = false

  constructor(format: LineFormat, context: ReadContext) {
    this.#format = format
    this.#context = context
    this.#counter = new FindingCounter(context.tables.findings)
  }

  line(text: string, number: number): void {
    const { block, counted, suspicious, findings, under } = this.#format
    this.#endsInText = text !== '' && this.#format.unended?.test(text) !== true
    if (text.trim() === '') return
    this.#lines += 1
    if (this.#lines === 1 && suspicious && DOCUMENT.test(text)) throw new EvidenceError('it is a document, no log')
    if (text.length > FINDING_LIMIT) {
      this.#strays.add(text, number)
      return
    }
    this.#isCounted ||= counted?.test(text) ?? false
    const isUnder = under !== undefined && Object.keys(this.#header).length > 0
    const finding = matched(findings, text) ?? (isUnder ? matched(under, text) : undefined)
    if (this.#isInBlock && !finding) {
      if (block?.to.test(text) === true) this.#isInBlock = false
      return
    }
    if (this.#isInBlock) this.#strays.add('a finding of several lines has no end', number)
    this.#isInBlock = block?.from.test(text) ?? false
    if (finding) this.#finding(finding, text)
    else this.#other(text, number)
  }

  end(endsWithNewline: boolean): Reading {
    const { tool, family, name, summariesOfParts } = this.#format
    const { exitCode } = this.#context
    this.#leavePending()
    const doubts = [...this.#strays.doubts(), ...this.#failures]
    const contradict = (text: string): void => {
      doubts.push({ kind: 'contradiction', text })
    }
    if (this.isDamaged) contradict('not all of it is valid UTF-8: what it says there may be lost')
    if (this.#isInBlock) contradict('it ends inside a finding: it was cut off')
    if (this.#isCounted && !this.#declared.isStated) {
      contradict('the line behind the findings that counts them is missing: it was cut off')
    }
    if (this.#endsInText && !endsWithNewline) contradict('its last line does not end: it was cut off')
    if (this.#entries === 0 && !this.#declared.isStated && !this.#isFinished && doubts.length === 0) {
      refuseSilence(tool, exitCode, this.#lines === 0)
    }
    const metrics = this.#counter.metrics([family])
    const how = summariesOfParts === true ? 'atLeast' : 'exact'
    doubts.push(...this.#declared.doubts(tool.title, family, metrics, how))
    doubts.push(...exitCodeDoubts(tool, exitCode, this.#entries))
    const completeness = this.#failures.length > 0 ? 'partial' : 'complete'
    return { kind: 'findings', entries: this.#entries, metrics, completeness, doubts, tool: { name } }
  }

  #finding(found: Groups, text: string): void {
    const { header, headerOf } = this.#format
    if (header && (headerOf !== undefined || found['path'] === undefined)) this.#pending = undefined
    this.#leavePending()
    if (this.#format.distinct === true) {
      const key = text.trim()
      if (this.#seen.has(key)) return
      this.#seen.add(key)
    }
    this.#isFailure(text)
    this.#add({ ...this.#header, ...defined(found) })
    if (headerOf === 'one') this.#header = {}
  }

  #add(groups: Groups): void {
    const { family, level, name, rule } = this.#format
    const { tables, mapPath } = this.#context
    const message = groups['message'] ?? ''
    this.#entries += 1
    tables.findings.add({
      family,
      rank: level(groups),
      tool: name,
      rule: groups['rule'] ?? rule ?? 'unknown',
      message: withheld(groups['rule'] ?? '') ?? withheld(message) ?? message.trim(),
      path: groups['path'] === undefined ? undefined : mapPath(groups['path'].trim()),
      line: positionOf(groups['line']),
      column: positionOf(groups['column']),
      endLine: positionOf(groups['endLine']),
    })
  }

  /** A line that is no finding. */
  #other(text: string, number: number): void {
    const { summaries, header, headerOf, finished, carets, beside, suspicious, appendix } = this.#format
    this.#isInAppendix ||= appendix?.test(text) ?? false
    const summary = matched(summaries, text)
    const heading = header?.exec(text)
    if (summary) this.#declared.addGroups(summary)
    else if (matched(finished, text)) this.#isFinished = true
    else if (this.#isFailure(text)) return
    else if (carets === true && CARET.test(text)) this.#pending = undefined
    else if (matched(beside, text)) return
    else if (RUNNER.test(text)) return
    else if (heading) {
      this.#leavePending()
      this.#header = heading.groups ?? {}
      if (headerOf !== 'any') this.#pending = { text, number }
    } else if (this.#isInAppendix) return
    else if (suspicious) {
      if (suspicious.test(text)) this.#strays.add(text, number)
    } else {
      this.#leavePending()
      this.#pending = { text, number }
    }
  }

  #isFailure(text: string): boolean {
    const { failures, tool } = this.#format
    if (!matched(failures, text)) return false
    if (this.#failures.length < FAILURES_KEPT) {
      this.#failures.push({ kind: 'contradiction', text: `${tool.title} says: ${text.trim().slice(0, 300)}` })
    }
    return true
  }

  #leavePending(): void {
    if (this.#pending) this.#strays.add(this.#pending.text, this.#pending.number)
    this.#pending = undefined
  }
}

function matched(patterns: readonly RegExp[] | undefined, text: string): Groups | undefined {
  for (const pattern of patterns ?? []) {
    const match = pattern.exec(text)
    if (match) return match.groups ?? {}
  }
  return undefined
}

function defined(groups: Groups): Groups {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined))
}
