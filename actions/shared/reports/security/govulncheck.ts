import { EvidenceError } from '../../model/errors.ts'
import { SECURITY_PACKAGE_TOOLS } from '../../tools/security-package-tools.ts'
import { field, isObject, listField, objectOf, positionField, requiredText, textField } from '../json/shape.ts'
import { DOCUMENTS } from '../json/splitter.ts'
import { listOrLines } from '../lint/by-beginning.ts'
import { POSITION } from '../position.ts'
import type { OpenReader } from '../reader.ts'
import { osvDetails, osvTitle } from './osv-record.ts'
import { textsOf } from './details.ts'
import { packageOf } from './packages.ts'
import { type SecurityFound, securityJson } from './security-report.ts'

/** How near an advisory comes to the code: the nearest of its findings counts. */
const REACH = ['it is required', 'a package of it is imported', 'the code calls it'] as const

/** What a message may hold, of every version, and the fields of the object before them. */
const MESSAGES: ReadonlySet<string> = new Set(
  'config progress SBOM osv finding vulnerability Vulns Modules Calls Imports Requires'.split(' '),
)

interface Affected {
  readonly id: string
  readonly module: string
  readonly version: string | undefined
  readonly fixed: string | undefined
  reach: number
  path?: string | undefined
  line?: number | undefined
  /** Of the report. */
  readonly reportLine: number
}

/**
 * `govulncheck -json` (https://pkg.go.dev/golang.org/x/vuln/internal/govulncheck, protocol v1.0.0): messages, one after the other
 * or in a list. Advisories of all modules come first; those that no `finding` names do not affect the code. 0.1 has a message
 * `vulnerability` for each, and before that there is one object with `Vulns`. An entry is an advisory of a module, which has up to one finding for each way to it.
 */
function reader(path: string): OpenReader {
  return (context) => {
    const advisories = new Map<string, unknown>()
    const affected = new Map<string, Affected>()
    let hasConfig = false
    let hasScanned = false

    function note(item: Affected): void {
      const key = `${item.id}\0${item.module}`
      const known = affected.get(key)
      if (!known || item.reach > known.reach) affected.set(key, item)
    }

    function addAdvisory(value: unknown): string {
      const advisory = objectOf(value, 'the advisory of a vulnerability')
      const id = requiredText(advisory, 'id', 'an advisory')
      advisories.set(id, slim(advisory))
      return id
    }

    /** An advisory with the modules that it affects. */
    function addWhole(advisory: unknown, modules: unknown): void {
      const id = addAdvisory(advisory)
      const list = Array.isArray(modules) ? (modules as readonly unknown[]) : []
      if (list.length === 0) note(affectedOld(undefined, id))
      for (const module of list) note(affectedWithin(module, id))
    }

    return securityJson({
      tool: SECURITY_PACKAGE_TOOLS.govulncheck,
      name: 'govulncheck',
      arrays: [path],
      element(value, report) {
        const message = objectOf(value, 'a message')
        for (const kind of ['config', 'osv', 'finding', 'vulnerability']) {
          if (field(message, kind) !== undefined) objectOf(field(message, kind), `a message "${kind}"`)
        }
        const config = field(message, 'config')
        if (isObject(config)) {
          if (hasConfig) throw new EvidenceError('a second "config" begins: these are two reports, one after the other')
          hasConfig = true
          report.version(textField(config, 'scanner_version') ?? textField(config, 'version'))
          const level = textField(config, 'scan_level')
          if (level !== undefined && level !== 'symbol') report.note(`govulncheck looked no further than each ${level}`)
        }
        const advisory = field(message, 'osv')
        if (isObject(advisory)) addAdvisory(advisory)
        const finding = field(message, 'finding')
        if (isObject(finding)) note(affectedBy(finding))
        const known = field(message, 'vulnerability')
        if (isObject(known)) addWhole(field(known, 'osv'), field(known, 'modules'))
        for (const kind of Object.keys(message)) {
          if (!MESSAGES.has(kind)) report.contradict(`it has a message "${kind.slice(0, 40)}", which is not known here`)
        }
        const progress = textField(field(message, 'progress'), 'message') ?? ''
        if (isObject(field(message, 'SBOM')) || /^(?:Scanning|Checking) /i.test(progress)) hasScanned = true
        if (field(message, 'Vulns') === undefined && field(message, 'Modules') === undefined) return
        hasConfig = true
        hasScanned ||= listField(message, 'Modules').length > 0
        for (const old of listField(message, 'Vulns')) {
          const entry = field(old, 'OSV')
          if (Array.isArray(field(old, 'Modules'))) hasScanned = true
          if (Array.isArray(field(old, 'Modules'))) addWhole(entry, field(old, 'Modules'))
          else note(affectedOld(old, addAdvisory(entry)))
        }
      },
      finish(report) {
        if (!hasConfig) report.contradict('its first message, "config", is missing: its beginning was lost')
        for (const item of affected.values()) {
          const advisory = advisories.get(item.id)
          if (advisory === undefined) report.contradict(`the advisory ${item.id}, which a finding names, is missing`)
          report.add(foundOf(item, advisory))
        }
        if (!hasScanned) report.doubtSilence('it has no finding, and no word that packages were scanned')
      },
    })(context)
  }
}

