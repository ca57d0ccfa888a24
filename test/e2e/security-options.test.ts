import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { inRepository } from '../support/git-repository.ts'
import { repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

/** The action takes today from its clock. */
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const fixture = (name: string) => readFileSync(path.join(repository, 'test/fixtures', name), 'utf8')

const KNOWN_EXPLOITED = 'CVE-0000-5004'
const kev = (released: string) =>
  JSON.stringify({ dateReleased: released, count: 1, vulnerabilities: [{ cveID: KNOWN_EXPLOITED }] })

const POLICY = `security-options: { ignore-unfixed: true, kev: kev.json }
security:
  - security.known-exploited == 0
  - security.low == 0
  - security.unknown <= 1 # what is under investigation is not said to have no fix
`

async function scan(files: Readonly<Record<string, string>>) {
  const all = { 'trivy.json': fixture('trivy/hand-written-planted.json'), '.github/cicd.yml': POLICY, ...files }
  const { outputs, stdout, summary } = await inFolder(all, (folder) =>
    runAction({ action: 'security-scan', workspace: folder, inputs: { reports: 'trivy.json' } }),
  )
  return { status: outputs['status'], text: `${stdout}\n${summary}` }
}

describe('security options, through the bundle', () => {
  it('count what is known to be exploited, and set aside what nothing mends', async () => {
    const { status, text } = await scan({ 'kev.json': kev(dayIn(-1)) })
    expect(status).toBe('fail')
    expect(text).toMatch(/security findings that are known to be exploited.*: 1, must be 0/)
    expect(text).not.toMatch(/security findings of severity low: 1/)
  })

  it('honour exceptions of scanners in text and TOML, until the day on which they end', async () => {
    const held = { 'kev.json': kev(dayIn(-1)), '.trivyignore': `${KNOWN_EXPLOITED} exp:${dayIn(1)}\n` }
    expect((await scan(held)).status).toBe('pass')
    const over = await scan({ ...held, '.trivyignore': `${KNOWN_EXPLOITED} exp:${dayIn(0)}\n` })
    expect(over.status).toBe('fail')
    expect(over.text).toContain('1 finding counts again')
    const toml = '[[PackageOverrides]]\nvulnerability.ignore = "yes"\n[[IgnoredVulns]]\nid = 7\n'
    const broken = await scan({ 'kev.json': kev(dayIn(-1)), 'osv-scanner.toml': toml })
    expect(broken.text).toContain('osv-scanner.toml:3: IgnoredVulns has no id; it sets nothing aside')
  })

  it('are unknown with a catalogue that is too old', async () => {
    const { status, text } = await scan({ 'kev.json': kev(dayIn(-40)) })
    expect(status).toBe('unknown')
    expect(text).toContain('40 days old, and may be 30 at most')
  })
})

describe('what a change brings along, through the bundle', () => {
  const KEV_ONLY = 'security-options: { kev: kev.json.gz }\nsecurity: [security.known-exploited == 0]\n'
  const excuse = JSON.stringify({
    ...{ '@context': 'https://openvex.dev/ns/v0.2.0', '@id': 'https://example.org/vex', author: 'the change' },
    ...{ timestamp: '2026-01-01T00:00:00Z', version: 1 },
    statements: [
      {
        ...{ vulnerability: { name: KNOWN_EXPLOITED }, status: 'not_affected' },
        ...{ products: [{ '@id': 'pkg:npm/planted-merge' }], justification: 'component_not_present' },
      },
    ],
  })

  /** The action on a pull request that has committed these files on top of a base with the report and a catalogue. */
  async function change(files: Readonly<Record<string, string>>, packed?: string) {
    return inRepository(async (repository) => {
      const gzip = (text: string): void => {
        writeFileSync(path.join(repository.folder, 'kev.json.gz'), gzipSync(text))
      }
      gzip(kev(dayIn(-1)))
      const base = repository.commit({ '.github/cicd.yml': KEV_ONLY })
      if (packed !== undefined) gzip(packed)
      const head = repository.commit(files)
      mkdirSync(path.join(repository.folder, 'made'))
      writeFileSync(path.join(repository.folder, 'made/trivy.json'), fixture('trivy/hand-written-planted.json'))
      const { outputs, stdout } = await runAction({
        ...{ action: 'security-scan', workspace: repository.folder },
        inputs: { reports: 'made/**\nscans/**', comment: 'false' },
        environment: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: head, GITHUB_REF: 'refs/pull/5/merge' },
        event: { pull_request: { number: 5, base: { sha: base, ref: 'main' }, head: { sha: head } } },
      })
      return { status: outputs['status'], stdout }
    })
  }

  it('does not excuse itself by VEX, also behind a link', async () => {
    const { status, stdout } = await change({ 'theirs/vex.json': excuse, scans: '->theirs' })
    expect(status).toBe('fail')
    expect(stdout).toContain('lies behind a link or in a submodule')
  })

  it('does not take from a catalogue that is packed', async () => {
    const other = kev(dayIn(-1)).replace(KNOWN_EXPLOITED, 'CVE-0000-1')
    expect((await change({ 'scans/vex.json': excuse }, other)).status).toBe('fail')
  })
})

describe('files of exceptions, through the bundle', () => {
  it.each([
    ['.nsprc', '{ "": "everything" }', 'names no advisory'],
    ['osv-scanner.toml', '[[PackageOverrides]]\nignore = true\n', 'names neither a package nor an ecosystem'],
    ['.trivyignore.yaml', "vulnerabilities: [{ id: X, paths: ['!a'] }]\n", 'means no file'],
  ])('of %s set nothing aside where they name nothing', async (file, text, words) => {
    const { status, text: shown } = await scan({ 'kev.json': kev(dayIn(-1)), [file]: text })
    expect([status, shown]).toEqual(['fail', expect.stringContaining(words)])
  })
})
