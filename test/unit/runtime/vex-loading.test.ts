import { describe, expect, it } from '@jest/globals'
import { parseReportLines } from '../../../actions/shared/policy/report-lines.ts'
import { setAside } from '../../../actions/shared/policy/set-aside.ts'
import { FORMATS } from '../../../actions/shared/reports/registry.ts'
import { loadEvidence } from '../../../actions/shared/runtime/evidence-loader.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'

const LODASH = { 'bom-ref': 'l', type: 'library', name: 'lodash', version: '4.17.11', purl: 'pkg:npm/lodash@4.17.11' }
const references = [{ id: 'GHSA-jf85-cpcp-j695' }]
const vulnerability = { id: 'CVE-2019-10744', references, ratings: [{ severity: 'high' }], affects: [{ ref: 'l' }] }
const BOM = { bomFormat: 'CycloneDX', specVersion: '1.5', components: [LODASH], vulnerabilities: [vulnerability] }
const statement = (name: string, product: string, status: string) => ({
  vulnerability: { name },
  products: [{ '@id': product }],
  status,
})

async function countedWith(...statements: readonly object[]): Promise<readonly string[]> {
  const vex = { '@context': 'https://openvex.dev/ns/v0.2.0', author: 'us', statements }
  const lines = parseReportLines(
    '*.json',
    FORMATS.map(({ id }) => id),
  )
  if (!('value' in lines)) throw new Error(lines.problems.join())
  // The statements are read before the findings that they mean.
  return inFolder({ 'a.json': JSON.stringify(vex), 'b.json': JSON.stringify(BOM) }, async (folder) => {
    const loaded = await loadEvidence(lines.value, { workspace: new Workspace(folder, [folder]), files: undefined })
    const { set } = setAside(loaded, { day: '2026-11-21', ignores: [] })
    const rows = [...set.tables.values()].flatMap(({ findings }) => findings.rows)
    return rows.flatMap((row) => (set.forgiven?.findings.has(row) === true ? [] : row.rule))
  })
}

describe('statements of a VEX document among the reports', () => {
  it('set aside what they mean: by any alias, and the package', async () => {
    expect(await countedWith()).toEqual(['CVE-2019-10744'])
    expect(await countedWith(statement('GHSA-jf85-cpcp-j695', 'pkg:npm/lodash@4.17.11', 'not_affected'))).toEqual([])
    expect(await countedWith(statement('CVE-2019-10744', 'pkg:npm/lodash', 'fixed'))).toEqual([])
  })

  it.each([
    ['another package', statement('CVE-2019-10744', 'pkg:npm/lodash@4.17.12', 'not_affected')],
    ['another vulnerability', statement('CVE-2020-8203', 'pkg:npm/lodash@4.17.11', 'not_affected')],
    ['that nobody has looked yet', statement('CVE-2019-10744', 'pkg:npm/lodash@4.17.11', 'under_investigation')],
    ['no package URL', statement('CVE-2019-10744', 'lodash', 'not_affected')],
  ])('leave it where they speak of %s', async (_, one) => {
    expect(await countedWith(one)).toContain('CVE-2019-10744')
  })
})
