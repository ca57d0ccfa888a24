/*
 * What licences are called, and what kind each is: the categories of Google's licenseclassifier (license_type.go), which Trivy
 * uses too (pkg/licensing/category.go), with ids of the SPDX licence list (https://spdx.org/licenses/). What they have in no
 * category and forbids competing use is forbidden here.
 */

export const LICENSE_CATEGORIES = [
  'forbidden',
  'restricted',
  'reciprocal',
  'notice',
  'permissive',
  'unencumbered',
] as const
export type LicenseCategory = (typeof LICENSE_CATEGORIES)[number]

/** Ids in parts: `A-{1,2}` is `A-1` and `A-2`. */
const IDS: Readonly<Record<LicenseCategory, string>> = {
  forbidden:
    'AGPL AGPL-{1.0-only,1.0-or-later,3.0-only,3.0-or-later} CC-BY-NC-{1.0,2.0,2.5,3.0,4.0} CC-BY-NC-ND-{1.0,2.0,2.5,3.0,4.0} CC-BY-NC-SA-{1.0,2.0,2.5,3.0,4.0} Commons-Clause Facebook-2-Clause Facebook-3-Clause Facebook-Examples WTFPL SSPL-1.0 BUSL-1.1 Elastic-2.0 PolyForm-Noncommercial-1.0.0 PolyForm-Small-Business-1.0.0',
  restricted:
    'BCL CC-BY-ND-{1.0,2.0,2.5,3.0,4.0} CC-BY-SA-{1.0,2.0,2.5,3.0,4.0} GPL GPL-{1.0,2.0,3.0}-only GPL-{1.0,2.0,3.0}-or-later LGPL LGPL-{2.0,2.1,3.0}-only LGPL-{2.0,2.1,3.0}-or-later GFDL-{1.1,1.2,1.3}-only GFDL-{1.1,1.2,1.3}-or-later NPL-{1.0,1.1} OSL-{1.0,1.1,2.0,2.1,3.0} QPL-1.0 Sleepycat EUPL-{1.0,1.1,1.2} CECILL-2.1 RPL-{1.1,1.5} MS-RL',
  reciprocal:
    'APSL-{1.0,1.1,1.2,2.0} CDDL-{1.0,1.1} CPL-1.0 EPL-{1.0,2.0} FreeImage IPL-1.0 MPL-{1.0,1.1,2.0} MPL-2.0-no-copyleft-exception Ruby CECILL-C',
  notice:
    'AFL-{1.1,1.2,2.0,2.1,3.0} Apache Apache-{1.0,1.1,2.0} Artistic Artistic-{1.0,1.0-Perl,1.0-cl8,2.0} BSD BSD-{1,2,3,4}-Clause BSD-2-Clause-{FreeBSD,NetBSD,Patent,Views} BSD-3-Clause-{Attribution,Clear,LBNL,Modification,Open-MPI} BSD-4-Clause-UC BSD-Protection BSD-Source-Code BSL-1.0 BlueOak-1.0.0 CC-BY-{1.0,2.0,2.5,3.0,4.0} CECILL-B ClArtistic CNRI-Python curl ECL-{1.0,2.0} EDL EFL-2.0 FSFAP FSFUL FSFULLR FTL HPND HPND-sell-variant ICU IJG ImageMagick ISC JSON Libpng Lil-1.0 Linux-OpenIB LPL-{1.0,1.02} MIT MIT-{CMU,Modern-Variant,enna,feh} MITNFA MS-PL MulanPSL-{1.0,2.0} NCSA NTP OFL-{1.0,1.1} OLDAP-2.8 OpenSSL PHP-{3.0,3.01} PIL PSF-2.0 Python-{2.0,2.0.1} PostgreSQL SGI-B-{1.0,1.1,2.0} TCL Unicode-3.0 Unicode-DFS-{2015,2016} Unicode-TOU UPL-1.0 Vim W3C W3C-19980720 W3C-20150513 X11 Xnet Zend-2.0 Zlib zlib-acknowledgement ZPL-{1.1,2.0,2.1} bzip2-1.0.6 libtiff',
  permissive: '',
  unencumbered: 'CC0-1.0 CC-PDDC PDDL-1.0 public-domain SAX-PD Unlicense 0BSD MIT-0 blessing',
}

interface Known {
  readonly id: string
  readonly category: LicenseCategory
}

const KNOWN: ReadonlyMap<string, Known> = new Map(
  LICENSE_CATEGORIES.flatMap((category) =>
    IDS[category]
      .split(' ')
      .flatMap(spread)
      .map((id) => [id.toLowerCase(), { id, category }] as const),
  ),
)

