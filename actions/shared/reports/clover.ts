import { CoverageTable, type FileCoverage } from '../model/coverage.ts'
import type { CoverageTotals, Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics, totalsDoubt } from './coverage-metrics.ts'
import { Tally, addFunction, statementsDoubt, sumDoubt } from './coverage-tally.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { XmlReader } from './xml-reader.ts'
import { STRICT } from './xml-source.ts'
import { symbolsOf } from './xml/names.ts'
import { POSITION } from './position.ts'

/*
 * Clover XML (https://bitbucket.org/openclover/clover/src/default/clover-ant/etc/schema/clover.xsd), as OpenClover, PHPUnit, Istanbul and gcovr write it.
 * Lines are the distinct lines of type stmt and cond; those of type method are functions. Declared statements are no lines
 * (Istanbul declares several for one line) and are kept as a doubt where they differ. Branches and functions are the project's
 * declared conditionals and methods. Only <project> counts: <testproject> is the tests' own code (gcovr: a dummy).
 */
const NAMES = [
  'coverage',
  'project',
  'testproject',
  'package',
  'file',
  'class',
  'metrics',
  'line',
  'name',
  'path',
  'num',
  'type',
  'count',
  'truecount',
  'falsecount',
  'signature',
  'statements',
  'coveredstatements',
  'conditionals',
  'coveredconditionals',
  'methods',
  'coveredmethods',
] as const
const NAME = symbolsOf(NAMES)
const ZERO: Ratio = { covered: 0, total: 0 }

export const open: OpenReader = (context) => new CloverReader(context)

interface Metrics {
  readonly statements: Ratio | undefined
  readonly conditionals: Ratio | undefined
  readonly methods: Ratio | undefined
}

/** What is known of a file until it ends. */
interface Section {
  readonly file: FileCoverage
  /** Line, truecount and falsecount of each condition. */
  readonly conditions: number[]
  readonly lines: Tally
  metrics?: Metrics
}

class CloverReader extends XmlReader {
  readonly #context: ReadContext
  #declaredAt = 0
  readonly #table = new CoverageTable(POSITION)
  /** Open elements that have metrics, but for <metrics> itself: Istanbul puts packages into it. */
  readonly #open: number[] = []
  #package = ''
  #section: Section | undefined
  #sawProject = false
  #declared: Metrics | undefined
  readonly #fileStatements = new Tally()
  #filesWithoutStatements = 0
  readonly #listed = new Tally()
  readonly #branches = new Tally()
  readonly #functions = new Tally()
  #badLines = 0
  /** Files whose statements have no lines. */
  #emptied = 0

  /** Declared totals with more covered than there is. */
  #impossible = 0

  constructor(context: ReadContext) {
    super(NAMES, STRICT)
    this.#context = context
  }

