import { CoverageTable } from '../model/coverage.ts'
import type { CoverageTotals, Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics, totalsDoubt } from './coverage-metrics.ts'
import { LineBranches, Tally, addFunction, statementsDoubt } from './coverage-tally.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { XmlReader } from './xml-reader.ts'
import { STRICT } from './xml-source.ts'
import { symbolsOf } from './xml/names.ts'
import { POSITION } from './position.ts'

/*
 * OpenCover XML (https://github.com/OpenCover/opencover/wiki/Reports), as OpenCover, coverlet and AltCover write it.
 * Lines are the distinct lines of a file where sequence points begin, over all its classes, overloads and modules: what people see in an editor.
 * The Summary declares sequence points, of which a line may have several; that reading is kept as a doubt where it differs.
 * Branches are the branch points as listed; OpenCover's Summary adds the entry of each method to them.
 */
const NAMES = [
  'CoverageSession',
  'Summary',
  'Module',
  'File',
  'Method',
  'Name',
  'FileRef',
  'SequencePoint',
  'BranchPoint',
  'uid',
  'fullPath',
  'vc',
  'sl',
  'fileid',
  'visited',
  'numSequencePoints',
  'visitedSequencePoints',
  'numBranchPoints',
  'visitedBranchPoints',
  'numMethods',
  'visitedMethods',
] as const
const NAME = symbolsOf(NAMES)
const ZERO: Ratio = { covered: 0, total: 0 }
/** What compilers give as the line of code that nobody wrote. */
const HIDDEN_LINE = 0xfeefee
const LOST_AT_MOST = 0.15

export const open: OpenReader = (context) => new OpenCoverReader(context)

class OpenCoverReader extends XmlReader {
  readonly #context: ReadContext
  #declaredAt = 0
  readonly #table = new CoverageTable(POSITION)
  #root: number | undefined
  #inModule = false
  #inMethod = false
  /** Paths of the module by number. */
  readonly #paths = new Map<string, string>()
  readonly #files = new Set<string>()
  /** The method's: its file, name, first line, whether a point of it was visited. */
  #methodPath: string | undefined
  #methodName = ''
  #methodLine: number | undefined
  #methodEntered = false
  readonly #declared: { points?: Ratio | undefined; branches?: Ratio | undefined; methods?: Ratio | undefined } = {}
  readonly #points = new Tally()
  readonly #branchPoints = new Tally()
  readonly #methods = new Tally()
  readonly #branches = new LineBranches()
  #moduleBranches = new LineBranches()
  #unplaced = 0

  /** Declared totals with more covered than there is. */
  #impossible = 0

  constructor(context: ReadContext) {
    super(NAMES, STRICT)
    this.#context = context
  }