function spread(text: string): readonly string[] {
  const [, before = '', parts, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(text) ?? []
  return parts === undefined ? (text === '' ? [] : [text]) : parts.split(',').map((part) => before + part + after)
}

/** Longer is a licence's text, not its name. */
const NAME_LIMIT = 200

/** What people and package indexes write, in lower case and without "the" and "license", and the id that it certainly is. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:expat|mit[ -]style|mit ?\/ ?x11|x11\/mit|mit \(mit\))$/, 'MIT'],
  [/^apache(?:[ -](?:software))?(?:,? ?(?:version|v\.?|-))? ?(1\.0|1\.1|2)(?:\.0)?$/, 'Apache-$1'],
  [/^(?:apache software|apache|asf|al-?2)$/, 'Apache'],
  [/^(?:simplified bsd|freebsd|bsd[ -]2|2[ -]clause bsd|bsd 2[ -]clause(?: "simplified")?)$/, 'BSD-2-Clause'],
  [
    /^(?:new bsd|modified bsd|revised bsd|bsd[ -]3|3[ -]clause bsd|bsd 3[ -]clause(?: "?new"? or "?revised"?)?)$/,
    'BSD-3-Clause',
  ],
  [/^(?:bsd(?:[ -]style)?|bsd-like)$/, 'BSD'],
  [/^(?:isc \(iscl\)|iscl)$/, 'ISC'],
  [/^(?:python software foundation|psf|psfl|psf-?2)$/, 'PSF-2.0'],
  [/^(?:mozilla public )?(?:mpl[ -]?v?)?(1\.0|1\.1|2\.0)(?: \(mpl \1\))?$/, 'MPL-$1'],
  [/^mozilla public(?:,? version| v)? ?(1\.0|1\.1|2\.0)$/, 'MPL-$1'],
  [/^eclipse public(?:,? version| -?| v)? ?v?\.? ?(1\.0|2\.0)$/, 'EPL-$1'],
  [/^(?:pd|public domain|public-domain)$/, 'public-domain'],
  [/^(?:unlicense \(unlicense\)|un)$/, 'Unlicense'],
  [/^(?:cc0|creative commons zero(?: v1\.0 universal)?|cc0 1\.0 universal)$/, 'CC0-1.0'],
  [/^zope public$/, 'ZPL-2.1'],
  [/^boost software(?:,? version)? ?1\.0$/, 'BSL-1.0'],
]

/** GNU's licences by their names: which, version, whether later ones too. */
const GNU =
  /^(?:gnu )?(affero |lesser |library (?:or lesser )?)?(?:(a|l)?gpl|general public)(?:[ ,-]*(?:version|v\.?)?[ -]*(\d)(?:\.(\d))?)?[ ,]*(\+|or later|or newer|-or-later|only|-only)?(?: ?\((a|l)?gplv?[\d.]*(\+)?\))?$/

/** The id of a licence: SPDX's own, or as far as a name tells it (`BSD` without a number, `GPL`); undefined where it is not known. */
export function licenseId(text: string): string | undefined {
  if (text.length > NAME_LIMIT) return undefined
  const plain = text
    .trim()
    .replace(/^(?:License :: )?(?:OSI Approved :: )?/i, '')
    .toLowerCase()
  const known = KNOWN.get(plain)
  if (known) return known.id
  const name = plain
    .replace(/^the /, '')
    .replace(/\blicen[cs]e\b/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ,/g, ',')
    .trim()
  const named = KNOWN.get(name)?.id ?? gnuId(name)
  if (named !== undefined) return named
  for (const [pattern, id] of NAMES) {
    const match = pattern.exec(name)
    if (match) return id.replace('$1', match[1] === '2' ? '2.0' : (match[1] ?? ''))
  }
  return undefined
}

function gnuId(name: string): string | undefined {
  const match = GNU.exec(name)
  if (!match) return undefined
  const [, which = '', letter = match[6] ?? '', major, minor = '0', more = match[7] ?? ''] = match
  const kind = which.startsWith('affero') || letter === 'a' ? 'AGPL' : which !== '' || letter === 'l' ? 'LGPL' : 'GPL'
  if (major === undefined) return kind
  const id = `${kind}-${major}.${minor}-${/later|newer|\+/.test(more) ? 'or-later' : 'only'}`
  return KNOWN.get(id.toLowerCase())?.id
}

/** The category of an id that `licenseId` knows. */
export function licenseCategory(id: string): LicenseCategory | undefined {
  return KNOWN.get(id.toLowerCase())?.category
}
