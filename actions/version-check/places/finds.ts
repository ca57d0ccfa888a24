import type { SchemeId } from '../../shared/versions/scheme.ts'
import type { Found, Language, Place, Remark, Role } from './place.ts'
import type { Source } from './source.ts'
import type { ValueNode } from './value-tree.ts'

/** What a finder knows of a place besides where it is. */
export interface Declared {
  readonly scheme: SchemeId
  readonly role: Role
  /** `npm package version`: begins a sentence in remarks. */
  readonly what: string
  readonly language?: Language
  readonly isRange?: boolean
  readonly spelling?: Place['spelling']
  readonly configured?: boolean
  readonly owner?: string | undefined
}

/** What all finders may need of the repository. */
export interface FinderContext {
  /** Names of what the repository builds, in small letters: its packages, charts, crates and itself; and who says so. */
  readonly names: ReadonlyMap<string, string>
  /** Files that are looked at. */
  readonly files: ReadonlySet<string>
  /** Whether there is such a file, looked at or not. */
  readonly has: (file: string) => boolean
  /** A file that is looked at and was found to be a text, with what was read of it already. */
  readonly sourceOf: (file: string) => Source | undefined
}

const TEMPLATE = /\{\{|\$\{|\$\(|<%|\{%|#\{|@[A-Za-z_.]+@|^\$[A-Za-z_]|\uE000/

/** What tools that set the version when they publish want to be there until then. */
const PLACEHOLDER = /^v?0\.0\.0-(?:development|placeholder|semantic(?:ally)?-released?)$/i

/** One file of a large monorepo has hundreds. */
const MOST_PLACES = 2_000

/** What is longer is something else, and not to be shown. */
const LONGEST_VERSION = 256

/** Gathers what is found in one file, and says what cannot be taken. */
export class Finds implements Found {
  readonly places: Place[] = []
  readonly remarks: Remark[] = []
  /** Of the finder that looks. */
  rank: number | undefined
  readonly #source: Source
  #isFull = false

  constructor(source: Source) {
    this.#source = source
  }

  /** A value of JSON, YAML or TOML. Nothing is declared where there is none. */
  declare(node: ValueNode | undefined, declared: Declared): void {
    if (node === undefined) return
    if (node.kind === 'alias') this.elsewhere(node.start, `${declared.what} stands for an anchor elsewhere in the file`)
    else if (node.kind !== 'scalar') this.unreadable(node.start, `${declared.what} is a structure, not a text`)
    else if (node.readAs !== undefined && (node.text === '' || node.text === '~' || node.readAs === 'null')) {
      this.elsewhere(node.start, `${declared.what} is empty`)
    } else if (node.readAs !== undefined) {
      const reading = node.readAs === node.text ? 'is no text' : `is read as ${node.readAs}`
      this.unreadable(node.start, `${declared.what} is written ${node.text}, which ${reading}: put it in quotes`)
    } else this.text(node, declared)
  }

  /** A span with the text that it means. */
  text(
    { start, end, text }: { readonly start: number; readonly end: number; readonly text: string },
    declared: Declared,
  ): void {
    const { scheme, role, what, language, isRange, spelling, configured, owner } = declared
    if (text.trim() === '') this.elsewhere(start, `${what} is empty`)
    else if (TEMPLATE.test(text)) this.elsewhere(start, `${what} is a template, whose value is not known here`)
    else if (text.length > LONGEST_VERSION) this.unreadable(start, `${what} is longer than any version`)
    else if (PLACEHOLDER.test(text)) this.elsewhere(start, `${what} is a placeholder, which a release replaces`)
    else if (this.#source.text.slice(start, end) !== text && spelling === undefined) {
      this.unreadable(start, `${what} is not written plainly: write it on one line and without escapes`)
    } else if (this.places.length === MOST_PLACES) {
      if (!this.#isFull) {
        this.unreadable(start, `it declares more than ${MOST_PLACES} versions, of which these are the first`)
      }
      this.#isFull = true
    } else {
      this.places.push({
        file: this.#source.file,
        ...this.#source.positionOf(start),
        ...{ start, end, found: text, scheme, role, what },
        ...(this.rank !== undefined && { rank: this.rank }),
        ...(language && { language }),
        ...(isRange && { isRange }),
        ...(spelling && { spelling }),
        ...(configured && { configured }),
        ...(owner !== undefined && { owner }),
      })
    }
  }

  /** Like `text`, where a word without a number stands for what a build puts there: `var version = "dev"`. */
  textOrWord(span: { readonly start: number; readonly end: number; readonly text: string }, declared: Declared): void {
    if (/\d/.test(span.text) || TEMPLATE.test(span.text)) this.text(span, declared)
    else this.elsewhere(span.start, `${declared.what} is "${span.text.slice(0, 40)}" until something sets it`)
  }

  elsewhere(offset: number, text: string): void {
    this.#remark('elsewhere', offset, text)
  }

  unreadable(offset: number, text: string): void {
    this.#remark('unreadable', offset, text)
  }

  /** Of a lock file, or of its manifest: it is told where a person would change something. */
  ofLocks(kind: 'out-of-step' | 'unlocked', { source, offset }: Spot, text: string): void {
    this.#remark(kind, offset, text, source)
  }

  #remark(kind: Remark['kind'], offset: number, text: string, source = this.#source): void {
    this.remarks.push({ file: source.file, line: source.positionOf(offset).line, kind, text })
  }
}

/** A place in a file that need not be the one that is looked into. */
export interface Spot {
  readonly source: Source
  readonly offset: number
}

/** Where versions are declared in one kind of file. */
export interface Finder {
  readonly id: string
  /** By the path from the repository's top. */
  readonly matches: FileMatcher
  /** A file that has none of these texts declares nothing. */
  readonly needles?: readonly string[]
  /** What the file says that the repository builds. May throw UnreadableError. */
  readonly names?: (source: Source) => Promise<readonly (string | undefined)[]>
  /** May throw UnreadableError: then the file is unreadable. */
  readonly find: (source: Source, finds: Finds, context: FinderContext) => Promise<void> | void
}

/** Tells files by their paths; what goes by names alone says which, so that nobody has to ask it for every file. */
export interface FileMatcher {
  (file: string): boolean
  readonly names?: readonly string[]
  readonly patterns?: readonly RegExp[]
  readonly endings?: readonly string[]
}

/** Matches files by their names in any folder. */
export function named(...given: readonly (string | RegExp)[]): FileMatcher {
  const names = given.filter((name) => typeof name === 'string')
  const patterns = given.filter((name) => typeof name !== 'string')
  const matches = (file: string): boolean => {
    const base = file.slice(file.lastIndexOf('/') + 1)
    return names.includes(base) || patterns.some((pattern) => pattern.test(base))
  }
  return Object.assign(matches, { names, patterns })
}

/** Matches files by what their names have from the last dot on; `also` is asked about those alone. */
export function ending(endings: readonly string[], also: (file: string) => boolean = () => true): FileMatcher {
  const matches = (file: string): boolean => endings.some((each) => file.endsWith(each)) && also(file)
  return Object.assign(matches, { endings })
}

/** A table of finders, with their types. */
export function finders(table: readonly Finder[]): readonly Finder[] {
  return table
}
