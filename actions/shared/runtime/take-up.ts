import { readFileSync } from 'node:fs'
import { type EventPayload, readEventPayload } from './environment.ts'
import { actionInputs, type Inputs, type InputTable, readInputs, unknownInputs } from './inputs.ts'
import type { Step } from './step.ts'
import { jobWorkspace, type Workspace } from './workspace.ts'

/** What a step is given: its inputs, all of them right, and where it works. */
export interface TakenUp<Table extends InputTable> {
  readonly inputs: Inputs<Table>
  readonly workspace: Workspace
  readonly payload: EventPayload
  /** How the user writes the name of an input. */
  readonly spell: (name: string) => string
}

/** Reads what an action of this table is given. Throws ConfigurationError where an input is wrong. */
export function takeUp<const Table extends InputTable>(step: Step, table: Table): TakenUp<Table> {
  const { environment } = step
  for (const warning of unknownInputs(table, environment)) step.command('warning', warning)
  const source = actionInputs(environment)
  const inputs = readInputs(table, source)
  const workspace = jobWorkspace(environment)
  const { verdictFile } = inputs as { readonly verdictFile?: string | undefined }
  if (verdictFile !== undefined) workspace.demandWritable(verdictFile, 'verdict-file')
  const payload = readEventPayload(environment, (file) => readFileSync(file, 'utf8'))
  return { inputs, workspace, payload, spell: source.spell }
}
