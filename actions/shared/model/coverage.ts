import type { CoverageTotals, Ratio } from './evidence.ts'
import { grown } from './byte-index.ts'
import type { ReadingPlace } from './report-lines.ts'

const BRANCHES = 0xffff

/** The lines of one file that can be covered, sorted, with hits and branches. Eight to sixteen bytes a line. */
export class FileCoverage {
  #lines = new Uint32Array(16)
  #hits = new Uint32Array(16)
  /** Branches covered (high half) and in all (low half), only once one was met. */
  #branches: Uint32Array | undefined
  #size = 0
  #sorted = true
  /** Rows after which the next clean-up pays. */
  #cleanAt = 1024
  /** Functions by name and first line. */
  readonly functions = new Map<string, boolean>()

  /** Adds a line or unites it with what is known of it: covered if any report says so. Hits saturate at 2^32 − 1. */
  add(line: number, hits: number, branchesCovered = 0, branchesTotal = 0): void {
    const last = this.#size - 1
    const lastLine = last < 0 ? 0 : (this.#lines[last] as number)
    if (line === lastLine && last >= 0) {
      this.#unite(last, hits, pack(branchesCovered, branchesTotal))
      return
    }
    if (this.#size === this.#lines.length) this.#makeRoom()
    const row = this.#size
    if (row > 0 && line < (this.#lines[row - 1] as number)) this.#sorted = false
    this.#lines[row] = line
    this.#hits[row] = Math.min(hits, 0xffffffff)
    this.#size = row + 1
    if (branchesTotal > 0) this.#branchColumn()[row] = pack(branchesCovered, branchesTotal)
    else if (this.#branches) this.#branches[row] = 0
  }

  /** Gives a line its branches. A line that is not there has none. */
  addBranches(line: number, covered: number, total: number): void {
    this.#clean()
    let low = 0
    let high = this.#size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#lines[middle] as number) < line) low = middle + 1
      else high = middle
    }
    if (low < this.#size && this.#lines[low] === line) this.#unite(low, 0, pack(covered, total))
  }

  /** Number of distinct lines. */
  get size(): number {
    this.#clean()
    return this.#size
  }

  /** Calls back for every distinct line in ascending order. */
  forEach(visit: (line: number, hits: number, branchesCovered: number, branchesTotal: number) => void): void {
    this.#clean()
    for (let row = 0; row < this.#size; row += 1) {
      const branches = this.#branches?.[row] ?? 0
      visit(this.#lines[row] as number, this.#hits[row] as number, branches >>> 16, branches & BRANCHES)
    }
  }

  totals(): { line: Ratio; branch: Ratio; function: Ratio } {
    const sum = { line: { covered: 0, total: 0 }, branch: { covered: 0, total: 0 } }
    this.forEach((_line, hits, branchesCovered, branchesTotal) => {
      sum.line.total += 1
      if (hits > 0) sum.line.covered += 1
      sum.branch.covered += branchesCovered
      sum.branch.total += branchesTotal
    })
    let entered = 0
    for (const wasEntered of this.functions.values()) if (wasEntered) entered += 1
    return { ...sum, function: { covered: entered, total: this.functions.size } }
  }

  /** Unites another report's lines of the same file with these, in one pass over both. */
  absorb(other: FileCoverage): void {
    this.#clean()
    other.#clean()
    for (const [name, entered] of other.functions) {
      this.functions.set(name, entered || this.functions.get(name) === true)
    }
    if (this.#hasLinesOf(other)) {
      other.#forEachRow((row, _line, hits, branches) => {
        this.#unite(row, hits, branches)
      })
      return
    }
    const merged = new FileCoverage()
    merged.#reserve(this.#size + other.#size)
    let row = 0
    other.#forEachRow((_row, line, hits, branches) => {
      while (row < this.#size && (this.#lines[row] as number) <= line) row = merged.#append(this, row)
      merged.add(line, hits, branches >>> 16, branches & BRANCHES)
    })
    while (row < this.#size) row = merged.#append(this, row)
    this.#lines = merged.#lines
    this.#hits = merged.#hits
    this.#branches = merged.#branches
    this.#size = merged.#size
    this.trim()
  }

  #hasLinesOf(other: FileCoverage): boolean {
    if (this.#size !== other.#size) return false
    for (let row = 0; row < this.#size; row += 1) if (this.#lines[row] !== other.#lines[row]) return false
    return true
  }

  #forEachRow(visit: (row: number, line: number, hits: number, branches: number) => void): void {
    for (let row = 0; row < this.#size; row += 1) {
      visit(row, this.#lines[row] as number, this.#hits[row] as number, this.#branches?.[row] ?? 0)
    }
  }

  /** Adds a row of another file's; returns the number of the next one. */
  #append(from: FileCoverage, row: number): number {
    const branches = from.#branches?.[row] ?? 0
    this.add(from.#lines[row] as number, from.#hits[row] as number, branches >>> 16, branches & BRANCHES)
    return row + 1
  }

  #reserve(rows: number): void {
    this.#lines = grown(this.#lines, rows)
    this.#hits = grown(this.#hits, rows)
  }

  /** Bytes that the lines take, room that is reserved for more included. */
  get byteLength(): number {
    return this.#lines.byteLength + this.#hits.byteLength + (this.#branches?.byteLength ?? 0)
  }

  /** Gives back room that was reserved for more lines. */
  trim(): void {
    this.#clean()
    this.#lines = this.#lines.slice(0, this.#size)
    this.#hits = this.#hits.slice(0, this.#size)
    this.#branches = this.#branches?.slice(0, this.#size)
  }

  #unite(row: number, hits: number, branches: number): void {
    this.#hits[row] = Math.min(Math.max(this.#hits[row] as number, hits), 0xffffffff)
    if (branches !== 0) {
      const column = this.#branchColumn()
      const known = column[row] as number
      column[row] = pack(Math.max(known >>> 16, branches >>> 16), Math.max(known & BRANCHES, branches & BRANCHES))
    }
  }

  #branchColumn(): Uint32Array {
    this.#branches ??= new Uint32Array(this.#lines.length)
    return this.#branches
  }

  #makeRoom(): void {
    if (!this.#sorted && this.#size >= this.#cleanAt) {
      this.#clean()
      this.#cleanAt = Math.max(1024, this.#size * 2)
      if (this.#size < this.#lines.length) return
    }
    this.#lines = grown(this.#lines, this.#size + 1)
    this.#hits = grown(this.#hits, this.#size + 1)
    if (this.#branches) this.#branches = grown(this.#branches, this.#lines.length)
  }

  /** Sorts and unites lines that came out of order. */
  #clean(): void {
    if (this.#sorted) return
    const lines = this.#lines
    const hits = this.#hits
    const branches = this.#branches
    const order = Uint32Array.from({ length: this.#size }, (_, row) => row).sort(
      (left, right) => (lines[left] as number) - (lines[right] as number),
    )
    this.#lines = new Uint32Array(lines.length)
    this.#hits = new Uint32Array(lines.length)
    this.#branches = branches && new Uint32Array(lines.length)
    this.#size = 0
    this.#sorted = true
    for (const row of order) {
      const packed = branches?.[row] ?? 0
      this.add(lines[row] as number, hits[row] as number, packed >>> 16, packed & BRANCHES)
    }
  }
}

function pack(covered: number, total: number): number {
  return ((Math.min(covered, BRANCHES) << 16) | Math.min(total, BRANCHES)) >>> 0
}

/** Coverage of all files of one scope, lines united over reports. */
export class CoverageTable {
  readonly #files = new Map<string, FileCoverage>()
  readonly #reportLines = new Map<string, number>()
  readonly #place: ReadingPlace | undefined

  /** `place`: where the reading of the report is that files are added from. */
  constructor(place?: ReadingPlace) {
    this.#place = place
  }

  /** The file's lines; made when first asked for. */
  file(path: string): FileCoverage {
    let file = this.#files.get(path)
    if (!file) {
      file = new FileCoverage()
      this.#files.set(path, file)
      this.#noteLine(path, this.#place?.lineOf(path, path.slice(path.lastIndexOf('/'))))
    }
    return file
  }

  #noteLine(path: string, line = 0): void {
    if (line > 0) this.#reportLines.set(path, line)
  }

  /** The line of the first report that has the file, 1-based; 0 where it is not known. */
  reportLine(path: string): number {
    return this.#reportLines.get(path) ?? 0
  }

  get files(): ReadonlyMap<string, FileCoverage> {
    return this.#files
  }

  /** Unites another table's files with these. What only the other has is taken over, not copied. */
  absorb(other: CoverageTable): void {
    for (const [path, file] of other.#files) {
      const known = this.#files.get(path)
      if (known) known.absorb(file)
      else {
        this.#files.set(path, file)
        this.#noteLine(path, other.reportLine(path))
      }
    }
  }

  /** Sums over all files. A kind that no file has is absent. */
  totals(): CoverageTotals {
    const sums = {
      line: { covered: 0, total: 0 },
      branch: { covered: 0, total: 0 },
      function: { covered: 0, total: 0 },
    }
    for (const file of this.#files.values()) {
      const totals = file.totals()
      for (const kind of ['line', 'branch', 'function'] as const) {
        sums[kind].covered += totals[kind].covered
        sums[kind].total += totals[kind].total
      }
    }
    return {
      line: sums.line.total > 0 ? sums.line : undefined,
      branch: sums.branch.total > 0 ? sums.branch : undefined,
      function: sums.function.total > 0 ? sums.function : undefined,
    }
  }
}
