import type { EvidenceSet } from '../model/evidence.ts'
import type { Finding } from '../model/findings.ts'
import { counted } from './format.ts'
import { tally } from './section-findings.ts'
import { adviceOf, fixedText, idText, messageText, packageText, rankText } from './security-wording.ts'
import { securityView, upgradesOf, worst } from './select-security.ts'
import { INDENT, type Page } from './terminal-page.ts'

const SHOWN = { findings: 12, upgrades: 5 } as const

/** What scanners found, secrets first, then the worst, and the commands that mend most. */
export function security(page: Page, set: EvidenceSet): void {
  const view = securityView(set)
  const total = view.counts.reduce((sum, { count }) => sum + count, 0)
  if (total > 0) {
    page.heading(`Findings: ${tally(view.counts)}`)
    const isSecret = ({ family }: Finding): boolean => family === 'secrets'
    const secrets = view.counting.filter(isSecret)
    const others = view.counting.filter((finding) => !isSecret(finding))
    const shown = [secrets, others].flatMap((all) => worst(all, SHOWN.findings)).slice(0, SHOWN.findings)
    page.table(
      shown.map((finding) => {
        const { rank, family, path, line, details } = finding
        const place = path === undefined ? '–' : line === undefined ? path : `${path}:${line}`
        return [
          {
            text: family === 'security' ? rankText(rank) : family === 'secrets' ? 'secret' : 'licence',
            tone: family === 'secrets' || rank === 'critical' || rank === 'high' ? 'bad' : 'faint',
          },
          { text: idText(finding) },
          { text: details?.package === undefined ? place : packageText(details.package) },
          { text: fixedNote(finding), tone: 'faint' },
          { text: messageText(finding) },
        ]
      }),
    )
    page.more(total - shown.length, 'finding')
    const [secret] = secrets
    if (secret) page.line(INDENT + adviceOf(secret))
  }
  const upgrades = upgradesOf(view)
  const commands = upgrades.flatMap(({ command }) => command ?? [])
  if (commands.length > 0) {
    page.heading(`Upgrades: ${counted(upgrades.length, 'package')}`)
    for (const command of commands.slice(0, SHOWN.upgrades)) page.line(INDENT + command)
    page.more(upgrades.length - Math.min(commands.length, SHOWN.upgrades), 'upgrade')
  }
  if (view.asideCount > 0) {
    page.heading(`Set aside: ${counted(view.asideCount, 'finding')}, not counted`)
    const shown = view.aside.slice(0, SHOWN.upgrades)
    page.table(
      shown.map(({ finding, why }) => [
        { text: rankText(finding.rank), tone: 'faint' },
        { text: idText(finding) },
        { text: why, tone: 'faint' },
      ]),
    )
    page.more(view.asideCount - shown.length, 'finding')
  }
}

/** `trivy, grype: fixed in 4.17.21` */
function fixedNote(finding: Finding): string {
  const fixed = fixedText(finding)
  if (fixed === '') return finding.tool
  return `${finding.tool}: ${finding.details?.fixedVersions?.length === 0 ? fixed : `fixed in ${fixed}`}`
}
