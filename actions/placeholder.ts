import * as core from '@actions/core'

/** Stands where an action's main will be, until it is there. */
export async function run(): Promise<void> {
  core.setFailed('this action is not here yet')
  await Promise.resolve()
}
