import path from 'node:path'
import { readPolicy } from '../shared/gate/read-policy.ts'
import type { Reason, Verdict } from '../shared/model/verdict.ts'
import { STATUSES, worstOf } from '../shared/model/status.ts'
import { counted } from '../shared/render/format.ts'
import { text as escaped } from '../shared/render/markdown.ts'
import { type Clock, type Environment, type EventPayload, readSubject } from '../shared/runtime/environment.ts'
import { findRepository, type Git } from '../shared/runtime/git.ts'
import type { ReadRemotePolicy } from '../shared/runtime/policy-chain.ts'
import { VERSION } from '../shared/runtime/version.ts'
import type { Workspace } from '../shared/runtime/workspace.ts'
import { ConfigurationError } from '../shared/model/errors.ts'
import { parseVersion } from '../shared/versions/schemes.ts'
import { readTagName } from '../shared/versions/tag-name.ts'
import type { Reference } from './compare-places.ts'
import { findDrift } from './drift.ts'
import { guardTime } from './guard-time.ts'
import { readHistory } from './history.ts'
import type { VersionCheckInputs } from './inputs.ts'
import type { Literal } from './literals.ts'
import { look, type Look, type LookRequest } from './look.ts'
import { type ProposedLine, proposeLines } from './propose.ts'
import { placeReasons, placeRecords, PLACES_AGREE, reason } from './reasons.ts'
import type { ChangelogHead, Computed } from './releases-of.ts'
import type { ReadRemoteHistory } from './remote-history.ts'
import { listRepository, textReader } from './repository-files.ts'
import { type SyncResult, sync } from './sync.ts'
import { prefixesOf, versionLines } from './version-lines.ts'

/** What the check needs of the world, the same in an action and at a terminal. */
export interface CheckSurroundings {
  readonly workspace: Workspace
  readonly environment: Environment
  readonly payload: EventPayload
  readonly clock: Clock
  readonly git: Git
  readonly readRemotePolicy: ReadRemotePolicy
  /** Absent where GitHub is not asked for releases. */
  readonly readRemoteHistory?: ReadRemoteHistory | undefined
  /** How the user writes the name of an input. */
  readonly spell: (name: string) => string
}

export interface CheckResult {
  readonly verdict: Verdict
  readonly look: Look
  /** The version of the whole repository; absent where there is none, or several projects. */
  readonly version: string | undefined
  readonly previous: string | undefined
  readonly computed: Computed | undefined
  /** Texts equal to the previous release that no place claims. */
  readonly literals: readonly Literal[]
  readonly notices: readonly string[]
  readonly synced: SyncResult | undefined
  /** What to write in the commit that was judged, where the input `suggestions` asks for it. */
  readonly proposals: readonly ProposedLine[]
}

/** Finds the places, compares them, and holds the version against tags and commits. Writes only with `mode: sync`. */
export async function judge(inputs: VersionCheckInputs, surroundings: CheckSurroundings): Promise<CheckResult> {
  const { environment, clock, git } = surroundings
  const started = clock()
  const { top, files, seen, history, notices } = await takeIn(inputs, surroundings)
  const projects = seen.policy?.version?.projects ?? []
  const builtTag = environment['GITHUB_REF_TYPE'] === 'tag' ? environment['GITHUB_REF_NAME'] : undefined
  const request: LookRequest = {
    ...{ files, policy: seen.policy?.version, read: textReader(top) },
    repositoryName: environment['GITHUB_REPOSITORY'] ?? path.basename(top),
    expected: (project) => expectedVersion(inputs, surroundings.spell, builtTag, project),
  }
  const before = await look(request)
  const proposals = inputs.suggestions ? proposeLines(before.projects, textOf(request.read)) : []
  const synced = inputs.mode === 'sync' ? await sync(top, request, before, inputs.dryRun) : undefined
  const looked = synced?.isWritten === true ? await look(request) : before
  const { lines, unordered } = versionLines(looked.projects, projects, inputs.tagPrefix)
  const time = await guardTime(
    { lines, history, builtTag, requireBump: inputs.requireBump },
    { ...surroundings, top, changelog: changelogOf(started, environment) },
  )
  const { previous, computed } = time
  const reference = projects.length === 0 ? looked.projects[0]?.reference : undefined
  const drift =
    previous && previous.version !== reference?.text
      ? await findDrift(git, top, {
          previous: previous.version.replace(/^v(?=\d)/, ''),
          files,
          read: request.read,
          verdicts: looked.verdicts,
        })
      : undefined
  const reasons = [
    ...placeReasons(looked),
    ...(synced?.refusals ?? []).map((why) => reason('fail', 'every place can be brought in step', why)),
    ...seen.gaps.map(({ expected, found }) => reason('unknown', 'evidence', `${expected}: ${found}`)),
    ...time.reasons,
  ]
  if (reasons.every(({ rule }) => rule !== PLACES_AGREE)) reasons.push(reason('pass', PLACES_AGREE, agreed(looked)))
  return {
    ...{ look: looked, computed, synced, proposals },
    verdict: verdictOf(reasons, looked, inputs, { ...surroundings, started }),
    notices: [
      ...notices,
      ...unordered.map(
        (text) => `${text} has no order that is known here, so it was not held against earlier releases`,
      ),
      ...time.notices,
    ],
    version: reference?.text.replace(/^v(?=\d)/, ''),
    previous: previous?.version.replace(/^v(?=\d)/, ''),
    literals: drift?.literals ?? [],
  }
}

