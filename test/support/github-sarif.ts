/*
 * What code scanning refuses or drops, by its documentation and the errors that its upload action knows:
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 * https://docs.github.com/code-security/code-scanning/troubleshooting-sarif/results-exceed-limit
 */

export interface Region {
  readonly startLine?: number
  readonly startColumn?: number
  readonly endLine?: number
}

export interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation?: { readonly uri?: string; readonly uriBaseId?: string }
    readonly region?: Region
  }
}

export interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly Location[]
  readonly partialFingerprints?: { readonly primaryLocationLineHash?: string }
  readonly suppressions?: readonly { readonly justification?: string }[]
  readonly properties?: Readonly<Record<string, unknown>>
}

export interface RuleDescriptor {
  readonly id: string
  readonly shortDescription: { readonly text: string }
  readonly fullDescription: { readonly text: string }
  readonly helpUri?: string
  readonly help: { readonly text: string; readonly markdown: string }
  readonly defaultConfiguration: { readonly level: string }
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string }
}

export interface Run {
  readonly tool: {
    readonly driver: { readonly name: string; readonly rules: readonly RuleDescriptor[] }
    readonly extensions?: readonly { readonly name: string; readonly version?: string }[]
  }
  readonly automationDetails: { readonly id: string }
  readonly invocations: readonly {
    readonly executionSuccessful: boolean
    readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[]
  }[]
  readonly results: readonly Result[]
}

export interface Document {
  readonly version: string
  readonly runs: readonly Run[]
}

/** Everything that GitHub would refuse, drop or not show of a document; empty where it takes all of it. */
export function refusedByGitHub({ version, runs }: Document): readonly string[] {
  const problems: string[] = []
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem)
  }
  demand(version === '2.1.0', `version ${version}`)
  demand(runs.length > 0 && runs.length <= 20, `${runs.length} runs`)
  const categories = runs.map(({ automationDetails }) => automationDetails.id.replace(/[^/]*$/, ''))
  demand(new Set(categories).size === runs.length, 'two runs of one category')
  for (const { tool, results } of runs) {
    const { rules } = tool.driver
    demand(results.length <= 25_000, `${results.length} results`)
    demand(rules.length <= 25_000, `${rules.length} rules`)
    demand((tool.extensions ?? []).length <= 100, 'too many extensions')
    demand(new Set(rules.map(({ id }) => id)).size === rules.length, 'a rule is there twice')
    for (const rule of rules) problems.push(...ruleProblems(rule))
    for (const result of results) {
      const isOfRule = rules[result.ruleIndex]?.id === result.ruleId
      if (!isOfRule) problems.push(`${result.ruleId} is not rule ${result.ruleIndex}`)
      problems.push(...resultProblems(result))
    }
  }
  return problems
}

function ruleProblems({ id, shortDescription, fullDescription, helpUri, help, properties }: RuleDescriptor): string[] {
  const severity = properties['security-severity']
  const score = Number(severity)
  const checks: Readonly<Record<string, boolean>> = {
    'has no id': id !== '' && id.length <= 255,
    'has no description': shortDescription.text !== '' && fullDescription.text !== '',
    'has too long a description': shortDescription.text.length <= 1024 && fullDescription.text.length <= 1024,
    'has more than ten tags': properties.tags.length <= 10,
    'has no severity that is a number in text':
      severity === undefined || (typeof severity === 'string' && score >= 0.1 && score <= 10),
    'has no address of help': helpUri === undefined || URL.canParse(helpUri),
    'has no help': help.text !== '' && help.markdown !== '',
  }
  return failing(checks).map((problem) => `rule ${id} ${problem}`)
}

function resultProblems({ ruleId, level, message, locations, suppressions }: Result): string[] {
  const first = locations[0]?.physicalLocation
  const uri = first?.artifactLocation?.uri
  const { startLine = 0, startColumn = 1, endLine = startLine } = first?.region ?? {}
  const checks: Readonly<Record<string, boolean>> = {
    'has no level': ['error', 'warning', 'note'].includes(level),
    'has no message': message.text !== '',
    'has no or too many locations': locations.length > 0 && locations.length <= 100,
    [`has no relative URI: ${uri ?? ''}`]: uri !== undefined && isRelative(uri),
    'has a bad region':
      [startLine, startColumn, endLine].every((at) => Number.isInteger(at) && at >= 1 && at < 2 ** 31) &&
      endLine >= startLine,
    'is suppressed': suppressions === undefined,
  }
  return failing(checks).map((problem) => `result of ${ruleId} ${problem}`)
}

function failing(checks: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(checks).flatMap(([problem, holds]) => (holds ? [] : [problem]))
}

/** https://www.rfc-editor.org/rfc/rfc3986: pchar segments, no scheme, no way out of the root. */
function isRelative(uri: string): boolean {
  const segments = uri.split('/')
  return (
    segments.every((segment) => /^(?:[\w.~!$&'()*+,;=@:-]|%[0-9A-F]{2})+$/.test(segment) && !/^\.\.?$/.test(segment)) &&
    !segments[0]!.includes(':')
  )
}
