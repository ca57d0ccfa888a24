import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type ActionCall, type ActionRun, repository, runAction } from '../support/run-action.ts'
import { inFolder } from '../support/temporary-folder.ts'

const example = path.join(repository, 'examples', 'python-service')

/** The gate over what the scanners wrote of one state of the example, in a repository. */
function runExample(state: 'broken' | 'repaired', call: Partial<ActionCall> = {}): Promise<ActionRun> {
  return inFolder({}, (folder) => {
    cpSync(example, folder, { recursive: true })
    execFileSync('git', ['init', '--quiet'], { cwd: folder })
    if (state === 'broken') execFileSync('git', ['apply', 'broken.patch'], { cwd: folder })
    execFileSync('git', ['add', '--all'], { cwd: folder })
    const inputs = { reports: `scans/${state}/**`, ...call.inputs }
    return runAction({ action: 'security-scan', workspace: folder, ...call, inputs })
  })
}

function runOver(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>>,
  call: Partial<ActionCall> = {},
): Promise<ActionRun> {
  return inFolder(files, (folder) => runAction({ action: 'security-scan', workspace: folder, ...call, inputs }))
}

/** The SARIF that a step left beside its verdict. */
function sarifOf({ temporaryFiles }: ActionRun): { results: { ruleId: string }[] } | undefined {
  const name = Object.keys(temporaryFiles).find((file) => file.endsWith('.sarif'))
  if (name === undefined) return undefined
  return (JSON.parse(temporaryFiles[name]?.toString() ?? '') as { runs: [{ results: { ruleId: string }[] }] }).runs[0]
}

const BANDIT = JSON.stringify({
  errors: [],
  generated_at: '2026-01-01T00:00:00Z',
  metrics: { _totals: { loc: 12, nosec: 0 }, 'a.py': { loc: 12, nosec: 0 } },
  results: [],
})

const AUDIT = JSON.stringify({
  dependencies: [
    {
      name: 'jinja2',
      version: '2.11.2',
      vulns: [{ id: 'PYSEC-2021-66', fix_versions: ['2.11.3'], aliases: [], description: '' }],
    },
  ],
  fixes: [],
})

describe('security-scan on what real scanners wrote', () => {
  it('makes 6 findings of 11, and fails for the critical ones', async () => {
    const { exitCode, stderr, outputs, summary, ...run } = await runExample('broken')
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    const { status, critical, high, medium, low, unknown, secrets } = outputs
    expect({ status, critical, high, medium, low, unknown }).toEqual({
      ...{ status: 'fail', critical: '2', high: '2', medium: '1', low: '1', unknown: '0' },
    })
    // No report speaks of secrets: none is not said.
    expect(secrets).toBe('')
    expect(summary).toContain('safety, trivy')
    expect(summary).toContain("`pip install 'pyyaml>=5.4'`")
    for (const id of ['CVE-2020-1747', 'CVE-2020-14343', 'B602', 'B324']) {
      expect(summary.split(`\`${id}\``).length - 1).toBe(1)
    }
    const annotated = run.stdout.split('\n').filter((line) => line.startsWith('::error title=critical'))
    expect(annotated).toHaveLength(2)
    expect(annotated[0]).toContain('file=docs/requirements.txt')
  })

  it('leaves one SARIF with each finding once', async () => {
    const run = await runExample('broken')
    expect(run.outputs['sarif-file']).toMatch(/\.sarif$/)
    expect(sarifOf(run)?.results).toHaveLength(6)
  })

  it('passes the repaired state, with an empty SARIF that closes what was mended', async () => {
    const run = await runExample('repaired')
    expect([run.exitCode, run.stderr, run.outputs['status']]).toEqual([0, '', 'pass'])
    expect(run.outputs['critical']).toBe('0')
    expect(sarifOf(run)?.results).toEqual([])
  })

  it('is asked by the section security of the policy', async () => {
    const policy = 'quality:\n  - security.low == 0\nsecurity:\n  - security.medium == 0\n'
    const run = await inFolder({}, (folder) => {
      cpSync(path.join(example, 'scans', 'broken'), folder, { recursive: true })
      return runAction({
        action: 'cli',
        workspace: folder,
        parameters: ['security-scan', '--reports', '*.json', '--policy-file', 'policy.yml'],
        environment: { GITHUB_ACTIONS: undefined },
      }).then(async (missing) => ({ missing, ...(await withPolicy(folder)) }))
    })
    expect(run.missing.stdout).toContain('security.critical == 0')
    expect([run.exitCode, run.stdout.includes('security.medium == 0'), run.stdout.includes('security.low')]).toEqual([
      1,
      true,
      false,
    ])

    function withPolicy(folder: string): Promise<ActionRun> {
      return inFolder({ '.github/cicd.yml': policy }, (own) => {
        cpSync(folder, own, { recursive: true })
        return runAction({
          action: 'cli',
          workspace: own,
          parameters: ['security-scan', '--reports', '*.json'],
          environment: { GITHUB_ACTIONS: undefined },
        })
      })
    }
  })
})