/** The files, the policy and the history of the repository. */
async function takeIn(inputs: VersionCheckInputs, surroundings: CheckSurroundings) {
  const { workspace, environment, payload, git, spell } = surroundings
  const folder = workspace.within(inputs.workingDirectory, spell('working-directory')).root
  const top = (await findRepository(git, folder)) ?? folder
  const [{ files, notices }, seen, history] = await Promise.all([
    listRepository(git, top),
    readPolicy(
      { file: inputs.policyFile, workspace, folder, git, environment, payload },
      surroundings.readRemotePolicy,
      false,
    ),
    readHistory(git, top),
  ])
  return { top, files, seen, history, notices: [...seen.notices, ...notices] }
}

/** The worst reasons first. What is unknown stays so in its reason where it only warns. */
function verdictOf(
  reasons: readonly Reason[],
  { verdicts }: Look,
  { name, onUnknown }: VersionCheckInputs,
  { environment, payload, clock, started }: CheckSurroundings & { readonly started: number },
): Verdict {
  const weights = reasons.map(({ status }) => (status === 'unknown' && onUnknown === 'warn' ? 'warn' : status))
  return {
    schema: 'cicd-verdict/v1',
    action: 'version-check',
    name,
    status: worstOf(weights),
    reasons: [...reasons].sort((left, right) => STATUSES.indexOf(right.status) - STATUSES.indexOf(left.status)),
    metrics: {},
    evidence: [],
    paths: { mapped: 0, unmapped: 0, examples: [] },
    places: placeRecords(verdicts),
    subject: readSubject(environment, payload, undefined),
    started: new Date(started).toISOString(),
    finished: new Date(clock()).toISOString(),
    version: VERSION,
  }
}

/** What was seen where nothing is wrong: no verdict is without a reason. */
function agreed({ projects, verdicts }: Look): string {
  const agreeing = verdicts.filter(({ agreement }) => agreement === 'agrees')
  const versions = [...new Set(projects.flatMap(({ reference }) => reference?.text ?? []))]
  if (versions.length !== 1) return `${counted(agreeing.length, 'place')} ${agreeing.length === 1 ? 'agrees' : 'agree'}`
  const saying = agreeing.filter(({ place }) => place.role !== 'toolchain')
  return `${counted(saying.length, 'place')} ${saying.length === 1 ? 'says' : 'say'} ${versions.join()}`
}

/** The input's version, else that of the tag that is built. Throws ConfigurationError for an input that is none. */
function expectedVersion(
  inputs: VersionCheckInputs,
  spell: (name: string) => string,
  ownTag: string | undefined,
  project: string,
): Reference | undefined {
  const given = inputs.expectedVersion?.trim()
  if (given !== undefined && given !== '') {
    const result = parseVersion(given, 'app-version')
    if ('refused' in result || result.parsed.canonical === undefined) {
      throw new ConfigurationError(`${spell('expected-version')}: ${JSON.stringify(given)} is no version`)
    }
    return { text: given, scheme: 'app-version', from: `the input ${spell('expected-version')}` }
  }
  if (ownTag === undefined) return undefined
  const prefixes = prefixesOf(project, inputs.tagPrefix)
  for (const scheme of ['semver', 'pep440'] as const) {
    const read = readTagName(ownTag, scheme, prefixes)
    if ('version' in read && read.version.release.length >= 3) {
      return { text: read.version.text, scheme: 'app-version', from: `the tag ${ownTag}` }
    }
  }
  return undefined
}

function textOf(read: LookRequest['read']): (file: string) => string | undefined {
  return (file) => {
    const content = read(file)
    return content !== undefined && 'text' in content ? content.text : undefined
  }
}

function changelogOf(started: number, environment: Environment): ChangelogHead {
  const server = environment['GITHUB_SERVER_URL'] || 'https://github.com'
  const repository = environment['GITHUB_REPOSITORY']
  const address = repository && `${server}/${repository}`
  return {
    date: new Date(started).toISOString().slice(0, 10),
    links: {
      escape: (raw) => escaped(raw),
      commit: (sha) => (address ? `${address}/commit/${sha}` : `#${sha}`),
      issue: (number) => (address ? `${address}/issues/${number}` : `#${number}`),
      compare: undefined,
    },
  }
}
