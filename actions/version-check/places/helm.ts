import { ending, finders, type Finder, type Finds, type FinderContext, named } from './finds.ts'
import { isOwnImage, parseImage } from './image-reference.ts'
import { at, itemsOf, mappingsIn, type ScalarNode, textAt, type ValueNode } from './value-tree.ts'

const IMAGE_TAG = { scheme: 'oci-tag', role: 'image-tag' } as const
const NO_MANIFEST = /(^|\/)(values[\w.-]*\.ya?ml$|(docker-)?compose[^/]*$|Chart\.ya?ml$)/

export const HELM_FINDERS: readonly Finder[] = finders([
  {
    id: 'helm-chart',
    matches: named('Chart.yaml', 'Chart.yml'),
    names: async (source) => [textAt((await source.yaml())[0], 'name')],
    find: async (source, finds) => {
      const [chart] = await source.yaml()
      finds.declare(at(chart, 'version'), { scheme: 'helm', role: 'chart', what: 'the chart version' })
      finds.declare(at(chart, 'appVersion'), {
        scheme: 'app-version',
        role: 'appVersion',
        what: "the chart's appVersion",
      })
      if (chart?.kind === 'map' && chart.isMerged) {
        finds.elsewhere(chart.start, 'keys of the chart may come from a mapping that is merged in')
      }
    },
  },
  {
    id: 'helm-values',
    matches: named(/^values[\w.-]*\.ya?ml$/),
    needles: ['tag', 'image'],
    find: async (source, finds, context) => {
      const [values] = await source.yaml()
      for (const map of mappingsIn(values)) {
        const tag = at(map, 'tag')
        const repository = textAt(map, 'repository') ?? textAt(map, 'name')
        // The tag of the chart's one image; of any other, the repository says whose it is.
        const isOwn = repository === undefined ? map === at(values, 'image') : isOwnImage(repository, context)
        if (tag && isOwn) declareTag(tag, finds)
        else if (tag && repository === undefined && map.isMerged) {
          finds.elsewhere(tag.start, "the image's tag belongs to a mapping that is merged in")
        }
        declareImage(at(map, 'image'), finds, context)
      }
    },
  },
  {
    id: 'kubernetes',
    matches: ending(['.yaml', '.yml', '.tpl'], (file) => !NO_MANIFEST.test(file) && !file.startsWith('.github/')),
    needles: ['kind:', 'newTag'],
    find: async (source, finds, context) => {
      for (const document of await source.yaml()) {
        if (textAt(document, 'kind') === undefined && at(document, 'images') === undefined) continue
        findInManifest(document, finds, context)
      }
    },
  },
  {
    id: 'compose',
    matches: named(/^(docker-)?compose[\w.-]*\.ya?ml$/),
    find: async (source, finds, context) => {
      const [file] = await source.yaml()
      // Services, and what they take over from anchors. One that is built here carries its own image.
      for (const map of mappingsIn(file)) {
        const [image, isBuiltHere] = [at(map, 'image'), at(map, 'build') !== undefined]
        if (image === undefined && isBuiltHere && map.isMerged) {
          finds.elsewhere(map.start, 'the image may come from a mapping that is merged in')
        } else declareImage(image, finds, context, isBuiltHere)
      }
    },
  },
])

function findInManifest(document: ValueNode, finds: Finds, context: FinderContext): void {
  for (const map of mappingsIn(document)) {
    declareImage(at(map, 'image'), finds, context)
    const labels = at(map, 'labels')
    const name = textAt(labels, 'app.kubernetes.io/name')
    const isOwn = name === undefined || name.includes('\uE000') || context.names.has(name.toLowerCase())
    if (isOwn) {
      finds.declare(at(labels, 'app.kubernetes.io/version'), {
        scheme: 'app-version',
        role: 'appVersion',
        what: 'the label app.kubernetes.io/version',
      })
    }
  }
  // Kustomize: `images: [{ name, newTag }]`.
  for (const image of itemsOf(at(document, 'images'))) {
    const names = [textAt(image, 'newName'), textAt(image, 'name')].filter((name) => name !== undefined)
    const tag = at(image, 'newTag')
    if (tag && names.some((name) => isOwnImage(name, context))) declareTag(tag, finds)
  }
}

function declareTag(node: ValueNode, finds: Finds): void {
  if (node.kind === 'scalar' && node.text === '') {
    finds.elsewhere(node.start, "the image's tag is empty: the chart's appVersion stands in for it")
  } else finds.declare(node, { ...IMAGE_TAG, what: "the image's tag" })
}

function declareImage(node: ValueNode | undefined, finds: Finds, context: FinderContext, isBuiltHere = false): void {
  if (node?.kind === 'alias') finds.elsewhere(node.start, 'the image stands for an anchor elsewhere in the file')
  if (node?.kind !== 'scalar') return
  const image = parseImage(node.text)
  if (image === undefined || !(isBuiltHere || isOwnImage(image.repository, context))) return
  declareImageTag(node, image, finds)
}

function declareImageTag(node: ScalarNode, image: { tag: string; start: number; end: number }, finds: Finds): void {
  // An escape before the tag would shift its place: then the text at that place is another, and is refused.
  finds.text(
    { start: node.start + image.start, end: node.start + image.end, text: image.tag },
    { ...IMAGE_TAG, what: 'the tag of the image' },
  )
}
