import { numbersOf, rangeContains, startsWith } from './language-ranges.ts'
import type { PlaceVerdict } from './compare-places.ts'
import { LANGUAGES, type Language, type Place } from './places/place.ts'

const TITLES: Readonly<Record<Language, string>> = {
  ...{
    python: 'Python',
    node: 'Node.js',
    go: 'Go',
    java: 'Java',
    rust: 'Rust',
    ruby: 'Ruby',
    dotnet: '.NET',
    php: 'PHP',
  },
}

/** Every language has one pinned version, which all ranges contain. A pin of fewer numbers leaves the others open. */
export function compareToolchains(places: readonly Place[]): readonly PlaceVerdict[] {
  return LANGUAGES.flatMap((language) => {
    const ofLanguage = places.filter((place) => place.language === language)
    return compareLanguage(ofLanguage, TITLES[language])
  })
}

function compareLanguage(places: readonly Place[], title: string): readonly PlaceVerdict[] {
  const pins = places.filter(({ isRange }) => !isRange)
  const agreeing = (pin: Place): number => pins.filter((other) => isOnePin(pin.found, other.found)).length
  const [first] = pins
  const pinned = pins.reduce((best, pin) => (best && agreeing(pin) > agreeing(best) ? pin : best), first)
  return places.map((place): PlaceVerdict => {
    if (pinned === undefined) return { place, agreement: 'not-compared', why: `no file pins one version of ${title}` }
    const where = `${pinned.file}:${pinned.line}`
    if (!place.isRange) {
      const agrees = isOnePin(place.found, pinned.found)
      const why = `${title} is pinned to ${pinned.found} in ${where}`
      return {
        place,
        agreement: agrees ? 'agrees' : 'disagrees',
        why: place === pinned ? `${title} is pinned here` : why,
      }
    }
    const range = place.language === 'go' && numbersOf(place.found) ? `>=${place.found}` : place.found
    const isContained = rangeContains(range, pinned.found)
    if (isContained === undefined) {
      return {
        place,
        agreement: 'unclear',
        why: `nobody can tell whether it contains ${title} ${pinned.found} of ${where}`,
      }
    }
    const contains = isContained ? 'contains' : 'does not contain'
    return {
      place,
      agreement: isContained ? 'agrees' : 'disagrees',
      why: `it ${contains} ${title} ${pinned.found} of ${where}`,
    }
  })
}

function isOnePin(left: string, right: string): boolean {
  const [a, b] = [numbersOf(left), numbersOf(right)]
  if (a === undefined || b === undefined) return left === right
  return startsWith(a, b) || startsWith(b, a)
}
