import { describe, expect, test } from '@jest/globals'
import { FINDERS, findersOf } from '../../../actions/version-check/places/finders.ts'

const FOLDERS = ['', 'src/', '.github/', '.github/workflows/', '.github/workflows/more/', 'deploy/templates/', 'a.py/']
const ENDINGS = ['py', 'go', 'yml', 'yaml', 'tpl', 'json', 'toml', 'csproj', 'nuspec', 'md', 'dockerfile', 'lock', '']
const STEMS = [
  'app',
  'README',
  'readme',
  'values',
  'values-prod',
  'compose',
  'docker-compose.dev',
  'Chart',
  'Dockerfile',
]
const MORE = [
  'Containerfile',
  'version.ts',
  'action',
  'openapi',
  'swagger.v1',
  'main_test',
  'VERSION',
  '.python-version',
  '',
]
const NAMES = FINDERS.flatMap(({ matches }) => [...(matches.names ?? [])])
const BASES = [
  ...NAMES,
  ...[...STEMS, ...MORE].flatMap((stem) => ENDINGS.map((ending) => (ending === '' ? stem : `${stem}.${ending}`))),
]
const PATHS = FOLDERS.flatMap((folder) => BASES.map((base) => folder + base))

describe('the finders of a file', () => {
  test('are those that take its path, each once, however many are ruled out by its name', () => {
    const astray = PATHS.filter((file) => {
      const found = findersOf(file)
      const taking = FINDERS.filter(({ matches }) => matches(file))
      return found.length !== taking.length || taking.some((finder) => !found.includes(finder))
    })
    expect(astray).toEqual([])
  })

  test('of every kind are met among these paths', () => {
    const met = new Set(PATHS.flatMap((file) => findersOf(file)))
    expect(FINDERS.filter((finder) => !met.has(finder)).map(({ id }) => id)).toEqual([])
  })
})
