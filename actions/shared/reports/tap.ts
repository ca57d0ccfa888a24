import { EvidenceError } from '../model/errors.ts'
import type { Outcome } from '../model/tests.ts'
import { utf8Reader } from './encoding.ts'
import type { OpenReader } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'
import { plainLines } from './text/plain-lines.ts'
import { POSITION } from './position.ts'

const POINT = /^(not )?ok\b(?:\s+(\d+))?\s*(?:-\s+)?(.*)$/
const PLAN = /^1\.\.(\d+)(?:\s*#\s*(.*))?$/
const DIRECTIVE = /(?:^|\s)#\s*(skip|todo)\S*(?:\s+(.*))?$/i
/** `# time=5ms`, as node-tap ends a line. */
const TIME = /\s+#\s*time=([\d.]+)(ms|s)?\s*$/
const SUBTEST = /^# Subtest(?:: (.*))?$/
const SUMMARY = /^# fail(?:ed)?\s+(\d+)\s*$/
/** Comments that name no group of tests. */
const NO_GROUP =
  /^# (?:Subtest\b|tests? |pass|fail|ok$|skip|todo|cancelled|suites|duration|time=|Looks like|Failed test)/i
const INDENT = 4
const OUTPUT_KEPT = 4_096

/** Test points of one indentation, up to the point that sums them up. */
interface Level {
  name: string
  points: number
  plan: number | undefined
  readonly failingBefore: number
  /** node-tap's `ok 1 - name {`, whose point comes first. */
  buffered: Point | undefined
}

interface Point {
  readonly name: string
  readonly outcome: Outcome
  seconds: number
  message: string
  details: string
  /** Of the report. */
  readonly reportLine: number
}

/**
 * Test Anything Protocol 12 to 14 (https://testanything.org/tap-version-14-specification.html), with subtests, directives and YAML blocks.
 * Only the points of the innermost tests count; the point that sums up a subtest counts where it fails and nothing in it did.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'rows' })
  const levels: Level[] = [newLevel('')]
  /** The last point: its YAML block follows it. */
  let last: { readonly point: Point; readonly suite: string; readonly depth: number } | undefined
  let yamlIndent = -1
  /** The comment above: tape's name of a test, whose points are its assertions. Elsewhere comments are output. */
  let group = ''
  let hasSubtests = false
  let subtestName: string | undefined
  let declaredFailures = 0
  let isTap = false

  function newLevel(name: string): Level {
    return { name, points: 0, plan: undefined, failingBefore: tests.failing, buffered: undefined }
  }

  /** Adds the point whose block of YAML has ended. */
  function flush(): void {
    if (!last) return
    const { point, suite } = last
    last = undefined
    tests.add({
      suite,
      name: point.name,
      outcome: point.outcome,
      seconds: point.seconds,
      message: point.message,
      details: point.details,
      reportLine: point.reportLine,
    })
  }

  function closeLevel(): Level | undefined {
    const level = levels.pop()
    if (level) checkPlan(level)
    return level
  }

  function checkPlan({ name, points, plan }: Level): void {
    const where = name === '' ? 'it' : `the subtest "${name}"`
    if (plan === undefined) tests.contradict(`${where} has no plan (1..N): it was cut off, or the run was`)
    else if (plan !== points) tests.contradict(`${where} plans ${plan} tests and lists ${points}`)
  }

  function openTo(depth: number): Level {
    while (levels.length <= depth) {
      levels.push(newLevel(subtestName ?? ''))
      subtestName = undefined
    }
    return levels[depth] as Level
  }

  function point(text: string, depth: number): void {
    const match = POINT.exec(text)
    if (!match) return
    flush()
    isTap = true
    // What is deeper was the subtest that this point sums up.
    let inner: Level | undefined
    while (levels.length > depth + 1) inner = closeLevel()
    const level = openTo(depth)
    level.points += 1
    const read = pointOf(match, level.points)
    if (/\{\s*$/.test(text)) {
      levels.push({ ...newLevel(read.name), buffered: read })
      return
    }
    if (inner) endSubtest(read, inner, depth)
    else last = { point: read, suite: suiteOf(depth), depth }
  }

  function endSubtest(read: Point, inner: Level, depth: number): void {
    const isFailing = read.outcome === 'failed'
    if (inner.points === 0 || (isFailing && tests.failing === inner.failingBefore)) {
      last = { point: read, suite: suiteOf(depth), depth }
    }
  }

  function suiteOf(depth: number): string {
    const names = levels.slice(1, depth + 1).map(({ name }) => name)
    return [depth === 0 && !hasSubtests ? group : '', ...names].filter((name) => name !== '').join(' > ')
  }

  function plan(count: number, reason: string, depth: number): void {
    flush()
    isTap = true
    const level = openTo(depth)
    if (level.plan !== undefined && level.plan !== count) {
      tests.contradict(`it has two plans: 1..${level.plan} and 1..${count}`)
    }
    level.plan = count
    if (count === 0 && /^skip/i.test(reason) && depth === 0) {
      tests.note(`all of it was skipped: ${reason.slice(0, 200)}`)
    }
  }

  function yaml(text: string, indent: number): void {
    if (/^\s*\.\.\.\s*$/.test(text) && text.search(/\S/) <= indent) {
      yamlIndent = -1
      flush()
      return
    }
    if (!last) return
    const { point: of } = last
    const [, key, value = ''] = /^\s*(duration_ms|message|error|location):\s*(.*)$/.exec(text) ?? []
    if (key === 'duration_ms') of.seconds = Number(value) / 1000
    else if ((key === 'message' || key === 'error') && of.message === '' && !/^[|>]-?$/.test(value)) {
      of.message = value.replace(/^(['"])(.*)\1$/, '$2')
    }
    if (of.details.length < OUTPUT_KEPT) of.details += `${text.slice(indent)}\n`
  }

  function comment(text: string, depth: number): void {
    const subtest = SUBTEST.exec(text)
    const summary = SUMMARY.exec(text)
    if (subtest) {
      flush()
      hasSubtests = true
      subtestName = (subtest[1] ?? '').replace(/\\#/g, '#')
    } else if (summary && depth === 0) declaredFailures += Number(summary[1])
    else if (depth === 0 && !NO_GROUP.test(text)) {
      flush()
      group = text.slice(2).trim()
    }
  }

  const lines = plainLines((line) => {
    const text = line.trimEnd()
    const indent = text.search(/\S/)
    if (yamlIndent >= 0) {
      yaml(text, yamlIndent)
      return
    }
    if (indent < 0) return
    const depth = Math.floor(indent / INDENT)
    const rest = text.slice(indent)
    const planned = PLAN.exec(rest)
    if (/^---/.test(rest) && last && indent > last.depth * INDENT) yamlIndent = indent
    else if (/^Bail out!/i.test(rest)) tests.contradict(`the run bailed out: ${rest.slice(9).trim().slice(0, 200)}`)
    else if (/^TAP version \d+$/.test(rest)) isTap = true
    else if (planned) plan(Number(planned[1]), planned[2] ?? '', depth)
    else if (rest === '}' && levels.at(-1)?.buffered) {
      flush()
      const inner = closeLevel()
      if (inner?.buffered) endSubtest(inner.buffered, inner, depth)
    } else if (rest.startsWith('#')) comment(rest, depth)
    else if (POINT.test(rest)) point(rest, depth)
  })
  return utf8Reader(lines, () => {
    if (!isTap) throw new EvidenceError('it is no Test Anything Protocol')
    if (yamlIndent >= 0) tests.contradict('it ends inside a block of diagnostics: it was cut off')
    flush()
    if (levels.length > 1) tests.contradict('it ends inside a subtest: it was cut off, or the run was')
    while (levels.length > 0) closeLevel()
    if (declaredFailures > 0 && tests.failing === 0) {
      tests.contradict(`its last lines count ${declaredFailures} failures, and no test in it failed`)
    }
    return tests.finish({}, undefined)
  })
}

function pointOf(match: RegExpExecArray, number: number): Point {
  const isFailing = match[1] !== undefined
  const time = TIME.exec(match[3] as string)
  const text = (match[3] as string).replace(/\s*\{\s*$/, '').replace(TIME, '')
  const directive = DIRECTIVE.exec(text)
  const kind = directive?.[1]?.toLowerCase()
  const name = (directive ? text.slice(0, directive.index) : text).trim().replace(/\\#/g, '#')
  // A test that is to be written is none yet, whether it passes or fails (Node writes `ok` where it has no body).
  const outcome = kind !== undefined ? 'skipped' : isFailing ? 'failed' : 'passed'
  const seconds = time ? Number(time[1]) / (time[2] === 'ms' ? 1000 : 1) : 0
  const reportLine = POSITION.lineOf()
  const message = directive?.[2] ?? ''
  return { name: name || `test ${match[2] ?? number}`, outcome, seconds, message, details: '', reportLine }
}
