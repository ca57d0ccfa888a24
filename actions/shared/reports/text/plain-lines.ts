import { type ByteLines, textLines } from './lines.ts'

/** Colours and links, as tools write them for a terminal. */
const COLORS = /\u001b(?:\[[0-9;]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g
/**
 * What the keeper of a log puts before each line: the time and the job (GitHub, GitLab, Jenkins), the step of a build (Docker), the task
 * (Ant), and `##[error]`, with which GitHub marks a line that a problem matcher took.
 */
const LOG_PREFIX =
  /^(?:(?:[^\t]+\t[^\t]+\t)?\ufeff?\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\]? (?:\d\d[OE][ +])?|#\d+ \d+\.\d+ | {1,11}\[[a-z][\w.-]*\] )?(?:##\[(?:error|warning|notice)\])?/

/** A line of a log as the tool printed it. */
export function plainLine(text: string): string {
  const plain = text.includes('\u001b') ? text.replace(COLORS, '') : text
  // Most lines begin with a letter, and the expression costs more than all else that is done to them.
  return isLetter(plain.charCodeAt(0)) && !plain.includes('\t') ? plain : plain.replace(LOG_PREFIX, '')
}

/** Cuts bytes into lines as their tools printed them. */
export function plainLines(line: (text: string, number: number) => void): ByteLines {
  return textLines((text, number) => {
    line(plainLine(text), number)
  })
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}
