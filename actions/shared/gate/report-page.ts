import type { Workspace } from '../runtime/workspace.ts'
import type { GateResult } from './gate.ts'

/** Writes the report page, one HTML file, and a badge beside it. Returns where the page is. */
export async function writeReportPage(
  { verdict, evidence }: GateResult,
  target: string,
  workspace: Workspace,
  serverUrl: string | undefined,
): Promise<string> {
  const [{ renderPage }, { renderBadge }] = await Promise.all([
    import('../render/page.ts'),
    import('../render/badge.ts'),
  ])
  const badge = `${target.replace(/\.html?$/i, '')}.svg`
  workspace.writeText(badge, renderBadge(verdict.status, { label: verdict.name }), 'report-page')
  return workspace.writeText(target, renderPage(verdict, evidence, { links: { serverUrl } }), 'report-page')
}
