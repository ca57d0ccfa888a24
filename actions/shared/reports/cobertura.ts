import { CoverageTable, type FileCoverage } from '../model/coverage.ts'
import { EvidenceError } from '../model/errors.ts'
import type { CoverageTotals, Doubt, Ratio, Reading } from '../model/evidence.ts'
import { coverageMetrics, totalsDoubt } from './coverage-metrics.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { XmlReader } from './xml-reader.ts'
import { STRICT } from './xml-source.ts'
import { symbolsOf } from './xml/names.ts'
import { POSITION } from './position.ts'

/*
 * Cobertura XML (https://raw.githubusercontent.com/cobertura/web/master/htdocs/xml/coverage-04.dtd), as coverage.py, Istanbul, gcovr,
 * coverlet and others write it. Lines are those of a class; those of its methods count only where it has none of its own,
 * since Istanbul lists lines there that are no statements. A line that stands several times is one line, covered if it is anywhere.
 * The declared totals are what is reported; where the lines give others, a doubt says so.
 */
const NAMES = [
  'coverage',
  'source',
  'class',
  'method',
  'line',
  'lines',
  'name',
  'filename',
  'signature',
  'number',
  'hits',
  'condition-coverage',
  'lines-covered',
  'lines-valid',
  'branches-covered',
  'branches-valid',
] as const
const NAME = symbolsOf(NAMES)

export const open: OpenReader = (context) => new CoberturaReader(context)

