import { type Environment, isAction } from '../runtime/environment.ts'
import type { ReadRemotePolicy } from '../runtime/policy-chain.ts'

/**
 * Reads policies of other repositories, by the input `token` in an action, at a terminal by GITHUB_TOKEN or GH_TOKEN.
 * What talks to GitHub is loaded by the first of them. `mask` is told the token before its first use.
 */
export function readRemotePolicies(
  environment: Environment,
  given: string | undefined,
  mask: (token: string) => void = () => undefined,
): ReadRemotePolicy {
  const inAction = isAction(environment)
  const token = inAction ? given : environment['GITHUB_TOKEN'] || environment['GH_TOKEN']
  let reading: Promise<ReadRemotePolicy> | undefined
  return async (reference) => {
    if (token === undefined || token === '') {
      const how = inAction ? 'give one by the input token' : 'set GITHUB_TOKEN, as by GITHUB_TOKEN=$(gh auth token)'
      return { unread: `reading it from GitHub needs a token: ${how}` }
    }
    mask(token)
    const apiUrl = environment['GITHUB_API_URL'] || 'https://api.github.com'
    reading ??= import('../github/contents.ts').then(({ remotePolicies }) => remotePolicies({ token, apiUrl }))
    return (await reading)(reference)
  }
}
