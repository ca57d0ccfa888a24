// What is made from the metric catalogue: docs/metrics.md and the policy file's schema for editors.

import { METRICS, NAMESPACES, type MetricDefinition } from '../actions/shared/model/metrics.ts'
import { DEFAULT_RULES, SECTIONS } from '../actions/shared/policy/defaults.ts'
import { OWNER } from '../actions/shared/policy/policy-waivers.ts'
import { OPERATORS, RULE_LEVELS } from '../actions/shared/policy/rule.ts'
import { fittingUnits } from '../actions/shared/policy/units.ts'
import { FORMAT_IDS } from '../actions/shared/reports/format-ids.ts'
import { licensesSchema, securityOptionsSchema } from './security-schema.ts'

const CATALOGUE: readonly (readonly [string, MetricDefinition])[] = Object.entries(METRICS)

const COMBINED: Record<MetricDefinition['combine'], string> = {
  sum: 'their sum',
  max: 'the highest',
  min: 'the lowest',
  mean: 'the mean, weighted by what was measured',
}

const BETTER: Record<MetricDefinition['better'], string> = { higher: 'more', lower: 'less' }

/** docs/metrics.md. */
export function metricsPage(): string {
  const families = NAMESPACES.map(
    (name) => [name, CATALOGUE.filter(([metric]) => metric.startsWith(`${name}.`))] as const,
  )
  const tables = families
    .filter(([, metrics]) => metrics.length > 0)
    .map(([name, metrics]) => familyTable(name, metrics))
  const empty = families.filter(([, metrics]) => metrics.length === 0).map(([name]) => `\`${name}.*\``)
  return `# Metrics

What a [rule](rules.md) can name. This page is made from \`actions/shared/model/metrics.ts\` by \`scripts/docs-metrics.mjs\`.

_Several reports_ says how the values of several reports become one; tests, coverage and findings are merged test by test,
line by line and finding by finding first, as [rules.md](rules.md#several-reports) tells.

${tables.join('\n\n')}

## Names of your own

A name whose first word is none of the above (\`bundle.size\`) is yours: any report of the format \`metrics\` can yield it.
It has no unit, and where several reports yield it each of their values has to hold. Reserved for later: ${empty.join(', ')},
and the suffixes \`.patch\`, \`.new\` and \`.introduced\`.
`
}

function familyTable(name: string, metrics: readonly (readonly [string, MetricDefinition])[]): string {
  const rows = metrics.map(([metric, { unit, better, combine, description }]) => {
    const units = fittingUnits(unit).map((fitting) => `\`${fitting}\``)
    return `| \`${metric}\` | ${units.join(', ')} | ${BETTER[better]} | ${COMBINED[combine]} | ${description} |`
  })
  const head = ['| Metric | Unit | Better | Several reports | Meaning |', '| --- | --- | --- | --- | --- |']
  return [`## ${name}`, '', ...head, ...rows].join('\n')
}

const NUMBER = '\\d+(\\.\\d+)?'
const SPACE = '\\s*'

/** A rule as far as a regular expression can tell: metric, operator, and something like a limit. */
function rulePattern(): string {
  const known = CATALOGUE.map(([metric]) => metric.replaceAll('.', '\\.')).join('|')
  const own = `(?!(${NAMESPACES.join('|')})(\\.|\\s|[<>=!]))[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*`
  const operators = OPERATORS.join('|')
  const unit = '[a-z%/]+'
  const limit = `(-?${NUMBER}${SPACE}(${unit})?|base(${SPACE}[-+]${SPACE}${NUMBER}${SPACE}(${unit})?|${SPACE}\\*${SPACE}${NUMBER})?)`
  return `^${SPACE}((${known})(\\.(patch|new|introduced))?|${own})${SPACE}(${operators})${SPACE}${limit}${SPACE}$`
}

const SECTION_TEXT: Record<(typeof SECTIONS)[number], string> = {
  quality: 'What quality-gate asks for. Replaces the defaults.',
  security: 'What security-gate asks for. Replaces the defaults.',
}

