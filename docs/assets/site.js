// What the pages do beyond being read: little, and nothing without which they could not be read.

// A checkbox behind a label is out of a keyboard's reach; these are its buttons.
for (const button of document.querySelectorAll("[data-toggle]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.toggle).click())
}

// Where people look for a search nowadays; Material has "/", "f" and "s" besides.
addEventListener("keydown", (event) => {
  if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  document.querySelector(".md-search__input").focus()
})

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
  const shown = document.createElement("pre")
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
