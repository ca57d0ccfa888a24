/**
 * What stands between text from anywhere and a runner's log.
 * Commands: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * The runner looks for `##[command]` anywhere in a line and for `::command::` after a line's leading white space
 * (actions/runner, src/Runner.Common/ActionCommand.cs).
 */

const ZERO_WIDTH_SPACE = '\u200b'

/** Control characters but tab and line ends, and the marks that turn the direction of text around. */

const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

const COLOUR_OR_INVISIBLE =
  /(\u001b\[[0-9;]{0,20}m)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Text without control characters; line ends and tabs stay. */
export function withoutControls(text: string): string {
  return text.replace(INVISIBLE, '')
}

/** The same, but the colours of a terminal stay as well (and nothing else that a terminal would obey). */
export function withoutControlsButColours(text: string): string {
  return text.replace(COLOUR_OR_INVISIBLE, (_match, colour: string | undefined) => colour ?? '')
}

/** Breaks what the runner would take for a command, in text of any number of lines. Reads the same to people. */
export function withoutCommands(text: string): string {
  return text
    .replaceAll('##[', `#${ZERO_WIDTH_SPACE}#${ZERO_WIDTH_SPACE}[`)
    .replace(/(^|[\r\n])(\s*):(?=:)/g, `$1$2:${ZERO_WIDTH_SPACE}`)
}

/** Text that may be printed on any runner or terminal. */
export function printable(text: string): string {
  return withoutCommands(withoutControls(text))
}

/** A JSON document that a runner's log cannot misread; as JSON it says the same. */
export function printableJson(json: string): string {
  return json
    .replaceAll('##[', '#\\u0023[')
    .replace(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
