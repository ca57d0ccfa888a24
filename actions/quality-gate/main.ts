import { runGate } from '../shared/gate/step.ts'
import { processChannels } from '../shared/runtime/process-channels.ts'
import { runStep, stepOn } from '../shared/runtime/step.ts'
import { QUALITY_GATE } from './gate.ts'

/** The action: what the runner starts. */
export async function run(): Promise<void> {
  const step = stepOn(processChannels())
  await runStep(step, QUALITY_GATE.action, () => runGate(step, QUALITY_GATE))
}
