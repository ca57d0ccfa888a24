import { DOCKERFILE_FINDERS } from './dockerfile.ts'
import { DOTNET_FINDERS } from './dotnet.ts'
import type { Finder } from './finds.ts'
import { GO_FINDERS } from './go.ts'
import { HELM_FINDERS } from './helm.ts'
import { JAVA_FINDERS } from './java.ts'
import { LOCK_FINDERS } from './lock-files.ts'
import { MANIFEST_FINDERS } from './manifests.ts'
import { NODE_FINDERS } from './node.ts'
import { PLAIN_FILE_FINDERS } from './plain-files.ts'
import { PYTHON_FINDERS } from './python.ts'
import { RUST_FINDERS } from './rust.ts'
import { TOOLCHAIN_FINDERS } from './toolchain.ts'

/** Every kind of file that declares versions. Where nothing else tells which place is right, the earlier counts. */
export const FINDERS: readonly Finder[] = [
  ...PYTHON_FINDERS,
  ...NODE_FINDERS,
  ...RUST_FINDERS,
  ...JAVA_FINDERS,
  ...DOTNET_FINDERS,
  ...MANIFEST_FINDERS,
  ...GO_FINDERS,
  ...PLAIN_FILE_FINDERS,
  ...HELM_FINDERS,
  ...DOCKERFILE_FINDERS,
  ...TOOLCHAIN_FINDERS,
  ...LOCK_FINDERS,
]

const BY_NAME = new Map<string, Finder[]>()
const BY_PATTERN: Finder[] = []
for (const finder of FINDERS) {
  const { names, patterns } = finder.matches
  for (const name of names ?? []) BY_NAME.set(name, [...(BY_NAME.get(name) ?? []), finder])
  if (names === undefined || (patterns ?? []).length > 0) BY_PATTERN.push(finder)
}

/** The finders of a file. A repository has many files, and nearly all of them have none. */
export function findersOf(file: string): readonly Finder[] {
  const base = file.slice(file.lastIndexOf('/') + 1)
  const byName = BY_NAME.get(base) ?? []
  const byPattern = BY_PATTERN.filter((finder) => finder.matches(file))
  return [...new Set([...byName, ...byPattern])]
}
