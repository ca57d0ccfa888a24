import { type Finding, type FindingPlace, placesOf } from '../model/findings.ts'
import { packageUrlOf } from '../model/package-url.ts'
import { lastImageLine, namesImage } from './dockerfile-lines.ts'
import { isLockFileOf, manifestsOf, packageLine } from './manifest-lines.ts'

/** The files of a repository: all paths, and the text of some. */
export interface RepositoryFiles {
  readonly paths: readonly string[]
  read(path: string): string | undefined
}

/** Files whose first line stands for the whole repository, the first that is there. */
const WHOLE_REPOSITORY = ['README.md', 'README.rst', 'README', '.github/cicd.yml', 'package.json', 'pyproject.toml']

/**
 * Where findings are shown that no line of the repository is named for:
 *
 * 1. One whose file is in the repository, and that is not of a package: there.
 * 2. One of a package in a lock file or a manifest: the line of the manifest beside it that names the package, or the one
 *    through which it comes; else the line of the lock file that names it; else its first line.
 * 3. One of a package in an image: the manifest of the repository that names it; else the `FROM` line that brings the image:
 *    of the Dockerfile that names it, else of the first one.
 * 4. A misconfiguration of an image, and anything at an absolute path, which is one of an image: that `FROM` line.
 * 5. Anything else at a path: there, though git does not know it. An address or a cluster: the first line of README.md or of
 *    what is there instead.
 */
export class FindingPlaces {
  readonly #files: RepositoryFiles
  readonly #paths: ReadonlySet<string>
  readonly #texts = new Map<string, string | undefined>()
  readonly #manifests = new Map<string, readonly string[]>()
  readonly #found = new Map<string, FindingPlace | undefined>()
  #dockerfiles: readonly string[] | undefined

  constructor(files: RepositoryFiles) {
    this.#files = files
    this.#paths = new Set(files.paths)
  }

  placeOf(finding: Finding): FindingPlace {
    const own = placesOf(finding).find(({ path }) => path !== undefined && this.#paths.has(path))
    // The first place may be one of the scanner's own machine, and another scanner's one of the repository.
    const found = own === undefined || own.path === finding.path ? finding : { ...finding, line: undefined, ...own }
    if (finding.details?.package) {
      return (own?.path === undefined ? this.#inImage(found) : this.#inManifest(found, own.path)) ?? this.#whole(found)
    }
    return own === undefined ? this.#elsewhere(found) : found
  }

  /** Of a package in a file of the repository. */
  #inManifest(finding: Finding, path: string): FindingPlace | undefined {
    const { line } = finding
    const type = typeOf(finding)
    const isLock = isLockFileOf(type, path)
    if (!isLock && line !== undefined) return finding
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const beside = isLock ? this.#manifestsIn(type, folder) : [path]
    const named = this.#firstNamed(beside, type, namesOf(finding))
    if (named) return named
    if (line !== undefined) return finding
    return this.#firstNamed([path], type, [finding.details?.package?.name ?? '']) ?? { path, line: 1 }
  }

  /** Of a package in an image, or wherever a scanner found it. */
  #inImage(finding: Finding): FindingPlace | undefined {
    const type = typeOf(finding)
    const manifests = this.#manifestsIn(type)
    return this.#firstNamed(manifests, type, namesOf(finding)) ?? this.#imageLine(finding)
  }

  /** Of code, a secret or a configuration without a file of the repository. */
  #elsewhere(finding: Finding): FindingPlace {
    const { path, details } = finding
    // A file that git does not know, such as a generated one: people still find it by its path.
    if (path !== undefined && !/^[/\\]|^[A-Za-z]:|:\/\//.test(path)) return finding
    const isOfImage = path === undefined ? details?.kind === 'misconfiguration' : !path.includes('://')
    return (isOfImage ? this.#imageLine(finding) : undefined) ?? this.#whole(finding)
  }

  #imageLine({ path, message }: Finding): FindingPlace | undefined {
    this.#dockerfiles ??= this.#files.paths
      .filter((file) => /(^|\/)(Dockerfile|Containerfile)(\.[^/]+)?$|\.(Dockerfile|dockerfile)$/.test(file))
      .sort((left, right) => depth(left) - depth(right))
    if (this.#dockerfiles.length === 0) return undefined
    const said = `${path ?? ''}\n${message}`
    const naming = this.#dockerfiles.find((file) => namesImage(this.#textOf(file) ?? '', said))
    const file = naming ?? this.#dockerfiles[0]
    return file === undefined ? undefined : { path: file, line: lastImageLine(this.#textOf(file) ?? '') ?? 1 }
  }

  #firstNamed(files: readonly string[], type: string, names: readonly string[]): FindingPlace | undefined {
    const key = [type, ...files, '', ...names].join('\0')
    if (this.#found.has(key)) return this.#found.get(key)
    let place: FindingPlace | undefined
    for (const name of names) {
      for (const path of files) {
        const line =
          place === undefined ? packageLine(this.#textOf(path) ?? '', type, name, isLockFileOf(type, path)) : undefined
        if (line !== undefined) place = { path, line }
      }
    }
    this.#found.set(key, place)
    return place
  }

  #manifestsIn(type: string, folder?: string): readonly string[] {
    const key = `${type}\0${folder ?? '*'}`
    let found = this.#manifests.get(key)
    if (!found) {
      found = manifestsOf(type, this.#files.paths, folder)
      this.#manifests.set(key, found)
    }
    return found
  }

  #textOf(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.#files.read(path))
    return this.#texts.get(path)
  }

  #whole(finding: Finding): FindingPlace {
    const path = WHOLE_REPOSITORY.find((file) => this.#paths.has(file)) ?? this.#files.paths[0]
    return path === undefined ? finding : { path, line: 1 }
  }
}

/** The package as its manifest may name it: the one that brings it first. */
function namesOf({ details }: Finding): readonly string[] {
  const path = details?.dependencyPath ?? []
  const name = details?.package?.name ?? ''
  // The project itself comes first in a path.
  return [...new Set([name, ...path.slice(0, 3).map((entry) => entry.replace(/(?<=.)@[^@/]*$/, ''))])].filter(
    (entry) => entry !== '',
  )
}

function typeOf({ details }: Finding): string {
  return details?.package ? packageUrlOf(details.package).type : '*'
}

function depth(path: string): number {
  return path.split('/').length
}
