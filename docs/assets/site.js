// What every page does beyond being read: little, and nothing without which it could not be read.

import { root, save } from "./store.js"
import "./follow.js"
import "./popup.js"
import "./search-box.js"

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

// A paper's entry of links.bib, for whoever writes about it. Whatever cannot be copied is shown.
const bibliography = new URL("links.bib", root)

async function cite(button) {
  // A work under several keys is listed by the first of its addresses.
  const places = button.closest(".entry").querySelectorAll(".title, .aside a")
  const urls = [...places].map((place) => `url = {${place.getAttribute("href")}}`)
  const answer = await fetch(bibliography)
  const entries = (await answer.text()).split(/\n(?=@)/)
  const found = entries.find((entry) => urls.some((url) => entry.includes(url)))
  if (!answer.ok || !found) throw new Error("no such entry")
  await navigator.clipboard.writeText(found).catch(() => showInstead(button, found))
  button.textContent = "BibTeX copied"
}

function showInstead(button, text) {
  button.closest(".entry").querySelector("pre.bibtex")?.remove()
  const shown = document.createElement("pre")
  shown.className = "bibtex"
  shown.tabIndex = 0
  shown.textContent = text
  button.closest(".with").after(shown)
  throw new Error("no clipboard")
}

for (const button of document.querySelectorAll("[data-cite]")) {
  button.setAttribute("aria-live", "polite")
  button.addEventListener("click", () => cite(button).catch((error) => {
    button.textContent = error.message === "no clipboard" ? "BibTeX below" : "BibTeX is not to be had"
  }))
}
