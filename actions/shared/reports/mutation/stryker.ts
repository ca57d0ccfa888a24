import { EvidenceError } from '../../model/errors.ts'
import { jsonReader } from '../json/reader.ts'
import { field, objectOf, requiredText, textField } from '../json/shape.ts'
import type { OpenReader } from '../reader.ts'
import { type Fate, MutationScore } from './mutation-score.ts'

/** https://stryker-mutator.io/docs/mutation-testing-elements/mutant-states-and-metrics/ */
const FATE: Readonly<Record<string, Fate>> = {
  Killed: 'detected',
  Timeout: 'detected',
  Survived: 'undetected',
  NoCoverage: 'undetected',
  CompileError: 'excluded',
  RuntimeError: 'excluded',
  Ignored: 'excluded',
  Pending: 'unfinished',
}

/**
 * The report of StrykerJS, Stryker.NET, Stryker4s, Infection and others that keep to the schema of mutation testing elements
 * (https://github.com/stryker-mutator/mutation-testing-elements/blob/master/packages/report-schema/src/mutation-testing-report-schema.json).
 */
export const open: OpenReader = ({ mapPath }) => {
  const score = new MutationScore()
  let tool = 'stryker'

  function addMutant(value: unknown, path: string): void {
    const status = requiredText(value, 'status', 'a mutant')
    if (!Object.hasOwn(FATE, status)) {
      throw new EvidenceError(`a mutant has the status ${JSON.stringify(status)}, which the schema does not know`)
    }
    score.add(path, FATE[status] as Fate)
  }

  return jsonReader(
    [],
    {
      element() {},
      document(value) {
        const report = objectOf(value, 'the report')
        requiredText(report, 'schemaVersion', 'the report')
        for (const [path, file] of Object.entries(objectOf(field(report, 'files'), 'its "files"'))) {
          const mutants = field(objectOf(file, `the file ${path}`), 'mutants')
          if (!Array.isArray(mutants)) throw new EvidenceError(`the file ${path} has no list of mutants`)
          const mapped = mapPath(path)
          for (const mutant of mutants) addMutant(mutant, mapped)
        }
        tool = textField(field(report, 'framework'), 'name') ?? tool
      },
    },
    () => score.reading(tool),
  )
}
