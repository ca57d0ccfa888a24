import { EvidenceError } from '../../model/errors.ts'
import type { OpenReader } from '../reader.ts'
import { symbolsOf } from '../xml/names.ts'
import { rootedReader } from '../xml-reader.ts'
import { type Fate, MutationScore } from './mutation-score.ts'

const NAMES = ['mutations', 'mutation', 'detected', 'status', 'sourceFile', 'mutatedClass'] as const
const NAME = symbolsOf(NAMES)

/**
 * PIT's DetectionStatus (https://github.com/hcoles/pitest/blob/master/pitest/src/main/java/org/pitest/mutationtest/DetectionStatus.java).
 * A mutant that never ends or eats the memory is detected. PIT also counts as detected what cannot be loaded, what is
 * equivalent, and what its own process broke off at; no test did that, so that these are left out.
 */
const FATE: Readonly<Record<string, Fate>> = {
  KILLED: 'detected',
  TIMED_OUT: 'detected',
  MEMORY_ERROR: 'detected',
  SURVIVED: 'undetected',
  NO_COVERAGE: 'undetected',
  NON_VIABLE: 'excluded',
  EQUIVALENT: 'excluded',
  RUN_ERROR: 'excluded',
  NOT_STARTED: 'unfinished',
  STARTED: 'unfinished',
}

/** PIT's mutations.xml (https://pitest.org/quickstart/maven/, outputFormats XML): every mutant and what became of it. */
export const open: OpenReader = ({ mapPath }) => {
  const score = new MutationScore()
  let status: string | undefined
  let sourceFile = ''
  let mutatedClass = ''
  let denied = 0
  let runErrors = 0

  function endMutation(): void {
    if (status === undefined || !Object.hasOwn(FATE, status)) {
      throw new EvidenceError(`a mutation has the status ${JSON.stringify(status ?? '')}, which PIT does not know`)
    }
    if (sourceFile === '') throw new EvidenceError('a mutation has no <sourceFile>')
    if (status === 'RUN_ERROR') runErrors += 1
    const folder = mutatedClass.split('.').slice(0, -1).join('/')
    score.add(mapPath(folder === '' ? sourceFile : `${folder}/${sourceFile}`), FATE[status] as Fate)
    status = undefined
  }

  return rootedReader(NAMES, 'PIT', (source) => ({
    start(symbol) {
      if (symbol === NAME.mutation) {
        status = source.attributes.text(NAME.status)
        sourceFile = ''
        mutatedClass = ''
        const detected = source.attributes.text(NAME.detected)
        const isDetected = status === 'KILLED' || status === 'TIMED_OUT' || status === 'MEMORY_ERROR'
        const isUndetected = status === 'SURVIVED' || status === 'NO_COVERAGE'
        if ((detected === 'false' && isDetected) || (detected === 'true' && isUndetected)) denied += 1
      } else if (symbol === NAME.sourceFile || symbol === NAME.mutatedClass) source.keepText()
    },
    end(symbol) {
      if (symbol === NAME.sourceFile) sourceFile = source.takeText().trim()
      else if (symbol === NAME.mutatedClass) mutatedClass = source.takeText().trim()
      else if (symbol === NAME.mutation) endMutation()
    },
    finish() {
      if (denied > 0) score.contradict(`the status of ${denied} of its mutants denies whether they were detected`)
      if (runErrors > 0) score.contradict(`PIT could not try ${runErrors} of its mutants (RUN_ERROR)`)
      return score.reading('pit')
    },
  }))
}
