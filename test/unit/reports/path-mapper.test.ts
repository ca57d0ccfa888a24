import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { PathMapper } from '../../../actions/shared/reports/path-mapper.ts'
import { tries } from '../../support/fuzz.ts'

const FILES = [
  'README.md',
  'setup.py',
  'app/main.py',
  'app/util.py',
  'lib/util.py',
  'services/shop/app/main.py',
  'src/main/java/org/shop/Cart.java',
  'src/test/java/org/shop/CartTest.java',
  'a/x.py',
]

describe('the mapping of paths to files of the repository', () => {
  it.each([
    ['https://staging.example.org/app/main.py?x=1', 'https://staging.example.org/app/main.py?x=1'],
    ['HTTP://someone:secret@staging.example.org/@x', 'HTTP://staging.example.org/@x'],
  ])('leaves the address of a page as it is, without who may enter: %s', (address, expected) => {
    const mapper = new PathMapper(FILES)
    expect(mapper.map(address)).toBe(expected)
    expect(mapper.summary()).toEqual({ mapped: 0, unmapped: 0, examples: [] })
  })

  it.each([
    ['a path as git has it', 'app/main.py', 'app/main.py'],
    ['a path with dots', './app/../app/main.py', 'app/main.py'],
    ['an absolute path of another machine', '/home/runner/work/shop/shop/lib/util.py', 'lib/util.py'],
    ['a path in a container', '/workspace/app/util.py', 'app/util.py'],
    ['a Windows path', 'D:\\a\\shop\\shop\\lib\\util.py', 'lib/util.py'],
    ['a Windows path with slashes', 'D:/a/shop/shop/lib/util.py', 'lib/util.py'],
    ['a path on a Windows share', '\\\\server\\share\\shop\\lib\\util.py', 'lib/util.py'],
    ['a path on the current folder of a drive', 'C:app\\main.py', 'app/main.py'],
    ['a file URI of Windows', 'file:///C:/x/shop/app/util.py', 'app/util.py'],
    ['a file URI', 'file:///home/x/shop/app/util.py', 'app/util.py'],
    ['a package path of Java', 'org/shop/Cart.java', 'src/main/java/org/shop/Cart.java'],
    ['the longest of several that fit', '/x/services/shop/app/main.py', 'services/shop/app/main.py'],
    ['a file at the top, by an absolute path', '/home/runner/work/shop/setup.py', 'setup.py'],
    ['a name that only one file has', 'Cart.java', 'src/main/java/org/shop/Cart.java'],
  ])('finds %s', (_what, path, expected) => {
    const mapper = new PathMapper(FILES)
    expect(mapper.map(path)).toBe(expected)
    expect(mapper.summary()).toEqual({ mapped: 1, unmapped: 0, examples: [] })
  })

  it.each([
    ['where two files fit equally well', 'util.py', 'util.py'],
    ['a file of another folder with the same name', 'b/x.py', 'b/x.py'],
    ['a file at the top for one in a folder', 'other/setup.py', 'other/setup.py'],
    ['a library', '/usr/lib/python3/json/decoder.py', 'usr/lib/python3/json/decoder.py'],
    ['another case', 'APP/MAIN.PY', 'APP/MAIN.PY'],
    ['half a name', 'in.py', 'in.py'],
  ])('does not guess %s', (_what, path, expected) => {
    const mapper = new PathMapper(FILES)
    expect(mapper.map(path)).toBe(expected)
    expect(mapper.summary()).toEqual({ mapped: 0, unmapped: 1, examples: [expected] })
  })

  it('strips the prefixes it is told to, on whole segments', () => {
    const mapper = new PathMapper(['main.py', 'deep/x.py'], ['/build/out/', 'C:\\work'])
    expect(mapper.map('/build/out/main.py')).toBe('main.py')
    expect(mapper.map('C:\\work\\deep\\x.py')).toBe('deep/x.py')
    expect(mapper.map('/build/outer/y.py')).toBe('build/outer/y.py')
    expect(new PathMapper([], ['build']).map('build/x.py')).toBe('x.py')
  })

  it('looks under the folders that a report names first', () => {
    const mapper = new PathMapper(FILES)
    expect(mapper.map('main.py', ['/home/x/shop/services/shop/app'])).toBe('services/shop/app/main.py')
    expect(mapper.map('main.py', ['/home/x/shop/app'])).toBe('app/main.py')
    expect(mapper.map('Cart.java', ['/nowhere'])).toBe('src/main/java/org/shop/Cart.java')
  })

  it('takes every path as it is where no repository tells', () => {
    const mapper = new PathMapper([])
    expect(mapper.map('./a//b.py')).toBe('a/b.py')
    expect(mapper.summary()).toEqual({ mapped: 0, unmapped: 0, examples: [] })
  })

  it('counts each path once, and shows a few that it could not map', () => {
    const mapper = new PathMapper(FILES)
    for (let turn = 0; turn < 3; turn += 1) for (let file = 0; file < 9; file += 1) mapper.map(`gone/${file}.py`)
    mapper.map('app/main.py')
    mapper.map('app/main.py')
    expect(mapper.summary()).toMatchObject({ mapped: 1, unmapped: 9 })
    expect(mapper.summary().examples).toHaveLength(5)
  })

  it('never leads out of the repository, whatever the path, its roots and the prefixes', () => {
    const segment = fc.constantFrom(
      '..',
      '.',
      '',
      'a',
      'app',
      'main.py',
      'C:',
      'file:',
      'etc',
      'passwd',
      '...',
      ' ',
      '\\..',
      '..\\..',
      '~',
    )
    const path = fc
      .tuple(
        fc.constantFrom('', '/', '\\', 'C:\\', 'c:/', 'file:///', 'file://', '//', 'C:'),
        fc.array(segment, { maxLength: 6 }),
        fc.constantFrom('/', '\\'),
      )
      .map(([start, segments, separator]) => start + segments.join(separator))
    fc.assert(
      fc.property(
        path,
        fc.array(path, { maxLength: 2 }),
        fc.array(path, { maxLength: 2 }),
        fc.boolean(),
        (name, roots, prefixes, hasFiles) => {
          const mapped = new PathMapper(hasFiles ? FILES : [], prefixes).map(name, roots)
          expect(mapped).not.toMatch(/^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/)
        },
      ),
      tries(2_000),
    )
  })
})

