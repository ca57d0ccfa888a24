import { EvidenceError } from '../../model/errors.ts'
import type { Doubt } from '../../model/evidence.ts'
import type { FindingFamily, Level } from '../../model/findings.ts'
import type { Tool } from '../../tools/tool.ts'
import { utf8Reader } from '../encoding.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { positionOf } from '../place-numbers.ts'
import type { OpenReader } from '../reader.ts'
import { FINDING_LIMIT, textLines } from '../text/lines.ts'
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
  /** A line that gives what the findings below it do not say: the path, the line. */
  readonly header?: RegExp
  /** A finding that goes on for several lines: from the line that matches `from` to the one that matches `to`. */
  readonly block?: { readonly from: RegExp; readonly to: RegExp }
  /** Lines that the tool prints beside its findings. */
  readonly beside?: readonly RegExp[]
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
const COLORS = /\u001b\[[0-9;]*[A-Za-z]/g

/** The level by a word of the line, in any case. */
export function byWord(levels: Readonly<Record<string, Level>>, fallback: Level = 'error'): (groups: Groups) => Level {
  return ({ level = '' }) => {
    const word = level.toLowerCase()
    return Object.hasOwn(levels, word) ? (levels[word] as Level) : fallback
  }
}

export function lineReader(format: LineFormat): OpenReader {
  return ({ tables, mapPath, exitCode }) => {
    const counter = new FindingCounter(tables.findings)
    const strays = new StrayLines()
    const declared = new DeclaredCounts()
    const failures: Doubt[] = []
    const seen = new Set<string>()
    let entries = 0
    let lines = 0
    let endsInText = false
    /** What the last header said. */
    let context: Groups = {}
    /** A header without a finding so far, or a line that may be source: forgiven by what follows, or else astray. */
    let pending: { readonly text: string; readonly number: number } | undefined
    let isInBlock = false
    let isFinished = false
    let isCounted = false

    function add(own: Groups): void {
      entries += 1
      const groups: Groups = { ...context, ...defined(own) }
      tables.findings.add({
        family: format.family,
        rank: format.level(groups),
        tool: format.name,
        rule: groups['rule'] ?? format.rule ?? 'unknown',
        message: (groups['message'] ?? '').trim(),
        path: groups['path'] === undefined ? undefined : mapPath(groups['path'].trim()),
        line: positionOf(groups['line']),
        column: positionOf(groups['column']),
        endLine: positionOf(groups['endLine']),
      })
    }

    function leavePending(): void {
      if (pending) strays.add(pending.text, pending.number)
      pending = undefined
    }

    function isFailure(text: string): boolean {
      if (!matched(format.failures, text)) return false
      if (failures.length < FAILURES_KEPT) {
        failures.push({ kind: 'contradiction', text: `${format.tool.title} says: ${text.trim().slice(0, 300)}` })
      }
      return true
    }

    /** A line inside a finding of several lines; false where it is none. */
    function isBlockLine(text: string): boolean {
      if (!isInBlock || !format.block || matched(format.findings, text)) return false
      if (format.block.to.test(text)) isInBlock = false
      return true
    }

    function other(text: string, number: number): void {
      const summary = matched(format.summaries, text)
      const header = format.header?.exec(text)
      if (summary) declared.addGroups(summary)
      else if (matched(format.finished, text)) isFinished = true
      else if (isFailure(text)) return
      else if (format.carets === true && CARET.test(text)) pending = undefined
      else if (matched(format.beside, text)) return
      else if (header) {
        leavePending()
        context = header.groups ?? {}
        pending = { text, number }
      } else if (format.suspicious) {
        if (format.suspicious.test(text)) strays.add(text, number)
      } else {
        leavePending()
        pending = { text, number }
      }
    }

    const splitter = textLines((raw, number) => {
      const text = raw.includes('\u001b') ? raw.replace(COLORS, '') : raw
      endsInText = text !== ''
      if (text.trim() === '') return
      lines += 1
      if (lines === 1 && format.suspicious && DOCUMENT.test(text)) throw new EvidenceError('it is a document, no log')
      if (text.length > FINDING_LIMIT) {
        strays.add(text, number)
        return
      }
      isCounted ||= format.counted?.test(text) ?? false
      if (isBlockLine(text)) return
      if (isInBlock) strays.add('a finding of several lines has no end', number)
      isInBlock = format.block?.from.test(text) ?? false
      const finding = matched(format.findings, text)
      if (!finding) {
        other(text, number)
        return
      }
      if (finding['path'] === undefined && format.header) pending = undefined
      leavePending()
      if (format.distinct === true) {
        const key = text.trim()
        if (seen.has(key)) return
        seen.add(key)
      }
      isFailure(text)
      add(finding)
    })
    return utf8Reader(splitter, () => {
      leavePending()
      const doubts = [...strays.doubts(), ...failures]
      if (isInBlock) doubts.push({ kind: 'contradiction', text: 'it ends inside a finding: it was cut off' })
      if (isCounted && !declared.isStated) {
        const text = 'the line behind the findings that counts them is missing: it was cut off'
        doubts.push({ kind: 'contradiction', text })
      }
      if (endsInText && !splitter.endsWithNewline) {
        doubts.push({ kind: 'contradiction', text: 'its last line does not end: it was cut off' })
      }
      if (entries === 0 && !declared.isStated && !isFinished && doubts.length === 0) {
        refuseSilence(format.tool, exitCode, lines === 0)
      }
      const metrics = counter.metrics([format.family])
      const how = format.summariesOfParts === true ? 'atLeast' : 'exact'
      doubts.push(...declared.doubts(format.tool.title, format.family, metrics, how))
      doubts.push(...exitCodeDoubts(format.tool, exitCode, entries))
      const completeness = failures.length > 0 ? 'partial' : 'complete'
      return { kind: 'findings', entries, metrics, completeness, doubts, tool: { name: format.name } }
    })
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
