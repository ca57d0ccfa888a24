import { printable } from './text-safety.ts'

/** Commands that the suite gives. */
export type WorkflowCommand = 'error' | 'warning' | 'notice' | 'debug' | 'add-mask' | 'group' | 'endgroup'

/** Properties of an annotation, by the runner's names. */
export type CommandProperties = Readonly<Record<string, string | number | undefined>>

const IN_DATA: Readonly<Record<string, string>> = { '%': '%25', '\r': '%0D', '\n': '%0A' }
const IN_PROPERTY: Readonly<Record<string, string>> = { ...IN_DATA, ':': '%3A', ',': '%2C' }

/** One line that the runner obeys, whatever the message and the properties hold. */
export function workflowCommand(command: WorkflowCommand, message: string, properties: CommandProperties = {}): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(
      ([name, value]) =>
        `${name}=${printable(String(value)).replace(/[%\r\n:,]/g, (mark) => IN_PROPERTY[mark] as string)}`,
    )
  const space = written.length > 0 ? ` ${written.join(',')}` : ''
  // A mask must be the secret itself, so of it nothing but the escapes may change.
  const data = command === 'add-mask' ? message : printable(message)
  return `::${command}${space}::${data.replace(/[%\r\n]/g, (mark) => IN_DATA[mark] as string)}`
}
