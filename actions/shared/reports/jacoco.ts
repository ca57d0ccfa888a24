import { CoverageTable } from '../model/coverage.ts'
import type { Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics, totalsDoubt } from './coverage-metrics.ts'
import { Tally, addFunction } from './coverage-tally.ts'
import type { OpenReader, ReadContext } from './reader.ts'
import { XmlReader } from './xml-reader.ts'
import { STRICT } from './xml-source.ts'
import { symbolsOf } from './xml/names.ts'
import { POSITION } from './position.ts'

/*
 * JaCoCo XML (https://www.jacoco.org/jacoco/trunk/coverage/report.dtd), as JaCoCo, Kover, Pester and gcovr write it.
 * The counters of the root are what is reported: they count each line once, also of classes that name no source file.
 * Lines are those of <sourcefile>; gcovr lists them without instructions (mi, ci), so that there only the totals are known.
 * A counter whose total is 0 is not written.
 */
const NAMES = [
  'report',
  'group',
  'package',
  'class',
  'method',
  'sourcefile',
  'counter',
  'line',
  'name',
  'sourcefilename',
  'desc',
  'type',
  'missed',
  'covered',
  'nr',
  'mi',
  'ci',
  'mb',
  'cb',
] as const
const NAME = symbolsOf(NAMES)
const ZERO: Ratio = { covered: 0, total: 0 }
const KINDS: Readonly<Record<string, 'line' | 'branch' | 'function'>> = {
  LINE: 'line',
  BRANCH: 'branch',
  METHOD: 'function',
}

export const open: OpenReader = (context) => new JacocoReader(context)

class JacocoReader extends XmlReader {
  readonly #context: ReadContext
  readonly #declaredAt: Record<string, number> = {}
  readonly #table = new CoverageTable(POSITION)
  /** Open elements that hold counters. */
  readonly #open: number[] = []
  readonly #groups: string[] = []
  /** The group that each path was first met in. */
  readonly #groupOf = new Map<string, string>()
  readonly #files = new Set<string>()
  readonly #declared: { line?: Ratio; branch?: Ratio; function?: Ratio } = {}
  #root: number | undefined
  #package = ''
  #class = ''
  #classPath: string | undefined
  #method = ''
  #path = ''
  #listed = 0
  readonly #branches = new Tally()
  /** Lines that do not say whether they were run. */
  #blindLines = 0
  #badLines = 0

  constructor(context: ReadContext) {
    super(NAMES, STRICT)
    this.#context = context
  }

  protected finish(): Reading {
    if (this.#root !== NAME.report) throw new EvidenceError('its root element is not <report>')
    const totalsOnly = this.#blindLines > 0
    const doubts = this.#doubts(totalsOnly)
    for (const path of this.#files) this.#table.file(path).trim()
    if (!totalsOnly) this.#context.tables.coverage.absorb(this.#table)
    const totals = {
      line: this.#declared.line ?? ZERO,
      branch: this.#declared.branch,
      function: this.#declared.function,
    }
    return {
      kind: 'coverage',
      entries: this.#files.size,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts,
      declaredAt: this.#declaredAt,
      totalsOnly,
    }
  }

  protected startElement(symbol: number): void {
    this.#root ??= symbol
    if (symbol === NAME.line) this.#line()
    else if (symbol === NAME.counter) this.#counter()
    else if (symbol >= 0 && symbol <= NAME.sourcefile) {
      this.#open.push(symbol)
      this.#enter(symbol, this.source.attributes.text(NAME.name) ?? '')
    }
  }

  #enter(symbol: number, name: string): void {
    if (symbol === NAME.group) this.#groups.push(name)
    else if (symbol === NAME.package) this.#package = name
    else if (symbol === NAME.class) {
      const file = this.source.attributes.text(NAME.sourcefilename)
      this.#class = name
      this.#classPath = file === undefined ? undefined : this.#pathOf(file)
    } else if (symbol === NAME.method) {
      this.#method = `${this.#class}.${name}${this.source.attributes.text(NAME.desc) ?? ''}`
    } else if (symbol === NAME.sourcefile) {
      this.#path = this.#pathOf(name)
      this.#files.add(this.#path)
    }
  }

  protected endElement(symbol: number): void {
    if (symbol < 0 || symbol > NAME.sourcefile) return
    this.#open.pop()
    if (symbol === NAME.group) this.#groups.pop()
  }

  /** Package and file; the group, a module's name, only where another one has the same. */
  #pathOf(file: string): string {
    const path = this.#package === '' ? file : `${this.#package}/${file}`
    const group = this.#groups.join('/')
    const mapped = this.#context.mapPath(path, group === '' ? [] : [group])
    const owner = this.#groupOf.get(mapped)
    if (owner === undefined) this.#groupOf.set(mapped, group)
    return owner === undefined || owner === group ? mapped : `${group}/${path}`
  }

  #counter(): void {
    const kind = KINDS[this.source.attributes.text(NAME.type) ?? '']
    const missed = this.source.attributes.count(NAME.missed)
    const covered = this.source.attributes.count(NAME.covered)
    const parent = this.#open.at(-1)
    if (kind === undefined || (parent !== NAME.report && parent !== NAME.method)) return
    if (missed < 0 || covered < 0) throw new EvidenceError(`a counter has no counts (line ${this.source.line})`)
    if (parent === NAME.report) {
      this.#declared[kind] = { covered, total: covered + missed }
      this.#declaredAt[`coverage.${kind}`] = POSITION.lineOf()
    }
    if (parent !== NAME.report && kind === 'function' && this.#classPath !== undefined) {
      addFunction(this.#table.file(this.#classPath).functions, this.#method, covered > 0)
    }
  }

  #line(): void {
    if (this.#open.at(-1) !== NAME.sourcefile) return
    const number = this.source.attributes.count(NAME.nr)
    const missed = this.source.attributes.count(NAME.mi)
    const covered = this.source.attributes.count(NAME.ci)
    const branches = {
      missed: Math.max(0, this.source.attributes.count(NAME.mb)),
      covered: Math.max(0, this.source.attributes.count(NAME.cb)),
    }
    this.#listed += 1
    this.#branches.add({ covered: branches.covered, total: branches.covered + branches.missed })
    if (number < 0) this.#badLines += 1
    else if (missed < 0 && covered < 0) this.#blindLines += 1
    else {
      this.#table
        .file(this.#path)
        .add(number, Math.max(0, covered), branches.covered, branches.covered + branches.missed)
    }
  }

  #doubts(totalsOnly: boolean): Doubt[] {
    const doubts: Doubt[] = []
    if (this.#badLines > 0) {
      doubts.push({ kind: 'contradiction', text: `${this.#badLines} of its lines have no number` })
    }
    const line = this.#declared.line ?? ZERO
    const branch = this.#declared.branch ?? ZERO
    const distinct = this.#table.totals()
    if (totalsOnly && line.total !== this.#listed) {
      doubts.push({ kind: 'contradiction', text: `it declares ${line.total} lines and lists ${this.#listed}` })
    }
    if (!totalsOnly) doubts.push(...totalsDoubt('line', line, distinct.line ?? ZERO))
    doubts.push(
      ...totalsDoubt('branch', branch, (totalsOnly ? this.#branches : distinct.branch) ?? ZERO, [this.#branches]),
    )
    return doubts
  }
}