  protected finish(): Reading {
    if (this.#root !== NAME.CoverageSession) throw new EvidenceError('its root element is not <CoverageSession>')
    const branch = this.#branches.giveTo(this.#table)
    const line = this.#table.totals().line ?? ZERO
    const methods = (this.#declared.methods?.total ?? 0) > 0 ? this.#declared.methods : this.#methods
    const totals: CoverageTotals = {
      line,
      branch: branch.total > 0 ? branch : undefined,
      function: methods && methods.total > 0 ? methods : undefined,
    }
    const doubts = this.#doubts(line)
    for (const file of this.#table.files.values()) file.trim()
    this.#context.tables.coverage.absorb(this.#table)
    return {
      kind: 'coverage',
      entries: this.#files.size,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts,
      declaredAt: methods && methods === this.#declared.methods ? { 'coverage.function': this.#declaredAt } : {},
    }
  }

  protected startElement(symbol: number): void {
    this.#root ??= symbol
    if (symbol === NAME.SequencePoint) this.#sequencePoint()
    else if (symbol === NAME.BranchPoint) this.#branchPoint()
    else if (symbol === NAME.Method) this.#startMethod()
    else if (symbol === NAME.Name && this.#inMethod) this.source.keepText()
    else if (symbol === NAME.FileRef) this.#methodPath = this.#paths.get(this.source.attributes.text(NAME.uid) ?? '')
    else if (symbol === NAME.File) this.#file()
    else if (symbol === NAME.Module) this.#inModule = true
    else if (symbol === NAME.Summary && !this.#inModule) this.#summary()
  }

  protected endElement(symbol: number): void {
    if (symbol === NAME.Name && this.#inMethod) this.#methodName = this.source.takeText().trim()
    else if (symbol === NAME.Method) this.#endMethod()
    else if (symbol === NAME.Module) {
      // A file that is compiled into several modules has its branches once.
      this.#branches.absorb(this.#moduleBranches)
      this.#moduleBranches = new LineBranches()
      this.#paths.clear()
      this.#inModule = false
    }
  }

  #file(): void {
    const path = this.#context.mapPath(this.source.attributes.text(NAME.fullPath) ?? '')
    this.#paths.set(this.source.attributes.text(NAME.uid) ?? '', path)
  }

  #summary(): void {
    this.#declaredAt = POSITION.lineOf()
    this.#declared.points = this.#ratio(NAME.visitedSequencePoints, NAME.numSequencePoints)
    this.#declared.branches = this.#ratio(NAME.visitedBranchPoints, NAME.numBranchPoints)
    this.#declared.methods = this.#ratio(NAME.visitedMethods, NAME.numMethods)
  }

  #ratio(covered: number, total: number): Ratio | undefined {
    const ratio = { covered: this.source.attributes.count(covered), total: this.source.attributes.count(total) }
    if (ratio.covered > ratio.total && ratio.total >= 0) this.#impossible += 1
    return ratio.covered < 0 || ratio.total < 0 ? undefined : ratio
  }

  #startMethod(): void {
    this.#inMethod = true
    this.#methodPath = undefined
    this.#methodName = ''
    this.#methodLine = undefined
    this.#methodEntered = this.source.attributes.text(NAME.visited) === 'true'
  }

  /** A method without a line is one that nobody wrote. */
  #endMethod(): void {
    this.#inMethod = false
    if (this.#methodLine === undefined || this.#methodPath === undefined) return
    this.#methods.count(this.#methodEntered)
    addFunction(
      this.#table.file(this.#methodPath).functions,
      `${this.#methodName}@${this.#methodLine}`,
      this.#methodEntered,
    )
  }

  #sequencePoint(): void {
    const point = this.#point()
    if (!point) return
    this.#points.count(point.hits > 0)
    this.#methodEntered ||= point.hits > 0
    this.#methodLine ??= point.line
    this.#methodPath ??= point.path
    this.#table.file(point.path).add(point.line, point.hits)
    this.#files.add(point.path)
  }

  #branchPoint(): void {
    const point = this.#point()
    if (!point) return
    this.#branchPoints.count(point.hits > 0)
    this.#moduleBranches.line(point.path, point.line).count(point.hits > 0)
  }

  /** Old versions give points no file of their own, and branch points no line: those are at the method's beginning. */
  #point(): { path: string; line: number; hits: number } | undefined {
    if (!this.#inMethod) return undefined
    const file = this.source.attributes.text(NAME.fileid)
    const path = (file === undefined ? undefined : this.#paths.get(file)) ?? this.#methodPath
    const hits = this.source.attributes.count(NAME.vc)
    const start = this.source.attributes.count(NAME.sl)
    const line = start < 0 ? this.#methodLine : start
    if (line === HIDDEN_LINE) return undefined
    if (path === undefined || line === undefined || hits < 0) {
      this.#unplaced += 1
      return undefined
    }
    return { path, line, hits }
  }

  #doubts(line: Ratio): Doubt[] {
    const doubts: Doubt[] = []
    if (this.#impossible > 0) doubts.push({ kind: 'contradiction', text: 'it declares more covered than there is' })
    const { points, branches } = this.#declared
    if (this.#unplaced > 0) {
      doubts.push({ kind: 'contradiction', text: `${this.#unplaced} of its points have no file, no line or no count` })
    }
    if (points) doubts.push(...statementsDoubt('sequence points', points, line, isAbout(this.#points, points)))
    if (branches && !this.#branchPoints.equals(branches)) {
      const withEntries = new Tally()
      withEntries.add(this.#branchPoints)
      withEntries.add(this.#declared.methods ?? this.#methods)
      if (!withEntries.equals(branches)) {
        doubts.push(...totalsDoubt('branch', branches, this.#branchPoints, [withEntries]))
      }
    }
    return doubts
  }
}

function isAbout(listed: Ratio, declared: Ratio): boolean {
  return Math.abs(listed.total - declared.total) <= LOST_AT_MOST * Math.max(listed.total, declared.total)
}
