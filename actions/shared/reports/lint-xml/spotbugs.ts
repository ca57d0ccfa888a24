import { type Level, SEVERITIES, type Severity } from '../../model/findings.ts'
import type { SecurityDetails } from '../../model/security.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import type { OpenReader } from '../reader.ts'
import { positionOf } from '../place-numbers.ts'
import { symbolsOf } from '../xml/names.ts'
import { firstLine, xmlFindings } from './xml-findings.ts'

const NAMES = [
  'BugCollection',
  'SrcDir',
  'BugInstance',
  'ShortMessage',
  'LongMessage',
  'SourceLine',
  'Errors',
  'ErrorMessage',
  'FindBugsSummary',
  'type',
  'priority',
  'rank',
  'category',
  'sourcepath',
  'start',
  'end',
  'errors',
  'missingClasses',
  'total_classes',
  'total_bugs',
  'cweid',
  'Plugin',
  'id',
] as const
const NAME = symbolsOf(NAMES)

const TEXTS: ReadonlySet<number> = new Set([NAME.SrcDir, NAME.ShortMessage, NAME.LongMessage, NAME.ErrorMessage])

interface Grade {
  readonly level: Level
  readonly severity: Severity
}

const SCARIEST: Grade = { level: 'error', severity: 'critical' }
const SCARY: Grade = { level: 'error', severity: 'high' }
const TROUBLING: Grade = { level: 'warning', severity: 'medium' }
const OF_CONCERN: Grade = { level: 'note', severity: 'low' }

/** Ranks run from 1 to 20 (https://spotbugs.readthedocs.io/en/stable/detectors.html; BugRankCategory); FindBugs 1 has only priorities. */
function gradeOf(rank: number, priority: number): Grade {
  if (rank >= 1) return rank <= 4 ? SCARIEST : rank <= 9 ? SCARY : rank <= 14 ? TROUBLING : OF_CONCERN
  return priority === 2 ? TROUBLING : priority >= 3 ? OF_CONCERN : SCARY
}

const FIND_SECURITY_BUGS = 'com.h3xstream.findsecbugs'
/** What the plugin's report says where it found nothing. */
const NO_WEAKNESS = Object.fromEntries([...SEVERITIES, 'total'].map((rank) => [`security.${rank}`, 0]))

function weakness(rule: string, severity: Severity, cwe: number): SecurityDetails {
  const cwes = cwe > 0 ? [`CWE-${cwe}`] : []
  return { kind: 'weakness', ids: [rule], severities: [{ source: 'spotbugs', severity }], cwes }
}

interface Bug {
  readonly grade: Grade
  readonly rule: string
  readonly isSecurity: boolean
  readonly cwe: number
  message: string
  place: { readonly path: string; readonly line: number | undefined; readonly endLine: number | undefined } | undefined
  /** The place is the bug's own, not that of the class or method around it. */
  isOwnPlace: boolean
}

/**
 * SpotBugs' and FindBugs' XML (https://github.com/spotbugs/spotbugs/blob/master/spotbugs/etc/bugcollection.xsd). Bugs of the
 * category SECURITY (Find Security Bugs) are security findings. Since Java 9 strings are put together by a call that SpotBugs
 * lists as a missing class: that is told, and no reason to doubt.
 */
export const open: OpenReader = xmlFindings({
  tool: METRIC_TOOLS.spotbugs,
  name: 'spotbugs',
  family: 'lint',
  vocabulary: NAMES,
  handler(source, into) {
    const roots: string[] = []
    /** Elements open inside the bug: the line of a class or method is not the bug's own. */
    let depth = 0
    let bug: Bug | undefined
    let bugs = 0
    let errors = 0
    let classes: number | undefined
    let declared = -1
    let looksForSecurity = false
    let securityBugs = 0

    function addPlace(): void {
      const path = source.attributes.text(NAME.sourcepath)
      const isOwn = depth === 0
      if (!bug || path === undefined || bug.isOwnPlace || (bug.place && !isOwn)) return
      const line = positionOf(source.attributes.count(NAME.start))
      bug.place = { path, line, endLine: positionOf(source.attributes.count(NAME.end)) }
      bug.isOwnPlace = isOwn
    }

    return {
      start(symbol) {
        const { attributes } = source
        if (symbol === NAME.BugInstance) {
          bug = {
            grade: gradeOf(attributes.count(NAME.rank), attributes.count(NAME.priority)),
            rule: attributes.text(NAME.type) ?? 'unknown',
            isSecurity: attributes.text(NAME.category) === 'SECURITY',
            cwe: attributes.count(NAME.cweid),
            message: '',
            place: undefined,
            isOwnPlace: false,
          }
          depth = 0
          return
        }
        if (symbol === NAME.SourceLine) addPlace()
        else if (symbol === NAME.Plugin) looksForSecurity ||= attributes.text(NAME.id) === FIND_SECURITY_BUGS
        else if (symbol === NAME.Errors) {
          errors = Math.max(0, attributes.count(NAME.errors))
          const missing = attributes.count(NAME.missingClasses)
          if (missing > 0) into.note(`SpotBugs missed ${missing} classes that the code refers to`)
        } else if (symbol === NAME.FindBugsSummary) {
          classes = attributes.count(NAME.total_classes)
          declared = attributes.count(NAME.total_bugs)
        } else if (TEXTS.has(symbol)) source.keepText()
        depth += 1
      },
      end(symbol) {
        depth -= 1
        if (symbol === NAME.SrcDir) roots.push(source.takeText().trim())
        else if (symbol === NAME.ErrorMessage) {
          into.contradict(`SpotBugs could not look at everything: ${firstLine(source.takeText())}`)
        } else if (symbol === NAME.LongMessage && bug) bug.message = source.takeText().trim()
        else if (symbol === NAME.ShortMessage && bug) bug.message ||= source.takeText().trim()
        else if (symbol === NAME.BugInstance && bug) {
          bugs += 1
          const { grade, rule, isSecurity, message, place, cwe } = bug
          if (isSecurity) securityBugs += 1
          into.add(
            {
              ...(isSecurity
                ? { family: 'security', rank: grade.severity, details: weakness(rule, grade.severity, cwe) }
                : { family: 'lint', rank: grade.level }),
              rule,
              message: message === '' ? rule : message,
              ...place,
            },
            roots,
          )
          bug = undefined
        }
      },
      finish() {
        if (errors > 0) into.contradict(`SpotBugs counts ${errors} errors of its own`)
        if (classes === undefined) into.contradict('it has no <FindBugsSummary>: it does not say what was looked at')
        else if (classes <= 0) into.contradict('it looked at no class')
        if (declared >= 0 && declared !== bugs) into.contradict(`it counts ${declared} bugs and lists ${bugs}`)
        return looksForSecurity && securityBugs === 0 ? NO_WEAKNESS : {}
      },
    }
  },
})
