import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
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
