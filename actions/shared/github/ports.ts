import type { Marker } from '../render/marker.ts'

/** A comment of this very gate, written by whoever the token acts for. */
export interface StoredComment {
  readonly id: number
  readonly body: string
  /** ISO 8601. */
  readonly createdAt: string
}

/** The comments of one pull request. Every method rejects with a GitHubRefusal. */
export interface CommentStore {
  /** Comments with this gate's and leg's marker that can be trusted, oldest first; `since` an ISO time of the last change. */
  findByMarker(marker: Marker, since?: string): Promise<readonly StoredComment[]>
  create(body: string): Promise<StoredComment>
  update(id: number, body: string): Promise<void>
  remove(id: number): Promise<void>
}

export type CheckConclusion = 'success' | 'neutral' | 'failure'

/** As GitHub's checks API names it. */
export interface CheckAnnotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly start_column?: number
  readonly end_column?: number
  readonly annotation_level: 'notice' | 'warning' | 'failure'
  readonly title: string
  readonly message: string
}

export interface CheckOutput {
  readonly title: string
  /** Markdown. */
  readonly summary: string
  /** At most 50 per request; further ones are added by further requests. */
  readonly annotations: readonly CheckAnnotation[]
}

export interface CheckRun {
  readonly name: string
  readonly headSha: string
  readonly conclusion: CheckConclusion
  readonly externalId: string
  readonly detailsUrl?: string | undefined
  /** ISO 8601. */
  readonly started: string
  readonly finished: string
}

/** The check runs of one repository. Every method rejects with a GitHubRefusal. */
export interface CheckRuns {
  create(run: CheckRun, output: CheckOutput): Promise<number>
  addAnnotations(id: number, output: CheckOutput): Promise<void>
}

export interface PullRequest {
  readonly number: number
  readonly headSha: string
  /** `owner/name`; absent where that repository is gone. */
  readonly headRepository?: string | undefined
}

export interface ChangedFile {
  readonly path: string
  /** Hunks of a unified diff; absent where GitHub finds it too large. */
  readonly patch?: string | undefined
}

/** The pull requests of one repository. Every method rejects with a GitHubRefusal. */
export interface PullRequests {
  /** The open ones that want in from a branch of a repository owned by `owner`. */
  openFrom(owner: string, branch: string): Promise<readonly PullRequest[]>
  changedFiles(number: number): Promise<readonly ChangedFile[]>
}

/** A comment on one line that a pull request adds. */
export interface LineComment {
  readonly path: string
  /** 1-based, in the file as the pull request leaves it. */
  readonly line: number
  /** Markdown. */
  readonly body: string
}

export interface StoredLineComment extends Omit<LineComment, 'line'> {
  readonly id: number
  /** Absent where the line has changed since. */
  readonly line: number | undefined
  readonly hasReplies: boolean
}

/** The comments on lines of one pull request. Every method rejects with a GitHubRefusal. */
export interface ReviewComments {
  /** Those with this check's marker that can be trusted, oldest first. */
  findByMarker(marker: Marker): Promise<readonly StoredLineComment[]>
  /** A review that neither approves nor refuses, of the pull request's newest commit. */
  review(body: string, comments: readonly LineComment[]): Promise<void>
  update(id: number, body: string): Promise<void>
  remove(id: number): Promise<void>
}

/** What could not be published, or must be told about it. Plain text, whole sentences. */
export interface PublishNote {
  readonly channel: 'comment' | 'check run' | 'suggestion'
  readonly text: string
}
