import type { Subject } from '../model/verdict.ts'

/** Where links lead. */
export interface LinkOptions {
  /** GITHUB_SERVER_URL; `https://github.com` where absent. */
  readonly serverUrl?: string | undefined
}

/** Addresses of things on GitHub; each is undefined where it cannot be known or is not safe to write. */
export interface Links {
  readonly file: (path: string | undefined, line?: number, endLine?: number) => string | undefined
  readonly run: string | undefined
  readonly commit: string | undefined
  /** Another commit of the same repository. */
  readonly otherCommit: (sha: string) => string | undefined
}

const REPOSITORY = /^[\w.-]+\/[\w.-]+$/
const SHA = /^[0-9a-f]{7,64}$/i
const SERVER = /^https?:\/\/[\w.-]+(:\d+)?$/i

/** Links to the commit that was judged. */
export function linksFor(subject: Subject, options: LinkOptions = {}): Links {
  const server = (options.serverUrl ?? 'https://github.com').replace(/\/+$/, '')
  const { repository, sha, run, attempt } = subject
  if (repository === undefined || !REPOSITORY.test(repository) || !SERVER.test(server)) {
    return { file: () => undefined, run: undefined, commit: undefined, otherCommit: () => undefined }
  }
  const home = `${server}/${repository}`
  const commit = sha !== undefined && SHA.test(sha) ? sha : undefined
  return {
    file: (path, line, endLine) => {
      const encoded = path === undefined ? undefined : encodePath(path)
      if (commit === undefined || encoded === undefined) return undefined
      return `${home}/blob/${commit}/${encoded}${lineAnchor(line, endLine)}`
    },
    run:
      run === undefined
        ? undefined
        : `${home}/actions/runs/${run}${attempt === undefined ? '' : `/attempts/${attempt}`}`,
    commit: commit && `${home}/commit/${commit}`,
    otherCommit: (other) => (SHA.test(other) ? `${home}/commit/${other}` : undefined),
  }
}

function lineAnchor(line: number | undefined, endLine: number | undefined): string {
  if (line === undefined || !Number.isSafeInteger(line) || line < 1) return ''
  return endLine !== undefined && Number.isSafeInteger(endLine) && endLine > line
    ? `#L${line}-L${endLine}`
    : `#L${line}`
}

/** A relative path inside the repository, or nothing: such a link would lead elsewhere. */
function encodePath(path: string): string | undefined {
  const segments = path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return undefined
  if (/^[a-z]:$/i.test(segments[0] ?? '') || /\p{Cs}/u.test(path)) return undefined
  return segments.map(encodeSegment).join('/')
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[()*!'~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Where advisories are read, by the shape of their ids. Only ids of exactly these shapes become part of an address. */
const ADVISORIES: readonly (readonly [RegExp, string])[] = [
  [/^CVE-\d{4}-\d{4,10}$/, 'https://nvd.nist.gov/vuln/detail/'],
  [/^GHSA(?:-[0-9a-z]{4}){3}$/, 'https://github.com/advisories/'],
  [/^(?:GO|RUSTSEC|PYSEC|OSV|MAL)-\d{4}-\d{1,10}$/, 'https://osv.dev/vulnerability/'],
]

/** The public page of an advisory; nothing for ids of other shapes. */
export function advisoryAddress(id: string): string | undefined {
  const home = ADVISORIES.find(([shape]) => shape.test(id))?.[1]
  return home === undefined ? undefined : `${home}${id}`
}
