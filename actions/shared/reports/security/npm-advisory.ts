import { field, isObject, listField, numberField, requiredText, textField } from '../json/shape.ts'
import { cwesOf, dayOf, inWord, scored, textsOf, urlOf } from './details.ts'
import { advisoryIn, idList, packageOf, versionsOf } from './packages.ts'
import type { SecurityReport } from './security-report.ts'

/** More versions of one package than this in one tree are only told as one. */
const VERSIONS_TOLD = 100

/**
 * An advisory as npm's registry answers it to npm 6, pnpm and yarn (https://docs.npmjs.com/cli/v6/commands/audit): one entry, a
 * finding for each version that is installed. Returns its severity in its own word.
 */
export function addAdvisory(advisory: unknown, report: SecurityReport): string | undefined {
  const name = requiredText(advisory, 'module_name', 'an advisory')
  const findings = listField(advisory, 'findings')
  const byVersion = new Map<string, unknown>()
  for (const finding of findings) {
    const version = textField(finding, 'version') ?? ''
    if (!byVersion.has(version) && byVersion.size < VERSIONS_TOLD) byVersion.set(version, finding)
  }
  if (byVersion.size === 0) byVersion.set('', undefined)
  const patched = textField(advisory, 'patched_versions')
  const url = textField(advisory, 'url')
  const id = idOf(field(advisory, 'id'))
  const ids = idList(textField(advisory, 'github_advisory_id') ?? advisoryIn(url), textsOf(field(advisory, 'cves')), id)
  const cvss = field(advisory, 'cvss')
  const score = numberField(cvss, 'score')
  const word = textField(advisory, 'severity')
  report.countEntries(1)
  for (const [version, finding] of byVersion) {
    report.addBeside({
      rule: ids[0] ?? name,
      message: `${name} ${version}: ${(textField(advisory, 'title') ?? '').trim()}`,
      details: {
        kind: 'vulnerability',
        ids,
        package: packageOf('npm', name, version),
        // "<0.0.0" is how npm says that there is none.
        fixedVersions:
          patched === undefined || patched === ''
            ? undefined
            : /^<\s*0\.0\.0$/.test(patched)
              ? []
              : versionsOf(patched),
        severities: [
          ...(score === undefined || score === 0
            ? []
            : scored('ghsa', score, textField(cvss, 'vectorString') ?? undefined)),
          ...inWord('ghsa', word),
        ],
        cwes: cwesOf(field(advisory, 'cwe')),
        url: urlOf(url),
        published: dayOf(textField(advisory, 'created')),
        dependencyPath: fromProject(textsOf(field(finding, 'paths'))[0]),
        isDevelopment: isDevelopment(findings) || undefined,
      },
    })
  }
  return word
}

/** `a>b` of npm and yarn begins with what the project names, `.>a>b` and `packages__web>a>b` of pnpm with the project. */
function fromProject(path: string | undefined): readonly string[] | undefined {
  const steps = path?.split('>')
  return steps && (/^\.|__/.test(steps[0] ?? '') ? steps : ['.', ...steps])
}

/** A number alone would be another database's too. */
function idOf(value: unknown): string | undefined {
  const id = textsOf(value)[0]
  return id !== undefined && /^\d+$/.test(id) ? `npm:${id}` : id
}

function isDevelopment(findings: readonly unknown[]): boolean {
  return findings.length > 0 && findings.every((finding) => field(finding, 'dev') === true)
}

const WORDS = ['critical', 'high', 'moderate', 'low', 'info'] as const

/** Where the summary counts some of a severity and none is listed, they were lost. It counts ways to a package, not advisories. */
export function compareWithSummary(
  summary: unknown,
  listed: ReadonlySet<string>,
  tool: string,
  report: SecurityReport,
): void {
  if (!isObject(summary)) return
  for (const word of WORDS) {
    const count = numberField(summary, word) ?? 0
    if (count > 0 && !listed.has(word)) {
      report.contradict(
        `${tool} counts ${count} of severity ${word}, and lists none; what pnpm's auditConfig ignores it still counts: waive it in the policy instead`,
      )
    }
  }
}

/** What npm's registry or a tool that asks it answers in place of a report. */
export function refusalIn(value: unknown): string | undefined {
  const error = field(value, 'error')
  if (typeof error === 'string') return error
  if (!isObject(error)) return undefined
  const words = [
    textField(error, 'code'),
    textField(value, 'message'),
    textField(error, 'summary') ?? textField(error, 'message'),
    textField(error, 'detail'),
  ]
  return (
    words
      .filter((word) => word !== undefined && word !== '')
      .join(': ')
      .slice(0, 300) || 'an error without words'
  )
}
