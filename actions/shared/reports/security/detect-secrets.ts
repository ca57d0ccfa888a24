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
              hash: report.secretHash(textField(secret, 'hashed_secret')),
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
