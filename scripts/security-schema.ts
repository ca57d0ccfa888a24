import { SEVERITIES } from '../actions/shared/model/findings.ts'
import { ALLOWED_CATEGORIES } from '../actions/shared/model/licenses.ts'
import { IGNORE_FILES } from '../actions/shared/policy/ignore-files.ts'
import { MAX_AGE_DAYS } from '../actions/shared/policy/security-options.ts'

/** The schema of the policy's section `licenses`. `text` and `grant` are those of the whole schema. */
export function licensesSchema(text: object, grant: object): object {
  const licenses = (description: string, examples: readonly string[]): object => ({
    description,
    type: 'array',
    items: {
      ...text,
      description: 'An SPDX id, or a name as reports have it; * at its end stands for the rest.',
      examples,
    },
  })
  return {
    description: `Licences of packages. Without this section those of the categories ${[...ALLOWED_CATEGORIES].join(', ')} are allowed.`,
    type: 'object',
    additionalProperties: false,
    properties: {
      allow: licenses('Nothing else is allowed.', ['MIT', 'Apache-2.0', 'BSD-*']),
      deny: licenses('Not allowed, in any of its versions; without allow, every other licence that is known is.', [
        'AGPL-*',
        'GPL-3.0-only',
      ]),
      exceptions: {
        description: 'Packages whose licence somebody has agreed to, until a day.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['package', 'reason', 'owner', 'expires'],
          properties: {
            package: {
              ...text,
              description: 'A package URL or name; without a version all of them, * at its end stands for the rest.',
              examples: ['pkg:npm/left-pad', 'left-pad@1.3.0'],
            },
            license: { ...text, description: 'This licence alone, as reports have it.', examples: ['GPL-3.0-only'] },
            ...grant,
          },
        },
      },
    },
  }
}

/** The schema of the policy's section `security-options`. */
export function securityOptionsSchema(text: object): object {
  return {
    description: 'Which findings of scanners wait before they count, and what is known of vulnerabilities.',
    type: 'object',
    additionalProperties: false,
    properties: {
      'ignore-unfixed': {
        description: 'Vulnerabilities that no version mends are shown, and count under no rule.',
        type: 'boolean',
      },
      grace: {
        description: 'So long after its disclosure a vulnerability of a severity is shown, and counts under no rule.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(SEVERITIES.map((severity) => [severity, { $ref: '#/definitions/days' }])),
      },
      kev: { ...text, description: "CISA's catalogue of known exploited vulnerabilities: a JSON file." },
      epss: { ...text, description: 'Scores of EPSS: a CSV file, as it is or packed by gzip.' },
      'max-age': {
        description: `Days after which kev and epss are too old to be believed; ${MAX_AGE_DAYS} where it is not said.`,
        allOf: [{ $ref: '#/definitions/days' }],
      },
      'ignore-files': {
        description: `Whether ${Object.keys(IGNORE_FILES).join(', ')} are honoured; they are where it is not said.`,
        type: 'boolean',
      },
    },
  }
}