  protected finish(): Reading {
    if (!this.#sawProject) throw new EvidenceError('it has no <project>')
    const lines = this.#table.totals().line
    const { statements, conditionals, methods } = this.#declared ?? {}
    const totalsOnly = lines === undefined && (statements?.total ?? 0) > 0
    const branch = conditionals ?? this.#branches
    const functions = methods ?? this.#functions
    const totals: CoverageTotals = {
      line: totalsOnly ? statements : (lines ?? ZERO),
      branch: branch.total > 0 ? branch : undefined,
      function: functions.total > 0 ? functions : undefined,
    }
    const doubts = this.#doubts(lines ?? ZERO, totalsOnly)
    const entries = this.#table.files.size
    this.#context.tables.coverage.absorb(this.#table)
    const declaredAt = {
      ...(totalsOnly ? { 'coverage.line': this.#declaredAt } : {}),
      ...(conditionals ? { 'coverage.branch': this.#declaredAt } : {}),
      ...(methods ? { 'coverage.function': this.#declaredAt } : {}),
    }
    const metrics = coverageMetrics(totals)
    return { kind: 'coverage', entries, metrics, completeness: 'complete', doubts, declaredAt, totalsOnly }
  }

  protected startElement(symbol: number): void {
    if (symbol === NAME.line) this.#line()
    else if (symbol === NAME.metrics) this.#metrics()
    else if (symbol >= 0 && symbol <= NAME.class) {
      this.#open.push(symbol)
      if (symbol === NAME.project) this.#sawProject = true
      else if (symbol === NAME.package) this.#package = this.source.attributes.text(NAME.name) ?? ''
      else if (symbol === NAME.file && this.#isInProject()) this.#startFile()
    }
  }

  protected endElement(symbol: number): void {
    if (symbol < 0 || symbol > NAME.class) return
    this.#open.pop()
    if (symbol === NAME.package) this.#package = ''
    else if (symbol === NAME.file) this.#endFile()
  }

  #isInProject(): boolean {
    return this.#open[1] === NAME.project
  }

  /** Files of one name are told apart by `path`; PHPUnit has the path in `name`, others a bare name inside a package. */
  #startFile(): void {
    const name = this.source.attributes.text(NAME.name) ?? ''
    const folder = this.#package.replaceAll('.', '/')
    const path =
      this.source.attributes.text(NAME.path) ?? (/[/\\]/.test(name) || folder === '' ? name : `${folder}/${name}`)
    this.#section = { file: this.#table.file(this.#context.mapPath(path)), conditions: [], lines: new Tally() }
  }

  #metrics(): void {
    const parent = this.#open.at(-1)
    const metrics: Metrics = {
      statements: this.#ratio(NAME.coveredstatements, NAME.statements),
      conditionals: this.#ratio(NAME.coveredconditionals, NAME.conditionals),
      methods: this.#ratio(NAME.coveredmethods, NAME.methods),
    }
    if (parent === NAME.project) {
      if (this.#declared === undefined) this.#declaredAt = POSITION.lineOf()
      this.#declared ??= metrics
    } else if (parent === NAME.file && this.#section) this.#section.metrics = metrics
  }

  #ratio(covered: number, total: number): Ratio | undefined {
    const ratio = { covered: this.source.attributes.count(covered), total: this.source.attributes.count(total) }
    if (ratio.covered > ratio.total && ratio.total >= 0) this.#impossible += 1
    return ratio.covered < 0 || ratio.total < 0 ? undefined : ratio
  }

  #line(): void {
    const section = this.#section
    if (!section) return
    const number = this.source.attributes.count(NAME.num)
    const type = this.source.attributes.text(NAME.type)
    const trueCount = Math.max(0, this.source.attributes.count(NAME.truecount))
    const falseCount = Math.max(0, this.source.attributes.count(NAME.falsecount))
    const count = this.source.attributes.number(NAME.count)
    // OpenClover gives conditions no count of their own.
    const hits = count > 0 ? Math.ceil(count) : Number.isNaN(count) ? trueCount + falseCount : 0
    if (number < 0 || (Number.isNaN(count) && type !== 'cond')) {
      this.#badLines += 1
      return
    }
    if (type === 'method') {
      const name = this.source.attributes.text(NAME.name) ?? this.source.attributes.text(NAME.signature) ?? ''
      addFunction(section.file.functions, `${name}@${number}`, hits > 0)
      this.#functions.count(hits > 0)
      return
    }
    section.file.add(number, hits)
    section.lines.count(hits > 0)
    if (type === 'cond') section.conditions.push(number, trueCount, falseCount)
  }

  #endFile(): void {
    const section = this.#section
    if (!section) return
    this.#section = undefined
    this.#branches.add(addConditions(section))
    this.#listed.add(section.lines)
    const statements = section.metrics?.statements
    if (statements) this.#fileStatements.add(statements)
    else this.#filesWithoutStatements += 1
    if (statements && statements.total > 0 !== section.lines.total > 0) this.#emptied += 1
    else if (statements && statements.covered > 0 !== section.lines.covered > 0) this.#emptied += 1
    section.file.trim()
  }

  #doubts(lines: Ratio, totalsOnly: boolean): Doubt[] {
    const doubts: Doubt[] = []
    if (this.#impossible > 0) doubts.push({ kind: 'contradiction', text: 'it declares more covered than there is' })
    if (this.#badLines > 0) {
      doubts.push({ kind: 'contradiction', text: `${this.#badLines} of its lines have no number or no count` })
    }
    const { statements, conditionals } = this.#declared ?? {}
    if (statements && this.#table.files.size > 0 && this.#filesWithoutStatements === 0) {
      doubts.push(...sumDoubt('statements', statements, this.#fileStatements))
    }
    if (statements && !totalsOnly) {
      const isListed = this.#listed.equals(statements)
      const canBe =
        lines.covered <= statements.covered && lines.total - lines.covered <= statements.total - statements.covered
      doubts.push(
        ...statementsDoubt(
          'statements',
          statements,
          lines,
          isListed || (canBe && this.#emptied === 0 && this.#table.files.size > 0),
        ),
      )
    }
    if (conditionals && conditionals.total > 0 && this.#branches.total > 0) {
      doubts.push(...totalsDoubt('branch', conditionals, this.#branches))
    }
    return doubts
  }
}

/**
 * In OpenClover a condition has two branches, and truecount and falsecount say how often each was taken;
 * Istanbul and gcovr write the numbers of covered and missed branches there. The file's own total tells which.
 */
function addConditions({ file, conditions, metrics }: Section): Tally {
  const taken = new Tally()
  const counted = new Tally()
  for (let at = 0; at < conditions.length; at += 3) {
    const [, trueCount = 0, falseCount = 0] = conditions.slice(at, at + 3)
    taken.add({ covered: Number(trueCount > 0) + Number(falseCount > 0), total: 2 })
    counted.add({ covered: trueCount, total: trueCount + falseCount })
  }
  const isCounted =
    metrics?.conditionals !== undefined && counted.equals(metrics.conditionals) && !taken.equals(metrics.conditionals)
  for (let at = 0; at < conditions.length; at += 3) {
    const [line = 0, trueCount = 0, falseCount = 0] = conditions.slice(at, at + 3)
    if (isCounted) file.addBranches(line, trueCount, trueCount + falseCount)
    else file.addBranches(line, Number(trueCount > 0) + Number(falseCount > 0), 2)
  }
  return isCounted ? counted : taken
}
