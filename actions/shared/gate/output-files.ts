import { ConfigurationError } from '../model/errors.ts'
import type { EvidenceSet } from '../model/evidence.ts'
import type { Workspace } from '../runtime/workspace.ts'

/** Files that a gate is asked to write, by input. */
export type OutputFiles = Readonly<Record<string, string | undefined>>

/** Why files cannot be written, as far as that can be told before the work. `spell`: how the user writes an input's name. */
export function outputFileProblems(
  files: OutputFiles,
  workspace: Workspace,
  spell: (input: string) => string,
): readonly string[] {
  const inputOf = new Map<string, string>()
  return Object.entries(files).flatMap(([input, file]) => {
    if (file === undefined) return []
    try {
      const target = workspace.demandWritable(file, spell(input))
      const other = inputOf.get(target)
      inputOf.set(target, input)
      return other === undefined
        ? []
        : [`${spell(input)}: ${JSON.stringify(file)} is the file of ${spell(other)} too; each needs one of its own`]
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      return error.problems
    }
  })
}

/** Throws ConfigurationError where a report would be written over. `folder`: where reports are looked for. */
export function demandNoReport(
  files: OutputFiles,
  { evidence }: EvidenceSet,
  { workspace, folder }: { readonly workspace: Workspace; readonly folder: Workspace },
  spell: (input: string) => string,
): void {
  const there = Object.entries(files).flatMap(([input, file]) => {
    const real = file === undefined ? undefined : workspace.real(file)
    return real === undefined ? [] : [[real, `${spell(input)}: ${JSON.stringify(file)}`] as const]
  })
  // Most of them are new: no report needs to be looked for.
  if (there.length === 0) return
  const reports = new Set(evidence.map(({ provenance }) => folder.real(provenance.file)))
  const lost = there.filter(([real]) => reports.has(real))
  if (lost.length === 0) return
  throw new ConfigurationError(
    lost.map(
      ([, named]) => `${named} is one of the reports; name another file, or leave it out of them by a line with !`,
    ),
  )
}
