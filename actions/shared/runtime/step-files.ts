import { appendFileSync } from 'node:fs'
import type { Environment } from './environment.ts'

/** Adds text to a file that the runner gave to this step. */
export type Append = (file: string, text: string) => void

export const appendToFile: Append = (file, text) => {
  appendFileSync(file, text)
}

/** Makes a word that nobody can have foreseen. */
export type RandomWord = () => string

/** `name=value`, or for values of several lines `name<<word … word`, with a word that is no line of the value. */
export function outputEntry(name: string, value: string, randomWord: RandomWord): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`
  let word = `cicd_${randomWord()}`
  while (value.includes(word)) word = `cicd_${randomWord()}`
  return `${name}<<${word}\n${value}\n${word}\n`
}

/** Writes one output of the step. False where the runner gave no file for outputs. */
export function writeOutput(
  environment: Environment,
  name: string,
  value: string,
  append: Append,
  randomWord: RandomWord,
): boolean {
  return appendIfGiven(environment['GITHUB_OUTPUT'], outputEntry(name, value, randomWord), append)
}

/** Adds Markdown to the job summary. False where the runner gave no file for it. */
export function writeSummary(environment: Environment, markdown: string, append: Append): boolean {
  return appendIfGiven(environment['GITHUB_STEP_SUMMARY'], markdown.endsWith('\n') ? markdown : `${markdown}\n`, append)
}

function appendIfGiven(file: string | undefined, text: string, append: Append): boolean {
  if (file === undefined || file === '') return false
  append(file, text)
  return true
}
