import { CoverageTable } from '../model/coverage.ts'
import type { CoverageTotals, Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'
import { LineBranches, Tally, addFunction, ratioFrom, sumDoubt } from './coverage-tally.ts'
import { jsonReader } from './json/reader.ts'
import { field, listField, numberField, objectOf, requiredText, textField, type JsonObject } from './json/shape.ts'
import { DOCUMENTS } from './json/splitter.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/*
 * `gcov --json-format` (https://gcc.gnu.org/onlinedocs/gcc/Invoking-Gcov.html; one document for each object file, unpacked)
 * and gcovr's `--json` and `--json-summary` (https://gcovr.com/en/stable/output/json.html).
 * A line of a template stands once for each of its functions: it is one line, as in geninfo, covered if it is anywhere.
 * gcov lists system headers too; what gcovr marks as excluded or as no code does not count.
 */
export const open: OpenReader = ({ mapPath, tables }) => {
  const table = new CoverageTable(POSITION)
  const branches = new LineBranches()
  const paths = new Set<string>()
  const summary = { line: new Tally(), branch: new Tally(), function: new Tally() }
  const doubts: Doubt[] = []
  let version: string | undefined
  let documents = 0
  let summaries = 0

  function addFile(value: unknown, roots: readonly string[]): void {
    const data = objectOf(value, 'a file')
    const path = mapPath(requiredText(data, 'file', 'a file'), roots)
    if (!Array.isArray(field(data, 'lines'))) throw new EvidenceError(`${path} has no list of lines`)
    paths.add(path)
    for (const line of listField(data, 'lines')) addLine(path, objectOf(line, 'a line'))
    for (const entry of listField(data, 'functions')) {
      const count = numberField(entry, 'execution_count')
      if (count === undefined || isExcluded(entry)) continue
      const name = textField(entry, 'name') ?? textField(entry, 'demangled_name') ?? ''
      const line = numberField(entry, 'start_line') ?? numberField(entry, 'lineno') ?? 0
      addFunction(table.file(path).functions, `${name}@${line}`, count > 0)
    }
  }

  function addLine(path: string, line: JsonObject): void {
    if (isExcluded(line)) return
    const number = numberField(line, 'line_number')
    const count = numberField(line, 'count')
    if (number === undefined || number < 0 || count === undefined) {
      throw new EvidenceError(`a line of ${path} has no number or no count`)
    }
    table.file(path).add(number, Math.max(0, count))
    const listed = new Tally()
    for (const branch of listField(line, 'branches')) {
      if (!isExcluded(branch)) listed.count((numberField(branch, 'count') ?? 0) > 0)
    }
    if (listed.total > 0) unite(branches.line(path, number), listed)
  }

  function addSummary(report: JsonObject): void {
    summaries += 1
    for (const kind of ['line', 'branch', 'function'] as const) {
      const total = ratioOf(report, kind)
      const sum = new Tally()
      for (const file of listField(report, 'files')) sum.add(ratioOf(file, kind))
      doubts.push(...sumDoubt(kind === 'branch' ? 'branches' : `${kind}s`, total, sum))
      summary[kind].add(total)
    }
    for (const file of listField(report, 'files')) paths.add(mapPath(requiredText(file, 'filename', 'a file')))
  }

  function finish(): Reading {
    if (documents === 0) throw new EvidenceError('it is empty')
    const branch = branches.giveTo(table)
    const held = table.totals()
    for (const file of table.files.values()) file.trim()
    const found =
      summaries > 0 ? summary : { line: held.line ?? { covered: 0, total: 0 }, branch, function: held.function }
    const totals: CoverageTotals = {
      line: found.line,
      branch: present(found.branch),
      function: present(found.function),
    }
    tables.coverage.absorb(table)
    const tool = version === undefined ? undefined : { name: 'gcov', version }
    return {
      kind: 'coverage',
      entries: paths.size,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts,
      tool,
      totalsOnly: summaries > 0,
    }
  }

  return jsonReader(
    [DOCUMENTS],
    {
      element(value) {
        const report = objectOf(value, 'the report')
        documents += 1
        if (field(report, 'gcovr/summary_format_version') !== undefined) addSummary(report)
        else {
          version ??= textField(report, 'gcc_version')
          const folder = textField(report, 'current_working_directory')
          if (!Array.isArray(field(report, 'files'))) throw new EvidenceError('it has no list of files')
          for (const file of listField(report, 'files')) addFile(file, folder === undefined ? [] : [folder])
        }
        if (summaries > 0 && summaries < documents) throw new EvidenceError('it mixes summaries with reports of lines')
      },
    },
    finish,
  )
}

function isExcluded(item: unknown): boolean {
  return field(item, 'gcovr/excluded') === true || field(item, 'gcovr/noncode') === true
}

/** Listings of one line in several functions: the larger numbers count. */
function unite(known: Tally, listed: Ratio): void {
  known.covered = Math.max(known.covered, listed.covered)
  known.total = Math.max(known.total, listed.total)
}

function present(ratio: Ratio | undefined): Ratio | undefined {
  return ratio && ratio.total > 0 ? ratio : undefined
}

function ratioOf(report: unknown, kind: string): Ratio {
  const ratio = ratioFrom(numberField(report, `${kind}_covered`), numberField(report, `${kind}_total`), kind)
  if (!ratio) throw new EvidenceError(`it has no "${kind}_covered" and "${kind}_total"`)
  return ratio
}
