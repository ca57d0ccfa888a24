import type { ExitMeaning, Tool } from './tool.ts'

const ENDED = { 0: 'clean' } as const satisfies Readonly<Record<number, ExitMeaning>>

/** Bills of materials and what is said of the vulnerabilities in them. Many tools write each of these formats. */
export const SECURITY_SBOM_TOOLS = {
  cyclonedx: {
    title: 'CycloneDX',
    names: ['cyclonedx'],
    family: 'security',
    formats: ['cyclonedx'],
    // Grype ends with 2 (before 0.80 with 1) under --fail-on.
    exitCodes: { 0: 'clean', 1: 'findings', 2: 'findings' },
    sawNothing: 'neither components nor vulnerabilities; without a list of vulnerabilities it says nothing of them',
    run: 'grype dir:. -o cyclonedx-json=reports/bom.cdx.json',
  },
  spdx: {
    title: 'SPDX',
    names: ['spdx'],
    family: 'security',
    formats: ['spdx'],
    exitCodes: ENDED,
    sawNothing: 'no package; of vulnerabilities it says only what its references name',
    run: 'syft dir:. -o spdx-json=reports/bom.spdx.json',
  },
  openvex: {
    title: 'OpenVEX',
    names: ['openvex', 'vexctl'],
    family: 'security',
    formats: ['openvex'],
    exitCodes: ENDED,
    sawNothing: 'it is no scan: what it does not speak of is not known to be clean',
    run: 'vexctl create --product=pkg:npm/lodash@4.17.20 --vuln=CVE-2021-23337 --status=not_affected --justification=component_not_present --file=reports/app.openvex.json',
  },
  csaf: {
    title: 'CSAF',
    names: ['csaf'],
    family: 'security',
    formats: ['csaf'],
    exitCodes: ENDED,
    sawNothing: 'it is no scan: what it does not speak of is not known to be clean',
    run: 'curl --fail --output reports/advisory.csaf.json https://example.org/csaf/2024/advisory.json',
  },
} as const satisfies Record<string, Tool>