describe('a path that packages of one repository share', () => {
  const PACKAGES = ['packages/a/src/index.ts', 'packages/b/src/index.ts', 'packages/b/old/src/index.ts']

  it('means the file beside the report that names it', () => {
    const mapper = new PathMapper(PACKAGES)
    expect(mapper.map('src/index.ts', [], { report: 0, folder: 'packages/a/coverage' })).toBe(PACKAGES[0])
    expect(mapper.map('src/index.ts', [], { report: 1, folder: 'packages/b/old' })).toBe(PACKAGES[2])
    expect(mapper.ambiguous.size).toBe(0)
  })

  it('means the file of its module in Java', () => {
    const files = ['shop/src/main/java/org/Main.java', 'stock/src/main/java/org/Main.java']
    const mapper = new PathMapper(files)
    expect(mapper.map('org/Main.java', [], { report: 0, folder: 'stock/target/site/jacoco' })).toBe(files[1])
  })

  it('means the file at the top unless the report lies in the folder of another', () => {
    const mapper = new PathMapper(['src/index.ts', ...PACKAGES])
    expect(mapper.map('src/index.ts', [], { report: 0, folder: 'reports' })).toBe('src/index.ts')
    expect(mapper.map('src/index.ts', [], { report: 1, folder: 'packages/reports' })).toBe('src/index.ts')
    expect(mapper.map('src/index.ts', [], { report: 2, folder: 'packages/a' })).toBe(PACKAGES[0])
    expect(mapper.map('src/index.ts')).toBe('src/index.ts')
  })

  it('is remembered with the reports that name it where nobody can tell', () => {
    const mapper = new PathMapper(PACKAGES)
    expect(mapper.map('src/index.ts', [], { report: 0, folder: 'reports' })).toBe('src/index.ts')
    expect(mapper.map('src/index.ts', [], { report: 4, folder: '' })).toBe('src/index.ts')
    expect(mapper.ambiguous.get('src/index.ts')).toEqual({ files: PACKAGES, reports: new Set([0, 4]) })
  })
})
