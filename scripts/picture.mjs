// Renders Markdown as GitHub would, or an HTML file as it is, to a PNG in headless Chromium, for looking at:
//   node scripts/picture.mjs summary.md out.png [--width 900] [--height 1400] [--dark] [--open]
// --open unfolds every <details>. Chromium is looked for at $CHROMIUM and /usr/bin/chromium.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

/** The look of a rendered comment on GitHub, as far as widths and line breaks go. */
const STYLE = `
:root { color-scheme: light; --text: #1f2328; --back: #fff; --line: #d1d9e0; --soft: #f6f8fa; --link: #0969da; --quiet: #59636e }
.dark { color-scheme: dark; --text: #f0f6fc; --back: #0d1117; --line: #3d444d; --soft: #151b23; --link: #4493f8; --quiet: #9198a1 }
body { margin: 24px; color: var(--text); background: var(--back); overflow-wrap: break-word;
  font: 14px/1.5 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif, 'Noto Color Emoji' }
h1, h2 { border-bottom: 1px solid var(--line) } h2 { font-size: 1.5em } h3 { font-size: 1.25em; margin: 16px 0 }
p, ul, table, pre, details { margin: 0 0 16px } ul { padding-left: 2em } a { color: var(--link) }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse }
th, td { padding: 6px 13px; border: 1px solid var(--line) } tr:nth-child(2n) { background: var(--soft) }
code { padding: .2em .4em; font: 85% ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; background: var(--soft); border-radius: 6px }
pre { padding: 16px; overflow: auto; background: var(--soft); border-radius: 6px } pre code { padding: 0 }
sub { font-size: 75% } summary { cursor: pointer }
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', default: '900' },
    height: { type: 'string', default: '1400' },
    dark: { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
  },
})
const [source, target] = positionals
if (source === undefined || target === undefined) {
  console.error('usage: node scripts/picture.mjs FILE.md|FILE.html OUT.png [--width N] [--height N] [--dark] [--open]')
  process.exitCode = 2
} else {
  await picture(path.resolve(source), path.resolve(target))
}

async function picture(from, to) {
  const folder = mkdtempSync(path.join(tmpdir(), 'picture-'))
  try {
    const text = readFileSync(from, 'utf8')
    let html = from.includes('.html') ? text : await document(text)
    if (values.open) html = html.replaceAll('<details', '<details open')
    const page = path.join(folder, 'page.html')
    writeFileSync(page, html)
    // Chromium refuses windows narrower than 500 pixels: a narrow page is shown in a frame of that width.
    const framed = path.join(folder, 'frame.html')
    const size = `border:0;width:${values.width}px;height:${values.height}px`
    writeFileSync(
      framed,
      `<!doctype html><body style="margin:0;background:#888"><iframe src="page.html" style="${size}"></iframe>`,
    )
    const shot = path.join(folder, 'shot.png')
    const run = spawnSync(
      process.env.CHROMIUM ?? '/usr/bin/chromium',
      [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
        ...(values.dark ? ['--blink-settings=preferredColorScheme=0'] : []),
        `--user-data-dir=${path.join(folder, 'profile')}`,
        `--window-size=${Math.max(500, Number(values.width))},${values.height}`,
        `--screenshot=${shot}`,
        `file://${Number(values.width) < 500 ? framed : page}`,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    )
    if (run.status !== 0) throw new Error(`chromium ended with ${run.status ?? run.signal}: ${run.stderr}`)
    writeFileSync(to, readFileSync(shot))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function document(markdown) {
  const { micromark } = await import('micromark')
  const { gfm, gfmHtml } = await import('micromark-extension-gfm')
  const body = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  const theme = values.dark ? ' class="dark"' : ''
  return `<!doctype html><html${theme}><meta charset="utf-8"><style>${STYLE}</style><body>${body}</body></html>`
}
