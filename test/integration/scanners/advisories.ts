import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

/** A real advisory, as GitHub's database and OSV have it. */
interface Advisory {
  readonly cve: string
  readonly ghsa: string
  readonly pysec?: string
  readonly ecosystem: 'npm' | 'PyPI'
  readonly package: string
  readonly introduced: string
  readonly fixed: string
  readonly title: string
  readonly severity: 'low' | 'moderate' | 'high' | 'critical'
  readonly vector: string
  readonly score: number
  readonly cwe: string
  readonly published: string
}

/** Of the packages in project/requirements.txt and project/package-lock.json. */
export const ADVISORIES: readonly Advisory[] = [
  {
    ...{ cve: 'CVE-2020-1747', ghsa: 'GHSA-6757-jp84-gxfx', pysec: 'PYSEC-2020-96' },
    ...{ ecosystem: 'PyPI', package: 'pyyaml', introduced: '5.1b7', fixed: '5.3.1', severity: 'critical' },
    ...{ score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', cwe: 'CWE-20' },
    ...{ title: 'Improper Input Validation in PyYAML', published: '2021-04-20T16:14:24Z' },
  },
  {
    ...{ cve: 'CVE-2020-14343', ghsa: 'GHSA-8q59-q68h-6hv4', pysec: 'PYSEC-2021-142' },
    ...{ ecosystem: 'PyPI', package: 'pyyaml', introduced: '0', fixed: '5.4', severity: 'critical' },
    ...{ score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', cwe: 'CWE-20' },
    ...{ title: 'Improper Input Validation in PyYAML', published: '2021-03-25T21:26:26Z' },
  },
  {
    ...{ cve: 'CVE-2020-28493', ghsa: 'GHSA-g3rq-g295-4j3m', pysec: 'PYSEC-2021-66' },
    ...{ ecosystem: 'PyPI', package: 'jinja2', introduced: '0', fixed: '2.11.3', severity: 'moderate' },
    ...{ score: 5.3, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L', cwe: 'CWE-400' },
    ...{ title: 'Regular Expression Denial of Service (ReDoS) in Jinja2', published: '2021-03-19T21:28:05Z' },
  },
  {
    ...{ cve: 'CVE-2019-10744', ghsa: 'GHSA-jf85-cpcp-j695' },
    ...{ ecosystem: 'npm', package: 'lodash', introduced: '0', fixed: '4.17.12', severity: 'critical' },
    ...{ score: 9.1, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H', cwe: 'CWE-1321' },
    ...{ title: 'Prototype Pollution in lodash', published: '2019-07-10T19:45:23Z' },
  },
  {
    ...{ cve: 'CVE-2021-44906', ghsa: 'GHSA-xvch-5gv4-984h' },
    ...{ ecosystem: 'npm', package: 'minimist', introduced: '1.0.0', fixed: '1.2.6', severity: 'critical' },
    ...{ score: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', cwe: 'CWE-1321' },
    ...{ title: 'Prototype Pollution in minimist', published: '2022-03-18T00:01:09Z' },
  },
]

const TRIVY_SEVERITY = { low: 1, moderate: 2, high: 3, critical: 4 } as const
const TRIVY_WORD = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const
const TRIVY_SOURCE = { npm: 'npm::GitHub Security Advisory npm', PyPI: 'pip::GitHub Security Advisory pip' } as const

function rangeOf({ introduced, fixed }: Advisory): string {
  return introduced === '0' ? `< ${fixed}` : `>= ${introduced}, < ${fixed}`
}

/**
 * Writes Trivy's database with these advisories below `cacheFolder`.
 *
 * `updated`: when it says that it was made. Throws where `trivy-db` fails.
 */
export function writeTrivyDatabase(maker: string, cacheFolder: string, updated: Date): void {
  const buckets: Record<string, Record<string, unknown>> = { 'data-source': {}, vulnerability: {} }
  for (const advisory of ADVISORIES) {
    const source = TRIVY_SOURCE[advisory.ecosystem]
    const severity = TRIVY_SEVERITY[advisory.severity]
    buckets['data-source']![source] = {
      ...{ ID: 'ghsa', Name: source.slice(5), URL: 'https://github.com/advisories' },
    }
    const packages = (buckets[source] ??= {}) as Record<string, Record<string, unknown>>
    packages[advisory.package] = {
      ...packages[advisory.package],
      [advisory.cve]: {
        ...{ VendorIDs: [advisory.ghsa], PatchedVersions: [advisory.fixed], VulnerableVersions: [rangeOf(advisory)] },
      },
    }
    buckets['vulnerability']![advisory.cve] = {
      Title: advisory.title,
      Severity: TRIVY_WORD[severity],
      CweIDs: [advisory.cwe],
      VendorSeverity: { ghsa: severity, nvd: severity },
      CVSS: { ghsa: { V3Vector: advisory.vector, V3Score: advisory.score } },
      References: [`https://github.com/advisories/${advisory.ghsa}`],
      PublishedDate: advisory.published,
    }
  }
  const folder = path.join(cacheFolder, 'db')
  mkdirSync(folder, { recursive: true })
  const text = path.join(cacheFolder, 'advisories.json')
  writeFileSync(text, JSON.stringify(buckets))
  execFileSync(maker, [text, path.join(folder, 'trivy.db')])
  const day = 24 * 3600 * 1000
  const metadata = {
    ...{ Version: 2, UpdatedAt: updated, DownloadedAt: updated, NextUpdate: new Date(updated.getTime() + day) },
  }
  writeFileSync(path.join(folder, 'metadata.json'), JSON.stringify(metadata))
}

/** As https://ossf.github.io/osv-schema/ has it; pip-audit reads ids, aliases, ranges and versions. */
function osvRecord(advisory: Advisory): unknown {
  return {
    schema_version: '1.7.0',
    id: advisory.pysec ?? advisory.ghsa,
    aliases: [advisory.cve, advisory.ghsa],
    published: advisory.published,
    modified: advisory.published,
    summary: advisory.title,
    details: advisory.title,
    severity: [{ type: 'CVSS_V3', score: advisory.vector }],
    affected: [
      {
        package: { ecosystem: advisory.ecosystem, name: advisory.package },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: advisory.introduced }, { fixed: advisory.fixed }] }],
      },
    ],
  }
}

/** As npm's registry answers `POST /-/npm/v1/security/advisories/bulk`. */
function npmRecord(advisory: Advisory, number: number): unknown {
  return {
    id: 1_000_000 + number,
    url: `https://github.com/advisories/${advisory.ghsa}`,
    title: advisory.title,
    severity: advisory.severity,
    vulnerable_versions: rangeOf(advisory).replace(',', ''),
    cwe: [advisory.cwe],
    cvss: { score: advisory.score, vectorString: advisory.vector },
  }
}

/** Versions of which `npm audit` may choose the one that mends. */
function npmPackage(name: string): unknown {
  const versions = ADVISORIES.filter((advisory) => advisory.package === name).map(({ fixed }) => fixed)
  const installed = { lodash: '4.17.11', minimist: '1.2.0' }[name]
  const all = [...(installed === undefined ? [] : [installed]), ...versions]
  return {
    name,
    'dist-tags': { latest: all.at(-1) },
    versions: Object.fromEntries(all.map((version) => [version, { name, version, dist: {} }])),
  }
}

function answer(url: string, body: string): unknown {
  if (url === '/v1/query') {
    const { package: asked } = JSON.parse(body) as { package: { name: string; ecosystem: string } }
    const vulns = ADVISORIES.filter(
      (advisory) => advisory.ecosystem === asked.ecosystem && advisory.package === asked.name,
    ).map(osvRecord)
    return vulns.length === 0 ? {} : { vulns }
  }
  if (url === '/-/npm/v1/security/advisories/bulk') {
    const known = ADVISORIES.filter(({ ecosystem }) => ecosystem === 'npm')
    return Object.fromEntries(known.map((advisory, number) => [advisory.package, [npmRecord(advisory, number)]]))
  }
  return npmPackage(url.slice(1))
}

/** Answers as OSV and as npm's registry do, on a port of the loopback; `refuse` makes it answer 500 to all. */
export interface AdvisoryServer {
  readonly url: string
  refuse: boolean
  close(): Promise<void>
}

export async function advisoryServer(): Promise<AdvisoryServer> {
  const state = { refuse: false }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      if (state.refuse) {
        response.writeHead(500).end('out of order')
        return
      }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer(request.url ?? '', body)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return Object.assign(state, {
    url: `http://127.0.0.1:${String(address.port)}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  })
}
