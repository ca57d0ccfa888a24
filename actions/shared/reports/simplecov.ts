import { CoverageTable } from '../model/coverage.ts'
import type { CoverageTotals, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'
import { LineBranches, addFunction } from './coverage-tally.ts'
import { jsonReader } from './json/reader.ts'
import { field, isObject, numberField, objectOf, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/*
 * SimpleCov's .resultset.json (https://github.com/simplecov-ruby/simplecov, `SimpleCov::ResultMerger`): for each command the counts of
 * the lines of each file, null where there is no code; and its formatter's coverage.json, where "ignored" stands for what :nocov: hides.
 * Commands are united, line by line and branch by branch. Neither file declares totals.
 */
export const open: OpenReader = ({ mapPath, tables }) => {
  const table = new CoverageTable(POSITION)
  /** For each file its branches by name: their line, and whether they were taken. */
  const taken = new Map<string, Map<string, readonly [line: number, isTaken: boolean]>>()
  let version: string | undefined

  function addFile(name: string, value: unknown): void {
    const counts = Array.isArray(value) ? value : field(value, 'lines')
    if (!Array.isArray(counts)) throw new EvidenceError(`${name} has no list of lines`)
    const path = mapPath(name)
    const file = table.file(path)
    for (const [index, count] of counts.entries()) {
      if (typeof count === 'number') file.add(index + 1, count)
      else if (count !== null && count !== 'ignored') {
        throw new EvidenceError(`line ${index + 1} of ${name} has no count`)
      }
    }
    file.trim()
    addBranches(path, field(value, 'branches'))
    const methods = field(value, 'methods')
    if (isObject(methods)) {
      for (const [method, count] of Object.entries(methods)) addFunction(file.functions, method, Number(count) > 0)
    }
  }

  function addBranches(path: string, branches: unknown): void {
    const known = taken.get(path) ?? new Map<string, readonly [number, boolean]>()
    taken.set(path, known)
    const add = (name: string, line: number, count: unknown): void => {
      if (typeof count === 'number') known.set(name, [line, count > 0 || known.get(name)?.[1] === true])
      else if (count !== 'ignored') throw new EvidenceError(`a branch of ${path} has no count`)
    }
    if (isObject(branches)) {
      for (const [condition, arms] of Object.entries(branches)) {
        for (const [arm, count] of Object.entries(objectOf(arms, 'a condition'))) {
          add(`${condition} ${arm}`, lineOf(condition), count)
        }
      }
    }
    if (Array.isArray(branches)) {
      for (const [index, branch] of branches.entries()) {
        add(
          String(index),
          numberField(branch, 'report_line') ?? numberField(branch, 'start_line') ?? 0,
          field(branch, 'coverage'),
        )
      }
    }
  }

  function finish(): Reading {
    const branches = new LineBranches()
    for (const [path, named] of taken) {
      for (const [line, isTaken] of named.values()) branches.line(path, line).count(isTaken)
    }
    const branch = branches.giveTo(table)
    const { line = { covered: 0, total: 0 }, function: functions } = table.totals()
    const totals: CoverageTotals = { line, branch: branch.total > 0 ? branch : undefined, function: functions }
    const entries = table.files.size
    tables.coverage.absorb(table)
    return {
      kind: 'coverage',
      entries,
      metrics: coverageMetrics(totals),
      completeness: 'complete',
      doubts: [],
      tool: { name: 'simplecov', ...(version === undefined ? {} : { version }) },
    }
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const report = objectOf(value, 'the report')
        if (isObject(report['result']) && field(report['result'], 'coverage') === undefined) {
          throw new EvidenceError(
            'it is .last_run.json, which has percentages and no counts; read coverage/.resultset.json or coverage/coverage.json',
          )
        }
        version = textField(field(report, 'meta'), 'simplecov_version')
        const runs = version === undefined ? Object.entries(report) : [['coverage.json', report] as const]
        if (runs.length === 0) throw new EvidenceError('it has no run')
        for (const [name, run] of runs) {
          for (const [path, file] of Object.entries(objectOf(field(run, 'coverage'), `"coverage" of ${name}`))) {
            addFile(path, file)
          }
        }
      },
    },
    finish,
  )
}

/** `[:if, 0, 3, 4, 5, 9]`: type, number, first line, column, last line, column. */
function lineOf(condition: string): number {
  const line = Number(condition.split(',')[2])
  return line >= 1 ? line : 0
}
