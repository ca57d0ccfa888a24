// Runs programs as children and says how long they took and how much memory they needed at most.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { developmentNode, repository, within } from '../toolchain.mjs'

/**
 * @typedef {object} Program
 * @property {string} [program] a Node of the major version that runners use, where absent
 * @property {readonly string[]} parameters
 * @property {string} [folder] where it runs; the repository where absent
 * @property {Record<string, string>} [environment] in place of this process's own
 * @property {readonly number[]} [exitCodes] those that say that the work was done; 0 where absent
 */

/** Runs a program to its end and resolves to its wall time in seconds. Rejects where it did not do its work. */
export function timed({ program = developmentNode(), parameters, environment, folder = repository, exitCodes = [0] }) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint()
    const child = spawn(program, parameters, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: environment ?? process.env,
    })
    let complaint = ''
    child.stderr.on('data', (text) => {
      complaint = `${complaint}${String(text)}`.slice(0, 2_000)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      if (code !== null && exitCodes.includes(code)) resolve(seconds)
      else reject(new Error(`${path.basename(program)} ended with ${String(code ?? signal)}: ${complaint.trim()}`))
    })
  })
}

/**
 * The best time of each program, in seconds, by name. They take turns, so that whatever else the machine does meets
 * all of them. The first round warms the file cache and does not count.
 * @param {Record<string, Program>} programs
 * @param {number} rounds
 */
export async function bestTimes(programs, rounds) {
  const best = Object.fromEntries(Object.keys(programs).map((name) => [name, Number.POSITIVE_INFINITY]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, program] of Object.entries(programs)) {
      const seconds = await timed(program)
      if (round > 0) best[name] = Math.min(best[name], seconds)
    }
  }
  return best
}

/** Peak memory of a Node program in bytes, in a run of its own. */
export async function peakMemory(program) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cicd-actions-peak-'))
  const file = path.join(folder, 'peak')
  try {
    const preload = pathToFileURL(within('scripts', 'bench', 'peak.mjs')).href
    await timed({
      ...program,
      parameters: ['--import', preload, ...program.parameters],
      environment: { ...(program.environment ?? process.env), CICD_BENCH_PEAK: file },
    })
    return Number(readFileSync(file, 'utf8')) * 1024
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether a program is on this machine. */
export async function isThere(program, parameters = ['--version']) {
  try {
    await timed({ program, parameters })
    return true
  } catch {
    return false
  }
}
