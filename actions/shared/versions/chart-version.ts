import { reasonAgainstTag } from './oci-tag.ts'
import { reasonAgainstForm } from './forms.ts'
import { quoted, type SchemeId } from './scheme.ts'
import { parseVersion } from './schemes.ts'
import { spell } from './spelling.ts'

export interface ChartVersion {
  /** Strict SemVer, as `helm lint` wants it. */
  readonly version: string
  /** The tag that `helm push` gives it in a registry: `+` becomes `_`. */
  readonly tag: string
}

/** A version as a Helm chart's: `1.2.3rc1` of Python is `1.2.3-rc.1`. What SemVer cannot say is refused with the reason. */
export function chartVersion(text: string, scheme: SchemeId): ChartVersion | { readonly refused: string } {
  const result = parseVersion(text, scheme)
  if ('refused' in result) return result
  const { canonical, ambiguity, noCanonical } = result.parsed
  if (canonical === undefined) return { refused: noCanonical ?? `${quoted(text)} has no form in Helm charts` }
  const asItIs = parseVersion(text.replace(/^v(?=\d)/, ''), 'helm')
  if (ambiguity !== undefined && !('parsed' in asItIs)) return { refused: ambiguity.why }
  const reason = reasonAgainstForm(result.parsed, canonical, 'helm', true)
  if (reason !== undefined) return { refused: reason }
  const { pre, dev, label, build } = canonical
  const suffix = [pre && `${pre.phase}.${pre.number}`, dev && `dev.${dev}`, label]
    .filter((part) => part !== undefined)
    .join('.')
  const spelt = `${spell(canonical.release, undefined, 'helm')}${suffix === '' ? '' : `-${suffix}`}${build === '' ? '' : `+${build}`}`
  const version = 'parsed' in asItIs && scheme !== 'pep440' ? asItIs.parsed.text : spelt
  const read = parseVersion(version, 'helm')
  if ('refused' in read) return read
  const tag = version.replace('+', '_')
  const against = reasonAgainstTag(tag)
  return against === undefined ? { version, tag } : { refused: `the chart's tag ${quoted(tag)} ${against}` }
}
