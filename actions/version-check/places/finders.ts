import { DOCKERFILE_FINDERS } from './dockerfile.ts'
import { DOTNET_FINDERS } from './dotnet.ts'
import type { Finder } from './finds.ts'
import { GO_FINDERS } from './go.ts'
import { HELM_FINDERS } from './helm.ts'
import { JAVA_FINDERS } from './java.ts'
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
  ...HELM_FINDERS,
  ...DOCKERFILE_FINDERS,
  ...PLAIN_FILE_FINDERS,
  ...TOOLCHAIN_FINDERS,
]