/** schemas/cicd-policy.schema.json. */
export function policySchema(): object {
  const text = { type: 'string', minLength: 1 }
  const grant = {
    reason: { ...text, description: 'Why it is forgiven.' },
    owner: {
      description: 'Who answers for it: a user or team of GitHub, or an e-mail address.',
      allOf: [{ $ref: '#/definitions/owner' }],
      examples: ['@ops', '@acme/security'],
    },
    expires: {
      description: 'The last day on which it holds, in UTC.',
      type: 'string',
      format: 'date',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      examples: ['2027-01-31'],
    },
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'cicd-policy.schema.json',
    title: 'Policy of cicd-actions (.github/cicd.yml)',
    description:
      'Rules that the gates of cicd-actions judge reports by. An absent section leaves the defaults in force.',
    type: 'object',
    additionalProperties: false,
    properties: {
      extends: {
        description:
          'Policy files that this one stands on, the one that counts least first: of another repository at a tag or commit, or of this repository.',
        oneOf: [
          { $ref: '#/definitions/policyFile' },
          { type: 'array', items: { $ref: '#/definitions/policyFile' }, uniqueItems: true },
        ],
      },
      ...Object.fromEntries(
        SECTIONS.map((section) => [
          section,
          {
            description: SECTION_TEXT[section],
            type: 'array',
            items: { $ref: '#/definitions/rule' },
            examples: [DEFAULT_RULES[section]],
          },
        ]),
      ),
      reports: {
        description:
          'Files to read, one item as a line of the input `reports`, which replaces this section. `!glob` takes files away again.',
        type: 'array',
        items: { oneOf: [{ $ref: '#/definitions/reportText' }, { $ref: '#/definitions/reportObject' }] },
        minItems: 1,
      },
      'security-options': { $ref: '#/definitions/securityOptions' },
      licenses: { $ref: '#/definitions/licenses' },
      waivers: {
        description:
          'Findings that are forgiven until a day, with the reason and who answers for it. They are shown, and count under no rule.',
        type: 'array',
        items: { $ref: '#/definitions/waiver' },
      },
      quarantine: {
        description:
          'Tests whose failures are forgiven until a day, with the reason and who answers for it. They are shown, and counted as tests.quarantined.',
        type: 'array',
        items: { $ref: '#/definitions/quarantinedTest' },
      },
      owners: {
        description: 'Who may answer for waivers and quarantined tests. Without this list anybody may.',
        type: 'array',
        items: { $ref: '#/definitions/owner' },
        uniqueItems: true,
      },
    },
    definitions: {
      rule: { oneOf: [{ $ref: '#/definitions/ruleText' }, { $ref: '#/definitions/ruleObject' }] },
      ruleText: {
        title: 'rule',
        description:
          '<metric> <operator> <limit>; the limit is a number, in the unit of the metric or with one, or base with a tolerance.',
        markdownDescription: `\`<metric> <operator> <limit>\`

${CATALOGUE.map(([metric, { description }]) => `- \`${metric}\`: ${description}`).join('\n')}`,
        type: 'string',
        maxLength: 500,
        pattern: rulePattern(),
        patternErrorMessage:
          'Expected <metric> <operator> <limit>, such as coverage.line >= 80; docs/metrics.md lists the metrics.',
        examples: [
          ...DEFAULT_RULES.quality,
          'coverage.line >= base - 0.5 pp',
          'lint.warning <= base',
          'performance.p95 <= base * 1.1',
        ],
      },
      reportText: {
        ...text,
        description: '[format=…] [label=…] [exit-code=…] glob',
        pattern: '^[^\\r\\n]*\\S\\s*$',
        examples: ['reports/**', 'label=unit reports/unit/*.xml', 'format=mypy exit-code=0 reports/mypy.json'],
      },
      reportObject: {
        type: 'object',
        additionalProperties: false,
        required: ['files'],
        properties: {
          files: { $ref: '#/definitions/paths' },
          format: {
            description: 'What the files are, where their contents do not tell: docs/formats.md.',
            anyOf: [{ enum: FORMAT_IDS }, { type: 'string', pattern: '^problem-matcher:.' }],
          },
          label: { ...text, description: 'By which rules select these reports.', examples: ['unit', 'integration'] },
          'exit-code': { description: 'With which the tool ended.', type: 'integer' },
          matcher: {
            ...text,
            description: 'A problem matcher of GitHub, which reads any text (format: problem-matcher).',
            examples: ['.github/problem-matcher.json'],
          },
        },
        allOf: [
          {
            if: { required: ['matcher', 'format'] },
            then: { properties: { format: { const: 'problem-matcher' } } },
          },
          {
            if: { properties: { format: { const: 'problem-matcher' } }, required: ['format'] },
            then: { required: ['matcher'] },
          },
        ],
      },
      ruleObject: {
        type: 'object',
        additionalProperties: false,
        required: ['rule'],
        properties: {
          rule: { $ref: '#/definitions/ruleText' },
          level: { description: 'What the rule does where it does not hold.', enum: RULE_LEVELS, default: 'fail' },
          label: { ...text, description: 'Only reports with this label.', examples: ['unit', 'integration'] },
          paths: { $ref: '#/definitions/paths' },
          locked: {
            description: 'Policies that extend this file may ask for more, and cannot loosen or remove the rule.',
            type: 'boolean',
            default: false,
          },
          waivable: {
            description: 'Of a locked rule: what those policies waive or quarantine is forgiven under it, too.',
            type: 'boolean',
            default: false,
          },
          scenario: {
            ...text,
            description: 'Only this scenario of a load test (k6), or this label of JMeter.',
            examples: ['smoke', 'load', 'stress', 'spike'],
          },
        },
        if: { properties: { waivable: { const: true } }, required: ['waivable'] },
        then: { properties: { locked: { const: true } }, required: ['locked'] },
      },
      policyFile: {
        ...text,
        description: 'owner/repo/path/to/file.yml@ref, or ./path/to/file.yml of this repository',
        maxLength: 500,
        pattern:
          '^\\s*([A-Za-z0-9][A-Za-z0-9-]*/[\\w.-]+/[^@]+@[A-Za-z0-9_][\\w./+-]*|\\./.+|[^/@\\s]+(/[^/@]+)?|[._][^/@]*(/[^/@]+)+)\\s*$',
        examples: ['acme/.github/cicd.yml@v1', './.github/policies/base.yml'],
      },
      paths: {
        description: 'Only these files: a glob, or several; !glob takes files away again.',
        oneOf: [text, { type: 'array', items: text, minItems: 1 }],
        examples: ['src/**', ['src/**', '!src/generated/**']],
      },
      owner: {
        type: 'string',
        pattern: OWNER.source,
        patternErrorMessage: "Expected '@user', '@org/team' or an e-mail address.",
      },
      quarantinedTest: {
        type: 'object',
        additionalProperties: false,
        required: ['test', 'reason', 'owner', 'expires'],
        properties: {
          test: {
            ...text,
            description: 'Suite and name of the test, as the summary shows them; * stands for any text.',
            pattern: '[\\p{L}\\p{N}]',
            examples: ['tests.test_cart › test_adds', 'Checkout › *'],
          },
          ...grant,
        },
      },
      days: {
        description: 'Days: 14, or 14 d.',
        oneOf: [
          { type: 'integer', minimum: 0, maximum: 3650 },
          { type: 'string', pattern: '^\\d{1,4}\\s*d(ays?)?$' },
        ],
        examples: ['14 d'],
      },
      licenses: licensesSchema(text, grant),
      securityOptions: securityOptionsSchema(text),
      waiver: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'reason', 'owner', 'expires'],
        properties: {
          id: {
            ...text,
            description: 'Id of the finding, or any alias that a report gives.',
            examples: ['CVE-2024-12345', 'B602'],
          },
          paths: { $ref: '#/definitions/paths' },
          package: {
            type: 'string',
            description:
              'Only in this package, a package URL in which * stands for any text; without a version in all of them.',
            pattern: '^pkg:/*[A-Za-z][A-Za-z0-9.+-]*/+[^?#]',
            examples: ['pkg:npm/lodash@4.17.20', 'pkg:deb/debian/*'],
          },
          ...grant,
        },
      },
    },
  }
}
