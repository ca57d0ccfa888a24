import type { Finder } from './finds.ts'
import { COMPOSER_LOCK_FINDERS } from './lock-composer.ts'
import { NODE_LOCK_FINDERS } from './lock-node.ts'
import { LOCK_PRESENCE_FINDERS } from './lock-presence.ts'
import { PYTHON_LOCK_FINDERS } from './lock-python.ts'
import { RUST_GO_LOCK_FINDERS } from './lock-rust-go.ts'

/** Whether lock files are there and in step with their manifests. */
export const LOCK_FINDERS: readonly Finder[] = [
  ...NODE_LOCK_FINDERS,
  ...PYTHON_LOCK_FINDERS,
  ...RUST_GO_LOCK_FINDERS,
  ...COMPOSER_LOCK_FINDERS,
  ...LOCK_PRESENCE_FINDERS,
]
