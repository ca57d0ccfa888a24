import { ConfigurationError } from '../model/errors.ts'
import type { Evidence, EvidenceGap, EvidenceKind } from '../model/evidence.ts'
import { FORMAT_IDS } from '../reports/format-ids.ts'
import { didYouMean } from './nearest.ts'
import { compilePaths, portable } from './path-filter.ts'
import { ruleLines } from './rule-parser.ts'

/** What can be counted of a report: the words of the language, each with the kind of report that has it. */
const COUNTED = {
  tests: 'tests',
  files: 'coverage',
  findings: 'findings',
  metrics: 'metrics',
  reports: undefined,
} as const satisfies Record<string, EvidenceKind | undefined>

type Counted = keyof typeof COUNTED

/** A report that must be there: by its format, its label, or its path. */
export interface Expectation {
  /** As written, without the space around it. */
  readonly text: string
  readonly by: 'format' | 'label' | 'path'
  readonly name: string
  /** At least so many of these; without it one report is enough. */
  readonly atLeast?: { readonly count: number; readonly of: Counted } | undefined
}

const LINE = /^(?<subject>(?:label=)?[^<>=!]*?)(?:\s*(?<operator>[<>=!]+)\s*(?<count>\S*)\s*(?<unit>.*))?$/

/** Expectations of a text, one a line, with `#` comments. Throws ConfigurationError with all problems of all lines. */
export function parseExpectations(text: string, formats: readonly string[] = FORMAT_IDS): readonly Expectation[] {
  const problems: string[] = []
  const expectations: Expectation[] = []
  for (const line of ruleLines(text)) {
    const parsed = parseExpectation(line, formats)
    if (typeof parsed === 'string') problems.push(`expectation ${JSON.stringify(line)}: ${parsed}`)
    else expectations.push(parsed)
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return expectations
}

/** The expectation, or what is wrong with it. */
function parseExpectation(text: string, formats: readonly string[]): Expectation | string {
  const { subject, operator, count = '', unit = '' } = LINE.exec(text)?.groups ?? {}
  if (subject === undefined || subject === '') {
    return 'expected a format, label=… or a path, and possibly >= and a count: junit >= 100 tests'
  }
  const named = parseSubject(subject, formats)
  if (typeof named === 'string') return named
  if (operator === undefined) return { text, ...named }
  if (operator !== '>=') return `expected >= but found ${JSON.stringify(operator)}`
  // A count of 0 would expect nothing and look as if it did.
  if (!/^[1-9]\d{0,11}$/.test(count)) {
    return `expected a whole number from 1 but found ${count === '' ? 'the end' : JSON.stringify(count)}`
  }
  const of = (Object.keys(COUNTED) as Counted[]).find((word) => word === unit || word === `${unit}s`)
  if (of === undefined) {
    return `expected one of ${Object.keys(COUNTED).join(', ')} but found ${unit === '' ? 'the end' : JSON.stringify(unit)}`
  }
  return { text, ...named, atLeast: { count: Number(count), of } }
}

function parseSubject(subject: string, formats: readonly string[]): Pick<Expectation, 'by' | 'name'> | string {
  if (formats.includes(subject)) return { by: 'format', name: subject }
  if (subject.startsWith('label=')) {
    const name = subject.slice('label='.length).trim()
    return name === '' ? 'expected a label after label=' : { by: 'label', name }
  }
  // A bare word is more likely a slip than a file; ./word says that it is one.
  if (/[./\\*?[\]{}]/.test(subject)) return { by: 'path', name: subject }
  return `${JSON.stringify(subject)} is no report format${didYouMean(subject, formats)}; known are ${formats.join(', ')}; a file is written ./${subject}`
}

/** What is expected and is not there. */
export async function checkExpectations(
  expectations: readonly Expectation[],
  evidence: readonly Evidence[],
): Promise<EvidenceGap[]> {
  const gaps: EvidenceGap[] = []
  for (const expectation of expectations) {
    const found = missingOf(expectation, await meant(expectation, evidence))
    if (found !== undefined) gaps.push({ expected: `expect: ${expectation.text}`, found })
  }
  return gaps
}

async function meant({ by, name }: Expectation, evidence: readonly Evidence[]): Promise<readonly Evidence[]> {
  if (by === 'format') return evidence.filter(({ provenance }) => provenance.format === name)
  if (by === 'label') return evidence.filter(({ scope }) => scope.label === name)
  const exact = evidence.filter(({ provenance }) => portable(provenance.file) === portable(name))
  if (exact.length > 0 || !/[*?[\]{}!()]/.test(name)) return exact
  const { matches } = await compilePaths([name])
  return evidence.filter(({ provenance }) => matches(provenance.file))
}

function missingOf({ by, name, atLeast }: Expectation, reports: readonly Evidence[]): string | undefined {
  const believed = reports.filter(({ refused }) => refused === undefined)
  const [refused] = reports.filter((report) => report.refused !== undefined)
  if (believed.length === 0) {
    if (refused) return `${refused.provenance.file} cannot be believed: ${refused.refused ?? ''}`
    const what = { format: `no ${name} report`, label: `no report with the label ${name}`, path: `no report ${name}` }[
      by
    ]
    return `${what} was read; the tool did not write it, or reports does not name it`
  }
  if (!atLeast) return undefined
  const kind = COUNTED[atLeast.of]
  const counted = believed.filter((report) => kind === undefined || report.kind === kind)
  const count = kind === undefined ? counted.length : counted.reduce((sum, { entries }) => sum + entries, 0)
  if (count >= atLeast.count) return undefined
  const files = believed.map(({ provenance }) => provenance.file)
  const shown = files.slice(0, 3).join(', ') + (files.length > 3 ? ` and ${files.length - 3} more` : '')
  return `${count === 0 ? 'none' : `only ${count}`} in ${shown}`
}
