import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { renderPage } from '../../../actions/shared/render/page.ts'
import { evidenceSet, finding, tables } from './samples.ts'
import { failingShop } from './shop.ts'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Loads a page in a frame of the given width and returns what the script of the frame's owner finds in it. */
function inBrowser(page: string, width: number, find: string): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'page-'))
  try {
    writeFileSync(path.join(folder, 'page.html'), page)
    writeFileSync(
      path.join(folder, 'frame.html'),
      `<!doctype html><iframe id="f" src="page.html" style="border:0;width:${width}px;height:900px"></iframe>
       <script>onload = async () => {
         const doc = document.getElementById('f').contentDocument
         document.body.textContent = 'FOUND' + JSON.stringify(await (${find})(doc)) + 'END'
       }</script>`,
    )
    const { stdout, stderr } = spawnSync(
      CHROMIUM,
      [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update', '--allow-file-access-from-files'],
        ...[`--user-data-dir=${path.join(folder, 'profile')}`, '--virtual-time-budget=5000', '--dump-dom'],
        `file://${path.join(folder, 'frame.html')}`,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    )
    const [, found] = /FOUND(.*)END/s.exec(stdout) ?? []
    if (found === undefined) throw new Error(`the browser found nothing: ${stderr}`)
    return JSON.parse(found.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** By how many pixels the page is wider than its window. */
const SIDEWAYS = 'doc => doc.documentElement.scrollWidth - doc.documentElement.clientWidth'

const describeWithBrowser = existsSync(CHROMIUM) ? describe : describe.skip

describeWithBrowser('the report page in a browser', () => {
  const shop = failingShop()
  const page = renderPage(shop.verdict, shop.set)

  it.each([390, 1100])(
    'fits %i pixels without scrolling sideways',
    (width) => {
      expect(inBrowser(page, width, SIDEWAYS)).toBe(0)
    },
    60_000,
  )

  it('shows and searches with its script, which its policy lets run', () => {
    const search = `async doc => {
      const input = doc.querySelector('#search')
      const before = getComputedStyle(doc.querySelector('search')).display
      input.value = 'bandit b602'
      input.dispatchEvent(new Event('input'))
      await new Promise(done => setTimeout(done, 400))
      const rows = [...doc.querySelectorAll('main tbody tr')].filter(row => row.getClientRects().length > 0)
      return { before, said: doc.querySelector('output').textContent, rows: rows.map(row => row.textContent) }
    }`
    expect(inBrowser(page, 1100, search)).toEqual({
      before: 'flex',
      said: '1 entry found',
      rows: ['high23bandit B602subprocess call with shell=True identified, security issue.'],
    })
  }, 60_000)

  it('can be read without its script', () => {
    const bare = page.replace(/<script>[^]*<\/script>/, '')
    const seen = inBrowser(
      bare,
      1100,
      `doc => {
        const row = [...doc.querySelectorAll('tr')].find(row => row.textContent.includes('B602'))
        return [getComputedStyle(doc.querySelector('search')).display, row.getClientRects().length > 0]
      }`,
    )
    expect(seen).toEqual(['none', true])
  }, 60_000)

  it('is ready within seconds with ten thousand findings', () => {
    const findings = Array.from({ length: 10_000 }, (_, index) =>
      finding({ path: `app/${index % 300}.py`, line: index + 1 }),
    )
    const many = renderPage(shop.verdict, evidenceSet(tables({ findings })))
    expect(inBrowser(many, 390, SIDEWAYS)).toBe(0)
    expect(inBrowser(many, 390, 'doc => doc.querySelectorAll("tr").length')).toBeGreaterThan(10_000)
  }, 60_000)
})
