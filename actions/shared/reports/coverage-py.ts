import { CoverageTable, type FileCoverage } from '../model/coverage.ts'
import type { CoverageTotals, Doubt, Ratio, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics, totalsDoubt } from './coverage-metrics.ts'
import { LineBranches, Tally, addFunction, ratioFrom, sumDoubt } from './coverage-tally.ts'
import { jsonReader } from './json/reader.ts'
import { field, listField, numberField, objectOf, textField, type JsonObject } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/*
 * `coverage json` of coverage.py (https://coverage.readthedocs.io/en/latest/commands/cmd_json.html), formats 1 to 3.
 * The totals are what is reported: covered_lines of num_statements, covered_branches of num_branches; `percent_covered`
 * mixes both and is not used. An empty file may have `executed_lines: [0]`, and lists of branches came with 7.0.
 */
export const open: OpenReader = ({ mapPath, tables }) => {
  const table = new CoverageTable(POSITION)
  const branches = new LineBranches()
  const sums = { line: new Tally(), branch: new Tally() }
  let report: JsonObject = {}
  let listsBranches = false

  function addFile(name: string, value: unknown): void {
    const data = objectOf(value, name)
    if (!Array.isArray(field(data, 'executed_lines')) || !Array.isArray(field(data, 'missing_lines'))) {
      throw new EvidenceError(`${name} has no lists of executed and missing lines`)
    }
    const path = mapPath(name)
    const file = table.file(path)
    addLines(file, data, 'executed_lines', 1)
    addLines(file, data, 'missing_lines', 0)
    file.trim()
    for (const [list, isTaken] of [
      ['executed_branches', true],
      ['missing_branches', false],
    ] as const) {
      if (Array.isArray(field(data, list))) listsBranches = true
      for (const pair of listField(data, list)) {
        const from: unknown = Array.isArray(pair) ? pair[0] : undefined
        if (typeof from !== 'number') throw new EvidenceError(`a branch of ${name} is no pair of lines`)
        branches.line(path, Math.abs(from)).count(isTaken)
      }
    }
    addFunctions(file, data)
    const summary = field(data, 'summary')
    sums.line.add(lineRatio(summary) ?? { covered: 0, total: 0 })
    sums.branch.add(branchRatio(summary) ?? { covered: 0, total: 0 })
  }

  function finish(): Reading {
    const line = lineRatio(field(report, 'totals'))
    const branch = branchRatio(field(report, 'totals'))
    if (!line) throw new EvidenceError('its totals have no "covered_lines" and "num_statements"')
    const branchSum = branches.giveTo(table)
    const distinct = table.totals()
    const totals: CoverageTotals = {
      line,
      branch: branch && branch.total > 0 ? branch : undefined,
      function: distinct.function,
    }
    const doubts: Doubt[] = [
      ...sumDoubt('lines', line, sums.line),
      ...totalsDoubt('line', line, distinct.line ?? { covered: 0, total: 0 }),
    ]
    if (branch) {
      doubts.push(...sumDoubt('branches', branch, sums.branch))
      if (listsBranches) doubts.push(...totalsDoubt('branch', branch, branchSum))
    }
    const entries = table.files.size
    tables.coverage.absorb(table)
    const version = textField(field(report, 'meta'), 'version')
    return {
      kind: 'coverage',
      entries,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts,
      tool: { name: 'coverage.py', ...(version === undefined ? {} : { version }) },
    }
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        report = objectOf(value, 'the report')
        for (const [name, file] of Object.entries(objectOf(field(report, 'files'), '"files"'))) addFile(name, file)
      },
    },
    finish,
  )
}

function addLines(file: FileCoverage, data: JsonObject, list: string, hits: number): void {
  for (const line of listField(data, list)) {
    if (typeof line !== 'number') throw new EvidenceError(`"${list}" holds something that is no line`)
    if (line > 0) file.add(line, hits)
  }
}

/** Functions came with 7.6; the one without a name is the module. Entered: a line of its body was executed, as `coverage lcov` counts. */
function addFunctions(file: FileCoverage, data: JsonObject): void {
  const functions = field(data, 'functions')
  if (functions === undefined) return
  for (const [name, value] of Object.entries(objectOf(functions, '"functions"'))) {
    const ratio = lineRatio(field(value, 'summary'))
    if (name === '' || !ratio || ratio.total === 0) continue
    addFunction(file.functions, `${name}@${numberField(value, 'start_line') ?? 0}`, ratio.covered > 0)
  }
}

function lineRatio(summary: unknown): Ratio | undefined {
  return ratioOf(summary, 'covered_lines', 'num_statements')
}

function branchRatio(summary: unknown): Ratio | undefined {
  return ratioOf(summary, 'covered_branches', 'num_branches')
}

function ratioOf(summary: unknown, coveredKey: string, totalKey: string): Ratio | undefined {
  return ratioFrom(numberField(summary, coveredKey), numberField(summary, totalKey), totalKey)
}
