import { EvidenceError } from '../../model/errors.ts'
import type { Completeness, Doubt, Reading } from '../../model/evidence.ts'
import type { Finding, Severity } from '../../model/findings.ts'
import type { SecurityDetails } from '../../model/security.ts'
import { chooseSeverity } from '../../model/severity.ts'
import type { Tool } from '../../tools/tool.ts'
import { withoutLinesBehind } from '../around-json.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import { jsonReader } from '../json/reader.ts'
import { field } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import { refuseSilence } from '../lint/silence.ts'
import type { OpenReader, ReadContext } from '../reader.ts'

/** Families of what scanners find. */
export type SecurityFamily = 'security' | 'secrets' | 'licenses'

/** One finding as a scanner's report has it. */
export interface SecurityFound {
  /** `security` unless it is a secret or a licence. */
  readonly family?: SecurityFamily | undefined
  readonly rule: string
  /** Never a secret. */
  readonly message: string
  readonly path?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly endLine?: number | undefined
  /** 1-based line of the report that says so, where its reader knows better than the table. */
  readonly reportLine?: number | undefined
  /** Where the report is of several tools. */
  readonly tool?: string | undefined
  /** How severe it is; by default what `chooseSeverity` makes of the details. */
  readonly rank?: Severity | undefined
  readonly details: SecurityDetails
}

const CONTRADICTIONS_KEPT = 10

/** A scanner's own words without the user and password of an address. */
function withoutUser(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//')
}

/** Collects what a scanner's report says, of whatever syntax, and makes the reading of it. */
export class SecurityReport {
  readonly #context: ReadContext
  readonly #tool: Tool
  #name: string
  readonly #counter: FindingCounter
  readonly #doubts: Doubt[] = []
  readonly #notes: Doubt[] = []
  readonly #families: Set<SecurityFamily>
  readonly #metrics: Record<string, number> = {}
  #entries = 0
  /** Entries that are set aside: no exit code speaks of them. */
  #suppressed = 0
  #completeness: Completeness = 'complete'
  #version: string | undefined
  #isScan = true

  /** `families`: of which the report speaks even where it has no finding. */
  constructor(context: ReadContext, tool: Tool, name: string, families: readonly SecurityFamily[] = ['security']) {
    this.#context = context
    this.#tool = tool
    this.#name = name
    this.#counter = new FindingCounter(context.tables.findings)
    this.#families = new Set(families)
  }

  get entries(): number {
    return this.#entries
  }

  /** Adds a finding, one entry of the report; one with `details.suppressed` is set aside. */
  add(found: SecurityFound): void {
    this.#entries += 1
    if (found.details.suppressed === undefined) {
      this.#context.tables.findings.add(this.#finding(found))
      return
    }
    this.#suppressed += 1
    this.suppress(found)
  }

  /** Adds a finding that is no entry of its own: an entry may tell of several, or warn of what the tool does not count. */
  addBeside(found: SecurityFound): void {
    if (found.details.suppressed === undefined) this.#context.tables.findings.add(this.#finding(found))
    else this.suppress(found)
  }

  /** Entries whose findings are added beside them. */
  countEntries(count: number): void {
    this.#entries += count
  }

  /** So many more entries like this one, of which nothing else is kept. */
  addCount(found: SecurityFound, count: number): void {
    this.#entries += count
    const { family, rank } = this.#finding(found)
    if (found.details.suppressed === undefined) this.#context.tables.findings.addCount(family, rank, count)
    else {
      this.#suppressed += count
      this.#context.tables.findings.addSuppressedCount(count)
    }
  }

  /** Adds a finding that the report keeps apart from its own list, as set aside: no entry. `details.suppressed` says by what. */
  suppress(found: SecurityFound): void {
    this.#families.add(found.family ?? 'security')
    this.#context.tables.findings.addSuppressed(this.#finding(found))
  }

  /** So many findings were set aside, and the report tells no more of them than `text`. */
  suppressedCount(count: number | undefined, text: string): void {
    if (count === undefined || count <= 0) return
    this.#context.tables.findings.addSuppressedCount(count)
    this.note(text)
  }

  /** What a reader should know, and no gate fails for. */
  note(text: string): void {
    if (this.#notes.length < CONTRADICTIONS_KEPT) this.#notes.push({ kind: 'reading', text: withoutUser(text) })
  }

  #finding({ family = 'security', rank, tool, path, details, ...found }: SecurityFound): Finding {
    return {
      ...found,
      family,
      rank: rank ?? chooseSeverity(details).severity,
      tool: tool ?? this.#name,
      path: path === undefined || path === '' ? undefined : this.#context.mapPath(path),
      details,
    }
  }

  /** What tells a secret again in this run, and nobody which secret it is. */
  secretHash(secret: string | undefined): string | undefined {
    return secret === undefined || secret === '' ? undefined : this.#context.secretHash?.(secret)
  }

  /** The report speaks of this family, though it may have no finding of it. */
  speaksOf(family: SecurityFamily): void {
    this.#families.add(family)
  }

  /** A metric beside the findings. */
  metric(name: string, value: number | undefined): void {
    if (value !== undefined && Number.isFinite(value)) this.#metrics[name] = value
  }

  version(version: string | undefined): void {
    this.#version ??= version
  }

  /** What wrote it, of a format that many tools write. */
  writtenBy(name: string, version: string | undefined): void {
    this.#name = name
    this.#version = version
  }

