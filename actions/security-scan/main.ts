import { runGate } from '../shared/gate/step.ts'
import { processChannels } from '../shared/runtime/process-channels.ts'
import { runStep, stepOn } from '../shared/runtime/step.ts'
import { SECURITY_SCAN } from './gate.ts'

/** The action: what the runner starts. */
export async function run(): Promise<void> {
  const step = stepOn(processChannels())
  await runStep(step, SECURITY_SCAN.action, () => runGate(step, SECURITY_SCAN))
}
