import { formatPackageUrl, packageUrlOf } from '../../model/package-url.ts'

/** `ghcr.io/shop/cart:1.2@sha256:…`: a colon before the last `/` is a port. */
const REFERENCE = /^([^@]*?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/

/** More tags or digests than this name one image in no report. */
const MOST = 20

/**
 * Everything that an image is called, by the references that a scanner gives of it: these, their digests, and package URLs
 * (https://github.com/package-url/purl-spec, oci) as VEX documents name images.
 */
export function imageNames(references: readonly string[]): readonly string[] {
  const repositories = new Set<string>()
  const [tags, digests] = [new Set<string>(), new Set<string>()]
  for (const reference of references) {
    const [, repository = '', tag, digest] = REFERENCE.exec(reference.replace(/^(?=sha256:)/, '@')) ?? []
    if (repository !== '') repositories.add(repository)
    if (tag !== undefined) tags.add(tag)
    if (digest !== undefined) digests.add(digest)
  }
  const urls = [...repositories].flatMap((repository) => {
    const name = repository.split('/').at(-1) ?? repository
    const where = `repository_url=${encodeURIComponent(repository)}`
    return orNone(digests).flatMap((version) => {
      const url = formatPackageUrl(packageUrlOf({ ecosystem: 'oci', name, version }))
      return orNone(tags).map((tag) => `${url}?${where}${tag === undefined ? '' : `&tag=${tag}`}`)
    })
  })
  return [...new Set([...references, ...digests, ...urls])]
}

function orNone(values: ReadonlySet<string>): readonly (string | undefined)[] {
  return values.size === 0 ? [undefined] : [...values].slice(0, MOST)
}
