import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_CODE_TOOLS } from '../../tools/security-code-tools.ts'
import { field, isObject, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { securityJson } from './security-report.ts'

/**
 * detect-secrets' baseline (https://github.com/Yelp/detect-secrets, detect_secrets/core/baseline.py of 1.5): lists by file.
 * `hashed_secret` is a bare SHA-1, which weak secrets do not survive: it is salted again. `is_secret: false` is what
 * `detect-secrets audit` writes for a false positive. A folder that is not there gives what a clean one gives.
 */
export const open = securityJson({
  tool: SECURITY_CODE_TOOLS.detectSecrets,
  name: 'detect-secrets',
  families: ['secrets'],
  arrays: [],
  document(value, report) {
    report.version(textField(value, 'version'))
    const results = field(value, 'results')
    if (!isObject(results)) throw new EvidenceError('it has no object "results"')
    for (const [file, list] of Object.entries(results)) {
      if (!Array.isArray(list)) throw new EvidenceError('a file of "results" has no list')
      for (const item of list as unknown[]) {
        const secret = objectOf(item, 'a secret')
        const rule = requiredText(secret, 'type', 'a secret')
        report.add({
          family: 'secrets',
          rule,
          message: rule,
          path: textField(secret, 'filename') ?? file,
          line: positionField(secret, 'line_number'),
          details: {
            kind: 'secret',
            ids: [rule],
            severities: [],
            secret: {
              hash: report.secretHash(hashOf(secret)),
              isVerified: field(secret, 'is_verified') === true,
            },
            suppressed: field(secret, 'is_secret') === false ? 'audited: no secret' : undefined,
          },
        })
      }
    }
    report.doubtSilence('its results are empty')
  },
})

/** SHA-1 of `ghp`, `gho`, `ghu`, `ghs`, `ghr`: of a GitHub token detect-secrets 1.5 hashes its first letters alone. */
const PREFIXES: ReadonlySet<string> = new Set([
  'e175c6f5f2a92e8623bd9a4820edb4e8c1b0fd10',
  'ba29d6bfac4cd7b866a3d05103c38031a921ba88',
  'be7b2d35bb835a33973af54c71b0148b6a42b867',
  'e4055de792e64bf8433b9c794f2611cb65f4c487',
  '81c9f106f028bebcb41c013254854d7c6a1c4319',
])

/** The hash that tells a secret again; nothing where it would tell any two alike. */
function hashOf(secret: unknown): string | undefined {
  const hash = textField(secret, 'hashed_secret')
  return hash === undefined || PREFIXES.has(hash) ? undefined : hash
}
