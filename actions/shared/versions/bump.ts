/** How far a version moves, from not at all to a breaking change. */
export const BUMPS = ['none', 'patch', 'minor', 'major'] as const
export type Bump = (typeof BUMPS)[number]

export function compareBumps(left: Bump, right: Bump): number {
  return BUMPS.indexOf(left) - BUMPS.indexOf(right)
}

export function greatestBump(bumps: Iterable<Bump>): Bump {
  let greatest: Bump = 'none'
  for (const bump of bumps) if (compareBumps(bump, greatest) > 0) greatest = bump
  return greatest
}
