import type { EvidenceSet } from '../model/evidence.ts'
import type { Verdict } from '../model/verdict.ts'
import { embedded } from './embedded.ts'
import { formatDuration } from './format.ts'
import { anchor, line, prose } from './html.ts'
import { linksFor, type LinkOptions } from './links.ts'
import type { Matter } from './matter.ts'
import { comparisonPart } from './page-comparison.ts'
import { coveragePart } from './page-coverage.ts'
import { findingsPart, limitsPart } from './page-findings.ts'
import { type PagePart } from './page-part.ts'
import { metricsPart, reasonsPart, reportsPart } from './page-reasons.ts'
import { securityParts } from './page-security.ts'
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from './page-script.ts'
import { PAGE_STYLE, PAGE_STYLE_HASH } from './page-style.ts'
import { testsPart } from './page-tests.ts'
import { trendPart } from './page-trend.ts'
import { waiversPart } from './page-waivers.ts'
import { patchPart } from './section-patch.ts'
import { headlineOf, STATUS_SIGN } from './wording.ts'

export interface PageOptions {
  readonly links?: LinkOptions | undefined
}

const POLICY = [
  "default-src 'none'",
  `style-src '${PAGE_STYLE_HASH}'`,
  `script-src '${PAGE_SCRIPT_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The whole verdict as one HTML file that loads nothing and needs no script to be read. */
export function renderPage(verdict: Verdict, set: EvidenceSet, options: PageOptions = {}): string {
  const matter = { verdict, set, links: linksFor(verdict.subject, options.links) }
  const parts = [
    reasonsPart(matter),
    comparisonPart(matter),
    testsPart(matter),
    limitsPart(matter),
    ...(verdict.action === 'security-scan' ? securityParts(matter) : [findingsPart(matter)]),
    waiversPart(matter),
    patchPart(matter),
    coveragePart(matter),
    trendPart(matter),
    metricsPart(matter),
    reportsPart(matter),
  ].filter((part) => part !== undefined)
  const { what } = headlineOf(verdict)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${STATUS_SIGN[verdict.status]} ${line(what, 200)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${pageHeader(matter, parts)}
<main>
${parts.map(section).join('\n')}
</main>
<footer>${footer(matter)}</footer>
${embedded(verdict)}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

function section({ id, title, body }: PagePart): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}\n</section>`
}

function pageHeader(matter: Matter, parts: readonly PagePart[]): string {
  const { verdict } = matter
  const { what, why } = headlineOf(verdict)
  const facts = factsOf(matter).map(([term, fact]) => `<div><dt>${term}</dt><dd>${fact}</dd></div>`)
  const entries = parts.map(({ id, short }) => `<li><a href="#${id}">${short}</a></li>`)
  return `<header>
<div class="verdict ${verdict.status}">
<h1>${STATUS_SIGN[verdict.status]} ${line(what, 200)}</h1>
<p>${prose(why, 1000)}</p>
<dl class="facts">${facts.join('')}</dl>
</div>
<nav aria-label="Parts of this page"><ul>${entries.join('')}</ul></nav>
<search class="search" hidden><label for="search">Search</label><input id="search" type="search" autocomplete="off"><output for="search" aria-live="polite"></output></search>
</header>`
}

function factsOf({ verdict, links }: Matter): [string, string][] {
  const { repository, sha, ref, pullRequest, job, run, attempt } = verdict.subject
  const facts: [string, string | undefined][] = [
    ['Repository', repository && line(repository, 200)],
    ['Commit', sha && anchor(`<code>${line(sha.slice(0, 12))}</code>`, links.commit)],
    ['Ref', ref && line(ref, 200)],
    ['Pull request', pullRequest === undefined ? undefined : `${pullRequest}`],
    ['Job', job && line(job, 200)],
    [
      'Run',
      run === undefined ? undefined : anchor(`${run}${attempt === undefined ? '' : `, attempt ${attempt}`}`, links.run),
    ],
    [
      'Judged',
      `<time datetime="${line(verdict.finished, 40)}">${line(verdict.finished.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'), 40)}</time>`,
    ],
    ['Took', tookOf(verdict)],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '')
}

function tookOf({ started, finished }: Verdict): string | undefined {
  const seconds = (Date.parse(finished) - Date.parse(started)) / 1000
  return seconds >= 0 ? formatDuration(seconds) : undefined
}

function footer({ verdict }: Matter): string {
  const sources = [...new Set(verdict.reasons.map(({ source }) => source))].filter((source) => source !== '')
  const rules = sources.length === 0 ? '' : `Rules from: ${sources.map((source) => line(source, 200)).join(', ')}. `
  return `${rules}Written by cicd-actions ${line(verdict.version, 60)}.`
}
