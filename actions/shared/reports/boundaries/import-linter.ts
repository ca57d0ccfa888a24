import type { Doubt } from '../../model/evidence.ts'
import { METRIC_TOOLS } from '../../tools/metric-tools.ts'
import { FindingCounter, exitCodeDoubts } from '../finding-metrics.ts'
import type { OpenReader } from '../reader.ts'
import { textReader } from '../text/reader.ts'
import { POSITION } from '../position.ts'

const CONTRACT = /^(?<name>\S.*) (?<outcome>KEPT|BROKEN)(?: \(\d+ warnings?\))?(?: \[[\d.]+m?s\])?$/
const SUMMARY = /^Contracts: (?<kept>\d+) kept, (?<broken>\d+) broken\.$/
const ANALYZED = /^Analyzed (?<files>[\d,]+) files?, [\d,]+ dependenc(?:y|ies)\./
const RULED = /^-{3,}$/
/** Of the explanation of a broken contract; a project may break one in hundreds of places. */
const MESSAGE_LINES = 12

/**
 * What `lint-imports` prints (https://import-linter.readthedocs.io/): below the heading "Contracts" one line for each, their
 * number, and below "Broken contracts" what breaks them. With --verbose each contract is also printed while it is checked.
 */
export const open: OpenReader = ({ tables, exitCode }) => {
  const counter = new FindingCounter(tables.findings)
  const doubts: Doubt[] = []
  const contracts: { readonly name: string; readonly isBroken: boolean; readonly reportLine: number }[] = []
  const explanations = new Map<string, string[]>()
  let section: 'start' | 'contracts' | 'broken' = 'start'
  let summary: { readonly kept: number; readonly broken: number } | undefined
  let files: number | undefined
  let previous = ''
  let explained: string[] | undefined

  function addLine(text: string): void {
    if (RULED.test(text)) startSection(previous)
    else if (section === 'broken') explain(text)
    else if (section === 'contracts') addContract(text)
    previous = text
  }

  function startSection(heading: string): void {
    if (heading === 'Contracts') section = 'contracts'
    else if (heading === 'Broken contracts') section = 'broken'
    else if (section === 'broken' && contracts.some(({ name }) => name === heading)) {
      explained = []
      explanations.set(heading, explained)
    }
    const analyzed = ANALYZED.exec(heading)?.groups
    if (analyzed) files = Number(analyzed['files']?.replaceAll(',', ''))
  }

  function explain(text: string): void {
    if (text.trim() !== '' && explained && explained.length < MESSAGE_LINES) explained.push(text.trim())
  }

  function addContract(text: string): void {
    const line = text.trimEnd()
    const counts = SUMMARY.exec(line)?.groups
    if (counts) {
      if (summary) contradict('it counts its contracts twice')
      summary = { kept: Number(counts['kept']), broken: Number(counts['broken']) }
    }
    const contract = CONTRACT.exec(line)?.groups
    if (contract) {
      const isBroken = contract['outcome'] === 'BROKEN'
      contracts.push({ name: contract['name'] ?? '', isBroken, reportLine: POSITION.lineOf() })
    }
    const analyzed = ANALYZED.exec(line)?.groups
    if (analyzed) files = Number(analyzed['files']?.replaceAll(',', ''))
  }

  function contradict(text: string): void {
    doubts.push({ kind: 'contradiction', text })
  }

  return textReader(addLine, (endsWithNewline) => {
    const broken = contracts.filter(({ isBroken }) => isBroken)
    for (const { name, reportLine } of broken) {
      // The next contract's name stands above its rule, and was taken for a line of this one.
      const lines = (explanations.get(name) ?? []).filter((line) => !contracts.some((other) => other.name === line))
      tables.findings.add({
        family: 'boundaries',
        rank: 'error',
        tool: 'import-linter',
        rule: name,
        reportLine,
        message: lines.length > 0 ? lines.join(' ') : `the contract is broken: ${name}`,
      })
    }
    const kept = contracts.length - broken.length
    if (!summary) {
      contradict('it has no line "Contracts: … kept, … broken": import-linter did not get there, or it was cut off')
    } else if (summary.kept !== kept || summary.broken !== broken.length) {
      contradict(
        `it counts ${summary.kept} kept and ${summary.broken} broken contracts, and lists ${kept} and ${broken.length}`,
      )
    }
    if (!endsWithNewline) contradict('its last line does not end: it was cut off')
    if (broken.some(({ name }) => (explanations.get(name) ?? []).length === 0)) {
      contradict('it does not say what breaks a contract: it was cut off')
    }
    if (summary && contracts.length === 0) contradict('it has no contract: nothing was checked')
    if (files === 0) contradict('it analyzed no file: nothing was looked at')
    doubts.push(...exitCodeDoubts(METRIC_TOOLS.importLinter, exitCode, broken.length))
    return {
      kind: 'findings',
      entries: contracts.length,
      metrics: counter.metrics(['boundaries']),
      completeness: 'complete',
      doubts,
      tool: { name: 'import-linter' },
    }
  })
}
