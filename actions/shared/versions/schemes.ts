import { COMPOSER } from './composer.ts'
import { GO } from './go.ts'
import { MAVEN } from './maven.ts'
import { NUGET } from './nuget.ts'
import { APP_VERSION, OCI_TAG } from './oci-tag.ts'
import { PEP440 } from './pep440.ts'
import { RUBYGEMS } from './rubygems.ts'
import type { ParsedVersion, ParseResult, Scheme, SchemeId } from './scheme.ts'
import { CARGO, HELM, HEX, NPM, PUB, SEMVER } from './semver.ts'

/** Every scheme by its id. */
export const SCHEMES: Readonly<Record<SchemeId, Scheme>> = {
  semver: SEMVER,
  npm: NPM,
  cargo: CARGO,
  helm: HELM,
  hex: HEX,
  pub: PUB,
  go: GO,
  nuget: NUGET,
  pep440: PEP440,
  maven: MAVEN,
  rubygems: RUBYGEMS,
  composer: COMPOSER,
  'oci-tag': OCI_TAG,
  'app-version': APP_VERSION,
}

/** Reads a version by the rules of one ecosystem; what is not one is refused with a sentence. */
export function parseVersion(text: string, scheme: SchemeId): ParseResult {
  return SCHEMES[scheme].parse(text)
}

/** Orders two versions of one scheme by that ecosystem's own order; a `TypeError` for two schemes, or one without order. */
export function compareVersions(left: ParsedVersion, right: ParsedVersion): number {
  return SCHEMES[left.scheme].compare(left, right)
}
