/** Where a failure's text says that it happened. */
export interface TextLocation {
  readonly path: string
  readonly line: number
}

/** pytest ends a traceback so: `tests/test_a.py:12: AssertionError`. */
const PYTEST = /^([^\s:()'"]+\.\w{1,5}):(\d+): \w+/gm
/** `file.go:12:`, `(file.js:3:7)`, `Class.java:40)`. */
const GENERAL = /([^\s:()'"<>]+\.(?!\d)\w{1,5}):(\d+)(?=[:)\s]|$)/m
/** Lines of libraries tell nothing about the project. */
const FOREIGN = /(^|[\\/])(node_modules|site-packages|vendor)[\\/]|^node:/

/** The place that a stack or message names, if it names one. */
export function failureLocation(text: string): TextLocation | undefined {
  const last =
    [...text.matchAll(PYTEST)].at(-1) ??
    text
      .split('\n')
      .map((line) => GENERAL.exec(line))
      .find((match) => match && !FOREIGN.test(match[1] as string))
  return last ? { path: last[1] as string, line: Number(last[2]) } : undefined
}
