import type * as Yaml from 'yaml'
import { ConfigurationError } from '../model/errors.ts'
import { didYouMean } from './nearest.ts'

/** A policy is written by hand; more than this was not. */
const LARGEST_FILE = 256 * 1024

/**
 * Parses YAML 1.2 and gives its root with a reader that notes each problem at its place.
 * The library is loaded here, so that a run without a policy file does without it. Rejects with ConfigurationError.
 */
export async function readYaml(text: string, file: string): Promise<{ root: unknown; reader: YamlReader }> {
  if (text.length > LARGEST_FILE) {
    throw new ConfigurationError(`${file}: larger than ${LARGEST_FILE / 1024} KiB, which no policy is`)
  }
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  try {
    const document = yaml.parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // The library compares each key with each: a minute for a file of 200 KB. `fields` looks by itself.
      uniqueKeys: false,
      schema: 'core',
      version: '1.2',
    })
    const problems = [...document.errors, ...document.warnings].map(
      (error) => `${place(file, lines, error.pos[0])}: ${error.message.replace(/\s+/g, ' ')}`,
    )
    if (problems.length > 0) throw new ConfigurationError(toldOf(problems, file))
    return { root: document.contents, reader: new YamlReader(yaml, lines, file) }
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigurationError(`${file}: nested too deeply`)
    throw error
  }
}

/** Nobody mends more at a time; a file can have tens of thousands. */
const MOST_PROBLEMS = 100

/** The first problems of a file, and how many more there are. */
export function toldOf(problems: readonly string[], file: string): readonly string[] {
  const left = problems.length - MOST_PROBLEMS
  return left <= 0 ? problems : [...problems.slice(0, MOST_PROBLEMS), `${file}: and ${left} more problems`]
}

function place(file: string, lines: Yaml.LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${file}:${line}:${col}`
}

/** Takes YAML nodes apart. What is not as expected is noted in `problems` and read as undefined. */
export class YamlReader {
  readonly problems: string[] = []
  readonly #yaml: typeof Yaml
  readonly #lines: Yaml.LineCounter
  readonly #file: string

  constructor(yaml: typeof Yaml, lines: Yaml.LineCounter, file: string) {
    this.#yaml = yaml
    this.#lines = lines
    this.#file = file
  }

  refuse(node: unknown, problem: string): void {
    const offset = this.#yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0
    // An alias can make a file of a kilobyte a structure of gigabytes; a policy has no need of any.
    const cause = this.#yaml.isAlias(node) ? 'aliases are not supported: write the value out' : problem
    this.problems.push(`${place(this.#file, this.#lines, offset)}: ${cause}`)
  }

  /** Line of a node in the file, 1-based. */
  lineOf(node: unknown): number {
    return this.#lines.linePos(this.#yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0).line
  }

  /** True or false. */
  flag(node: unknown): boolean | undefined {
    const value = this.#yaml.isScalar(node) ? node.value : undefined
    if (typeof value === 'boolean') return value
    this.refuse(node, `expected true or false but found ${JSON.stringify(value ?? null)}`)
    return undefined
  }

  /** The values of a mapping by key; unknown keys are problems. */
  fields<Key extends string>(
    node: unknown,
    keys: readonly Key[],
    what: string,
  ): Partial<Record<Key, unknown>> | undefined {
    const { isMap, isScalar } = this.#yaml
    if (!isMap(node)) {
      this.refuse(node, `expected ${what}, a mapping with ${keys.join(', ')}`)
      return undefined
    }
    const fields: Partial<Record<Key, unknown>> = {}
    const lines: Partial<Record<Key, number>> = {}
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : 'a structure'
      const known = keys.find((candidate) => candidate === name)
      if (known === undefined) {
        // Looking for what was meant costs more than reading, and nobody is told of more.
        const hint = this.problems.length < MOST_PROBLEMS ? didYouMean(name, keys) : ''
        this.refuse(key, `unknown key ${JSON.stringify(name)} in ${what}${hint}; known are ${keys.join(', ')}`)
      } else if (Object.hasOwn(lines, known)) {
        this.refuse(key, `Map keys must be unique: ${known} is there already, in line ${lines[known] ?? 0}`)
      } else if (value === null) {
        this.refuse(key, `${name} has no value`)
      } else {
        fields[known] = value
      }
      if (known !== undefined) lines[known] ??= this.lineOf(key)
    }
    return fields
  }

  /** The items of a list. */
  items(node: unknown, what: string): readonly unknown[] {
    if (this.#yaml.isSeq(node)) return node.items
    this.refuse(node, `expected ${what}`)
    return []
  }

  isText(node: unknown): boolean {
    return this.#yaml.isScalar(node) && typeof node.value === 'string'
  }

  /** A text that is not empty. */
  text(node: unknown, what: string): string | undefined {
    const { isScalar } = this.#yaml
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '') return node.value
    const value: unknown = isScalar(node) ? node.value : undefined
    const other = isScalar(node) ? `${JSON.stringify(value)}; quote it if it is meant` : 'a structure'
    this.refuse(node, `expected ${what} but found ${typeof value === 'string' ? 'an empty text' : other}`)
    return undefined
  }

  /** A whole number. */
  integer(node: unknown, what: string): number | undefined {
    const value = this.#yaml.isScalar(node) ? node.value : undefined
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    this.refuse(node, `expected ${what}, a whole number, but found ${JSON.stringify(value ?? null)}`)
    return undefined
  }

  oneOf<Value extends string>(node: unknown, values: readonly Value[]): Value | undefined {
    const { isScalar } = this.#yaml
    const found = isScalar(node) ? node.value : undefined
    const value = values.find((candidate) => candidate === found)
    if (value === undefined) {
      this.refuse(node, `expected one of ${values.join(', ')} but found ${JSON.stringify(found ?? null)}`)
    }
    return value
  }
}
