import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { nearestFix, upgradeCommand } from '../../../actions/shared/render/upgrade-command.ts'
import { compareVersions } from '../../../actions/shared/render/version-order.ts'

const onPosix = process.platform === 'win32' ? it.skip : it

describe('upgradeCommand', () => {
  it.each([
    ['npm', 'lodash', '4.17.21', 'npm install lodash@4.17.21'],
    ['npm', '@babel/traverse', '7.23.2', 'npm install @babel/traverse@7.23.2'],
    ['pypi', 'Jinja2', '3.1.3', "pip install 'jinja2>=3.1.3'"],
    ['golang', 'golang.org/x/net', '0.17.0', 'go get golang.org/x/net@v0.17.0'],
    ['golang', 'stdlib', '1.21.5', 'go get go@1.21.5'],
    ['cargo', 'smallvec', '1.6.1', 'cargo update -p smallvec@1.0 --precise 1.6.1'],
    ['gem', 'rack', '2.2.6', 'bundle update --conservative rack'],
    [
      'composer',
      'symfony/http-kernel',
      '4.4.50',
      "composer update symfony/http-kernel --with 'symfony/http-kernel:>=4.4.50'",
    ],
    ['nuget', 'Newtonsoft.Json', '13.0.1', 'dotnet add package Newtonsoft.Json --version 13.0.1'],
    [
      'maven',
      'org.apache.logging.log4j:log4j-core',
      '2.17.1',
      'mvn versions:use-dep-version -Dincludes=org.apache.logging.log4j:log4j-core -DdepVersion=2.17.1 -DforceVersion=true',
    ],
    ['deb', 'libssl3', '3.0.11-1~deb12u2', 'apt-get install --only-upgrade libssl3'],
    ['apk', 'busybox', '1.36.1-r2', 'apk add --upgrade busybox'],
    ['rpm', 'openssl-libs', '3.0.7-25.el9_3', 'dnf upgrade openssl-libs'],
  ])('upgrades the %s package %s to %s', (ecosystem, name, version, command) => {
    expect(upgradeCommand({ package: { ecosystem, name, version: '1.0' }, version })).toBe(command)
  })

  it.each([
    ['yarn.lock', 'yarn upgrade lodash@4.17.21'],
    ['web/pnpm-lock.yaml', 'pnpm update lodash@4.17.21'],
    ['web\\package-lock.json', 'npm install lodash@4.17.21'],
    ['__proto__', 'npm install lodash@4.17.21'],
  ])('goes by the lock file %s', (path, command) => {
    expect(upgradeCommand({ package: { ecosystem: 'npm', name: 'lodash' }, version: '4.17.21', path })).toBe(command)
  })

  it('does not make a dependency of what another one brings', () => {
    const dependencyPath = ['shop', 'webpack', 'lodash']
    const about = { package: { ecosystem: 'npm', name: 'lodash' }, version: '4.17.21', dependencyPath }
    expect(upgradeCommand(about)).toBe('npm update lodash')
  })

  it('tells two versions of one crate apart, and names none where the version is not known or not plain', () => {
    const command = (version: string | undefined): string | undefined =>
      upgradeCommand({ package: { ecosystem: 'cargo', name: 'rand', version }, version: '0.8.5' })
    expect(['0.7.3', '0.8.0', undefined, '0.7; id'].map(command)).toEqual([
      'cargo update -p rand@0.7.3 --precise 0.8.5',
      'cargo update -p rand@0.8.0 --precise 0.8.5',
      'cargo update -p rand --precise 0.8.5',
      'cargo update -p rand --precise 0.8.5',
    ])
  })

  it.each([
    ['npm', 'lodash; rm -rf .', '1.0'],
    ['npm', 'someone/repository', '1.0'],
    ['npm', '../folder', '1.0'],
    ['npm', '--global', '1.0'],
    ['npm', 'lodash', '1.0 && id'],
    ['npm', 'lodash', 'latest'],
    ['npm', 'lodash', '$(id)'],
    ['pypi', "x'; id; '", '1.0'],
    ['golang', 'example.com/../../x', '1.0.0'],
    ['deb', 'lib`id`', '1.0'],
    ['maven', 'a:b:c', '1.0'],
    ['constructor', 'x', '1.0'],
    ['unheard-of', 'x', '1.0'],
  ])('gives none for the %s package %j at %j', (ecosystem, name, version) => {
    expect(upgradeCommand({ package: { ecosystem, name }, version })).toBeUndefined()
  })

  it('is the same words to a shell, whatever names and versions a report has', () => {
    const worlds = ['npm', 'pypi', 'golang', 'cargo', 'gem', 'composer', 'nuget', 'maven', 'deb', 'apk', 'rpm', 'hex']
    const piece = fc.oneof(
      fc.constantFrom(
        '$(id)',
        '`',
        ';',
        '&',
        '|',
        '>',
        "'",
        '"',
        '\\',
        '\n',
        ' -x',
        '~',
        '*',
        '!',
        '{a,b}',
        '#',
        '/',
        ':',
        '..',
        '@',
      ),
      fc.string({ maxLength: 3 }),
      fc.constantFrom('a', '1', '.', '-'),
    )
    const word = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
    const commands = new Set<string>()
    fc.assert(
      fc.property(fc.constantFrom(...worlds), word, word, (ecosystem, name, version) => {
        const command = upgradeCommand({ package: { ecosystem, name }, version: `1${version}` })
        if (command !== undefined) commands.add(command)
      }),
      { numRuns: 20_000 },
    )
    expect(commands.size).toBeGreaterThan(20)
    for (const command of commands) {
      // Quotes only around a whole word, and nothing else that a shell takes for more than a letter.
      expect(command.replace(/'[^']*'/g, '')).toMatch(/^[\w.+:@/=~ -]+$/)
      expect(command).not.toMatch(/ ~|\/\.\.|[\n]/)
    }
  })

  onPosix('reaches a program as it is written', () => {
    const command = upgradeCommand({ package: { ecosystem: 'pypi', name: 'x' }, version: '2.0' }) ?? ''
    const seen = execFileSync('sh', ['-c', `printf '%s|' ${command}`]).toString()
    expect(seen).toBe('pip|install|x>=2.0|')
  })
})

describe('nearestFix', () => {
  it.each([
    ['4.17.20', ['4.17.21'], '4.17.21'],
    ['1.5.0', ['1.2.9', '2.0.1', '1.5.3'], '1.5.3'],
    ['1.0', ['>=1.4'], '1.4'],
    [undefined, ['2.0', '1.9'], '1.9'],
    ['3.0', ['1.2.9', '2.0.1'], undefined],
    ['1.0', ['<0.0.0'], undefined],
    ['1.0', [], undefined],
    ['1.0', undefined, undefined],
  ])('of %s among %j is %s', (installed, fixed, expected) => {
    expect(nearestFix(installed, fixed)).toBe(expected)
  })
})

describe('compareVersions', () => {
  it.each([
    ['1.0', '1.0.0', 0],
    ['1.9', '1.10', -1],
    ['2.0rc1', '2.0', -1],
    ['2.0-beta.2', '2.0-rc.1', -1],
    ['1.0.post1', '1.0', 1],
    ['v1.2.3', '1.2.3', 0],
    ['1.0+build.7', '1.0', 0],
    ['31.1-jre', '31.1', 0],
  ])('puts %s and %s in order', (left, right, order) => {
    expect(Math.sign(compareVersions(left, right))).toBe(order)
    expect(Math.sign(compareVersions(right, left))).toBe(order === 0 ? 0 : -order)
  })
})
