/** What a change does to one file, told by the lines of the file as it is after it. */
export interface FileChange {
  /** Its path before, where the change moved it. */
  readonly oldPath?: string | undefined
  /** Added and edited lines as pairs of first and last line, 1-based, ascending, both inclusive. */
  readonly ranges: Uint32Array
  /** Marked `linguist-generated` in .gitattributes: nobody edits it, so that no patch rule counts it. */
  readonly isGenerated: boolean
}

/** What a commit changes against the commit it started from, computed from local git. */
export interface Change {
  /** The merge base, as a full hash. */
  readonly base: string
  /** By path after the change. Deleted files and submodules are not among them. */
  readonly files: ReadonlyMap<string, FileChange>
  /** Whether the repository has a file of this path; absent where that is not known. */
  readonly isTracked?: ((path: string) => boolean) | undefined
}

/** Whether a change adds or edits a line from `first` to `last`, both inclusive. */
export function changesAny({ ranges }: FileChange, first: number, last: number): boolean {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle * 2 + 1] as number) < first) low = middle + 1
    else high = middle
  }
  return low * 2 < ranges.length && (ranges[low * 2] as number) <= last
}

/** Whether a change adds or edits this line. */
export function changesLine(change: Pick<Change, 'files'>, path: string, line: number): boolean {
  const file = change.files.get(path)
  return file !== undefined && changesAny(file, line, line)
}
