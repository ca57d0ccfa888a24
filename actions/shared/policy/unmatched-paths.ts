import type { Rule } from './rule.ts'

/**
 * What is said of rules whose `paths` match no file of the repository: a slip of the pen would let a rule about findings
 * hold on nothing. A policy of many repositories may well speak of folders that one of them lacks, so it is only said.
 * `files`: git's index; nothing is said where it is not known.
 */
export function unmatchedPaths(rules: readonly Rule[], files: readonly string[] | undefined): readonly string[] {
  if (files === undefined || files.length === 0) return []
  return rules.flatMap(({ text, paths }) =>
    paths === undefined || files.some((file) => paths.matches(file))
      ? []
      : [
          `no file of the repository is in ${paths.globs.join(', ')}, the paths of the rule ${text}; look whether they are right`,
        ],
  )
}
