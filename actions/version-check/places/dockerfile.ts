import { LANGUAGE_OF_VARIABLE, languageOfImage, leadingVersion } from './languages.ts'
import { finders, type Finder, type Finds, named } from './finds.ts'
import { parseImage } from './image-reference.ts'

/** One instruction of a Dockerfile, its continued lines joined by spaces of the same length, so that offsets hold. */
interface Instruction {
  readonly name: string
  readonly start: number
  readonly text: string
}

/** Variables and labels that hold the project's version. */
const VARIABLES = [
  'VERSION',
  'APP_VERSION',
  'APPLICATION_VERSION',
  'PROJECT_VERSION',
  'RELEASE_VERSION',
  'SERVICE_VERSION',
]
const LABELS = ['version', 'org.opencontainers.image.version', 'org.label-schema.version', 'app.version']

/** Reads the instructions (https://docs.docker.com/reference/dockerfile/): comments, continuations, here-documents. */
function instructionsOf(text: string): readonly Instruction[] {
  const escape = /^(?:#[^\n]*\n)*#\s*escape\s*=\s*`/i.test(text.replace(/^\uFEFF/, '')) ? '`' : '\\'
  const instructions: Instruction[] = []
  const lines = text.replace(/^\uFEFF/, ' ').split('\n')
  let start = 0
  let open: { start: number; text: string } | undefined
  let fence: string | undefined
  for (const line of lines) {
    const bare = line.trimEnd()
    if (fence !== undefined) {
      if (bare.trimStart() === fence) fence = undefined
    } else if (bare.trim() === '' || bare.trimStart().startsWith('#')) {
      if (open) open.text += ' '.repeat(line.length + 1)
    } else {
      const isContinued = bare.endsWith(escape)
      const piece = isContinued ? bare.slice(0, -1).padEnd(line.length + 1) : line.padEnd(line.length + 1)
      if (open) open.text += piece
      else open = { start, text: piece }
      if (!isContinued) {
        instructions.push(instructionOf(open))
        fence = /^\s*(?:RUN|COPY|ADD)\b.*<<-?\s*["']?(\w+)["']?/i.exec(open.text)?.[1]
        open = undefined
      }
    }
    start += line.length + 1
  }
  if (open) instructions.push(instructionOf(open))
  return instructions
}

function instructionOf({ start, text }: { readonly start: number; readonly text: string }): Instruction {
  const name = /^\s*([A-Za-z]+)/.exec(text)?.[1] ?? ''
  const from = text.indexOf(name) + name.length
  return { name: name.toUpperCase(), start: start + from, text: text.slice(from) }
}

interface Pair {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly text: string
}

const PAIR = /([^\s="']+|"[^"]*"|'[^']*')=("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']*)/g

function pairsOf({ text, start }: Instruction): readonly Pair[] {
  const pairs = [...text.matchAll(PAIR)].map(({ 0: whole, 1: key = '', 2: written = '', index }) => {
    const quotes = /^["']/.test(written) ? 1 : 0
    const from = start + index + whole.length - written.length + quotes
    const end = from + written.length - 2 * quotes
    return {
      key: key.replaceAll(/^["']|["']$/g, ''),
      start: from,
      end,
      text: written.slice(quotes, written.length - quotes),
    }
  })
  if (pairs.length > 0) return pairs
  // The old form: `ENV KEY value`.
  const old = /^(\s+)([^\s=]+)(\s+)(\S(?:.*\S)?)\s*$/.exec(text)
  if (old === null) return []
  const [, space = '', key = '', gap = '', value = ''] = old
  const from = start + space.length + key.length + gap.length
  return [{ key, start: from, end: from + value.length, text: value }]
}

export const DOCKERFILE_FINDERS: readonly Finder[] = finders([
  {
    id: 'dockerfile',
    matches: named(/^(Dockerfile|Containerfile)(\.[\w.-]+)?$/, /\.(dockerfile|containerfile)$/i),
    find: (source, finds) => {
      const instructions = instructionsOf(source.text)
      const images = instructions.filter(({ name }) => name === 'FROM').map(({ text }) => text)
      const ofImages = new Set(images.flatMap((image) => [...image.matchAll(/\$\{?(\w+)/g)].map(([, used]) => used)))
      for (const instruction of instructions) {
        if (instruction.name === 'FROM') findBaseImage(instruction, finds)
        if (instruction.name === 'LABEL') findLabels(instruction, finds)
        if (instruction.name === 'ARG' || instruction.name === 'ENV') findVariables(instruction, ofImages, finds)
      }
    },
  },
])

function findLabels(instruction: Instruction, finds: Finds): void {
  for (const { key, ...span } of pairsOf(instruction)) {
    if (LABELS.includes(key)) {
      finds.textOrWord(span, { scheme: 'app-version', role: 'version', what: `the label ${key}` })
    }
  }
}

/** `ofImages`: variables of base images, whose versions those are. */
function findVariables(instruction: Instruction, ofImages: ReadonlySet<string | undefined>, finds: Finds): void {
  for (const { key, ...span } of pairsOf(instruction)) {
    const what = `${instruction.name} ${key}`
    const language = LANGUAGE_OF_VARIABLE[key]
    if (language) {
      const version = leadingVersion(span.text)
      if (version !== '') {
        finds.text(
          { ...span, end: span.start + version.length, text: version },
          { scheme: 'app-version', role: 'toolchain', what, language },
        )
      }
    } else if (VARIABLES.includes(key) && !ofImages.has(key)) {
      finds.textOrWord(span, { scheme: 'app-version', role: 'version', what })
    }
  }
}

/** `FROM --platform=… python:3.12-slim AS build`. */
function findBaseImage({ text, start }: Instruction, finds: Finds): void {
  const [reference = ''] = text
    .replaceAll(/--\w+=\S+/g, (flag) => ' '.repeat(flag.length))
    .trim()
    .split(/\s+/)
  const image = parseImage(reference)
  const language = image && languageOfImage(image.repository)
  const version = image && leadingVersion(image.tag)
  if (!image || !language || !version) return
  const from = start + text.indexOf(reference) + image.start
  finds.text(
    { start: from, end: from + version.length, text: version },
    { scheme: 'app-version', role: 'toolchain', what: `the image ${image.repository}`, language },
  )
}
