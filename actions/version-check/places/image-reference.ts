import type { FinderContext } from './finds.ts'

/** A container image as manifests name it: `ghcr.io/org/app:1.2.3@sha256:…`. Offsets are within the reference. */
export interface ImageReference {
  readonly repository: string
  readonly tag: string
  readonly start: number
  readonly end: number
}

/** The parts of a reference with a tag; nothing where it has none. */
export function parseImage(reference: string): ImageReference | undefined {
  // What a template stands for has no parts: `${TAG:-latest}`.
  const masked = reference.replaceAll(/\$\{[^}]*\}|\{\{.*?\}\}/g, (template) => '$'.repeat(template.length))
  const named = masked.split('@')[0] ?? ''
  const colon = named.lastIndexOf(':')
  if (colon <= named.lastIndexOf('/')) return undefined
  return {
    repository: reference.slice(0, colon),
    tag: reference.slice(colon + 1, named.length),
    start: colon + 1,
    end: named.length,
  }
}

/** Whether an image is one that this repository builds: the last part of its name is the name of something here. */
export function isOwnImage(repository: string, { names }: FinderContext): boolean {
  const last = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase()
  return names.has(last)
}
