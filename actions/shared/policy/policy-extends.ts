import { parsed } from './policy-paths.ts'
import { identityOf, parseReference, type PolicyReference } from './policy-reference.ts'
import type { YamlReader } from './yaml-reader.ts'

const WHAT = 'a policy file (acme/.github/cicd.yml@v1, ./policies/base.yml) or a list of them'

/** `extends`: one policy file or several, the one that counts least first. What is wrong is noted in the reader. */
export function readExtends(reader: YamlReader, node: unknown): readonly PolicyReference[] {
  const references = new Map<string, PolicyReference>()
  for (const item of reader.isText(node) ? [node] : reader.items(node, WHAT)) {
    const text = reader.text(item, 'a policy file')
    const reference = text === undefined ? undefined : parsed(reader, item, () => parseReference(text))
    if (reference === undefined) continue
    const identity = identityOf(reference)
    if (references.has(identity)) reader.refuse(item, `${identity} stands in extends twice`)
    references.set(identity, reference)
  }
  return [...references.values()]
}
