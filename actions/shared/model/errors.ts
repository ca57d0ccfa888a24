/** The workflow's author must act. Holds every problem found, so that all are told at once. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[] | string) {
    const list = typeof problems === 'string' ? [problems] : problems
    super(list.join('; '))
    this.name = 'ConfigurationError'
    this.problems = list
  }
}

/** A report cannot be believed: the tool that wrote it must be looked at. Becomes a reason with status `unknown`. */
export class EvidenceError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EvidenceError'
  }
}
