import { ConfigurationError } from '../model/errors.ts'

/** A policy file that another one stands on: of a repository at a ref, or of the repository that is judged. */
export type PolicyReference = RepositoryReference | PathReference

export interface RepositoryReference {
  readonly kind: 'repository'
  readonly owner: string
  readonly repo: string
  readonly path: string
  /** A tag, a commit or a branch. */
  readonly ref: string
}

export interface PathReference {
  readonly kind: 'path'
  /** From the repository's root, without `./`. */
  readonly path: string
}

const LONGEST = 500
/** https://docs.github.com/rest/repos/repos: names of owners are letters, digits and hyphens. */
const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/
const REPOSITORY = /^[\w.-]+$/
/** What git allows and a URL takes as it stands: https://git-scm.com/docs/git-check-ref-format */
const REF = /^[A-Za-z0-9_][\w./+-]*$/

const WAYS = 'owner/repo/path/to/file.yml@ref, or ./path/to/file.yml of this repository'

/** Reads one item of `extends`. Throws ConfigurationError, which names the fix. */
export function parseReference(text: string): PolicyReference {
  const written = text.trim()
  const refuse = (problem: string): never => {
    throw new ConfigurationError(`extends ${JSON.stringify(written.slice(0, LONGEST))}: ${problem}`)
  }
  if (written.length > LONGEST) return refuse(`longer than ${LONGEST} characters`)
  if (/^[a-z]+:\/\//i.test(written)) return refuse(`expected ${WAYS}; a URL is neither`)
  const at = written.indexOf('@')
  if (written.startsWith('./') || (at < 0 && !looksLikeRepository(written))) {
    const path = written.replace(/^(?:\.\/)+/, '')
    return isPath(path) ? { kind: 'path', path } : refuse(`expected ${WAYS}`)
  }
  if (at < 0) {
    return refuse(
      `names no ref; pin it: ${written}@v1, or a commit for v1, which nobody can move; a file of this repository is ./${written}`,
    )
  }
  const [owner = '', repo = '', ...rest] = written.slice(0, at).split('/')
  const path = rest.join('/')
  const ref = written.slice(at + 1)
  const isRepository = OWNER.test(owner) && REPOSITORY.test(repo) && !/^\.{1,2}$/.test(repo)
  if (!isRepository || !isPath(path)) return refuse(`expected ${WAYS}`)
  if (!REF.test(ref) || /\.\.|\/\/|\/$|\.$/.test(ref)) {
    return refuse(`expected a tag or a commit after @ but found ${JSON.stringify(ref)}`)
  }
  return { kind: 'repository', owner, repo, path, ref }
}

/** Three parts, the first of which could be an owner: more likely a repository without its ref than a path. */
function looksLikeRepository(written: string): boolean {
  const [owner = '', , ...rest] = written.split('/')
  return rest.length > 0 && OWNER.test(owner)
}

function isPath(path: string): boolean {
  return path !== '' && path.split('/').every((part) => !['', '.', '..'].includes(part) && /^[^\\\0-\x1f]+$/.test(part))
}

/**
 * The name by which reasons and messages call the file: `acme/.github/cicd.yml@v1`, or its path. A path never has the name of
 * another repository's file, whose waivers may count where its own must not.
 */
export function nameOf(reference: PolicyReference): string {
  if (reference.kind === 'path') {
    const isMistakable = reference.path.includes('@') && OWNER.test(reference.path.split('/')[0] ?? '')
    return isMistakable ? `./${reference.path}` : reference.path
  }
  const { owner, repo, path, ref } = reference
  return `${owner}/${repo}/${path}@${ref}`
}

/** The same name for the same file: GitHub does not tell names of owners and repositories by their case. */
export function identityOf(reference: PolicyReference): string {
  if (reference.kind === 'path') return nameOf(reference)
  return nameOf({ ...reference, owner: reference.owner.toLowerCase(), repo: reference.repo.toLowerCase() })
}

/** What an item of `extends` in one file means: a path is of the repository, and at the ref, that the file itself is of. */
export function resolveReference(reference: PolicyReference, from: PolicyReference): PolicyReference {
  return reference.kind === 'path' && from.kind === 'repository' ? { ...from, path: reference.path } : reference
}
