import { ConfigurationError } from '../model/errors.ts'

/** Globs as written, and the test that they make together: one of them matches, and no `!glob` does. */
export interface PathFilter {
  readonly globs: readonly string[]
  readonly matches: (path: string) => boolean
}

/** Paths as globs see them: forward slashes, no leading `./`. */
export function portable(path: string): string {
  return fromHere(path.replaceAll('\\', '/'))
}

/** In a glob a backslash escapes: `app/\[id\]/**`. */
function fromHere(glob: string): string {
  return glob.replace(/^(?:\.\/)+/, '')
}

/** Loads the glob library, so that a run without globs does without it. Throws ConfigurationError for a glob that is none. */
export async function compilePaths(globs: readonly string[]): Promise<PathFilter> {
  const { default: picomatch } = await import('picomatch')
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => fromHere(glob.slice(1)))
  const included = globs.filter((glob) => !glob.startsWith('!')).map(fromHere)
  try {
    const matches = picomatch(included.length > 0 ? included : ['**'], { dot: true, ignore: excluded })
    return { globs, matches: (path) => matches(portable(path)) }
  } catch (error) {
    throw new ConfigurationError(
      `paths ${JSON.stringify(globs.join(', '))}: ${error instanceof Error ? error.message : 'not a glob'}`,
    )
  }
}
