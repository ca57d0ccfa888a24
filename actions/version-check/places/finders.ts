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
const BY_PATTERN: { readonly pattern: RegExp; readonly finder: Finder }[] = []
const BY_ENDING = new Map<string, Finder[]>()
const BY_PATH: Finder[] = []
for (const finder of FINDERS) {
  const { names, patterns, endings } = finder.matches
  for (const name of names ?? []) BY_NAME.set(name, [...(BY_NAME.get(name) ?? []), finder])
  for (const pattern of patterns ?? []) BY_PATTERN.push({ pattern, finder })
  for (const ending of endings ?? []) BY_ENDING.set(ending, [...(BY_ENDING.get(ending) ?? []), finder])
  if (names === undefined && endings === undefined) BY_PATH.push(finder)
}

/** All patterns as one, whatever the capitals: a name that it does not match need not be held against each. */
const ANY_PATTERN = new RegExp(BY_PATTERN.map(({ pattern }) => `(?:${pattern.source})`).join('|'), 'i')
/** The needles of a finder as one expression, which is several times faster than to look for each. */
const NEEDLES = new Map(FINDERS.flatMap((finder) => (finder.needles ? [[finder, anyOf(finder.needles)] as const] : [])))
const NONE: readonly Finder[] = []

/** The finders of a file. A repository has many files, and nearly all of them have none: those must cost nothing. */
export function findersOf(file: string): readonly Finder[] {
  const base = file.slice(file.lastIndexOf('/') + 1)
  let found = BY_NAME.get(base) ?? NONE
  if (ANY_PATTERN.test(base)) {
    for (const { pattern, finder } of BY_PATTERN) {
      if (pattern.test(base) && !found.includes(finder)) found = [...found, finder]
    }
  }
  for (const finder of BY_ENDING.get(base.slice(base.lastIndexOf('.'))) ?? NONE) {
    if (finder.matches(file)) found = [...found, finder]
  }
  for (const finder of BY_PATH) if (finder.matches(file)) found = [...found, finder]
  return found
}

/** Whether a text may hold what the finder looks for. */
export function mayFind(finder: Finder, text: string): boolean {
  return NEEDLES.get(finder)?.test(text) ?? true
}

function anyOf(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'))
}