describe('the bill of materials', () => {
  it('has the packages that reports name, with what is known against them', async () => {
    await inFolder({}, async (folder) => {
      cpSync(path.join(example, 'scans', 'broken'), path.join(folder, 'scans'), { recursive: true })
      const inputs = { reports: 'scans/**', 'sbom-file': 'out/bom.json' }
      const { outputs } = await runAction({ action: 'security-scan', workspace: folder, inputs })
      expect(outputs['sbom-file']?.endsWith(path.join('out', 'bom.json'))).toBe(true)
      const bom = JSON.parse(readFileSync(path.join(folder, 'out', 'bom.json'), 'utf8')) as {
        components: { purl: string }[]
        vulnerabilities: { id: string }[]
      }
      expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
      expect(bom.components.map(({ purl }) => purl)).toEqual(['pkg:pypi/jinja2@2.11.2', 'pkg:pypi/pyyaml@5.3'])
      expect(bom.vulnerabilities).toHaveLength(3)
    })
  })

  it('is the same document, byte for byte, where reports, commit and time are', async () => {
    const made = async (epoch: string): Promise<string> =>
      inFolder({ 'a.json': AUDIT }, async (folder) => {
        const environment = { SOURCE_DATE_EPOCH: epoch }
        const inputs = { reports: 'a.json', 'sbom-file': 'bom.json' }
        await runAction({ action: 'security-scan', workspace: folder, inputs, environment })
        return readFileSync(path.join(folder, 'bom.json'), 'utf8')
      })
    const [first, second, later] = await Promise.all([made('1700000000'), made('1700000000'), made('1700000001')])
    expect(second).toBe(first)
    expect(first).toContain('"timestamp":"2023-11-14T22:13:20.000Z"')
    const serial = (text: string) =>
      /urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"/.exec(text)?.[1]
    expect(serial(first)).toBeDefined()
    expect(serial(later)).not.toBe(serial(first))
  })

  it('is not written where no report names a package', async () => {
    const run = await runOver({ 'a.json': BANDIT }, { reports: 'a.json', 'sbom-file': 'bom.json' })
    expect(run.outputs['sbom-file']).toBe('')
    expect(run.summary).toContain('No sbom-file was written: no report names a package')
  })
})

describe('what no scanner has seen', () => {
  it.each([
    ['a report is missing', { 'a.json': BANDIT }, 'a.json\ntrivy.json'],
    ['a report is empty', { 'a.json': BANDIT, 'b.json': '' }, '*.json'],
    ['a report is cut off', { 'a.json': BANDIT, 'b.json': BANDIT.slice(0, 60) }, '*.json'],
    ['a list is empty and nobody says whose', { 'a.json': BANDIT, 'b.json': '[]' }, '*.json'],
    [
      'a scanner could not read a file',
      { 'a.json': BANDIT.replace('[]', '[{"filename":"b.py","reason":"syntax error while parsing AST from file"}]') },
      'a.json',
    ],
    [
      'a scanner could not read a file, and another one found something',
      { 'a.json': BANDIT.replace('[]', '[{"filename":"b.py","reason":"syntax error"}]'), 'b.json': AUDIT },
      '*.json',
    ],
  ])('is unknown where %s, without a SARIF that would close alerts', async (what, files, reports) => {
    const run = await runOver(files, { reports })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect([run.outputs['sarif-file'], sarifOf(run)]).toEqual(['', undefined])
    expect(run.summary).toContain('No sarif-file was written')
    if (what.includes('read a file')) expect(run.summary).toContain('syntax error')
  })

  it('leaves no SARIF of an earlier run, which a step behind would upload', async () => {
    const files = { 'a.json': BANDIT, 'merged.sarif': '{"version":"2.1.0","runs":[]}' }
    await inFolder(files, async (folder) => {
      const inputs = { reports: 'a.json\nb.json', 'sarif-file': 'merged.sarif' }
      const run = await runAction({ action: 'security-scan', workspace: folder, inputs })
      expect(existsSync(path.join(folder, 'merged.sarif'))).toBe(false)
      expect(run.summary).toContain('The one that an earlier run left there was removed')
    })
  })

  it('uploads nothing then, though it is asked to', async () => {
    const run = await runOver({ 'a.json': BANDIT }, { reports: 'a.json\nb.json', 'upload-sarif': 'true' })
    expect(run.summary).toContain('No sarif-file was written: b.json')
    expect(run.summary).not.toContain('uploaded')
  })
})