export const open = listOrLines(reader('[]'), reader(DOCUMENTS))

/** An advisory without its long text. */
function slim(advisory: unknown): unknown {
  return { ...objectOf(advisory, 'an advisory'), details: textField(advisory, 'details')?.slice(0, 1_000) }
}

/** The trace goes from the vulnerable function to what calls it: how far it comes is how near the code is. */
function affectedBy(finding: unknown): Affected {
  const trace = listField(finding, 'trace')
  const [vulnerable] = trace
  const own = trace.findLast((frame) => isObject(field(frame, 'position')))
  const isCalled = textField(vulnerable, 'function') !== undefined
  return {
    id: requiredText(finding, 'osv', 'a finding'),
    module: textField(vulnerable, 'module') ?? '?',
    version: textField(vulnerable, 'version'),
    fixed: textField(finding, 'fixed_version'),
    reach: isCalled ? 2 : textField(vulnerable, 'package') !== undefined ? 1 : 0,
    path: isCalled ? textField(field(own, 'position'), 'filename') : undefined,
    line: isCalled ? positionField(field(own, 'position'), 'line') : undefined,
    reportLine: POSITION.lineOf(requiredText(finding, 'osv', 'a finding')),
  }
}

function sizeOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}

/** A module of an advisory with the packages that are imported, and how they are called. Before 0.1 its names began with capitals. */
function affectedWithin(module: unknown, id: string): Affected {
  const either = (value: unknown, key: string, older: string): unknown => field(value, key) ?? field(value, older)
  const text = (key: string, older: string): string | undefined => textsOf(either(module, key, older))[0]
  const found = either(module, 'packages', 'Packages')
  const packages = Array.isArray(found) ? (found as readonly unknown[]) : []
  const isCalled = packages.some((item) => sizeOf(either(item, 'callstacks', 'CallStacks')) > 0)
  return {
    id,
    module: text('path', 'Path') ?? '?',
    version: text('found_version', 'FoundVersion'),
    fixed: text('fixed_version', 'FixedVersion'),
    reach: isCalled ? 2 : packages.length > 0 ? 1 : 0,
    reportLine: POSITION.lineOf(id),
  }
}

/** Of the objects before 1.0, whose graph says by numbers which of its parts is called. */
function affectedOld(value: unknown, id: string): Affected {
  const sinks = ['RequireSink', 'ImportSink', 'CallSink'] as const
  const reach = sinks.findLastIndex((sink) => Number(field(value, sink) ?? 0) > 0)
  const module = textField(value, 'ModPath') ?? '?'
  return {
    id,
    module,
    version: undefined,
    fixed: undefined,
    reach: Math.max(reach, 0),
    reportLine: POSITION.lineOf(id),
  }
}

function foundOf(
  { id, module, version, fixed, reach, path, line, reportLine }: Affected,
  advisory: unknown,
): SecurityFound {
  // Go's own advisories call the standard library and the toolchain by these names, purl the toolchain's module.
  const details = osvDetails(advisory, module)
  return {
    rule: id,
    message: `${module} ${version ?? ''}: ${osvTitle(advisory) || id} (${REACH[reach] ?? ''})`,
    path,
    line,
    reportLine,
    details: {
      ...details,
      kind: 'vulnerability',
      ids: details.ids.length > 0 ? details.ids : [id],
      package: packageOf('golang', module, version),
      // As advisories write it, without Go's `v`: it is one version, whoever names it.
      fixedVersions: fixed === undefined || fixed === '' ? details.fixedVersions : [fixed.replace(/^v/, '')],
    },
  }
}