  /** Nothing was looked for: that it has no finding of a family says nothing of it. */
  isNoScan(): void {
    this.#isScan = false
  }

  /** The report denies itself, or the scanner says that it could not see something: whatever is judged from it is unknown. */
  contradict(text: string): void {
    if (this.#doubts.length < CONTRADICTIONS_KEPT) this.#doubts.push({ kind: 'contradiction', text: withoutUser(text) })
  }

  /** The scanner says that it did not see everything. */
  missed(text: string): void {
    this.#completeness = 'partial'
    this.contradict(text)
  }

  /** How many findings it has so far of a rank. */
  count(family: SecurityFamily, rank: Severity): number {
    return this.#context.tables.findings.reportTally().get(`${family}.${rank}`) ?? 0
  }

  /** It has no finding, and nothing in it shows that anything was looked at: believed only as the user says beside it. */
  doubtSilence(what: string): void {
    if (this.#entries > 0 || (this.#context.formatNamed && this.#context.exitCode !== undefined)) return
    this.contradict(
      `${what}, as when all is well and when ${this.#tool.title} looked at nothing; name its format= and its exit-code=`,
    )
  }

  /** As `doubtSilence`, unless something shows that the tool looked. */
  doubtSilenceUnless(hasLooked: boolean, what: string): void {
    if (!hasLooked) this.doubtSilence(what)
  }

  /** A count that the report states, against what it lists. */
  expectEntries(declared: number | undefined, what = 'findings'): void {
    if (declared === undefined || declared === this.#entries) return
    this.contradict(`${this.#tool.title} counts ${declared} ${what}, the report lists ${this.#entries}`)
  }

  end(): Reading {
    const metrics = { ...this.#counter.metrics(this.#isScan ? [...this.#families] : []), ...this.#metrics }
    const version = this.#version === undefined ? {} : { version: this.#version }
    const open = this.#entries - this.#suppressed
    return {
      kind: 'findings',
      entries: this.#entries,
      metrics,
      completeness: this.#completeness,
      doubts: [...this.#doubts, ...this.#notes, ...exitCodeDoubts(this.#tool, this.#context.exitCode, open)],
      tool: { name: this.#name, ...version },
    }
  }
}

/** A scanner's report in JSON. */
export interface SecurityJson {
  readonly tool: Tool
  /** As findings name it, lower case. */
  readonly name: string
  readonly families?: readonly SecurityFamily[]
  /** The arrays that are streamed, as in JsonSplitter (`DOCUMENTS` for JSON lines); empty where the whole document is small. */
  readonly arrays: readonly string[]
  /** An element of such an array. Throws EvidenceError where it is not what the tool writes. */
  element?(value: unknown, report: SecurityReport, stream: number, index: number): void
  /** The rest, with those arrays left empty. */
  document?(value: unknown, report: SecurityReport): void
  /** After all of it; of JSON lines there is no rest. */
  finish?(report: SecurityReport): void
  /** None of the arrays need be there: the document itself says what it is. */
  readonly mayLackLists?: boolean
  /** `null` is an empty list, as Go writes it. */
  readonly mayBeNull?: boolean
}

/** A reader of a scanner's JSON. An array of the report that is not there at all is refused. */
export function securityJson(format: SecurityJson): OpenReader {
  const isLines = format.arrays.includes(DOCUMENTS)
  return (context) => {
    const report = new SecurityReport(context, format.tool, format.name, format.families)
    let elements = 0
    const reader = jsonReader(
      format.arrays,
      {
        element(value, stream, index) {
          elements += 1
          format.element?.(value, report, stream, index)
        },
        document(value) {
          for (const path of format.arrays) refuseOtherThanLists(value, path)
          const isEmpty = value === null && format.mayBeNull === true
          if (format.mayLackLists !== true && !isEmpty) demandList(value, format.arrays)
          format.document?.(value, report)
        },
      },
      () => {
        if (isLines && elements === 0) refuseSilence(format.tool, context.exitCode, true)
        format.finish?.(report)
        return report.end()
      },
      { mayBeNull: format.mayBeNull === true },
    )
    return withoutLinesBehind(reader)
  }
}

/** What stands in the place of a streamed list may have been any number of findings. Null is Go's empty list. */
function refuseOtherThanLists(value: unknown, path: string): void {
  const end = path.indexOf('[]')
  // That a document is a list is asked elsewhere, as some formats may also be an object.
  const list = (end === 0 ? [] : path.slice(0, end).split('.')).reduce<unknown>((node, key) => field(node, key), value)
  if (list === undefined || list === null) return
  if (Array.isArray(list)) {
    if (path.length > end + 2) for (const item of list) refuseOtherThanLists(item, path.slice(end + 3))
  } else if (end > 0) throw new EvidenceError(`its "${path.slice(0, end)}" are no list`)
}

function demandList(value: unknown, arrays: readonly string[]): void {
  if (arrays.length === 0) return
  const isThere = arrays.some((path) => {
    if (path === '[]') return Array.isArray(value)
    const [outer = ''] = path.split('[]')
    const list = outer.split('.').reduce<unknown>((node, key) => field(node, key), value)
    // An empty list of Go's is null.
    return Array.isArray(list) || list === null
  })
  if (!isThere) throw new EvidenceError(`it has no list ${arrays.join(' or ')}`)
}
