import { describe, expect, it } from '@jest/globals'
import type { Finding } from '../../../actions/shared/model/findings.ts'
import { FindingPlaces } from '../../../actions/shared/render/finding-places.ts'
import { vulnerability, weakness } from './sarif-samples.ts'

const FILES: Readonly<Record<string, string>> = {
  'README.md': '# Shop\n',
  'package.json':
    '{\n  "name": "express",\n  "dependencies": {\n    "express": "^4.0.0",\n    "lodash.template": "4"\n  }\n}\n',
  'package-lock.json': '{\n  "node_modules/express": {},\n  "node_modules/qs": {}\n}\n',
  'web/package.json': '{\n  "dependencies": {\n    "@scope/lodash": "1",\n    "lodash": "4.17.20"\n  }\n}\n',
  'web/package-lock.json': '{}\n',
  'requirements.txt': '# requests is needed\nrequests-oauthlib==1\nrequests[security]>=2\nRuamel_YAML==5\n',
  'go.mod':
    'module example.org/shop\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.9.0\n\tgolang.org/x/net v0.1.0 // indirect\n)\n',
  'go.sum': 'golang.org/x/net v0.1.0 h1:abc\n',
  'pom.xml': '<project>\n<groupId>org.apache.log4j</groupId>\n<artifactId>log4j</artifactId>\n</project>\n',
  'Cargo.toml': '[package]\nname = "serde"\n[dependencies]\nserde_json = "1"\n[dependencies.serde]\nversion = "1"\n',
  'Cargo.lock': '[[package]]\nname = "syn"\nversion = "1"\n',
  Dockerfile:
    'FROM node:20 AS build\nRUN npm ci\nFROM --platform=linux/amd64 alpine:3.10 AS base\nFROM base\nCOPY . .\n',
  'worker/Dockerfile': 'FROM debian:12\n',
  'node_modules/x/package.json': '{ "lodash": "1" }',
}

const places = new FindingPlaces({ paths: Object.keys(FILES), read: (path) => FILES[path] })

const placeOf = (finding: Finding): string => {
  const { path, line } = places.placeOf(finding)
  return `${path ?? ''}:${line ?? ''}`
}

const of = (ecosystem: string, name: string, path: string | undefined, overrides: Partial<Finding> = {}) => {
  const { details, ...rest } = overrides
  return vulnerability({ path, ...rest, details: { package: { ecosystem, name, version: '1' }, ...details } })
}

describe('a package of a lock file or manifest is shown', () => {
  it.each([
    ['on the line of the manifest beside it', of('npm', 'lodash', 'web/package-lock.json'), 'web/package.json:4'],
    ['not on one that names another package', of('npm', 'lodash', 'package-lock.json'), 'package-lock.json:1'],
    ["not on the manifest's own name", of('npm', 'express', 'package-lock.json'), 'package.json:4'],
    [
      'on the line of the lock file where no manifest names it',
      of('npm', 'qs', 'package-lock.json'),
      'package-lock.json:3',
    ],
    ['on its own line of a lock file that names it by name', of('cargo', 'syn', 'Cargo.lock'), 'Cargo.lock:2'],
    ['by the name as pip understands it', of('pypi', 'ruamel.yaml', 'requirements.txt'), 'requirements.txt:4'],
    ['not in a comment, and not in a longer name', of('pypi', 'requests', 'requirements.txt'), 'requirements.txt:3'],
    ['in a module of Go', of('golang', 'golang.org/x/net', 'go.sum'), 'go.mod:5'],
    ['by the artifact, not by the group of Maven', of('maven', 'org.apache.log4j:log4j', 'pom.xml'), 'pom.xml:3'],
    ['in a table of its own', of('cargo', 'serde', 'Cargo.lock'), 'Cargo.toml:5'],
    ['where the report says, in a manifest', of('pypi', 'x', 'requirements.txt', { line: 2 }), 'requirements.txt:2'],
  ])('%s', (_, finding, expected) => {
    expect(placeOf(finding)).toBe(expected)
  })

  it('where another scanner found it, if the first knows only a place outside of the repository', () => {
    const found = of('pypi', 'requests', '/usr/lib/python3/requests', { alsoAt: [{ path: 'requirements.txt' }] })
    expect(placeOf(found)).toBe('requirements.txt:3')
    expect(placeOf(weakness({ path: '/tmp/x.py', line: 1, alsoAt: [{ path: 'README.md', line: 1 }] }))).toBe(
      'README.md:1',
    )
  })

  it('through what brings it', () => {
    const details = {
      kind: 'vulnerability',
      ids: [],
      severities: [],
      dependencyPath: ['shop@1.0.0', 'express@4.0.0', 'qs@6.0.0'],
    } as const
    expect(placeOf(of('npm', 'qs', 'package-lock.json', { details }))).toBe('package.json:4')
  })
})

describe('a package of an image is shown', () => {
  it.each([
    ['on the FROM line of the last stage', of('apk', 'musl', undefined), 'Dockerfile:3'],
    [
      'on that of the Dockerfile that names the image',
      of('deb', 'libc6', undefined, { message: 'libc6: x (debian:12 (debian 12.1))' }),
      'worker/Dockerfile:1',
    ],
    [
      "in the manifest that names it, where it is the application's",
      of('npm', 'lodash', 'usr/app/node_modules/lodash/package.json'),
      'web/package.json:4',
    ],
    ['on FROM where no manifest names it', of('pypi', 'pip', 'usr/lib/python3/pip/METADATA'), 'Dockerfile:3'],
  ])('%s', (_, finding, expected) => {
    expect(placeOf(finding)).toBe(expected)
  })
})

describe('anything else is shown', () => {
  it.each([
    ['where it stands', weakness({ path: 'requirements.txt', line: 3 }), 'requirements.txt:3'],
    ['in its file where there is no line', weakness({ path: 'go.mod', line: undefined }), 'go.mod:'],
    ['in the README where it is an address', weakness({ path: 'https://x.example/', line: undefined }), 'README.md:1'],
    ['where it says, also in a file that git does not know', weakness({ path: 'gone.py' }), 'gone.py:3'],
    ['on FROM where it is in an image', weakness({ path: '/app/.env', family: 'secrets' }), 'Dockerfile:3'],
  ])('%s', (_, finding, expected) => {
    expect(placeOf(finding)).toBe(expected)
  })

  it('where it says it is in a repository without files', () => {
    expect(new FindingPlaces({ paths: [], read: () => undefined }).placeOf(weakness())).toEqual(weakness())
  })
})
