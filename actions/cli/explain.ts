import { readFileSync } from 'node:fs'
import { ConfigurationError } from '../shared/model/errors.ts'
import type { Judged } from '../shared/model/judged.ts'
import type { Verdict } from '../shared/model/verdict.ts'
import { decide } from '../shared/policy/assess.ts'
import type { Rule } from '../shared/policy/rule.ts'
import { explain as explainVerdict } from '../shared/render/explanation.ts'
import { renderExplanation } from '../shared/render/explanation-terminal.ts'
import { TERMINAL_EXIT } from '../shared/runtime/exit-codes.ts'
import { readInputs } from '../shared/runtime/inputs.ts'
import { STANDARD_INPUT } from '../shared/runtime/standard-streams.ts'
import { isSystemError } from '../shared/runtime/system-error.ts'
import { printable, printableJson, withoutCommands, withoutControlsButColours } from '../shared/runtime/text-safety.ts'
import { verdictDocument } from '../shared/runtime/verdict-file.ts'
import { readKeptVerdict } from '../shared/runtime/verdict-reader.ts'
import { Workspace } from '../shared/runtime/workspace.ts'
import { EXPLAIN_INPUTS } from './explain-inputs.ts'
import { type CommandLine, flagInputs } from './flags.ts'
import type { Terminal } from './terminal.ts'

/** A page with the verdicts of the largest repositories. */
const MOST_BYTES = 256 * 1024 * 1024

/** `cicd explain`: what a verdict was decided on, and what other rules would make of it. Resolves to the exit code. */
export async function explain(commandLine: CommandLine, terminal: Terminal): Promise<number> {
  const [name, ...others] = commandLine.positionals
  if (name === undefined || others.length > 0) {
    throw new ConfigurationError('name one verdict file or report page: cicd explain VERDICT.json')
  }
  const inputs = readInputs(EXPLAIN_INPUTS, flagInputs(commandLine, EXPLAIN_INPUTS))
  const workspace = new Workspace(terminal.folder, undefined)
  const verdict = readVerdict(name, workspace)
  const rules = [...(inputs.rules ?? []), ...(await policyRules(inputs.policyFile, workspace, terminal))]
  const isAgain = inputs.rules !== undefined || inputs.policyFile !== undefined
  if (isAgain && rules.length === 0) throw new ConfigurationError('there is no rule to decide by')
  const decided = isAgain ? decideAgain(verdict, rules) : verdict
  const explanation = explainVerdict(decided)
  if (commandLine.switches.has('json')) {
    terminal.write(printableJson(verdictDocument({ ...decided, explanation })))
  } else {
    const page = renderExplanation(decided, explanation, { colour: terminal.colour, width: terminal.width })
    terminal.write(withoutCommands(withoutControlsButColours(page)))
  }
  if (decided.judged === undefined) {
    const text = `${name} does not keep what its rules were judged on; a newer version of cicd-actions writes files that do`
    terminal.complain(printable(`note: ${text}\n`))
  }
  return TERMINAL_EXIT[decided.status]
}

/** The verdict in a file or page. Throws ConfigurationError. */
function readVerdict(name: string, workspace: Workspace): Verdict {
  const read = readKeptVerdict(textOf(name, workspace))
  if ('problem' in read) throw new ConfigurationError(`${JSON.stringify(name)} ${read.problem}`)
  return read.verdict
}

function textOf(name: string, workspace: Workspace): string {
  try {
    const bytes = readFileSync(name === '-' ? STANDARD_INPUT : workspace.resolve(name))
    if (bytes.length > MOST_BYTES) throw new ConfigurationError(`${JSON.stringify(name)} is larger than any verdict`)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) {
      throw new ConfigurationError(`${JSON.stringify(name)} is not UTF-8, so it is no verdict`)
    }
    if (!isSystemError(error)) throw error
    throw new ConfigurationError(`${JSON.stringify(name)} cannot be read: ${error.message}`)
  }
}

async function policyRules(
  file: string | undefined,
  workspace: Workspace,
  terminal: Terminal,
): Promise<readonly Rule[]> {
  if (file === undefined) return []
  const text = textOf(file, workspace)
  const { parsePolicy } = await import('../shared/policy/policy-file.ts')
  const policy = await parsePolicy(text, file)
  for (const notice of policy.notices) terminal.complain(printable(`note: ${notice}\n`))
  if (policy.quality === undefined) throw new ConfigurationError(`${JSON.stringify(file)} has no section quality`)
  return policy.quality
}

/** The verdict under other rules. What the file cannot tell is unknown. */
function decideAgain(verdict: Verdict, rules: readonly Rule[]): Verdict {
  const { evidence, paths } = verdict
  return { ...verdict, ...decide({ evidence, paths, judged: verdict.judged ?? NOTHING_KEPT }, rules) }
}

const WHY = 'the file does not keep what rules are judged on'
const NOTHING_KEPT: Judged = {
  onUnknown: 'fail',
  requireBaseline: true,
  gaps: [],
  values: (['project', 'patch', 'new', 'introduced'] as const).map((scope) => ({ scope, why: WHY })),
  files: { paths: [], ranks: [], tables: [], united: [] },
  baseline: WHY,
  lines: [],
  scenarios: [],
}
