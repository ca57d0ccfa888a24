/** A rule cannot be read; the message says where and why. Never leaves the parser. */
export class RuleSyntaxError extends Error {}

/** Walks through the text of one rule, token by token, over the space between them. */
export class RuleCursor {
  readonly #text: string
  /** Where the next token begins. */
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  get atEnd(): boolean {
    return this.at >= this.#text.length
  }

  /** The next token, if it is like this (a sticky pattern). */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const token = pattern.exec(this.#text)?.[0]
    if (token !== undefined) this.at = this.#afterSpace(this.at + token.length)
    return token
  }

  /** Refuses the rule because of what stands here. */
  expected(what: string, hint = ''): never {
    // Columns are what an editor counts: characters, not UTF-16 units.
    const column = Array.from(this.#text.slice(0, this.at)).length + 1
    throw new RuleSyntaxError(`column ${column}: expected ${what} but found ${this.#found()}${hint}`)
  }

  #found(): string {
    const rest = this.#text.slice(this.at)
    const token = /^(?:[<>=!]+|[^\s<>=!]+)/u.exec(rest)?.[0]
    return token === undefined ? 'the end' : JSON.stringify(token)
  }

  #afterSpace(at: number): number {
    let next = at
    while (/\s/.test(this.#text.charAt(next))) next += 1
    return next
  }
}
