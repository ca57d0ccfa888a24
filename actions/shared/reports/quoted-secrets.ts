/** Secretlint's rules, also where a formatter of ESLint writes them. Up to 9 its messages quote what they found. */
const OF_SECRETLINT = '@secretlint/'
/** What stands for a message that may quote a secret. */
export const WITHHELD = 'it may quote a secret: read the report that the scanner writes of its own'

/** What stands for the message of a finding that names a rule of Secretlint; nothing for any other. */
export function withheld(text: string): string | undefined {
  return text.includes(OF_SECRETLINT) ? WITHHELD : undefined
}
