import { CoverageTable, type FileCoverage } from '../model/coverage.ts'
import type { CoverageTotals, Doubt, Reading } from '../model/evidence.ts'
import { EvidenceError } from '../model/errors.ts'
import { coverageMetrics } from './coverage-metrics.ts'
import { LineBranches, Tally, addFunction } from './coverage-tally.ts'
import { jsonReader } from './json/reader.ts'
import { field, isObject, objectOf, positionField, textField, type JsonObject } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { POSITION } from './position.ts'

/*
 * Istanbul's coverage-final.json (https://github.com/istanbuljs/istanbuljs/blob/main/docs/raw-output.md), as nyc, jest, vitest and c8 write it.
 * Lines are those where a statement begins, with the largest count of their statements, as Istanbul's own summary counts them;
 * lines that only begin a function or a branch are none. It declares no totals: what can be checked is that every counter has its place.
 */
export const open: OpenReader = ({ mapPath, tables }) => {
  const table = new CoverageTable(POSITION)
  const branches = new LineBranches()
  const sums = { branch: new Tally(), function: new Tally() }
  const paths = new Set<string>()
  let unmatched = 0

  function addFile(key: string, value: unknown): void {
    const outer = objectOf(value, key)
    const data = isObject(field(outer, 'data')) ? objectOf(field(outer, 'data'), key) : outer
    const places = {
      s: mapOf(data, key, 'statementMap'),
      f: mapOf(data, key, 'fnMap'),
      b: mapOf(data, key, 'branchMap'),
    }
    const counts = { s: mapOf(data, key, 's'), f: mapOf(data, key, 'f'), b: mapOf(data, key, 'b') }
    for (const kind of ['s', 'f', 'b'] as const) unmatched += difference(places[kind], counts[kind])
    const path = mapPath(textField(data, 'path') ?? key)
    paths.add(path)
    const file = table.file(path)
    for (const [id, count] of Object.entries(counts.s)) {
      const line = positionField(field(field(places.s, id), 'start'), 'line')
      if (line === undefined) unmatched += field(places.s, id) === undefined ? 0 : 1
      else file.add(line, countOf(count, key))
    }
    for (const [id, count] of Object.entries(counts.b)) addBranch(path, field(places.b, id), count)
    for (const [id, count] of Object.entries(counts.f)) addEntry(file, field(places.f, id), id, countOf(count, key))
    file.trim()
  }

  function addBranch(path: string, place: unknown, counts: unknown): void {
    if (!Array.isArray(counts)) throw new EvidenceError(`a branch of ${path} has no list of counts`)
    const line = positionField(field(field(place, 'loc'), 'start'), 'line') ?? positionField(place, 'line')
    for (const count of counts) {
      const isTaken = countOf(count, path) > 0
      sums.branch.count(isTaken)
      if (line !== undefined) branches.line(path, line).count(isTaken)
    }
  }

  function addEntry(file: FileCoverage, place: unknown, id: string, count: number): void {
    const line = positionField(field(field(place, 'decl'), 'start'), 'line') ?? positionField(place, 'line') ?? 0
    addFunction(file.functions, `${textField(place, 'name') ?? ''}#${id}@${line}`, count > 0)
    sums.function.count(count > 0)
  }

  function finish(): Reading {
    branches.giveTo(table)
    const totals: CoverageTotals = {
      line: table.totals().line ?? { covered: 0, total: 0 },
      branch: sums.branch.total > 0 ? sums.branch : undefined,
      function: sums.function.total > 0 ? sums.function : undefined,
    }
    const doubts: Doubt[] =
      unmatched === 0
        ? []
        : [
            {
              kind: 'contradiction',
              text: `${unmatched} of its statements, functions and branches have a count without a place, or a place without a count`,
            },
          ]
    tables.coverage.absorb(table)
    return { kind: 'coverage', entries: paths.size, metrics: coverageMetrics(totals), completeness: 'complete', doubts }
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const report = objectOf(value, 'the report')
        const nested = field(report, 'data')
        const files = isObject(nested) && Object.keys(report).length === 1 ? nested : report
        for (const [key, file] of Object.entries(files)) addFile(key, file)
      },
    },
    finish,
  )
}

function mapOf(data: JsonObject, file: string, key: string): JsonObject {
  return objectOf(field(data, key), `"${key}" of ${file}`)
}

/** Keys that only one of both has. */
function difference(left: JsonObject, right: JsonObject): number {
  const missing = (from: JsonObject, to: JsonObject) =>
    Object.keys(from).filter((key) => !Object.hasOwn(to, key)).length
  return missing(left, right) + missing(right, left)
}

/** Counts of generated code may be null or negative: no hit. */
function countOf(value: unknown, file: string): number {
  if (value === null) return 0
  if (typeof value !== 'number') throw new EvidenceError(`a count of ${file} is no number`)
  return Math.max(0, value)
}
