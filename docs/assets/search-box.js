// The search in the masthead: opens over the page, answers each key, works with arrows and Tab.

import { search } from "./engine.js"
import { root } from "./store.js"

const box = document.getElementById("__search")
const dialog = document.querySelector(".md-search")
const field = dialog.querySelector(".md-search__input")
const meta = dialog.querySelector(".md-search-result__meta")
const list = dialog.querySelector(".md-search-result__list")
const links = () => [...list.querySelectorAll(".md-search-result__link")]
const narrow = matchMedia("(max-width: 59.984375em)")

let asked = null
let from = null

function open(opened) {
  if (box.checked === opened) return
  box.checked = opened
  box.dispatchEvent(new Event("change"))
}

async function answer() {
  const query = field.value.trim()
  if (query === asked) return
  asked = query
  try {
    const { items } = await search(query)
    if (query === asked) show(query, items)
  } catch {
    say("The index could not be loaded. Look through ", ["all links", "links/"])
    asked = null
  }
}

function show(query, items) {
  list.innerHTML = items.map(row).join("")
  list.scrollTop = 0
  if (!query) return say("Type to start searching")
  if (items.length === 1) return say("1 matching document")
  if (items.length) return say(`${items.length} matching documents`)
  say("No matching documents. Try fewer words, or ", ["the list of links", `links/?text=${encodeURIComponent(query)}`])
}

function say(text, link) {
  meta.textContent = text
  if (!link) return
  meta.append(Object.assign(document.createElement("a"), { textContent: link[0], href: new URL(link[1], root) }))
}

/** A result; the worker escapes what others wrote. */
function row({ location, title }) {
  const href = new URL(location, root).href.replaceAll('"', "%22")
  return `<li class="md-search-result__item"><a class="md-search-result__link" href="${href}"><article class="md-search-result__article md-typeset"><h1>${title}</h1></article></a></li>`
}

box.addEventListener("change", () => {
  document.body.toggleAttribute("data-md-scrolllock", box.checked && narrow.matches)
  if (box.checked) return answer()
  const lost = document.activeElement === document.body || dialog.contains(document.activeElement)
  field.blur()
  if (lost) from?.focus({ preventScroll: true }) // who leaves is where they came from
})
field.addEventListener("focus", () => open(true))
field.addEventListener("input", answer)
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault()
  links()[0]?.click()
})
dialog.querySelector("form").addEventListener("reset", () => setTimeout(() => {
  answer()
  field.focus()
}))
list.addEventListener("click", (event) => {
  if (event.target.closest("a") && !(event.ctrlKey || event.metaKey || event.shiftKey)) open(false)
})

dialog.addEventListener("focusin", ({ relatedTarget }) => {
  if (relatedTarget && !dialog.contains(relatedTarget)) from = relatedTarget
})
dialog.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !dialog.contains(relatedTarget)) open(false)
})
dialog.addEventListener("keydown", (event) => {
  const stops = [field, ...links()]
  const at = stops.indexOf(document.activeElement)
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? (event.key === "Tab" && at === 0 && !event.shiftKey ? 1 : 0)
  if (!step || at < 0 || stops.length < 2) return
  event.preventDefault()
  stops[(at + step + stops.length) % stops.length].focus()
})

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && box.checked) return open(false)
  const typing = document.activeElement?.matches("input, select, textarea, [contenteditable]")
  const combined = event.ctrlKey || event.metaKey
  const wanted = combined ? event.key === "k" : !typing && !event.altKey && ["/", "f", "s"].includes(event.key)
  if (!wanted) return
  event.preventDefault()
  open(true)
  field.focus()
})

const given = new URLSearchParams(location.search).get("q")
if (given) {
  field.value = given
  open(true)
  field.focus()
}
