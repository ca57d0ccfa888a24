/** `00:00:01.5000000`, with days before a dot (`1.02:03:04`), as .NET writes a TimeSpan; in seconds, 0 for anything else. */
export function timeSpanSeconds(text: string | undefined): number {
  const match = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '')
  if (!match) return 0
  const [, days = '0', hours, minutes, seconds] = match
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
}

/** A number of seconds that may have the comma of the machine's language. */
export function invariantSeconds(text: string | undefined): number {
  const seconds = Number((text ?? '').replace(',', '.'))
  return Number.isFinite(seconds) ? seconds : 0
}

/** `at Shop.PriceTest.Fails() in /repo/PriceTest.cs:line 17`; the words are in the machine's language. */
const STACK_LINE = /\s\S+ (\S[^\n]*?\.\w{1,6}):[^\s\d:]+ (\d+)\s*$/m

/** The first place with a file that a .NET stack names. */
export function dotnetLocation(stack: string): { path: string; line: number } | undefined {
  const match = STACK_LINE.exec(stack)
  return match ? { path: (match[1] as string).replace(/^.*\) \S+ /, ''), line: Number(match[2]) } : undefined
}
