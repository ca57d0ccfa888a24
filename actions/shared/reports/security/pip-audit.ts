import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { textsOf } from './details.ts'
import { idList, packageOf } from './packages.ts'
import { securityJson } from './security-report.ts'

/**
 * `pip-audit -f json` (https://github.com/pypa/pip-audit, pip_audit/_format/json.py of 2.10): `dependencies` and `fixes`, before 2.0
 * the list of dependencies alone. It states no severity. A dependency that it could not ask about has a skip_reason.
 */
export const open: OpenReader = (context) => {
  let dependencies = 0
  return securityJson({
    tool: SECURITY_PACKAGE_TOOLS.pipAudit,
    name: 'pip-audit',
    arrays: ['dependencies[]', '[]'],
    element(value, report) {
      const dependency = objectOf(value, 'a dependency')
      const name = requiredText(dependency, 'name', 'a dependency')
      const reason = textField(dependency, 'skip_reason')
      dependencies += 1
      if (reason !== undefined) {
        report.missed(`pip-audit skipped ${name}: ${reason}`.slice(0, 300))
        return
      }
      const version = requiredText(dependency, 'version', 'a dependency')
      if (!Array.isArray(field(dependency, 'vulns'))) {
        report.missed(`pip-audit says nothing of ${name} ${version}: it has no list "vulns"`)
      }
      for (const found of listField(dependency, 'vulns')) {
        const rule = requiredText(found, 'id', 'a vulnerability')
        const fixes = field(found, 'fix_versions')
        report.add({
          rule,
          message: `${name} ${version}: ${textField(found, 'description')?.trim().split('\n', 1)[0] || rule}`,
          details: {
            kind: 'vulnerability',
            ids: idList(rule, textsOf(field(found, 'aliases'))),
            package: packageOf('pypi', name, version),
            fixedVersions: Array.isArray(fixes) ? textsOf(fixes) : undefined,
            severities: [],
          },
        })
      }
    },
    document(value, report) {
      if (dependencies === 0) report.doubtSilence('it lists no dependency')
      for (const fix of listField(value, 'fixes')) {
        const reason = isObject(fix) ? textField(fix, 'skip_reason') : undefined
        if (reason !== undefined) {
          report.note(`pip-audit did not mend ${textField(fix, 'name') ?? '?'}: ${reason}`.slice(0, 300))
        }
      }
    },
  })(context)
}
