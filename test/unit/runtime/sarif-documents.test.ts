import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { lineHashes } from '../../../actions/shared/model/fingerprint.ts'
import { writeSarif } from '../../../actions/shared/render/sarif.ts'
import { compressSarif, fitForGitHub, inCheckout } from '../../../actions/shared/runtime/sarif-documents.ts'
import { Workspace } from '../../../actions/shared/runtime/workspace.ts'
import { inFolder } from '../../support/temporary-folder.ts'
import { content, FOR_GITHUB, seen, vulnerability, weakness } from '../render/sarif-samples.ts'

/** Texts that compress badly, so that few of them are much. */
const scattered = (seed: number) =>
  Array.from({ length: 40 }, (_, at) => (Math.imul(seed * 40 + at + 1, 2_654_435_761) >>> 0).toString(36)).join(' ')
const many = (count: number) =>
  content(Array.from({ length: count }, (_, index) => seen(weakness({ line: index + 1, message: scattered(index) }))))

describe('the document for GitHub', () => {
  it('keeps everything that fits, without a word', async () => {
    const { options, notes } = await fitForGitHub(many(50), FOR_GITHUB)
    expect(options.most).toBe(50)
    expect(notes).toEqual([])
  })

  it('is cut to its size after compression, and says what is left out', async () => {
    const all = many(600)
    const limit = 60_000
    const { options, notes } = await fitForGitHub(all, FOR_GITHUB, limit)
    const document = await compressSarif(writeSarif(all, options))
    expect(document.length).toBeLessThanOrEqual(limit)
    expect(document.length).toBeGreaterThan(limit * 0.7)
    const { runs } = JSON.parse(gunzipSync(document).toString()) as {
      runs: { results: { message: { text: string } }[] }[]
    }
    expect(runs[0]?.results).toHaveLength(options.most!)
    expect(runs[0]?.results[0]?.message.text).toBe(scattered(0))
    expect(notes).toEqual([
      expect.stringMatching(/^The SARIF for code scanning has \d+ of 600 findings, the most severe/),
    ])
  })

  it('does not compress what fits as it is, and compresses what only so fits', async () => {
    const plain = [...writeSarif(many(50), FOR_GITHUB)].join('').length
    const { options } = await fitForGitHub(many(50), FOR_GITHUB, Math.floor(plain * 0.9))
    expect(options.most).toBe(50)
  })

  it('is made once where it is short enough to be kept, and made anew where it is not', async () => {
    const short = await fitForGitHub(many(50), FOR_GITHUB)
    expect(Buffer.concat(short.pieces ?? []).toString()).toBe([...writeSarif(many(50), short.options)].join(''))
    const long = content(
      Array.from({ length: 9_000 }, (_, index) => seen(weakness({ line: index + 1, message: 'x'.repeat(2_000) }))),
    )
    const { options, pieces } = await fitForGitHub(long, FOR_GITHUB)
    expect([options.most, pieces]).toEqual([9_000, undefined])
  })

  it('ends where not even one finding fits', async () => {
    expect((await fitForGitHub(many(5), FOR_GITHUB, 10)).options.most).toBe(0)
  })

  it('says how many of its findings GitHub shows', async () => {
    const all = content(Array.from({ length: 5_001 }, (_, index) => seen(weakness({ line: index + 1 }))))
    expect((await fitForGitHub(all, FOR_GITHUB)).notes).toEqual([
      'Code scanning shows the 5,000 most severe of its findings.',
    ])
  })
})

describe('findings in the checkout', () => {
  it("have GitHub's fingerprint and the line of the manifest", async () => {
    const source = 'import os\n\nos.system(x)\n'
    await inFolder({ 'app/run.py': source, 'package.json': '{\n"lodash": "4"\n}' }, (root) => {
      const code = weakness()
      const bought = vulnerability({ path: 'package-lock.json' })
      const paths = ['app/run.py', 'package.json', 'package-lock.json']
      const { placeOf, fingerprints } = inCheckout(content([seen(code), seen(bought)]), 'github', root, paths)
      expect(placeOf?.(bought)).toEqual({ path: 'package.json', line: 2 })
      expect(placeOf?.(code)).toBe(code)
      expect(fingerprints?.get(code)).toBe(lineHashes(source, new Set([3])).get(3))
      expect(fingerprints?.size).toBe(2)
    })
  })
})

describe('a file written in pieces', () => {
  it('is the same text as in one, and replaces what was there', async () => {
    await inFolder({ 'a/b.txt': 'something much longer than this' }, (root) => {
      const file = new Workspace(root, undefined).writePieces('a/b.txt', ['one ', 'zwö ', '', 'three'], 'sarif-file')
      expect(readFileSync(file, 'utf8')).toBe('one zwö three')
    })
  })

  it('is refused outside the fence', async () => {
    await inFolder({}, (root) => {
      const workspace = new Workspace(root, [root])
      expect(() => workspace.writePieces('../x.sarif', ['x'], 'sarif-file')).toThrow(/outside the workspace/)
    })
  })
})