describe('the upload', () => {
  it('that cannot be is told and changes no verdict', async () => {
    const run = await runOver({ 'a.json': BANDIT }, { reports: 'a.json', 'upload-sarif': 'true' })
    expect([run.exitCode, run.outputs['status']]).toEqual([0, 'pass'])
    expect(run.summary).toContain('The SARIF was not uploaded to code scanning: there is no token')
  })

  it('of a pull request from a fork is told to need another workflow', async () => {
    const repositoryOf = (name: string) => ({ full_name: name, fork: name !== 'octo-org/octo-repo' })
    const event = {
      pull_request: {
        number: 7,
        head: { sha: 'a'.repeat(40), repo: repositoryOf('someone/octo-repo') },
        base: { sha: 'b'.repeat(40), repo: repositoryOf('octo-org/octo-repo') },
      },
    }
    const rules = 'security.critical == 0'
    const inputs = { reports: 'a.json', rules, 'upload-sarif': 'true', token: 'not-a-token', comment: 'false' }
    const run = await runOver({ 'a.json': BANDIT }, inputs, {
      event,
      environment: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
    })
    expect(run.outputs['status']).toBe('pass')
    expect(run.summary).toContain('security-events: write')
  })
})

describe('a secret', () => {
  const secret = 'made-up-secret-of-this-test-0123456789'
  const gitleaks = JSON.stringify([
    {
      ...{ Description: 'A made-up key', StartLine: 3, EndLine: 3, StartColumn: 1, EndColumn: 40 },
      ...{ Match: `key = ${secret}`, Secret: secret, File: 'a.env', SymlinkFile: '', Commit: '', Entropy: 4.2 },
      ...{
        Author: '',
        Email: '',
        Date: '',
        Message: '',
        Tags: [],
        RuleID: 'made-up-key',
        Fingerprint: 'a.env:made-up-key:3',
      },
    },
  ])

  it('is shown by place and kind, and is in nothing that is written', async () => {
    const { run, full } = await inFolder(
      { 'a.env': `x\ny\nkey = ${secret}\n`, 'g.json': gitleaks },
      async (folder) => ({
        run: await runAction({
          action: 'security-scan',
          workspace: folder,
          inputs: { reports: 'g.json', 'sarif-full-file': 'full.sarif' },
        }),
        full: readFileSync(path.join(folder, 'full.sarif'), 'utf8'),
      }),
    )
    expect([run.exitCode, run.outputs['status'], run.outputs['secrets']]).toEqual([1, 'fail', '1'])
    expect(run.summary).toContain('made-up-key')
    expect(full).toContain('made-up-key')
    const written = [run.stdout, run.stderr, run.summary, JSON.stringify(run.outputs), full]
    for (const content of Object.values(run.temporaryFiles)) written.push(content.toString('latin1'))
    for (const text of written) expect(text).not.toContain(secret)
    expect(
      Object.keys(run.temporaryFiles)
        .map((name) => path.extname(name))
        .sort(),
    ).toEqual(expect.arrayContaining(['.html', '.json', '.sarif', '.svg']))
  })
})

