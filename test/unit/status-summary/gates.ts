import { createHash } from 'node:crypto'
import type { EvidenceGap } from '../../../actions/shared/model/evidence.ts'
import { type Status, worstOf } from '../../../actions/shared/model/status.ts'
import type { Subject, Verdict } from '../../../actions/shared/model/verdict.ts'
import { parseNeeds } from '../../../actions/shared/policy/needs.ts'
import {
  assessNeeds,
  type NeedsAssessment,
  type NeedsOptions,
} from '../../../actions/shared/policy/needs-assessment.ts'
import type { VerdictFile } from '../../../actions/shared/policy/needs-gathering.ts'
import { readVerdictDocument } from '../../../actions/shared/policy/needs-verdicts.ts'
import { verdictDigest } from '../../../actions/shared/runtime/verdict-digest.ts'
import { verdictDocument } from '../../../actions/shared/runtime/verdict-file.ts'

/** What a step of run-action.ts is told of its commit and run. */
export const THIS_RUN = {
  repository: 'octo-org/octo-repo',
  sha: 'ffac537e6cbbf934b08745a378932722df287a53',
  run: 1658821493,
  attempt: 1,
}

export interface GateOptions {
  readonly subject?: Subject
  readonly name?: string
  readonly onUnknown?: 'warn'
  /** Text of the reasons. */
  readonly message?: string
}

export interface Gate {
  readonly digest: string
  readonly document: string
  readonly sha256: string
}

/** A gate's verdict with one reason per status given, as the gate itself writes it. */
export function gate(statuses: readonly Status[], { subject, name, onUnknown, message }: GateOptions = {}): Gate {
  const weighed = statuses.map((status) => (status === 'unknown' && onUnknown ? 'warn' : status))
  const verdict: Verdict = {
    schema: 'cicd-verdict/v1',
    action: 'quality-gate',
    name: name ?? 'quality-gate',
    subject: { ...THIS_RUN, job: 'test', ...subject },
    status: worstOf(weighed),
    reasons: statuses.map((status, index) => ({
      status,
      rule: `metric.${index} == 0`,
      message: message ?? `reason ${index} is ${status}`,
      scope: {},
      unit: '',
      source: 'input',
      evidence: [],
    })),
    metrics: { 'tests.total': 3 },
    evidence: [],
    paths: { mapped: 0, unmapped: 0, examples: [] },
    started: '2026-11-21T12:00:00.000Z',
    finished: '2026-11-21T12:00:01.000Z',
    version: '1.0.0',
  }
  const document = verdictDocument(verdict)
  const sha256 = createHash('sha256').update(document).digest('hex')
  return { digest: verdictDigest(verdict, '/tmp/verdict.json', sha256), document, sha256 }
}

export function file(name: string, { document, sha256 }: Gate): VerdictFile {
  return { file: name, sha256, bytes: document.length, read: readVerdictDocument(document, sha256) }
}

export const OPTIONS: NeedsOptions = {
  onUnknown: 'fail',
  thisRun: THIS_RUN,
  allowedSkips: [],
  allowedFailures: [],
  gates: [],
}

/** Judges `needs` as its JSON would be. */
export function assess(
  needs: unknown,
  options: Partial<NeedsOptions> = {},
  files: readonly VerdictFile[] = [],
  gaps: readonly EvidenceGap[] = [],
): NeedsAssessment {
  return assessNeeds(parseNeeds(JSON.stringify(needs)), files, gaps, { ...OPTIONS, ...options })
}
