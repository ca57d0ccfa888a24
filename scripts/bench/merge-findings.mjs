// The row about two scanners of packages that saw the same image.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { bundled } from './bundled.mjs'
import { timed } from './measure.mjs'

/** The script reports its own time, and makes what it reads in another process. */
async function mergeTime({ folder, rounds }) {
  const script = await bundled('merge-findings', folder)
  await timed({ parameters: [script, 'make', folder] })
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    await timed({ parameters: [script, 'merge', folder] })
    const told = readFileSync(path.join(folder, 'merge-findings.json'), 'utf8')
    best = Math.min(best, JSON.parse(told).seconds)
  }
  return { figure: best, limit: 1, unit: 's' }
}

export const MERGE_FINDINGS_ROWS = {
  'merge-findings.time': {
    about: '10,000 vulnerabilities of Trivy and 10,000 of Grype of the same image, read and merged',
    measure: mergeTime,
  },
}
