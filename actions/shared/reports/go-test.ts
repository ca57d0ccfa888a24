import { EvidenceError } from '../model/errors.ts'
import type { Outcome } from '../model/tests.ts'
import { utf8Reader } from './encoding.ts'
import { type JsonObject, isObject, numberField, textField } from './json/shape.ts'
import type { OpenReader } from './reader.ts'
import { TestRecorder } from './test-recorder.ts'
import { textLines } from './text/lines.ts'

const OUTCOME: Readonly<Record<string, Outcome>> = { pass: 'passed', fail: 'failed', skip: 'skipped', bench: 'passed' }
const OUTPUT_KEPT = 4_096
/** What `go` prints beside the events: downloads, and packages without tests (Go < 1.22). */
const HARMLESS =
  /^(?:go: (?:downloading|finding|extracting) |\?\s+\S+\s+\[no test files\]|(?:FAIL|ok)$|exit status \d+$|testing: warning: )/
/** Until Go 1.24 a package that does not build is told in plain text only. */
const NOT_BUILT = /^FAIL\s+(\S+) \[(build|setup) failed\]/

/** A package whose tests are running. */
interface Package {
  failing: number
  /** Output of what is running, by test; that of the package itself under ''. */
  readonly output: Map<string, string>
  readonly running: Set<string>
}

/**
 * `go test -json`: one event a line (`go doc test2json`, https://pkg.go.dev/cmd/test2json). A package can fail without a failing test:
 * it does not build, panics outside of a test, calls os.Exit, or runs out of time. That is one errored test of the package.
 */
export const open: OpenReader = (context) => {
  const tests = new TestRecorder(context, { itemsOfATest: 'tries' })
  const packages = new Map<string, Package>()
  const builds = new Map<string, string>()
  const failedBuilds = new Set<string>()
  const plain: string[] = []
  let isBuildFailureTold = false
  let events = 0

  function packageOf(name: string): Package {
    let known = packages.get(name)
    if (!known) {
      known = { failing: 0, output: new Map(), running: new Set() }
      packages.set(name, known)
    }
    return known
  }

  function testEvent(event: JsonObject, action: string, packageName: string, test: string): void {
    const running = packageOf(packageName)
    if (action === 'run') running.running.add(test)
    if (!Object.hasOwn(OUTCOME, action)) return
    const outcome = OUTCOME[action] as Outcome
    running.failing += outcome === 'failed' ? 1 : 0
    addTest(packageName, test, outcome, numberField(event, 'Elapsed'), running.output.get(test) ?? '')
    running.running.delete(test)
    running.output.delete(test)
  }

  function addTest(
    suite: string,
    name: string,
    outcome: Outcome,
    seconds: number | undefined,
    output: string,
    message?: string,
  ): void {
    const lines = output
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !/^(?:===|---) /.test(line) && line !== 'FAIL')
    tests.add({
      suite,
      name,
      outcome,
      seconds,
      message: message ?? lines.find((line) => /^\S+\.go:\d+: /.test(line)) ?? lines[0],
      details: output,
    })
  }

  function packageEvent(event: JsonObject, action: string, name: string): void {
    const known = packageOf(name)
    if (!Object.hasOwn(OUTCOME, action) || action === 'bench') return
    if (action === 'pass') endBenchmarks(name, known)
    for (const test of known.running) {
      addTest(name, test, 'errored', undefined, known.output.get(test) ?? '', 'it began and never ended')
    }
    if (action !== 'fail' && known.running.size > 0) tests.contradict(`${name} ended well while its tests were running`)
    const build = textField(event, 'FailedBuild')
    if (build !== undefined) failedBuilds.delete(build)
    if (action === 'fail' && known.failing + known.running.size === 0) {
      const output = build === undefined ? (known.output.get('') ?? '') : (builds.get(build) ?? '')
      addTest(
        name,
        '(the package itself)',
        'errored',
        undefined,
        output,
        build === undefined ? undefined : 'it does not build',
      )
    }
    packages.delete(name)
  }

  /** A benchmark that logs nothing has no event for its end. */
  function endBenchmarks(name: string, { running }: Package): void {
    for (const test of [...running].filter((test) => test.startsWith('Benchmark'))) {
      addTest(name, test, 'passed', undefined, '')
      running.delete(test)
    }
  }

  function keepOutput(event: JsonObject, name: string): void {
    const { output } = packageOf(name)
    const test = textField(event, 'Test') ?? ''
    const before = output.get(test) ?? ''
    if (before.length < OUTPUT_KEPT) {
      output.set(test, (before + (textField(event, 'Output') ?? '')).slice(0, OUTPUT_KEPT))
    }
  }

  function jsonLine(text: string, number: number): void {
    let event: unknown
    try {
      event = JSON.parse(text)
    } catch {
      throw new EvidenceError(`line ${number} is not whole JSON: it was cut off or mixed with other output`)
    }
    const action = textField(event, 'Action')
    if (!isObject(event) || action === undefined) throw new EvidenceError(`line ${number} is no event of go test -json`)
    const name = textField(event, 'Package')
    const test = textField(event, 'Test')
    const build = textField(event, 'ImportPath')
    events += 1
    if (action === 'build-output' && build !== undefined) {
      builds.set(build, ((builds.get(build) ?? '') + (textField(event, 'Output') ?? '')).slice(0, OUTPUT_KEPT))
    } else if (action === 'build-fail' && build !== undefined) failedBuilds.add(build)
    else if (name === undefined) throw new EvidenceError(`line ${number} is an event without a package`)
    else if (action === 'output') keepOutput(event, name)
    else if (test === undefined) packageEvent(event, action, name)
    else testEvent(event, action, name, test)
  }

  const lines = textLines((text, number) => {
    const failed = NOT_BUILT.exec(text)
    if (text.startsWith('{')) jsonLine(text, number)
    else if (failed) {
      isBuildFailureTold = true
      addTest(
        failed[1] as string,
        '(the package itself)',
        'errored',
        undefined,
        plain.join('\n').slice(0, OUTPUT_KEPT),
        `its ${failed[2] ?? 'build'} failed`,
      )
      packages.delete(failed[1] as string)
    } else if (text.trim() !== '' && !HARMLESS.test(text) && plain.length < 100) plain.push(text.slice(0, 1_000))
  })
  return utf8Reader(lines, () => {
    if (events === 0 && !isBuildFailureTold) throw new EvidenceError('it holds no event of go test -json')
    for (const [name, { running, output }] of packages) {
      for (const test of running) {
        addTest(name, test, 'errored', undefined, output.get(test) ?? '', 'it began and never ended')
      }
      tests.contradict(`${name} began and never ended: the report was cut off, or go test was`)
    }
    for (const build of failedBuilds) {
      tests.contradict(`${build} does not build, and no package says that it failed for it`)
    }
    if (plain.length > 0 && !isBuildFailureTold) {
      tests.contradict(`there is text among its events: ${(plain[0] as string).slice(0, 200)}`)
    }
    return tests.finish({}, { name: 'go test' })
  })
}
