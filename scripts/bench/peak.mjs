// Loaded into a measured child by `--import`: as it ends, it writes its peak memory in KiB to the file that
// CICD_BENCH_PEAK names.

import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Linux tells the peak of this program alone; `maxRSS` there also counts what the parent held when it started the child.
 */
function peakKibibytes() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

process.on('exit', () => {
  writeFileSync(process.env.CICD_BENCH_PEAK, String(peakKibibytes()))
})
