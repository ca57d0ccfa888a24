/** The page's whole look. Static, so that its hash stands in the page's security policy. Contrasts are kept by a test. */
export const PAGE_STYLE = `
:root { color-scheme: light dark;
  --text: #1c2024; --quiet: #555d66; --back: #ffffff; --soft: #f4f6f8; --line: #d5dae0; --link: #0757b8;
  --pass: #1a7034; --warn: #855600; --unknown: #7a35b8; --fail: #b8141a; --bar: #3c8f55; --gap: #e6c3c5 }
@media (prefers-color-scheme: dark) { :root {
  --text: #e6eaf0; --quiet: #a3acb8; --back: #0f1318; --soft: #181e25; --line: #333c47; --link: #6cb0ff;
  --pass: #4cc46a; --warn: #e3b341; --unknown: #c297ff; --fail: #ff8078; --bar: #3c9a55; --gap: #5a2b2e } }
* { box-sizing: border-box }
body { margin: 0; color: var(--text); background: var(--back); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 1.5rem } footer { padding-block: 1rem 3rem; color: var(--quiet); font-size: .875rem }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25 } h2 { margin: 2.25rem 0 .75rem; font-size: 1.25rem }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem }
p { margin: .5rem 0 } a { color: var(--link) } code, pre { font: .875em/1.5 ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
.verdict { padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: .5rem solid var(--tone); border-radius: .375rem; background: var(--soft) }
.verdict h1 { color: var(--tone) }
.pass { --tone: var(--pass) } .warn { --tone: var(--warn) } .unknown { --tone: var(--unknown) } .fail { --tone: var(--fail) } .note { --tone: var(--quiet) }
.status { color: var(--tone); font-weight: 600; white-space: nowrap }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .75rem 0 0; font-size: .875rem }
.facts div { display: flex; gap: .375rem } .facts dt { color: var(--quiet) } .facts dd { margin: 0 }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none }
nav a { display: inline-block; padding: .25rem 0 }
.search { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-top: 1rem } .search[hidden] { display: none }
.search input { flex: 1 1 14rem; min-height: 2.5rem; padding: .25rem .75rem; font: inherit; color: inherit; background: var(--back);
  border: 1px solid var(--quiet); border-radius: .375rem }
.search output { color: var(--quiet) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
table { width: 100%; border-collapse: collapse; font-size: .9375rem }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
th { color: var(--quiet); font-size: .8125rem; text-align: left; white-space: nowrap }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th.n, td.n { text-align: right } td.n { white-space: nowrap; font-variant-numeric: tabular-nums }
details { margin: .25rem 0; border: 1px solid var(--line); border-radius: .375rem; content-visibility: auto; contain-intrinsic-size: auto 2.75rem }
summary { padding: .5rem .75rem; cursor: pointer } details > :not(summary) { margin-inline: .75rem }
td details { border: 0; font-size: .875rem } td summary { padding: .125rem 0; color: var(--quiet) }
td details > .facts { flex-direction: column; gap: .125rem; margin: .25rem 0 .5rem } td details > .facts div { flex-wrap: wrap }
details > table { width: calc(100% - 1.5rem); margin-bottom: .5rem }
summary .quiet, .quiet { color: var(--quiet) }
pre { max-height: 30rem; padding: .75rem; overflow: auto; background: var(--soft); border-radius: .375rem; white-space: pre-wrap }
meter { width: 6rem; height: .75rem; vertical-align: middle; background: var(--gap); border: 0 }
meter::-webkit-meter-inner-element { grid-template-rows: 1fr }
meter::-webkit-meter-bar { height: .75rem; background: var(--gap); border: 0; border-radius: .25rem }
meter::-webkit-meter-optimum-value { background: var(--bar) } meter::-moz-meter-bar { background: var(--bar) }
.share { display: inline-block; min-width: 4.75rem }
.gone { display: none }
@media (max-width: 40rem) {
  body { font-size: 15px } header, main, footer { padding-inline: .875rem } h1 { font-size: 1.375rem }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table, tbody { display: block } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) }
  td, td.n { display: flex; gap: .75rem; padding: .1rem 0; border: 0; text-align: left; white-space: normal }
  td[data-label]::before { content: attr(data-label); flex: 0 0 5.5rem; color: var(--quiet); font-size: .8125rem; line-height: 1.8 }
  td > span { min-width: 0 } td.none { display: none }
}
@media (min-width: 60rem) { #rules ~ table td:nth-child(2) { min-width: 15rem }
  #findings ~ details table { table-layout: fixed } #findings ~ details th:nth-child(1) { width: 7rem }
  #findings ~ details th:nth-child(2) { width: 4.5rem } #findings ~ details th:nth-child(3) { width: 16rem } }
@media print { details { content-visibility: visible } .search, nav { display: none } }
`

/** SHA-256 of PAGE_STYLE in base64. A test tells the right one when the style changes. */
export const PAGE_STYLE_HASH = 'sha256-AEuTQPDJLZ0JRZQnz+IuT+0SrFxeuBs7igqCID6x4LU='
