import type { Baseline, KnownFinding } from '../model/baseline.ts'
import type { FindingComparison, MovedFinding } from '../model/comparison.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import { everyFinding } from '../model/every-finding.ts'
import { isOfMessage, messageContent, ownLineOf, saidOf } from '../model/fingerprint.ts'
import type { Finding } from '../model/findings.ts'

/** A finding of either side, with what it is told by. */
interface Placed<Row> {
  readonly row: Row
  /** Family, rank and rule: findings that differ in these are never one. */
  readonly kind: string
  readonly path: string
  readonly line: number
  readonly content: string
}

type Now = Placed<Finding>
type Before = Placed<KnownFinding>

/** What two findings must share to be one; nothing where this step cannot tell. */
type Key = (finding: Placed<Finding | KnownFinding>) => string | undefined

const inFile = ({ kind, path }: Placed<Finding | KnownFinding>) => `${kind}\0${path}`

/**
 * From the surest sign to the weakest; each step pairs what the steps before it left over, every finding once, those of
 * equal keys in the order of their lines. Labels play no part: a finding that another label had is not new.
 */
const STEPS: readonly Key[] = [
  // The same vulnerability of the same version of a package, wherever it stands and however severe it is held to be now.
  ({ row }) => row.identity,
  // It stands where it stood.
  (finding) => `${inFile(finding)}\0${finding.content}\0${finding.line}`,
  // The same text elsewhere in the file.
  (finding) => `${inFile(finding)}\0${finding.content}`,
  // The same line, with other lines below it.
  (finding) => ownKey(finding),
  // The same text in another file: it was renamed, or a part of it moved. A message alone would say too little.
  ({ kind, content }) => (isOfMessage(content) ? undefined : `${kind}\0${content}`),
]

/** Of those with a source, or of those without, what they say in which file. */
function saidBy(isWithoutSource: boolean): Key {
  return (finding) =>
    isOfMessage(finding.content) === isWithoutSource ? `${inFile(finding)}\0${saidOf(finding.row)}` : undefined
}

function ownKey(finding: Placed<Finding | KnownFinding>): string | undefined {
  const own = ownLineOf(finding.content)
  return own === undefined ? undefined : `${inFile(finding)}\0${own}`
}

/**
 * Compares the findings of all labels with those of the base, as multisets: of three equal ones on three equal lines,
 * two on the base leave one new. `contents` is what stands at each finding; one that it lacks is told by its message.
 */
export function compareFindings(
  set: EvidenceSet,
  baseline: Baseline,
  contents: ReadonlyMap<Finding, string>,
): Omit<FindingComparison, 'disclosed'> {
  const tables = [...set.tables.values()].map(({ findings }) => findings)
  const rows = everyFinding(set.tables)
  let now: Now[] = rows.map((row) => placed(row, contents.get(row) ?? messageContent(row))).sort(byLine)
  let before: Before[] = baseline.findings.map((row) => placed(row, row.content)).sort(byLine)
  const moved: MovedFinding[] = []
  let same = 0
  const pair = (found: Now, known: Before): void => {
    if (found.path === known.path && found.line === known.line) same += 1
    else moved.push({ finding: found.row, from: known.row })
  }
  for (const key of STEPS) [now, before] = pairUp(now, before, key, key, pair)
  // Where only one side could read the source, what they say has to do.
  ;[now, before] = pairUp(now, before, saidBy(true), saidBy(false), pair)
  ;[now, before] = pairUp(now, before, saidBy(false), saidBy(true), pair)
  return {
    added: new Set(now.map(({ row }) => row)),
    moved,
    fixed: before.map(({ row }) => row),
    same,
    unknownBefore: Math.max(0, baseline.findingsTotal - baseline.findings.length),
    unknownNow: tables.reduce((sum, table) => sum + table.size - table.rows.length, 0),
  }
}

function placed<Row extends Finding | KnownFinding>(row: Row, content: string): Placed<Row> {
  // Without a rule, what it says has to do.
  const rule = row.rule === '' ? saidOf(row) : row.rule
  return { row, kind: `${row.family}.${row.rank}\0${rule}`, path: row.path ?? '', line: row.line ?? 0, content }
}

function byLine(left: { readonly line: number }, right: { readonly line: number }): number {
  return left.line - right.line
}

/** Pairs findings of equal keys, first with first; gives what is left of both. */
function pairUp(
  now: readonly Now[],
  before: readonly Before[],
  keyOfNow: Key,
  keyOfBefore: Key,
  pair: (found: Now, known: Before) => void,
): [Now[], Before[]] {
  if (now.length === 0 || before.length === 0) return [[...now], [...before]]
  const byKey = new Map<string, Before[]>()
  for (const known of before) {
    const key = keyOfBefore(known)
    if (key === undefined) continue
    const bucket = byKey.get(key)
    if (bucket) bucket.push(known)
    else byKey.set(key, [known])
  }
  const taken = new Map<string, number>()
  const paired = new Set<Before>()
  const left = now.filter((found) => {
    const key = keyOfNow(found)
    if (key === undefined) return true
    const at = taken.get(key) ?? 0
    const known = byKey.get(key)?.[at]
    if (known === undefined) return true
    taken.set(key, at + 1)
    paired.add(known)
    pair(found, known)
    return false
  })
  return [left, before.filter((known) => !paired.has(known))]
}
