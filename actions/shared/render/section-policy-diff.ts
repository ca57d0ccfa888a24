import type { PolicyDiff } from '../policy/policy-diff.ts'
import { block, type Section } from './budget.ts'
import { counted } from './format.ts'
import { fence, text } from './markdown.ts'
import { oneLine } from './plain.ts'

/** What the change under review does to the policy file: folded, as it changes nothing in its own verdict. */
export function policyDiffSection({ lines, left, note }: PolicyDiff): Section {
  const told = note === undefined ? '' : `\n${text(note, 500)}\n`
  const more = left > 0 ? `\n… and ${counted(left, 'more line')}\n` : ''
  const shown = lines.length === 0 ? '' : `\n${asDiff(fence(lines.map(oneLine).join('\n')))}\n`
  const title = `This change edits the policy${lines.length === 0 ? '' : `: ${counted(lines.length + left, 'line')}`}`
  return block('Change of the policy', 6, `<details><summary>${title}</summary>\n${told}${shown}${more}\n</details>`)
}

/** GitHub colours what is removed and added. */
function asDiff(fenced: string): string {
  return fenced.replace(/^(`+)text/, '$1diff')
}
