// What the pages do beyond being read: little, and nothing without which they could not be read.

// Material's drawer and search are checkboxes behind labels, out of a keyboard's reach. These are
// their buttons; what opens takes the focus, at once, or a phone would show no keyboard.
const drawer = document.getElementById("__drawer")
const search = document.querySelector(".md-search")
const field = search?.querySelector(".md-search__input")

for (const button of document.querySelectorAll("[data-toggle]")) {
  const box = document.getElementById(button.dataset.toggle)
  const tell = () => button.setAttribute("aria-expanded", box.checked)
  tell()
  box.addEventListener("change", tell)
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

// Ctrl+K is where people look for a search nowadays; Material has "/", "f" and "s". Tab goes on to
// the results, which Material would close, and who leaves is where they came from.
if (search) {
  const box = document.getElementById("__search")
  let from

  addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    field.focus()
  })
  search.addEventListener("keydown", (event) => {
    const result = search.querySelector(".md-search-result__link")
    if (!["Tab", "Shift"].includes(event.key) || !result) return
    event.stopPropagation()
    if (event.key === "Shift" || event.shiftKey || event.target !== field) return
    event.preventDefault()
    result.focus()
  })
  search.addEventListener("focusin", (event) => {
    if (event.relatedTarget && !search.contains(event.relatedTarget)) from = event.relatedTarget
  })
  search.addEventListener("focusout", (event) => {
    if (box.checked && event.relatedTarget && !search.contains(event.relatedTarget)) box.click()
  })
  box.addEventListener("change", () => setTimeout(() => {
    const nowhere = document.activeElement === document.body || search.contains(document.activeElement)
    if (!box.checked && nowhere) from?.focus({ preventScroll: true })
  }))
}

// Light or dark: as the system has it, until a reader chooses. The choice is read before the first
// paint, in main.html; Material's own switch makes a browser style each page three times more.
const root = document.documentElement

function colourBar() {
  const paper = getComputedStyle(document.body).backgroundColor
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper
}

document.querySelector(".scheme").addEventListener("click", () => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  const wanted = (root.dataset.scheme ?? system) === "dark" ? "light" : "dark"
  if (wanted === system) delete root.dataset.scheme // the system may change its mind again
  else root.dataset.scheme = wanted
  __md_set("scheme", root.dataset.scheme ?? null)
  colourBar()
})
if (root.dataset.scheme) colourBar()

// A paper's entry of links.bib, for whoever writes about it. Whatever cannot be copied is shown.
const bibliography = new URL("../links.bib", document.currentScript.src)

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
