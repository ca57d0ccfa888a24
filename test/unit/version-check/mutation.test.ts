import { describe, expect, test } from '@jest/globals'
import type { Place } from '../../../actions/version-check/places/place.ts'
import { isGreen, judged, type Layout, LAYOUTS, readLayout, withValue } from './layouts.ts'

const OTHER_VERSIONS = [
  ...['0.0.1', '0.1.0', '1.0.0-alpha.1', '1.2.4', '1.10.0', '2.0.1', '3.0.0-rc.2', '4.2.1', '9.9.9', '10.20.30'],
]
/** Outside of every range that a layout gives. */
const OTHER_LANGUAGE_VERSIONS = ['30', '31.5', '40.1', '50', '51.2.3', '60.0', '70', '80.1.2', '99.0', '100']
/** Not older than any layout's version. */
const NOT_PREVIOUS = ['4.4.0', '4.4.1', '4.5.0', '4.40.0', '5.0.0', '5.0.0-rc.1', '7.7.7', '9.9.9', '10.0.0', '44.4.0']

/** The kinds of places that the issue names, by `layout file role what` of at least one place. */
const KINDS: Readonly<Record<string, RegExp>> = {
  'package.json': /package\.json version/,
  'version.ts': /version\.ts version the constant/,
  'package-lock.json': /package-lock\.json version/,
  'pyproject.toml, PEP 621': /^python-service pyproject\.toml version/,
  'pyproject.toml, Poetry': /^python-poetry pyproject\.toml version/,
  'uv.lock': /uv\.lock version/,
  'setup.py': /setup\.py version/,
  'setup.cfg': /setup\.cfg version/,
  __version__: /\.py version __version__/,
  'VERSION = in Python': /app\/config\.py version VERSION/,
  'FastAPI(version=…)': /app\/main\.py version the argument version/,
  "Chart.yaml's version": /Chart\.yaml chart/,
  "Chart.yaml's appVersion": /Chart\.yaml appVersion/,
  'image tags of values files': /values[\w-]*\.yaml image-tag/,
  'Kubernetes manifests': /^go-service deploy\/deployment\.yaml (image-tag|appVersion)/,
  Kustomize: /kustomization\.yaml image-tag/,
  'Helm templates': /helm-umbrella templates\/\S+ (image-tag|appVersion)/,
  'Dockerfile LABEL': /file version the label/,
  'Dockerfile ARG': /file version ARG/,
  'Dockerfile ENV': /file version ENV/,
  'Compose images': /compose\S* image-tag/,
  'Cargo.toml': /Cargo\.toml version the crate/,
  'Cargo.toml of a workspace': /Cargo\.toml version the version of the Cargo workspace/,
  'Cargo.lock': /Cargo\.lock version/,
  'Go constants': /\.go version/,
  'pom.xml': /pom\.xml version the Maven version$/,
  "pom.xml's parent": /pom\.xml version the Maven version of the parent/,
  "pom.xml's properties": /pom\.xml version the Maven version \(property/,
  Gradle: /build\.gradle(\.kts)? version/,
  'gradle.properties': /gradle\.properties version/,
  csproj: /\.csproj version/,
  'Directory.Build.props': /Directory\.Build\.props version/,
  'composer.json': /composer\.json version/,
  'pubspec.yaml': /pubspec\.yaml version/,
  'mix.exs': /mix\.exs version/,
  'lerna.json': /lerna\.json version/,
  VERSION: / VERSION version/,
  'CITATION.cff': /CITATION\.cff version/,
  'OpenAPI info.version': /openapi\.yaml version/,
  'sonar-project.properties': /sonar-project\.properties version/,
  'README badges': /README\.md version the badge/,
  'configured JSONPath': /the place json-path/,
  'configured TOML path': /the place toml-path/,
  'configured YAML path': /the place yaml-path/,
  'configured XPath': /the place xpath/,
  'configured regex in HTML': /index\.html version the place regex/,
  'configured regex in Jinja': /base\.jinja version the place regex/,
  'configured line marker': /version the place line/,
  'previous release': / previous the place/,
  'Dockerfile FROM': /file toolchain the image/,
  '.python-version': /\.python-version toolchain/,
  'requires-python': /requires-python/,
  'inputs of setup actions': /toolchain the input/,
  '.nvmrc': /\.nvmrc toolchain/,
  'go.mod': /go\.mod toolchain/,
}

/** A chart's own version is compared only where the policy says so. */
function isCompared({ policy }: Layout, place: Place): boolean {
  return place.role !== 'chart' || policy?.includes('chart: equal') === true
}

function othersFor({ role }: Place): readonly string[] {
  if (role === 'toolchain') return OTHER_LANGUAGE_VERSIONS
  return role === 'previous' ? NOT_PREVIOUS : OTHER_VERSIONS
}

const COUNTS = { layouts: 0, places: 0, mutations: 0, caught: 0 }
const SEEN: string[] = []

describe('every single place that says something else is caught', () => {
  test.each(LAYOUTS)('in $name, which raises no alarm as it is', async (layout) => {
    const files = readLayout(layout.name)
    const { verdicts, remarks, problems, projects } = await judged(layout, files)
    const compared = verdicts.filter(({ place }) => isCompared(layout, place))
    expect(verdicts.filter(({ agreement }) => agreement !== 'agrees').map(({ place }) => place.role)).toEqual(
      verdicts.filter((verdict) => !compared.includes(verdict)).map(({ place }) => place.role),
    )
    expect([...problems, ...remarks.filter(({ kind }) => kind !== 'elsewhere')]).toEqual([])
    expect(projects.map(({ name }) => name)).toEqual(Object.keys(layout.versions))
    const missed: string[] = []
    for (const { place } of compared) {
      for (const other of othersFor(place)) {
        const written = place.spelling === 'badge' ? other.replaceAll('-', '--') : other
        const changed = await judged(layout, withValue(files, place, written))
        COUNTS.mutations += 1
        if (isGreen(changed.verdicts)) missed.push(`${place.file}:${place.line} ${place.found} -> ${other}`)
        else COUNTS.caught += 1
      }
      SEEN.push(`${layout.name} ${place.file} ${place.role} ${place.what}`)
    }
    COUNTS.layouts += 1
    COUNTS.places += compared.length
    expect(missed).toEqual([])
    expect(compared.length).toBeGreaterThan(1)
  })

  test('as these counts tell, for each kind of place that there is', () => {
    const { layouts, places, mutations, caught } = COUNTS
    const counts = Object.entries(KINDS).map(
      ([kind, is]) => [kind, SEEN.filter((each) => is.test(each)).length] as const,
    )
    const told = counts.map(([kind, count]) => `${kind} ${count}`).join(', ')
    process.stdout.write(`${layouts} layouts, ${places} places, ${mutations} mutations, ${caught} caught\n`)
    process.stdout.write(`places of ${counts.length} kinds: ${told}\n`)
    expect(counts.filter(([, count]) => count === 0)).toEqual([])
    expect(layouts).toBe(LAYOUTS.length)
    expect(mutations).toBe(places * 10)
    expect(caught).toBe(mutations)
  })
})
