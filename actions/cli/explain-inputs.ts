import { ConfigurationError } from '../shared/model/errors.ts'
import { parseRules } from '../shared/policy/rule-parser.ts'
import { language, path } from '../shared/runtime/input-types.ts'
import type { InputTable } from '../shared/runtime/inputs.ts'

/** What `cicd explain` takes beside the file. */
export const EXPLAIN_INPUTS = {
  rules: {
    description: 'Decides again under these rules instead of the ones that the file was decided by.',
    type: language(
      'rules, one per line',
      (given) => parseRules(given, 'input'),
      (error) => (error instanceof ConfigurationError ? error.problems : undefined),
    ),
  },
  'policy-file': {
    description:
      'Decides again under the section `quality` of this policy file, labels and paths included. Files that it extends are not read.',
    type: path,
  },
} as const satisfies InputTable
