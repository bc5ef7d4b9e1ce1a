// What every page does beyond being read: little, and nothing without which it could not be read.

import { root, save } from "./store.js"
import "./actions.js"
import "./follow.js"
import "./preview.js"
import "./search-box.js"
import "./tables.js"

// The drawer and the search are checkboxes behind labels, out of a keyboard's reach. These are
// their buttons; what opens takes the focus, at once, or a phone would show no keyboard.
const drawer = document.getElementById("__drawer")

for (const button of document.querySelectorAll("[data-toggle]")) {
  const box = document.getElementById(button.dataset.toggle)
  const show = () => button.setAttribute("aria-expanded", box.checked)
  show()
  box.addEventListener("change", show)
  button.addEventListener("click", () => {
    box.click()
    if (!box.checked) return
    const places = button.dataset.focus.split(", ").map((place) => document.querySelector(place))
    places.find(Boolean)?.focus()
  })
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  document.activeElement.closest("abbr")?.blur() // and with it the words that cover others
  if (!drawer.checked) return
  drawer.click()
  document.querySelector("[data-toggle=__drawer]").focus()
})

// The menu is longer than some windows: what is current is in view.
const current = document.querySelector(".contents [aria-current]")
const pane = current?.closest(".md-sidebar__scrollwrap")
if (pane && pane.scrollHeight > pane.clientHeight) {
  pane.scrollTop = current.offsetTop - pane.clientHeight / 2
}

// Back to the top, offered to who turns back on a long page.
const top = document.querySelector(".md-top")
let before = scrollY
addEventListener("scroll", () => {
  top.hidden = scrollY > before || scrollY < 600
  before = scrollY
}, { passive: true })
top.addEventListener("click", () => {
  scrollTo({ top: 0 })
  document.querySelector(".wordmark").focus({ preventScroll: true })
})

// Light or dark: as the system has it, until a reader chooses. The choice is read
// before the first paint, in head.js.
const page = document.documentElement

function colourBar() {
  const paper = getComputedStyle(document.body).backgroundColor
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper
}

document.querySelector(".scheme").addEventListener("click", () => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  const wanted = (page.dataset.scheme ?? system) === "dark" ? "light" : "dark"
  if (wanted === system) delete page.dataset.scheme // the system may change its mind again
  else page.dataset.scheme = wanted
  save("scheme", page.dataset.scheme ?? null)
  colourBar()
})
if (page.dataset.scheme) colourBar()

// The citation of a work, in BibTeX and in plain text, for whoever writes about it. One click copies
// the BibTeX and shows both; a second one puts them away.
const catalogue = new URL("links.json", root)
const bibliography = new URL("links.bib", root)

async function read(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`HTTP ${answer.status} for ${address}`)
  return answer.text()
}

/** Both forms of the citation of the work that a key is of. */
async function findCitation(key) {
  const [entries, bibtex] = await Promise.all([read(catalogue).then(JSON.parse), read(bibliography)])
  const entry = entries.entries.find((each) => each.key === key || each.same?.includes(key))
  const start = `{${entry.citekey},`
  return [
    ["BibTeX", bibtex.split(/\n(?=@)/).find((each) => each.includes(start)).trim()],
    ["Text", entry.citation],
  ]
}

async function copy(text, name, output) {
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false)
  output.textContent = copied ? `${name} copied` : "Select the text to copy it"
}

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

async function cite(button) {
  const shown = button.closest(".entry").querySelector(".citation")
  button.setAttribute("aria-expanded", !shown)
  if (shown) return shown.remove()
  const output = element("output", {})
  const panel = element("div", { className: "citation" }, output)
  panel.setAttribute("role", "group")
  panel.setAttribute("aria-label", "Citation")
  button.closest(".with").after(panel)
  try {
    const forms = await findCitation(button.dataset.cite)
    for (const [name, text] of forms) {
      const again = element("button", { type: "button", textContent: `Copy ${name === "Text" ? "text" : name}` })
      again.addEventListener("click", () => copy(text, name, output))
      panel.append(element(name === "Text" ? "p" : "pre", { tabIndex: 0 }, text), again)
    }
    await copy(forms[0][1], forms[0][0], output)
  } catch (error) {
    console.error(error)
    output.textContent = "The citation could not be loaded. Try again, or see links.bib."
  }
}

for (const button of document.querySelectorAll("[data-cite]")) {
  button.setAttribute("aria-expanded", false)
  button.addEventListener("click", () => cite(button))
}
