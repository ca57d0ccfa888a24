import { describe, expect, test } from '@jest/globals'
import { judge } from '../../../actions/shared/gate/gate.ts'
import { everyFinding } from '../../../actions/shared/model/every-finding.ts'
import { readSecurityScanInputs } from '../../../actions/security-scan/inputs.ts'
import { gitProgram } from '../../../actions/shared/runtime/git.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { type GitRepository, inRepository } from '../../support/git-repository.ts'
import { fixture } from '../../support/read-report.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const POLICY = '.github/cicd.yml'
const REPORTS = 'reports:\n  - scans/*.json\n'

const scans = {
  'scans/trivy.json': Buffer.from(fixture('trivy/hand-written-planted.json')).toString(),
  'scans/grype.json': Buffer.from(fixture('grype/hand-written-planted.json')).toString(),
}

/** What security-scan makes of the repository as it is checked out: on a push, or for a pull request against `base`. */
async function scan({ folder }: GitRepository, base?: string) {
  const environment = { GITHUB_EVENT_NAME: base === undefined ? 'push' : 'pull_request' }
  const given: Readonly<Record<string, string>> = { baseline: 'none' }
  const inputs = readSecurityScanInputs({ read: (name) => given[name], spell: (name) => name }, () => true)
  const { verdict, evidence, notices } = await judge({ action: 'security-scan', section: 'security' }, inputs, {
    workspace: new Workspace(folder, [folder]),
    environment,
    payload: base === undefined ? {} : { pull_request: { base: { sha: base } } },
    clock: () => NOW,
    git: gitProgram({ PATH: process.env['PATH'] ?? '' }, true),
    readRemotePolicy: () => Promise.resolve({ unread: 'never asked' }),
  })
  return { verdict, evidence, notices, metrics: verdict.metrics }
}

describe('reports of Trivy and Grype on one image', () => {
  test('are one list of findings, each with all who saw it', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...scans, [POLICY]: REPORTS })
      const { evidence, metrics } = await scan(repository)
      const listed = evidence.evidence.reduce((sum, report) => sum + (report.metrics['security.total'] ?? 0), 0)
      const both = everyFinding(evidence.tables).filter(({ tool }) => tool.includes(','))
      expect(both.map(({ rule }) => rule)).toContain('CVE-0000-5001')
      expect(metrics['security.total']).toBeLessThan(listed)
      expect(metrics['security.total']).toBe(
        everyFinding(evidence.tables).filter(({ family }) => family === 'security').length,
      )
      expect(new Set(everyFinding(evidence.tables)).size).toBe(everyFinding(evidence.tables).length)
    })
  })

  test('in a pull request are judged by the exceptions of the base branch', async () => {
    await inRepository(async (repository) => {
      const base = repository.commit({ ...scans, [POLICY]: REPORTS, '.trivyignore': 'CVE-0000-5001\n' })
      const before = await scan(repository)
      repository.commit({ '.trivyignore': 'CVE-0000-5001\nCVE-0000-5004\nCVE-0000-5002\n' })
      const { metrics, notices, evidence } = await scan(repository, base)
      expect(metrics).toEqual(before.metrics)
      expect(notices).toContain(
        "this change edits .trivyignore (+ CVE-0000-5004, + CVE-0000-5002); the base branch's version counts, but what a scanner passed over by this one is in no report",
      )
      expect([...(evidence.forgiven?.findings.values() ?? [])]).toEqual([
        'set aside in .trivyignore:1 without end: no reason is given there',
      ])
    })
  })

  test('in a pull request are said to have exceptions of its own, also where these leave no finding', async () => {
    await inRepository(async (repository) => {
      const clean = JSON.parse(scans['scans/trivy.json']) as { Results: object[] }
      clean.Results = [{ Target: 'a', Class: 'lang-pkgs', Type: 'npm', Packages: [{ Name: 'a', Version: '1' }] }]
      const only = '{ reports: [scans/trivy.json] }'
      const base = repository.commit({ 'scans/trivy.json': JSON.stringify(clean), [POLICY]: only })
      repository.commit({ '.trivyignore': 'CVE-0000-5004\n' })
      const { verdict, notices } = await scan(repository, base)
      expect([verdict.status, notices.join()]).toEqual([
        'pass',
        expect.stringContaining('what a scanner passed over by this one is in no report'),
      ])
    })
  })

  test('are unknown where a catalogue that the policy pins cannot be had', async () => {
    await inRepository(async (repository) => {
      const options = 'security-options: { kev: .github/kev.json }\nsecurity: [security.known-exploited == 0]\n'
      repository.commit({ ...scans, [POLICY]: REPORTS + options })
      const { verdict } = await scan(repository)
      expect(verdict.reasons.map(({ status, message }) => [status, message])).toContainEqual([
        'unknown',
        '.github/kev.json (kev of .github/cicd.yml:3): there is no such file in the workspace',
      ])
    })
  })

  test('say how many findings the options set aside, which count under no rule', async () => {
    await inRepository(async (repository) => {
      repository.commit({ ...scans, [POLICY]: `${REPORTS}security-options: { ignore-unfixed: true }\n` })
      const { notices, evidence, metrics } = await scan(repository)
      const aside = evidence.forgiven?.findings.size ?? 0
      expect(aside).toBeGreaterThan(0)
      expect(notices).toContain(`findings set aside, which count under no rule: ${aside} as no version mends them`)
      expect(metrics['security.total']).toBe(
        everyFinding(evidence.tables).filter(({ family }) => family === 'security').length - aside,
      )
    })
  })
})
