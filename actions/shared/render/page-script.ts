/** The page's only script: a search over rows and folded items. Without it everything is there to read. */
export const PAGE_SCRIPT = `
const box = document.querySelector('.search')
const input = box.querySelector('input')
const output = box.querySelector('output')
const items = [...document.querySelectorAll('main tbody tr, main details.item')].map((element) => ({
  element, words: undefined, parent: element.parentElement.closest('details'),
}))
const folds = [...document.querySelectorAll('main details:not(td details)')]
const wasOpen = new Map(folds.map((fold) => [fold, fold.open]))
box.hidden = false
let timer
input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 150) })
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== input) { event.preventDefault(); input.focus() }
})
function search() {
  const wanted = input.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  const holders = new Set()
  for (const item of items) {
    item.words ??= (item.element.textContent + ' ' + (item.parent?.querySelector('summary')?.textContent ?? '')).toLowerCase()
    const found = wanted.every((word) => item.words.includes(word))
    item.element.classList.toggle('gone', !found)
    if (found) { shown += 1; if (item.parent) holders.add(item.parent) }
  }
  for (const fold of folds) {
    if (fold.matches('.item')) continue
    fold.classList.toggle('gone', wanted.length > 0 && !holders.has(fold))
    fold.open = wanted.length > 0 ? holders.has(fold) && shown <= 500 : wasOpen.get(fold)
  }
  output.textContent = wanted.length === 0 ? '' : shown === 1 ? '1 entry found' : shown + ' entries found'
}
`

/** SHA-256 of PAGE_SCRIPT in base64. A test tells the right one when the script changes. */
export const PAGE_SCRIPT_HASH = 'sha256-h5arXGEfStjRqQHkwSZNOjPiACujV0Gt1LNqHeVU6Wc='
