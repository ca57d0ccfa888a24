import { canonicalOf } from './canonical.ts'
import { compareReleases, withoutLeadingZeros } from './digits.ts'
import { phaseOf } from './pre-release-words.ts'
import { defineScheme, type KeyRead, type VersionRead } from './scheme.ts'

interface ComposerOrder {
  readonly release: readonly string[]
  readonly stage: number
  /** What stands behind the stage's word: `RC1.2` has two numbers. */
  readonly numbers: readonly string[]
  readonly isDevelopment: boolean
}

/** In their order (https://getcomposer.org/doc/articles/versions.md#stabilities); a patch comes after the release. */
const STAGES = ['dev', 'alpha', 'beta', 'rc', 'stable', 'patch'] as const
const STAGE_OF: Readonly<Record<string, (typeof STAGES)[number]>> = {
  ...{
    a: 'alpha',
    alpha: 'alpha',
    b: 'beta',
    beta: 'beta',
    rc: 'rc',
    stable: 'stable',
    p: 'patch',
    pl: 'patch',
    patch: 'patch',
  },
}

const MODIFIER = String.raw`(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d+)*))?([._-]?dev)?(?:\+[^\s,]+)?$`
const CLASSICAL = new RegExp(String.raw`^v?(\d{1,5}(?:\.\d+){0,3})${MODIFIER}`, 'i')
const DATED = new RegExp(String.raw`^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3})?)${MODIFIER}`, 'i')

/** Composer's own normal form: up to four numbers, a stability and its number, build metadata thrown away. */
function readComposer(text: string): VersionRead<ComposerOrder> | string {
  if (/^dev-|^(master|trunk|default)$|[.-]x-dev$/i.test(text)) {
    return 'is a branch, which has no place in the order of versions'
  }
  const found = CLASSICAL.exec(text) ?? DATED.exec(text)
  if (found === null) return 'is not of the form [v]N.N.N[.N][-{alpha|beta|RC|patch}N][-dev]'
  const [, numbers = '', word = '', behind = '', dev = ''] = found
  const written = numbers.split(/[.:-]/)
  const release = written.map(withoutLeadingZeros)
  const stage = word === '' ? 'stable' : (STAGE_OF[word.toLowerCase()] ?? 'stable')
  const stageNumbers = stage === 'stable' ? [] : (behind.match(/\d+/g) ?? []).map(withoutLeadingZeros)
  const isDevelopment = dev !== ''
  const padded = CLASSICAL.test(text) ? [...written, '0', '0', '0'].slice(0, 4) : written
  const shown = stage === 'stable' ? '' : `-${stage === 'rc' ? 'RC' : stage}${stageNumbers.join('.')}`
  return {
    normal: `${padded.join('.')}${shown}${isDevelopment ? '-dev' : ''}`,
    release,
    isPrerelease: isDevelopment || stage === 'alpha' || stage === 'beta' || stage === 'rc',
    key: keyOf(text, release, stage, stageNumbers, isDevelopment),
    order: {
      release,
      stage: STAGES.indexOf(stage === 'stable' && isDevelopment ? 'dev' : stage),
      numbers: stageNumbers,
      isDevelopment,
    },
  }
}

function keyOf(
  text: string,
  release: readonly string[],
  stage: (typeof STAGES)[number],
  numbers: readonly string[],
  isDevelopment: boolean,
): KeyRead {
  if (numbers.length > 1) {
    return { none: `"${text}" has several numbers behind "${stage}", which only Composer can write` }
  }
  const [number = '0'] = numbers
  const phase = phaseOf(stage)
  return {
    canonical: canonicalOf(release, {
      pre: phase && { phase, number },
      post: stage === 'patch' ? number : undefined,
      dev: isDevelopment ? '0' : undefined,
    }),
  }
}

function compareComposer(left: ComposerOrder, right: ComposerOrder): number {
  return (
    compareReleases(left.release, right.release) ||
    left.stage - right.stage ||
    compareReleases(left.numbers, right.numbers) ||
    left.numbers.length - right.numbers.length ||
    Number(right.isDevelopment) - Number(left.isDevelopment)
  )
}

export const COMPOSER = defineScheme({
  id: 'composer',
  title: 'Composer',
  read: readComposer,
  compare: compareComposer,
})
