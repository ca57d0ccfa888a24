import type { ToolId } from '../../shared/tools/tools.ts'
import { LOAD_TESTS, OTHERS, PACKAGES, SIGNS, type Sign } from './signs.ts'

/** The files of a repository, as whoever looks at it is given them. */
export interface RepositoryFiles {
  /** Paths with `/`, from the folder that is looked at. */
  readonly paths: readonly string[]
  /** The text of one of them; nothing where it cannot be read, which whoever reads it says. */
  readonly read: (path: string) => string | undefined
}

/** A tool that a folder of the repository uses. */
export interface DetectedTool {
  readonly tool: ToolId
  /** With `/`; empty for the top. */
  readonly folder: string
  /** Why it is thought to be used: `pyproject.toml has [tool.ruff]`. */
  readonly because: string
}

export interface Detection {
  readonly tools: readonly DetectedTool[]
  /** Configurations that could not be understood, and folders that were not looked at. */
  readonly problems: readonly string[]
}

/** Folders below the top that are looked into. */
const DEEPEST = 4
/** Of one repository; a workflow of more steps is nobody's first one. */
const MOST_FOLDERS = 12
/** Scripts that are read to see whether they are load tests. */
const MOST_SCRIPTS = 200

/** Which tools a repository uses, and where. A folder's tools stand for the folders in it. */
export function detect(files: RepositoryFiles): Detection {
  const problems: string[] = []
  const manifests = new Map<string, ReadonlySet<string>>()
  const found = new Map<string, DetectedTool>()
  let scripts = 0
  for (const path of files.paths.filter(isOurs)) {
    const [folder, name] = partsOf(path)
    for (const sign of SIGNS) {
      if (!sign.file.test(name) || found.has(`${sign.tool} ${folder}`)) continue
      if (sign.tool === 'k6' && (!LOAD_TESTS.test(path) || (scripts += 1) > MOST_SCRIPTS)) continue
      const because = reasonOf(sign, path, name)
      if (because !== undefined) found.set(`${sign.tool} ${folder}`, { tool: sign.tool, folder, because })
    }
  }
  const topmost = withoutNested([...found.values()])
  const folders = [...new Set(topmost.map(({ folder }) => folder))].sort(byDepth)
  if (folders.length > MOST_FOLDERS) {
    const left = folders.slice(MOST_FOLDERS)
    problems.push(
      `${left.length} more folders have tools of their own and were left out: ${left.slice(0, 5).join(', ')}${left.length > 5 ? ', …' : ''}`,
    )
  }
  const kept = new Set(folders.slice(0, MOST_FOLDERS))
  const order = SIGNS.map(({ tool }) => tool)
  const tools = topmost
    .filter(({ folder }) => kept.has(folder))
    .sort((left, right) => byDepth(left.folder, right.folder) || order.indexOf(left.tool) - order.indexOf(right.tool))
  return { tools, problems }

  function reasonOf(sign: Sign, path: string, name: string): string | undefined {
    if (sign.packages) {
      const wanted = packagesOf(path, name)
      const asked = sign.packages.find((candidate) => wanted.has(candidate))
      return asked === undefined ? undefined : `${path} asks for ${asked}`
    }
    if (!sign.has) return path
    const [match] = sign.has.exec(files.read(path) ?? '') ?? []
    return match === undefined ? undefined : `${path} has ${match.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}`
  }

  function packagesOf(path: string, name: string): ReadonlySet<string> {
    const known = manifests.get(path)
    if (known) return known
    const names = new Set<string>()
    manifests.set(path, names)
    const text = files.read(path)
    if (text === undefined) return names
    try {
      const manifest = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
      for (const key of PACKAGES[name] ?? []) {
        for (const asked of Object.keys(objectOf(objectOf(manifest)[key]))) names.add(asked)
      }
    } catch {
      problems.push(`${path} is not valid JSON and was not understood`)
    }
    return names
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function isOurs(path: string): boolean {
  const folders = path.split('/').slice(0, -1)
  return folders.length <= DEEPEST && !folders.some((folder) => OTHERS.test(folder))
}

function partsOf(path: string): readonly [folder: string, name: string] {
  const end = path.lastIndexOf('/')
  // A tool that is set up in .github looks at the whole repository, and so do tests in a folder of their own.
  const folder = path
    .slice(0, Math.max(0, end))
    .replace(/(?:^|\/)(?:\.github|tests?|spec|k6|load|perf|src|config)(?:\/.*)?$/, '')
  return [folder, path.slice(end + 1)]
}

/** What a folder above has a tool of the same name for is looked at from there. */
function withoutNested(tools: readonly DetectedTool[]): readonly DetectedTool[] {
  const places = new Set(tools.map(({ tool, folder }) => `${tool} ${folder}`))
  return tools.filter(({ tool, folder }) => {
    const steps = folder === '' ? [] : folder.split('/')
    return !steps.some((_, depth) => places.has(`${tool} ${steps.slice(0, depth).join('/')}`))
  })
}

function byDepth(left: string, right: string): number {
  const depth = (folder: string): number => (folder === '' ? 0 : folder.split('/').length)
  return depth(left) - depth(right) || (left < right ? -1 : left > right ? 1 : 0)
}