describe('wrong input', () => {
  it('is told all at once', async () => {
    const inputs = { 'upload-sarif': 'perhaps', rules: 'security.critcal == 0', 'sarif-file': '-x' }
    const run = await runOver({}, inputs)
    expect([run.exitCode, run.outputs]).toEqual([1, { status: 'unknown' }])
    for (const hint of ['upload-sarif', 'did you mean security.critical?', 'sarif-file', 'reports: is required']) {
      expect(run.summary).toContain(hint)
    }
  })

  it('is told with what is wrong with the files that would be written', async () => {
    const inputs = {
      reports: 'a.json',
      'on-unknown': 'perhaps',
      'verdict-file': '../out.json',
      'sarif-file': 'x.json',
      'sarif-full-file': './b/../x.json',
      'sbom-file': 'b',
    }
    const run = await runOver({ 'a.json': BANDIT, 'b/c': '' }, inputs)
    expect([run.exitCode, run.outputs]).toEqual([1, { status: 'unknown' }])
    for (const hint of [
      '"perhaps" is not one of fail, warn',
      '"../out.json" is outside the workspace',
      '"./b/../x.json" is the file of sarif-file too',
      '"b" is a folder',
    ]) {
      expect(run.stdout).toContain(hint)
    }
  })

  it.each(['a.json', './a.json', 'link.json'])('is a file to write, %s, that is a report', async (file) => {
    await inFolder({ 'a.json': AUDIT }, async (folder) => {
      symlinkSync('a.json', path.join(folder, 'link.json'))
      const inputs = { reports: 'a.json', 'sarif-file': file }
      const run = await runAction({ action: 'security-scan', workspace: folder, inputs })
      expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
      expect(run.stdout).toContain('is one of the reports')
      expect(readFileSync(path.join(folder, 'a.json'), 'utf8')).toBe(AUDIT)
    })
  })

  it('is a SARIF file outside of the workspace', async () => {
    const run = await runOver({ 'a.json': BANDIT }, { reports: 'a.json', 'sarif-file': '/etc/merged.sarif' })
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'unknown'])
    expect(run.stdout).toContain('is outside the workspace')
  })
})

describe('at a terminal', () => {
  const cli = (workspace: string, ...parameters: string[]) =>
    runAction({
      action: 'cli',
      workspace,
      parameters: ['security-scan', ...parameters],
      environment: { GITHUB_ACTIONS: undefined },
    })

  it('gives the verdict as JSON, writes what is asked for and nothing else', async () => {
    await inFolder({}, async (folder) => {
      cpSync(path.join(example, 'scans', 'broken'), path.join(folder, 'scans'), { recursive: true })
      const run = await cli(folder, '--reports', 'scans/**', '--sarif-file', 'merged.sarif', '--json')
      expect(run.exitCode).toBe(1)
      expect(JSON.parse(run.stdout)).toMatchObject({ action: 'security-scan', status: 'fail' })
      expect(JSON.parse(readFileSync(path.join(folder, 'merged.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' })
      expect(existsSync(path.join(folder, 'cicd'))).toBe(false)
      expect(run.temporaryFiles).toEqual({})
    })
  })

  it('ends with 3 where it could not tell, and says why there is no SARIF', async () => {
    await inFolder({ 'a.json': '' }, async (folder) => {
      const run = await cli(folder, '--reports', 'a.json', '--sarif-file', 'merged.sarif')
      expect([run.exitCode, existsSync(path.join(folder, 'merged.sarif'))]).toEqual([3, false])
      expect(run.stderr).toContain('No sarif-file was written')
    })
  })

  it('ends with 2 where a file cannot be written, whatever the system says', async () => {
    await inFolder({ 'a.json': AUDIT }, async (folder) => {
      const files = ['a.json/x.sarif', ...(existsSync('/dev/full') ? ['/dev/full'] : [])]
      for (const file of files) {
        const run = await cli(folder, '--reports', 'a.json', '--sbom-file', file)
        expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining('cannot be written')])
      }
    })
  })

  it('ends with 2 where a report would be written over, and leaves it as it was', async () => {
    await inFolder({ 'scans/a.json': AUDIT }, async (folder) => {
      const run = await cli(folder, '--reports', 'scans/**', '--sbom-file', 'scans/a.json')
      expect([run.exitCode, readFileSync(path.join(folder, 'scans', 'a.json'), 'utf8')]).toEqual([2, AUDIT])
      expect(run.stderr).toContain('--sbom-file: "scans/a.json" is one of the reports')
    })
  })

  it('has help that names its own inputs', async () => {
    const run = await inFolder({}, (folder) => cli(folder, '--help'))
    expect(run.stdout).toContain('--sarif-full-file')
    expect(run.stdout).not.toContain('--upload-sarif')
  })
})
