// A reader's own list: what they marked, or what somebody's address names. It is kept in this
// browser alone; the address of a shared list has its entries after the "#", which no server sees.

import { forget, mark, marked, read, stateOf, take } from "./memory.js"
import { load, root, save } from "./store.js"

const page = document.querySelector(".mine")
const output = page.querySelector("output")
const say = (text) => (output.textContent = text)

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

/** The ids of a shared list, if the address names one. */
const shared = () => {
  const given = new URLSearchParams(location.hash.slice(1)).get("ids")
  return given ? [...new Set(given.split(" "))].filter(Boolean) : null
}

let entries = new Map()

async function loadEntries() {
  const response = await fetch(new URL("links.json", root))
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  entries = new Map((await response.json()).entries.map((entry) => [entry.id, entry]))
}

function row(id) {
  const entry = entries.get(id)
  const item = element("li", { className: `entry${stateOf(id) === "read" ? " is-read" : ""}` })
  if (entry) item.append(element("a", { className: "title", href: addressOf(entry), textContent: entry.title }))
  else item.append(element("span", { className: "title", textContent: `${id} (no longer listed)` }))
  const meta = element("div", { className: "meta" })
  if (entry) {
    meta.append(element("span", { className: `kind ${entry.kind}`, textContent: entry.kind[0].toUpperCase() + entry.kind.slice(1) }))
    const by = entry.authors ?? []
    if (by.length) meta.append(element("span", { textContent: by.length > 3 ? `${by[0]} and ${by.length - 1} others` : by.join(", ") }))
    meta.append(element("span", { textContent: entry.topics.join(", ") }))
  }
  const next = stateOf(id) === "read" ? "later" : "read"
  const change = element("button", { type: "button", textContent: next === "read" ? "Mark as read" : "Move to “to read”" })
  change.addEventListener("click", () => mark(id, next))
  const remove = element("button", { type: "button", textContent: "Remove" })
  remove.addEventListener("click", () => mark(id, ""))
  item.append(meta, element("p", { className: "do" }, ...(stateOf(id) ? [change, remove] : [])))
  return item
}

/** The entry on this site, wherever the site is. */
function addressOf(entry) {
  const { pathname, hash } = new URL(entry.page)
  return new URL(pathname.slice(pathname.indexOf("topics/")) + hash, root)
}

function fill(name, ids) {
  const part = page.querySelector(`[data-part=${name}]`)
  part.hidden = !ids.length
  part.querySelector("small").textContent = ids.length
  part.querySelector("ul").replaceChildren(...ids.map(row))
}

function show() {
  const others = shared()
  fill("shared", others ?? [])
  fill("later", marked("later"))
  fill("read", marked("read"))
  const nothing = !others && !Object.keys(read()).length
  page.querySelector(".empty").hidden = !nothing
  for (const button of page.querySelectorAll("[data-needs]")) button.disabled = !Object.keys(read()).length
}

function download(name, text, type) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

const mine = () => [...marked("later"), ...marked("read")]

const actions = {
  async bibtex() {
    const text = await (await fetch(new URL("links.bib", root))).text()
    const keys = mine().map((id) => entries.get(id)?.citekey).filter(Boolean)
    const wanted = text.split(/\n(?=@)/).filter((one) => keys.some((key) => one.includes(`{${key},`)))
    download("reading-list.bib", `${wanted.map((one) => one.trim()).join("\n\n")}\n`, "application/x-bibtex")
    say(`${wanted.length} of ${mine().length} entries have BibTeX`)
  },
  json() {
    const list = mine().map((id) => ({ ...entries.get(id), id, state: stateOf(id) }))
    download("reading-list.json", JSON.stringify({ marks: read(), weeks: load("weeks", []), entries: list }, null, 2), "application/json")
    say(`${list.length} entries exported`)
  },
  async share() {
    const address = new URL(`#ids=${mine().map(encodeURIComponent).join("+")}`, location.href.split("#")[0]).href
    const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false)
    say(copied ? "The address of your list is copied" : address)
  },
  take() {
    const day = new Date().toISOString().slice(0, 10)
    const fresh = shared().filter((id) => !stateOf(id) && entries.has(id))
    take(Object.fromEntries(fresh.map((id) => [id, ["later", day]])))
    history.replaceState(null, "", location.pathname)
    show()
    say(`${fresh.length} entries added to your list`)
  },
  erase() {
    forget()
    save("weeks", null)
    say("Everything that this browser remembered of your reading is erased")
  },
}

page.addEventListener("click", ({ target }) => actions[target.closest("[data-do]")?.dataset.do]?.())

page.querySelector("[type=file]").addEventListener("change", async ({ target }) => {
  try {
    const { marks, weeks } = JSON.parse(await target.files[0].text())
    const count = take(marks)
    if (Array.isArray(weeks)) save("weeks", weeks.filter((step) => typeof step === "string" && step.length < 100))
    say(`${count} marks imported`)
  } catch {
    say("This file is no reading list: export one here as JSON, and import that")
  }
  target.value = ""
})

addEventListener("marked", show)
addEventListener("hashchange", show)
addEventListener("storage", show)

loadEntries().catch(() => say("The titles could not be loaded. Your marks are kept; reload the page to see them.")).finally(show)