class CoberturaReader extends XmlReader {
  readonly #context: ReadContext
  readonly #table = new CoverageTable(POSITION)
  readonly #roots: string[] = []
  /** As listed, each line as often as it stands there; some writers declare these totals. */
  readonly #listed: { inClasses: Ratio; inMethods: Ratio } = {
    inClasses: { covered: 0, total: 0 },
    inMethods: { covered: 0, total: 0 },
  }
  #declaredAt = 0
  #declared: { line?: Ratio | undefined; branch?: Ratio | undefined } = {}
  #file: FileCoverage | undefined
  #rootSeen = false
  #hasOwnLines = false
  /** Lines of the methods of the current class: number, hits, branches covered, branches. */
  #methodLines: number[] = []
  #method: string | undefined
  #methodEntered = false
  #badCounts = 0

  constructor(context: ReadContext) {
    super(NAMES, STRICT)
    this.#context = context
  }

  protected finish(): Reading {
    const distinct = this.#table.totals()
    const entries = this.#table.files.size
    const totals: CoverageTotals = {
      line: this.#declared.line ?? distinct.line ?? { covered: 0, total: 0 },
      branch: (this.#declared.branch?.total ?? 0) > 0 ? this.#declared.branch : distinct.branch,
      function: distinct.function,
    }
    this.#context.tables.coverage.absorb(this.#table)
    return {
      kind: 'coverage',
      entries,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts: this.#doubts(distinct),
      declaredAt: {
        ...(totals.line === this.#declared.line ? { 'coverage.line': this.#declaredAt } : {}),
        ...(totals.branch === this.#declared.branch ? { 'coverage.branch': this.#declaredAt } : {}),
      },
      totalsOnly: (totals.line?.total ?? 0) > 0 && !distinct.line,
    }
  }

  protected startElement(symbol: number): void {
    if (!this.#rootSeen) {
      if (symbol !== NAME.coverage) throw new EvidenceError('its root is no <coverage>: it is no Cobertura XML')
      this.#rootSeen = true
    }
    if (symbol === NAME.line) this.#line()
    else if (symbol === NAME.class) this.#startClass()
    else if (symbol === NAME.method) this.#startMethod()
    else if (symbol === NAME.source) this.source.keepText()
    else if (symbol === NAME.coverage) {
      this.#declared = {
        line: this.#ratio(NAME['lines-covered'], NAME['lines-valid']),
        branch: this.#ratio(NAME['branches-covered'], NAME['branches-valid']),
      }
      this.#declaredAt = POSITION.lineOf()
    }
  }

  protected endElement(symbol: number): void {
    if (symbol === NAME.source) this.#roots.push(this.source.takeText().trim())
    else if (symbol === NAME.method) this.#endMethod()
    else if (symbol === NAME.class) this.#endClass()
  }

  #ratio(covered: number, total: number): Ratio | undefined {
    const ratio = { covered: this.source.attributes.count(covered), total: this.source.attributes.count(total) }
    if (ratio.covered < 0 || ratio.total < 0) return undefined
    return ratio
  }

  #startClass(): void {
    const filename = this.source.attributes.text(NAME.filename) ?? this.source.attributes.text(NAME.name) ?? ''
    this.#file = this.#table.file(this.#context.mapPath(filename, this.#roots))
    this.#hasOwnLines = false
    this.#methodLines = []
  }

  #endClass(): void {
    if (!this.#hasOwnLines) {
      for (let at = 0; at < this.#methodLines.length; at += 4) {
        const [line = 0, hits = 0, covered = 0, total = 0] = this.#methodLines.slice(at, at + 4)
        this.#file?.add(line, hits, covered, total)
      }
    }
    this.#file?.trim()
    this.#file = undefined
  }

  #startMethod(): void {
    this.#method = `${this.source.attributes.text(NAME.name) ?? ''}${this.source.attributes.text(NAME.signature) ?? ''}`
    this.#methodEntered = (this.source.attributes.number(NAME.hits) || 0) > 0
  }

  #endMethod(): void {
    const key = `${this.#method ?? ''}@${this.#methodLines.at(-4) ?? 0}`
    if (this.#file) this.#file.functions.set(key, this.#methodEntered || this.#file.functions.get(key) === true)
    this.#method = undefined
  }

  #line(): void {
    const file = this.#file
    if (!file) return
    const number = this.source.attributes.count(NAME.number)
    const hits = this.#hits()
    if (number < 0) {
      this.#badCounts += 1
      return
    }
    const condition = this.source.attributes.text(NAME['condition-coverage'])
    const branches = condition === undefined ? undefined : CONDITION.exec(condition)
    const covered = branches ? Number(branches[1]) : 0
    const total = branches ? Number(branches[2]) : 0
    if (this.#method === undefined) {
      this.#hasOwnLines = true
      file.add(number, hits, covered, total)
    } else {
      this.#methodEntered ||= hits > 0
      this.#methodLines.push(number, hits, covered, total)
    }
    const listed = this.#method === undefined ? this.#listed.inClasses : this.#listed.inMethods
    Object.assign(listed, { covered: listed.covered + (hits > 0 ? 1 : 0), total: listed.total + 1 })
  }

  /** Some writers give hits as decimals; negative ones and NaN are none. */
  #hits(): number {
    const whole = this.source.attributes.count(NAME.hits)
    if (whole >= 0) return whole
    const hits = this.source.attributes.number(NAME.hits)
    if (!(hits >= 0)) this.#badCounts += 1
    return hits > 0 ? Math.ceil(hits) : 0
  }

  #doubts(distinct: CoverageTotals): Doubt[] {
    const doubts: Doubt[] = []
    if (this.#badCounts > 0) {
      doubts.push({ kind: 'contradiction', text: `${this.#badCounts} of its lines have no number or no count of hits` })
    }
    const { line, branch } = this.#declared
    const { inClasses, inMethods } = this.#listed
    const both = { covered: inClasses.covered + inMethods.covered, total: inClasses.total + inMethods.total }
    if (line) {
      doubts.push(...totalsDoubt('line', line, distinct.line ?? { covered: 0, total: 0 }, [inClasses, inMethods, both]))
    }
    if (branch && branch.total > 0) {
      doubts.push(...totalsDoubt('branch', branch, distinct.branch ?? { covered: 0, total: 0 }))
    }
    return doubts
  }
}

const CONDITION = /\((\d{1,9})\/(\d{1,9})\)/
