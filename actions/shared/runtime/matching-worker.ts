import { MessageChannel, type MessagePort, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { EvidenceError } from '../model/errors.ts'
import type { PatternMatch } from '../reports/reader.ts'

/** A thread that does not start in this time never will. */
const START_LIMIT_MS = 30_000

/**
 * What the thread runs. It is a text so that no file of its own has to be found beside a bundle. It says that it is there by a first
 * answer, then answers each batch of lines or each text; after each answer it wakes the thread that waits.
 */
const SOURCE = `
const { workerData: { port, answers } } = require('node:worker_threads')
const answer = (message) => {
  port.postMessage(message)
  Atomics.add(answers, 0, 1)
  Atomics.notify(answers, 0)
}
const spansIn = ({ text, pattern, group }) =>
  Array.from(text.matchAll(new RegExp(pattern.source, pattern.flags)), ({ indices }) => indices.groups[group])
    .filter((span) => span)
const matchesIn = ({ patterns, lines }) => {
  const regexps = patterns.map(({ source, flags }) => new RegExp(source, flags))
  const matches = []
  lines.forEach((line, at) => regexps.forEach((regexp, pattern) => {
    const groups = regexp.exec(line)
    if (groups) matches.push([at, pattern, Array.from(groups)])
  }))
  return matches
}
port.on('message', (asked) => answer(asked.text === undefined ? matchesIn(asked) : spansIn(asked)))
answer([])
`

type Span = readonly [start: number, end: number]

function plain({ source, flags }: RegExp): { readonly source: string; readonly flags: string } {
  return { source, flags }
}

interface Running {
  readonly thread: Worker
  readonly port: MessagePort
  /** How many answers the thread has given. */
  readonly answers: Int32Array
  /** How many of them were taken. */
  taken: number
}

/**
 * A thread that tries regular expressions, and can be ended in the middle of one. Readers are synchronous, so the hand-over is too:
 * this thread sleeps until the answer is there. It does not keep the process alive.
 */
export class MatchingWorker {
  #running: Running | undefined

  /** Starts the thread where none runs. Throws EvidenceError where the system has none to give. */
  start(): void {
    if (this.#running) return
    const { port1, port2 } = new MessageChannel()
    const answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const thread = new Worker(SOURCE, {
      eval: true,
      workerData: { port: port2, answers },
      transferList: [port2],
      // It needs nothing of this process, and what started that (a test's flags, a loader) is not for it.
      env: {},
      execArgv: [],
    })
    thread.unref()
    port1.unref()
    // That it is gone is noticed by the answer that does not come.
    thread.on('error', () => undefined)
    this.#running = { thread, port: port1, answers, taken: 0 }
    if (this.#answer(START_LIMIT_MS)) return
    throw new EvidenceError('the thread that matches it did not start; is this machine out of memory?')
  }

  /** Every match of every pattern in every line; nothing where that takes longer than the limit, after which the thread is ended. */
  match(patterns: readonly RegExp[], lines: readonly string[], limitMs: number): readonly PatternMatch[] | undefined {
    return this.#ask({ patterns: patterns.map(plain), lines }, limitMs) as readonly PatternMatch[] | undefined
  }

  /** Where a named group of a pattern with the flags `d` and `g` stands in a text; nothing where that takes longer than the limit. */
  spans(pattern: RegExp, group: string, text: string, limitMs: number): readonly Span[] | undefined {
    return this.#ask({ pattern: plain(pattern), group, text }, limitMs) as readonly Span[] | undefined
  }

  #ask(request: object, limitMs: number): unknown {
    this.#running?.port.postMessage(request)
    return this.#answer(limitMs)
  }

  #answer(limitMs: number): unknown {
    const running = this.#running
    if (!running) return undefined
    if (Atomics.wait(running.answers, 0, running.taken, limitMs) === 'timed-out') {
      this.#running = undefined
      void running.thread.terminate()
      return undefined
    }
    running.taken += 1
    // The thread counts an answer after it has sent it, so that it is here.
    return (receiveMessageOnPort(running.port) as { readonly message: unknown }).message
  }
}
